"""The clock of an answer being typed."""

from voice_interviewer.interview.live.typing import IDLE_S, TypedDraft


def draft(*looks: tuple[float, str]) -> TypedDraft:
    found = TypedDraft()
    for at_s, text in looks:
        found.look(text, at_s)
    return found


def test_a_draft_is_open_while_there_is_text() -> None:
    """An empty line is no draft; erasing everything closes it."""
    assert not TypedDraft().open
    assert draft((1.0, "a")).open
    assert not draft((1.0, "a"), (2.0, "")).open


def test_the_limit_counts_from_the_first_letter_and_lasts_longer_than_for_speech() -> None:
    """A limit of 60 s of speech gives three minutes of typing, counted anew for the next answer."""
    written = draft((10.0, "a"), (100.0, "ab"))
    assert not written.due(185.0, 60.0, over=False)
    assert written.due(191.0, 60.0, over=False)
    assert not draft((10.0, "a"), (100.0, ""), (180.0, "b")).due(191.0, 60.0, over=False)


def test_after_the_sessions_time_an_abandoned_draft_is_due() -> None:
    """Somebody who still types is not cut off; a line nobody touches is sent; before the time is over nothing is."""
    written = draft((10.0, "a"), (50.0, "ab"))
    assert not written.due(50.0 + IDLE_S - 1, None, over=True)
    assert written.due(50.0 + IDLE_S + 1, None, over=True)
    assert not written.due(5000.0, None, over=False)
    assert not TypedDraft().due(5000.0, 60.0, over=True)
