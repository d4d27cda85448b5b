"""Measures say how well they were heard, and keep silent where that is not enough."""

from __future__ import annotations

import pytest
from debrief_kit import row, spoken

from voice_interviewer.debrief.data import measures
from voice_interviewer.debrief.data.schema import InterruptionRow, MeasureRow
from voice_interviewer.hearing.model import AudioQuality, Heard, Pause, Word

LONG = " ".join(["we moved the gate and I checked it again on Monday."] * 8)


def of(text: str, *found: tuple[str, str], **more: object) -> dict[str, MeasureRow]:
    return row(text, *found, **more).measures


def test_pace_counts_pauses() -> None:
    """Words a minute are over the whole answer with its pauses: 88 words in 29.9 s are 176.6."""
    heard = spoken(LONG)
    assert of(LONG, heard=heard)["pace_wpm"].value == pytest.approx(60 * 88 / (heard.end_s - 1.0), abs=0.01)


@pytest.mark.parametrize(("pace", "remark"), [(0.7, "wait for you"), (0.3, ""), (0.2, "goes by unheard")])
def test_only_paces_outside_the_usual_are_remarked(pace: float, remark: str) -> None:
    """Under 110 and over 230 words a minute get a sentence, everything between none."""
    said = of(LONG, heard=spoken(LONG, pace=pace))["pace_wpm"].remark
    assert (remark in said) if remark else not said


def test_nothing_is_counted_in_another_language() -> None:
    """Hedges and decisions were not looked for there; beside an English answer its words thin out no rate."""
    foreign = row("Ich habe das entschieden. " * 20, language="other")
    for name in ("filler_words", "hedges_per_100_words", "first_person_decisions", "team_decisions"):
        assert "English" in (foreign.measures[name].withheld or "")
    english = row(LONG, ("hedge", "we moved"))
    both = measures.of_session([foreign, english])
    assert both["hedges_per_100_words"].value == english.measures["hedges_per_100_words"].value
    few = measures.of_session([foreign, row("I decided to wait.")])["hedges_per_100_words"].withheld
    assert few == "only 4 words in English; a rate needs 60"
    one = measures.of_session([foreign, row("Yes.")])["hedges_per_100_words"].withheld
    assert one == "only 1 word in English; a rate needs 60"


def test_under_sixty_words_there_are_no_rates() -> None:
    """Short answers have counts and times, and no rates; the reason is given."""
    text = "I decided to wait."
    made = of(text, ("ownership", "I decided"), heard=spoken(text))
    for name in ("pace_wpm", "fillers_per_minute", "hedges_per_100_words", "silent_share"):
        assert made[name].value is None and "60" in (made[name].withheld or "")
    assert made["first_person_decisions"].value == 1 and made["answer_length"].value == 4


def test_fillers_are_at_least_and_perhaps() -> None:
    """Voice without words makes the filler rate a range: at least what was recognised, perhaps more."""
    text = "um " + LONG
    heard = spoken(text, uncovered_voice_s=1.4)
    made = of(text, ("filler", "um"), heard=heard)["fillers_per_minute"]
    minutes = (heard.end_s - 1.0) / 60
    assert made.value == made.low == pytest.approx(1 / minutes, abs=0.01)
    assert made.high == pytest.approx(5 / minutes, abs=0.01)


def test_filler_phrases_are_no_ums() -> None:
    """`you know` counts among all fillers and not in the rate that has a norm."""
    text = "you know " + LONG
    made = of(text, ("filler", "you know"), heard=spoken(text))
    assert made["fillers_per_minute"].value == 0 and made["filler_words"].value == 1


@pytest.mark.parametrize(("pause", "remark"), [(2.9, False), (3.0, False), (4.5, True)])
def test_a_thinking_pause_is_never_penalised(pause: float, remark: bool) -> None:
    """Pauses up to three seconds get no remark."""
    heard = Heard("I waited", (Word("I", 0, 1, 0.9), Word("waited", 1 + pause, 3 + pause, 0.9)), 0, 3 + pause)
    heard = Heard(heard.text, heard.words, 0, 3 + pause, ((0, 1), (1 + pause, 3 + pause)), (Pause(1, 1 + pause),))
    made = of("I waited", heard=heard)["longest_pause"]
    assert made.value == pause and bool(made.remark) == remark


def test_the_interviewers_interruption_is_no_pause_of_the_candidate() -> None:
    """The time in which the interviewer broke in counts neither as pause nor as speaking time."""
    words = [Word(w, i * 0.5, i * 0.5 + 0.5, 0.9) for i, w in enumerate(["word"] * 40)]
    late = [Word(w, 30 + i * 0.5, 30.5 + i * 0.5, 0.9) for i, w in enumerate(["word"] * 40)]
    text = " ".join(["word"] * 80)
    heard = Heard(text, (*words, *late), 0, 50, ((0, 20), (30, 50)), (Pause(20, 30),))
    made = of(text, heard=heard, interruption=InterruptionRow(text="Half the budget.", at=200, at_s=20.5))
    assert made["longest_pause"].value == 0 and made["silent_share"].value == 0
    assert made["pace_wpm"].value == 120
    unlisted = Heard(text, (*words, *late), 0, 50, ((0, 20), (30, 50)))
    assert of(text, heard=unlisted, interruption=InterruptionRow(text="x", at=200, at_s=20.5))["pace_wpm"].value == 120


@pytest.mark.parametrize(
    ("quality", "probability", "withheld", "kept"),
    [
        (AudioQuality(-24, -58, 0.0), 0.9, [], ["pace_wpm", "longest_pause", "hedges_per_100_words"]),
        (AudioQuality(-24, -58, 0.0), 0.4, ["pace_wpm", "hedges_per_100_words"], ["longest_pause"]),
        (AudioQuality(-24, -58, 0.12), 0.9, ["pace_wpm", "longest_pause", "hedges_per_100_words"], []),
        (AudioQuality(-40, -42, 0.0), 0.9, ["pace_wpm", "longest_pause"], ["answer_length"]),
        (AudioQuality(-65, -90, 0.0), 0.9, ["pace_wpm", "longest_pause"], ["answer_length"]),
    ],
)
def test_badly_heard_measures_are_withheld_with_the_reason(
    quality: AudioQuality, probability: float, withheld: list[str], kept: list[str]
) -> None:
    """Uncertain words, clipping, noise or a quiet microphone withhold what rests on them, and only that."""
    made = of(LONG, heard=spoken(LONG, probability=probability, quality=quality))
    for name in withheld:
        assert made[name].value is None and made[name].withheld, name
    for name in kept:
        assert made[name].value is not None, name


def test_read_answers_have_no_times() -> None:
    """Text without sound has counts and no pace, pauses or latency."""
    made = of(LONG, ("hedge", "we moved"))
    assert made["hedges_per_100_words"].value == pytest.approx(100 / 88, abs=0.01)
    for name in ("pace_wpm", "silent_share", "longest_pause", "response_latency"):
        assert made[name].value is None and made[name].withheld


def test_volunteered_share_counts_what_was_looked_for() -> None:
    """One of two shown unasked, one missed: a third of what was looked for was volunteered."""
    made = row(
        LONG,
        ("restraint", "moved the gate"),
        ("learning_loop", "checked it"),
        question="What would you leave out?",
        pattern="not_do",
    )
    states = [s.state for s in made.signals.values()]
    assert (states.count("volunteered"), states.count("prompted"), states.count("missed")) == (1, 1, 1)
    assert made.measures["volunteered_share"].value == pytest.approx(100 / 3, abs=0.01)


def test_a_session_adds_up_its_answers() -> None:
    """Session rates are over all words, so a short answer does not weigh like a long one."""
    rows = [row(LONG, heard=spoken(LONG)), row("we moved", ("hedge", "we moved"), heard=spoken("we moved"))]
    made = measures.of_session(rows)
    assert made["hedges_per_100_words"].value == pytest.approx(100 / 90, abs=0.01)
    assert made["response_latency"].value == 1.1
    assert list(made) == [n for n in measures.NAMES if n in made]


def test_no_measure_is_a_score() -> None:
    """There is no total, and no name or remark speaks of confidence or chances."""
    said = " ".join([*measures.NAMES, *measures.NAMES.values()]).casefold()
    assert not any(word in said for word in ("score", "confidence", "chance", "rating", "total"))


@pytest.mark.parametrize(
    ("text", "um"),
    [
        ("um", True),
        ("Uh,", True),
        ("erm", True),
        ("hmm", True),
        ("umbrella", False),
        ("you know", False),
        ("error", False),
    ],
)
def test_ums_are_told_from_words(text: str, um: bool) -> None:
    """Only bare voiced fillers count against the norm."""
    assert measures.is_um(text) == um
