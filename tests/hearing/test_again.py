"""A second hearing: which model, of what sound, and when it is believed."""

from __future__ import annotations

import numpy as np
import pytest

from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.hearing.again import better_models, hear_again, hear_parts_again, only_voiced, rejoined, shifted
from voice_interviewer.hearing.fake import FakeVad
from voice_interviewer.hearing.model import Heard, Pause, Word


class Counts:
    """A recogniser that writes one word for each half second that is not silent."""

    name = "counts"

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        halves = [pcm[i : i + RATE_HZ // 2] for i in range(0, len(pcm), RATE_HZ // 2)]
        return tuple(
            Word(f"w{i}", i / 2, i / 2 + 0.4, 0.9) for i, part in enumerate(halves) if np.abs(part).max() > 0.01
        )


def tone(seconds: float) -> np.ndarray:
    return (0.3 * np.sin(np.arange(round(seconds * RATE_HZ)) / 5)).astype(np.float32)


@pytest.mark.parametrize(
    ("live", "pace", "expected"),
    [
        ("tiny.en", {}, ["small.en", "base"]),
        ("tiny.en", {"small.en": 1.4, "base": 0.2}, ["base"]),
        ("base", {}, ["small.en"]),
        ("small.en", {}, []),
        ("/own/folder", {}, ["small.en", "base", "tiny.en"]),
    ],
)
def test_the_best_model_that_keeps_up_is_first(live: str, pace: dict[str, float], expected: list[str]) -> None:
    """More accurate than the live one, the best first; what was measured too slow is left out."""
    assert better_models(live, ["tiny.en", "base", "small.en"], pace) == expected


def test_only_the_candidates_voice_is_decoded() -> None:
    """A stretch that the first hearing did not count as the candidate's (our own voice, say) gives no words."""
    sound = np.concatenate([tone(2), np.zeros(2 * RATE_HZ, np.float32), tone(2)])
    first = Heard("ours", (), 14.0, 16.0, voiced=((14.0, 16.0),), latency_s=0.5)
    heard = hear_again(sound, first, 10.0, Counts(), FakeVad())
    assert heard.words and all(word.start >= 13.5 for word in heard.words)
    assert (heard.voiced, heard.latency_s, heard.start_s) == (first.voiced, 0.5, 14.0)


def test_where_nothing_was_known_all_is_heard() -> None:
    """After a failed recogniser or a killed session the whole recording is decoded, in session time."""
    heard = hear_again(tone(2), Heard("", (), 10.0, 10.0), 10.0, Counts(), FakeVad())
    assert heard.words and heard.words[0].start >= 9.5
    assert heard.voiced and heard.voiced[0][0] >= 9.5


def test_silence_replaces_what_is_not_voice() -> None:
    """The masked sound has the same length, and the voiced part is untouched."""
    sound = tone(3)
    kept = only_voiced(sound, [(1.0, 2.0)], 0.0)
    assert len(kept) == len(sound)
    assert np.array_equal(kept[RATE_HZ : 2 * RATE_HZ], sound[RATE_HZ : 2 * RATE_HZ])
    assert not kept[: RATE_HZ // 2].any() and not kept[-RATE_HZ // 4 :].any()


def said(text: str, start_s: float = 0.0) -> tuple[Word, ...]:
    """One word every half second."""
    return tuple(Word(w, start_s + i / 2, start_s + i / 2 + 0.4, 0.9) for i, w in enumerate(text.split()))


def test_words_the_second_hearing_did_not_reach_are_put_back() -> None:
    """A run that only the first hearing has, at a time at which the second has no words, stays in its place."""
    first = said("it changed the format and everything. Then we stopped")
    second = (*said("It changed the format."), *said("Then we stopped.", 3.0))
    assert [w.text for w in rejoined(first, second)] == (
        "It changed the format. and everything. Then we stopped.".split()
    )


def test_what_was_heard_differently_is_not_doubled() -> None:
    """Where the second hearing has other words at that time, or a single word is missing, the second one stands."""
    first = said("we shut it for a wreck and a half")
    assert rejoined(first, second := said("we shipped it for a week and a half")) == second
    assert rejoined(said("so we we stopped"), second := said("so we stopped")) == second
    crammed = (Word("a", 0.0, 2.0, 0.9), *said("plan", 2.0))
    assert rejoined(said("a b c d plan"), crammed) == crammed


def test_times_move_together() -> None:
    """Words, voice and pauses keep their distances."""
    moved = shifted(Heard("so", (Word("so", 1.0, 1.3, 0.9),), 1.0, 2.0, ((1.0, 2.0),), (Pause(1.4, 1.6),)), 10.0)
    assert (moved.words[0].start, moved.start_s, moved.voiced, moved.pauses[0].end) == (
        11.0,
        11.0,
        ((11.0, 12.0),),
        11.6,
    )


class Echoes:
    """A recogniser that says how many seconds of sound it was given."""

    name = "echoes"

    def transcribe(self, pcm, *, vocabulary=(), fillers=True):
        loud = np.flatnonzero(np.abs(pcm) > 0.01) / RATE_HZ
        return (Word(f"{loud[-1] - loud[0]:.0f}s.", loud[0], loud[-1], 0.9),) if len(loud) else ()


def test_an_interrupted_answer_is_heard_in_two_parts() -> None:
    """What was said before the candidate stopped and the reaction are decoded apart; the offset is the reaction's."""
    first = Heard("a b", (*said("a", 10.0), *said("b", 16.0)), 10.0, 19.0, voiced=((10.0, 12.0), (16.0, 19.0)))
    heard, at = hear_parts_again(tone(10), first, 10.0, 12.5, Echoes())
    assert len(heard.words) == 2 and heard.words[0].end < 13.0 < heard.words[1].start
    assert heard.text[at:] == heard.words[1].text
    assert heard.voiced == first.voiced


def test_an_interruption_with_nothing_on_one_side() -> None:
    """Silence before it puts the offset at the beginning, silence after it at the end."""
    first = Heard("b", said("b", 16.0), 16.0, 19.0, voiced=((16.0, 19.0),))
    assert hear_parts_again(tone(10), first, 10.0, 12.5, Echoes())[1] == 0
    heard, at = hear_parts_again(tone(10), first, 10.0, 19.5, Echoes())
    assert at == len(heard.text) > 0
