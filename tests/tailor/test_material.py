"""What people paste becomes lines, whatever it was saved as; what is no text is refused in one line."""

from __future__ import annotations

import pytest

from voice_interviewer.errors import InputFileError
from voice_interviewer.tailor.material import MAX_BYTES, MAX_LINE, MAX_LINES, decode, lines, must_be_english


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(encoding: str) -> None:
    """As editors of three systems save it."""
    assert decode("Why did “you” leave that out?".encode(encoding), "q.txt") == "Why did “you” leave that out?"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "packed"),
        (bytes(range(256)) * 20, "no text"),
        (b"abc\x00def", "no text"),
        (b"a" * (MAX_BYTES + 1), "larger"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, says: str) -> None:
    """The message names the file and what it is."""
    with pytest.raises(InputFileError, match=says) as caught:
        decode(raw, "cv.pdf")
    assert "cv.pdf" in str(caught.value) and "\n" not in str(caught.value)


def test_lines_keep_their_numbers() -> None:
    """Empty lines and lines of signs are left out, and still count."""
    found = lines("one here\n\n-----\n   two there\n")
    assert [(line.number, line.text, line.indent) for line in found] == [(1, "one here", 0), (4, "two there", 3)]


def test_a_pasted_page_loses_its_markup() -> None:
    """Scripts and tags are no lines; entities are read; blocks are lines of their own."""
    page = (
        "<html><head><style>p{}</style><script>x()</script></head><body><h1>Engineer</h1>\n"
        "<ul><li>You deploy&nbsp;models &amp; watch</li><li>On call</li></ul></body></html>"
    )
    assert [line.text for line in lines(page)] == ["Engineer", "You deploy models & watch", "On call"]


def test_a_text_with_a_sign_is_no_page() -> None:
    """`a < b` in a question is kept."""
    assert lines("Is a < b, and when?")[0].text == "Is a < b, and when?"


def test_a_huge_text_is_cut() -> None:
    """Two hundred pages are read, and no more than a limit of lines."""
    assert len(lines("a line of words\n" * (MAX_LINES + 500))) == MAX_LINES


def test_a_huge_line_is_cut() -> None:
    """A text without line ends is read to a limit."""
    assert len(lines("word " * 100_000)[0].text) <= MAX_LINE


def test_another_language_is_named() -> None:
    """One line that says so."""
    german = "Wir suchen eine erfahrene Person für die Leitung der Plattform und die Betreuung der Kunden in der Stadt"
    with pytest.raises(InputFileError, match="another language"):
        must_be_english(german, "p.txt", "this posting is")
    must_be_english("We are looking for somebody who has run the platform and looked after our customers", "p.txt", "x")
