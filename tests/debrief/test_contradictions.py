"""No sentence of a page contradicts another one, and the check that says so finds each kind of contradiction."""

from __future__ import annotations

import pytest
from debrief_kit import row

from scripts.lab.contradictions import contradictions
from scripts.lab.planted import heard, sessions
from voice_interviewer.debrief.data import verdict
from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.debrief.data.schema import ClaimRow, Debrief, FollowUp, Strength
from voice_interviewer.debrief.data.verdict import AT_LENGTH, OPEN
from voice_interviewer.language.analyze import Analyser

TEXT = (
    "We decided to keep the old list for two seasons because the drivers knew it by heart. I asked the depot every "
    "Friday what was missing, and I changed the order of the columns after the first month of that."
)


def page() -> Debrief:
    """A debrief with a cost and a strength, free of contradictions."""
    return build([row(TEXT, ("team_voice", "We decided"), ("ownership", "I changed"))])


@pytest.mark.parametrize("session", sessions(), ids=lambda s: s["name"])
def test_planted_sessions_hold_no_contradiction(session: dict[str, list[dict[str, str]]]) -> None:
    """Apologetic, inflated, hiding, rambling or strong: each page agrees with itself."""
    made = build([heard(i, item) for i, item in enumerate(session["answers"], 1)])
    assert contradictions(made) == []


def test_a_sound_page_passes() -> None:
    """The page the next test spoils."""
    made = page()
    assert made.debrief.priorities and contradictions(made) == []


def spoilt(kind: str) -> Debrief:
    made = page()
    (p, *_), answer = made.debrief.priorities, made.answers[0]
    if kind == "praised and blamed":
        made.debrief.strengths.append(Strength(label="ownership", title="", answer=p.answer, quote=p.quote, why=""))
    elif kind == "praised and missing":
        made.debrief.strengths.append(
            Strength(label=p.label, title="", answer=p.answer, quote="I asked the depot", why="")
        )
    elif kind == "cut within a clause":
        made.debrief.strengths.append(
            Strength(label="restraint", title="", answer=p.answer, quote="every Friday what was", why="")
        )
    elif kind == "calls for no mending beside a priority":
        answer.follow_up = FollowUp(target=None, text="?", why="Nothing in the answer calls for mending.")
    elif kind == "claimed twice":
        answer.claims = [ClaimRow(kind=k, text=TEXT[:20], start=0, end=20) for k in ("role", "number")]
    elif kind == "may say what was said":
        answer.claims = [ClaimRow(kind="role", text=TEXT[:20], start=0, end=20, you_may_say=TEXT[:20] + ".")]
    elif kind == "a manner of speaking as a number":
        answer.claims = [ClaimRow(kind="number", text="two of us went", start=0, end=14)]
    elif kind == "says the same again":
        made.debrief.priorities[0] = p.model_copy(update={"reframe": p.quote})
    elif kind == "nothing but brackets":
        made.debrief.priorities[0] = p.model_copy(update={"reframe": "[What] because [why]."})
    elif kind == "no decision named above one that was told":
        made.debrief.verdict = "As told, riskier: no decision and no risk is named."
    elif kind == "rests on what is blamed":
        made.debrief.verdict = f"Safer: you left something out (“{p.quote.strip('. ')}”)."
    elif kind == "no priority, and not said so":
        made.debrief.priorities = []
    elif kind == "nothing to change beside a priority":
        made.debrief.next_steps.append("Nothing to change first: go on.")
    return made


@pytest.mark.parametrize(
    "kind",
    [
        "praised and blamed",
        "praised and missing",
        "cut within a clause",
        "calls for no mending beside a priority",
        "claimed twice",
        "may say what was said",
        "a manner of speaking as a number",
        "says the same again",
        "nothing but brackets",
        "no decision named above one that was told",
        "rests on what is blamed",
        "no priority, and not said so",
        "nothing to change beside a priority",
    ],
)
def test_each_kind_is_found(kind: str) -> None:
    """A page that is spoilt in one way is said to be so."""
    assert kind in {line.split(":")[0] for line in contradictions(spoilt(kind))}


def test_our_own_invitation_is_no_apology() -> None:
    """`Sorry, let me think` takes up what the interviewer offered; a sorry for the work stays one."""
    text = "Sorry, let me think for a moment. The list was printed at six, sorry about how small that sounds."
    made = row(text, ("apology", "Sorry"), ("apology", "sorry about how small that sounds"))
    assert [f.text for f in made.findings] == ["sorry about how small that sounds"]


def test_asking_to_hear_it_again_is_no_apology() -> None:
    """`Excuse me, I did not catch that` is how one asks; nobody is told to drop it."""
    for said in ("Excuse me, I did not catch the last word, can you say it again?", "Sorry, could you repeat that?"):
        made = row(f"{said} The list was printed at six.", ("apology", said.split(",")[0]))
        assert not made.findings, said


def test_what_was_shown_once_is_not_called_missing() -> None:
    """Keep and Change never name one signal."""
    shown = row("The feed goes quiet first, so I alert on its null rate.", ("failure_anticipation", "goes quiet first"))
    lacking = [row("I built the list in May.", id=str(n), pattern="break_first") for n in range(2, 5)]
    made = build([shown, *lacking])
    assert "failure_anticipation" not in [p.label for p in made.debrief.priorities]


def test_a_strong_session_may_end_with_nothing_to_change() -> None:
    """Then it says so, and what to try."""
    text = (
        "I held the launch back for a week, because nobody would have seen it fail in those days. I then watched the "
        "feed of the shops with my colleague every morning, and we opened it to the first of them "
        "when it had stayed whole."
    )
    made = build([row(text, ("restraint", "held the launch back for a week"))])
    assert made.debrief.priorities == [] and made.debrief.next_steps[0].startswith("Nothing to change first")


@pytest.mark.parametrize("times", [1, 6])
def test_where_nothing_was_shown_nothing_harder_is_advised(times: int) -> None:
    """Too little to go on, by words or by what they say: then one question answered at length comes next."""
    made = build([row("The shop was in a street with trees. " * times)])
    assert made.debrief.verdict.startswith(("Not enough to go on", OPEN))
    assert made.debrief.next_steps == [AT_LENGTH]


def test_the_verdict_does_not_deny_what_is_kept() -> None:
    """Beside a line to keep it is never said that nothing was heard."""
    text = "I wrote the list of the shops in May myself, and it was read by nine people in June. " * 3
    made = build([row(text, ("ownership", "I wrote the list of the shops in May myself"))])
    assert made.debrief.strengths and not made.debrief.verdict.startswith(OPEN)


def test_words_behind_an_opened_quotation_make_like_no_filler() -> None:
    """The marks say that somebody's words follow, even where marks before them were set loosely."""
    text = 'The driver said "No lists." and I was like "Here are the lists" so I kept it for the depot.'
    made = build([answer_row(text_answer(text), Analyser()(text), id="1")])
    assert not [f for f in made.answers[0].findings if f.label == "filler" and f.text == "like"]
    assert contradictions(made) == []


def test_what_is_praised_is_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that stands under what to keep gets no reframe."""
    text = TEXT.replace("by heart.", "by heart. The clerks did not have to learn. The nurses liked paper.")
    heard_row = row(text, ("team_voice", "We decided"), ("ownership", "I changed"))
    made = build([heard_row])
    mended = made.debrief.reframes[0].quote
    kept = made.debrief.strengths[0].model_copy(update={"quote": mended[10:-1]})
    monkeypatch.setattr(verdict, "strengths", lambda rows, blamed: [kept])
    assert not [r for r in build([heard_row]).debrief.reframes if r.quote == mended]
