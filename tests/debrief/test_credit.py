"""Evidence for a signal is quoted as it was said, with its second; what no file can hold is replaced."""

from __future__ import annotations

from debrief_kit import spoken

from voice_interviewer.debrief.data.align import TimeMap
from voice_interviewer.debrief.data.credit import evidence, safe, since


def test_evidence_is_a_quotation_with_its_second() -> None:
    """Seconds count from the recording's start; text without times has none."""
    heard = spoken("I watch the feed.", start=61.0)
    times = TimeMap(heard.text, heard.words)
    found = evidence(heard.text, 2, 7, times, 60.0)
    assert (found.text, found.start_s) == ("watch", 1.3)
    assert evidence("watch", 0, 5, TimeMap("watch", ()), 0.0).start_s is None


def test_session_time_becomes_time_of_the_recording() -> None:
    """To the millisecond."""
    assert since(61.23456, 60.0) == 1.235


def test_a_lone_surrogate_is_written_as_a_question_mark() -> None:
    """Offsets stay: one character for one."""
    assert safe("a\ud800b") == "a?b" and safe("plain ü") == "plain ü"
