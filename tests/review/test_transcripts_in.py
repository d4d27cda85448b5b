"""Transcripts of other programs are read as they are, and refused with the place when they are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voice_interviewer.errors import InputFileError
from voice_interviewer.review.transcripts import SUFFIXES, read_transcript

VTT = """\ufeffWEBVTT - made by somebody

NOTE a comment

1
00:01.000 --> 00:03.500 align:start
<v Ana>What would <b>break</b> first?</v>

00:00:04.000 --> 00:00:06.000
- <00:00:04.500><c>The feed &amp; its owner.</c>

00:00:06.000 --> 00:00:08.000
- The feed & its owner.
Then the alarm.

00:08.000 --> 00:09.000
[applause]
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nANA: What would you leave out?\r\n\r\n"
    "2\r\n00:01:00,000 --> 00:01:02,000\r\nBen: {\\an8}One table.\r\n"
)


def read(tmp_path: Path, name: str, text: str | bytes):  # type: ignore[no-untyped-def]
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_transcript(path)


def test_webvtt(tmp_path: Path) -> None:
    """Cues give text, times and speaker; tags, entities, sounds and rolled-on repeats are cleaned away."""
    made = read(tmp_path, "a.vtt", VTT)
    assert [(x.text, x.start, x.end) for x in made.lines] == [
        ("What would break first?", 1.0, 3.5),
        ("The feed & its owner.", 4.0, 6.0),
        ("Then the alarm.", 6.0, 8.0),
    ]
    assert made.speakers == ("Ana",)


def test_subrip(tmp_path: Path) -> None:
    """Comma times, Windows line ends, `NAME:` speakers and position codes are understood."""
    made = read(tmp_path, "a.srt", SRT)
    assert [(x.speaker, x.text, x.start) for x in made.lines] == [
        ("ANA", "What would you leave out?", 1.0),
        ("Ben", "One table.", 60.0),
    ]


def test_words_share_the_time_of_their_line(tmp_path: Path) -> None:
    """Without word times a cue's words lie in order within it, so findings can be timed."""
    heard = read(tmp_path, "a.srt", SRT).heard("Ben")
    assert [w.text for w in heard.words] == ["One", "table."]
    assert heard.words[0].start == 60.0 and heard.words[-1].end == pytest.approx(62.0)
    assert heard.plain_text == heard.text


@pytest.mark.parametrize(
    "text",
    [
        '{"text": "We waited.", "segments": [{"text": " We waited.", "start": 0, "end": 2.5, "words": '
        '[{"word": " We", "start": 0, "end": 1, "probability": 0.5}, {"word": " waited.", "start": 1, "end": 2.5}]}]}',
        '[{"text": "We waited.", "start": 0, "end": 2.5}]',
        '{"text": "We waited."}',
        '{"transcript": {"text": "We waited.", "words": [{"text": "We", "start": 0, "end": 1, "probability": 0.5}]}}',
        '{"results": {"utterances": [{"transcript": "We waited.", "start": "0.0s", "end": 2.5, "speaker": 0}]}}',
        '["We", "waited."]',
    ],
)
def test_json_of_many_makers(tmp_path: Path, text: str) -> None:
    """Whisper's, a list of segments, plain text, our own and others' JSON give the same words."""
    assert str(read(tmp_path, "a.json", text)) == "We waited."


def test_plain_text_with_and_without_speakers(tmp_path: Path) -> None:
    """`Name:` lines become speakers when they recur; a single colon in prose does not."""
    made = read(
        tmp_path, "a.txt", "Interviewer: Why?\nCandidate: I decided to wait.\nIt was late.\nInterviewer: And then?\n"
    )
    assert made.speakers == ("Interviewer", "Candidate")
    assert [x.speaker for x in made.lines] == ["Interviewer", "Candidate", "Candidate", "Interviewer"]
    assert str(read(tmp_path, "b.txt", "Two things: one\nand two.")) == "Two things: one and two."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.vtt", "WEBVTT\n\nno cues here", "no cue"),
        ("a.json", "{broken", "not valid JSON"),
        ("a.json", '{"colour": 1}', "no transcript"),
        ("a.txt", b"\x00\x01\x02binary", "no text"),
    ],
)
def test_what_is_no_transcript_is_refused(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    """Each refusal names the file and the reason."""
    with pytest.raises(InputFileError, match=says) as error:
        read(tmp_path, name, content)
    assert name in error.value.where


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    """A path that is not there says so."""
    with pytest.raises(InputFileError, match="no such file"):
        read_transcript(tmp_path / "none.vtt")


@pytest.mark.parametrize(
    "content", ["Grüße. Warten.".encode("cp1252"), "\ufeffGrüße. Warten.".encode(), "Grüße. Warten.".encode("utf-16")]
)
def test_encodings(tmp_path: Path, content: bytes) -> None:
    """Windows, UTF-8 with a mark and UTF-16 text are read alike."""
    assert str(read(tmp_path, "a.txt", content)) == "Grüße. Warten."


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), suffix=st.sampled_from(SUFFIXES)
)
def test_no_file_crashes_the_reader(tmp_path: Path, content: bytes, suffix: str) -> None:
    """Any bytes under any suffix are read or refused, with ordered times."""
    try:
        made = read(tmp_path, f"a{suffix}", content)
    except InputFileError:
        return
    for line in made.lines:
        assert line.text and (line.start is None or line.end is None or line.start <= line.end or line.words)
