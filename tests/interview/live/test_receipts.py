"""When a candidate is shown that they were heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.tail import Tail
from voice_interviewer.hearing.turn_policy import Outlook
from voice_interviewer.interview.live.receipts import APART_S, MOST_A_MINUTE, ROOM_S, WORDS, Receipts


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
