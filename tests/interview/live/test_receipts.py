"""When a candidate is shown that they were heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.tail import Tail
from voice_interviewer.hearing.turn_policy import Outlook
from voice_interviewer.interview.live.receipts import (
    APART_S,
    EVEN_SO_S,
    MOST_A_MINUTE,
    ROOM_S,
    WORDS,
    Receipts,
)


def outlook(last_voice_s: float = 10.0, receipt_s: float | None = 0.9, wait_s: float = 1.7) -> Outlook:
    return Outlook(last_voice_s, Tail.COMPLETE, receipt_s, wait_s)


def test_one_in_a_silence_once_its_time_has_come():
    """Not before, not twice; the words go on in turn over silences and answers."""
    receipts = Receipts()
    assert receipts.due(10.8, outlook()) is None
    assert receipts.due(10.9, outlook()) == WORDS[0]
    receipts = receipts.after(10.9, 10.0)
    assert receipts.due(11.0, outlook()) is None
    assert receipts.due(30.9, outlook(30.0)) == WORDS[1]
    assert receipts.next_answer(at_its_end=True).due(30.9, outlook(30.0)) == WORDS[1]


def test_it_opens_unlike_what_was_said_and_what_is_armed():
    """The next in turn that is neither; whatever the two are, one is left."""
    assert Receipts().due(10.9, outlook(), ("okay",)) == "Right."
    assert Receipts().due(10.9, outlook(), ("right", "okay")) == "I see."
    assert Receipts(word=2).due(10.9, outlook(), ("i", "what")) == "Okay."


def test_what_withholds_it():
    """Talk, an ending that holds, a question that follows at once, another one just before."""
    assert Receipts().due(10.9, None) is None
    assert Receipts().due(10.9, outlook(receipt_s=None)) is None
    assert Receipts().due(10.9, outlook(wait_s=0.9 + ROOM_S - 0.1)) is None
    just = Receipts().after(10.9 - APART_S / 2, 8.0)
    assert just.due(10.9, outlook()) is None


def test_those_inside_answers_count_across_answers_and_one_at_an_end_does_not():
    """Short answers one after the other do not draw a receipt each; what was the end is no receipt too many."""
    inside = ended = Receipts()
    for at in (5.0, 15.0, 25.0):
        inside = inside.after(at, at - 0.9).next_answer(at_its_end=False)
        ended = ended.after(at, at - 0.9).next_answer(at_its_end=True)
    assert inside.due(30.9, outlook(30.0)) is None
    assert ended.due(30.9, outlook(30.0)) is not None


def test_a_long_silence_is_acknowledged_whatever_came_before():
    """Nobody is left for 2 s without a sound: where a longer wait follows, the count of receipts does not matter."""
    many = Receipts((25.0, 26.0, 27.0, 29.0), 4)
    long = outlook(30.0, wait_s=EVEN_SO_S + ROOM_S + 0.1)
    assert many.due(30.0 + EVEN_SO_S - 0.05, long) is None
    assert many.due(30.0 + EVEN_SO_S + 0.01, long) is not None
    assert many.due(30.0 + EVEN_SO_S + 0.01, outlook(30.0, wait_s=EVEN_SO_S + ROOM_S - 0.1)) is None


@given(
    given_s=st.lists(st.floats(0.0, 30.0), max_size=6),
    receipt_s=st.floats(0.6, 1.4),
    wait_s=st.floats(0.7, 2.3),
)
def test_the_moment_is_when_the_session_gives_it(given_s, receipt_s, wait_s):
    """What the bench takes for the time of a receipt is what asking once a block finds, to a block."""
    receipts = Receipts(tuple(sorted(given_s)), len(given_s))
    blocks = (k * 0.032 for k in range(1, 80))
    found = next((s for s in blocks if receipts.due(30.0 + s, outlook(30.0, receipt_s, wait_s)) is not None), None)
    moment = receipts.moment(30.0, receipt_s, wait_s)
    if moment is None or found is None:  # the last block before there is no room any more
        assert (moment or found or wait_s - ROOM_S) >= wait_s - ROOM_S - 0.064
    else:
        assert abs(moment - found) <= 0.033


@given(st.lists(st.floats(0.5, 20.0), max_size=60))
def test_never_more_than_the_most_in_any_minute(gaps):
    """However the silences lie, no minute of an answer holds more than `MOST_A_MINUTE`."""
    receipts, now = Receipts(), 0.0
    for gap in gaps:
        now += gap
        if receipts.due(now + 0.9, outlook(now)) is not None:
            receipts = receipts.after(now + 0.9, now)
    for first in receipts.given:
        assert sum(first <= at < first + 60.0 for at in receipts.given) <= MOST_A_MINUTE
