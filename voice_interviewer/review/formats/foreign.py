"""Files that are neither sound nor a transcript we read: named as what they are, with what to do; pure."""

from __future__ import annotations

from dataclasses import dataclass

_TEXT = "Save it as text (.txt), or export its captions as .vtt or .srt."
_CAPTIONS = "Save it as .vtt, .srt or .txt; most caption editors and players can."
_TABLE = "Save it as .vtt, .srt or .txt, or as .jsonl with one answer a line."


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file is, and the mend."""

    what: str
    fix: str


def _many(suffixes: str, what: str, fix: str) -> dict[str, Foreign]:
    return {f".{suffix}": Foreign(what, fix) for suffix in suffixes.split()}


_BY_SUFFIX = {
    **_many("docx doc docm dotx", "is a Word document, not a recording or a transcript.", _TEXT),
    **_many("odt ott fodt pages wps wpd gdoc", "is a text document, not a recording or a transcript.", _TEXT),
    **_many("pdf ps djvu", "is a PDF document, not a recording or a transcript.", _TEXT),
    **_many("rtf", "is an RTF document, not a recording or a transcript.", _TEXT),
    **_many("html htm xhtml mht mhtml", "is a web page, not a recording or a transcript.", _TEXT),
    **_many("epub mobi azw3", "is a book, not a recording or a transcript.", _TEXT),
    **_many("pptx ppt odp key", "is a set of slides, not a recording or a transcript.", _TEXT),
    **_many(
        "sbv ass ssa sub ttml dfxp stl lrc smi sami idx cap scc usf",
        "holds captions in a form that is not read.",
        _CAPTIONS,
    ),
    **_many("tsv csv", "is a table (or captions in one), not a recording or a transcript.", _TABLE),
    **_many("xlsx xls ods numbers parquet", "is a spreadsheet, not a recording or a transcript.", _TABLE),
    **_many("eml msg mbox", "is an e-mail, not a recording or a transcript.", _TEXT),
    **_many("xml", "is an XML document, not a recording or a transcript.", _CAPTIONS),
    **_many("tex rst org adoc log text markdown", "is text that is not read under this name.", "Rename it to .txt."),
    **_many(
        "yaml yml toml ini",
        "is a settings or flow file, not a recording or a transcript.",
        "Answers may be .txt or .jsonl.",
    ),
    **_many("zip 7z rar tar gz tgz bz2 xz", "is an archive.", "Unpack it, and give what is in it."),
    **_many(
        "png jpg jpeg gif bmp tif tiff webp heic svg ico", "is a picture.", "Give a recording, or the words as .txt."
    ),
    **_many("mid midi", "is notes for instruments, not a recording.", "Give a recording."),
}
_BY_BYTES: tuple[tuple[bytes, Foreign], ...] = (
    (b"%PDF", _BY_SUFFIX[".pdf"]),
    (b"{\\rtf", _BY_SUFFIX[".rtf"]),
    (b"\xd0\xcf\x11\xe0", Foreign("is an old Office document, not a recording or a transcript.", _TEXT)),
    (b"PK\x03\x04", Foreign("is an Office document or an archive, not a recording or a transcript.", _TEXT)),
    (b"PK\x05\x06", _BY_SUFFIX[".zip"]),
    (b"\x1f\x8b", _BY_SUFFIX[".zip"]),
    (b"\x89PNG", _BY_SUFFIX[".png"]),
    (b"\xff\xd8\xff", _BY_SUFFIX[".png"]),
    (b"GIF8", _BY_SUFFIX[".png"]),
    (b"SQLite format 3", Foreign("is a database.", "Give a recording, or the words as .txt.")),
    (b"\x7fELF", Foreign("is a program.", "Give a recording, or the words as .txt.")),
)
_WEB = (b"<!doctype html", b"<html")


def by_suffix(suffix: str) -> Foreign | None:
    """What a file of this suffix (`.docx`) is; None for sound, transcripts and what is not known."""
    return _BY_SUFFIX.get(suffix.casefold())


def by_content(head: bytes) -> Foreign | None:
    """What a file that begins with these bytes is, whatever it is called; None for what is not known."""
    for magic, foreign in _BY_BYTES:
        if head.startswith(magic):
            return foreign
    if head.lstrip().lower().startswith(_WEB):
        return _BY_SUFFIX[".html"]
    return None


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file reads as text: no control characters, UTF-8 or plain letters."""
    if not head.strip() or b"\x00" in head:
        return False
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    if control:
        return False
    try:
        head[: len(head) - 3 if len(head) > 8 else len(head)].decode("utf-8")
        return True
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 6
