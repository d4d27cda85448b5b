"""WebVTT and SubRip, by one walk over the rows.

The parsers there are lose words in just the files people have: `webvtt-py` and every reader true to the standard drop
what follows a blank row inside a cue, `pysubs2` takes the word times of automatic captions for cues of their own, and
none folds captions that roll. So a cue is here: a row of times, and all rows up to the next one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..labels import key_of, speakers_in, split_label
from ..lines import Line, ReadTranscript

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,9}))?"
ARROW = re.compile(rf"^\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}(?=\s|$)")
"A row of times as captions have it."
_TAG = re.compile(r"</?(?:[a-z]{1,4}(?:[.\s][^<>]{0,120})?|\d[\d:.,]{3,20})>|\{\\[^{}]{0,100}\}", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[\w.\-]+)?\s+([^<>]{1,80})>")
_SOUND = re.compile(r"^\s*[\[(][^\])]{1,40}[\])]\s*$")
_MARK = re.compile(r"^(?:-|–|>>+)\s*")
_BLOCK = re.compile(r"^(?:NOTE|STYLE|REGION)(?:\s|$)")
_DASH = re.compile(r"^[-–—]\s*(?=\S)")
_WHO = re.compile(r"^\s*(?:\d+\s+)?\"(.{0,80})\"\s*\(\d+\)\s*$")
"The name of a cue as Webex writes it: number, speaker, and the speaker's number; nobody where it does not know."
_NO_TAG = str.maketrans("", "", "<>")
_FLASH_S = 0.15
"A cue this short only carries the row before it on."
_ROLLS = 0.6
"Share of cues that must repeat the one before them for a file to count as rolling."


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue as it stands in the file."""

    start: float
    end: float
    "Seconds."
    rows: tuple[str, ...]
    "Its rows, not blank, with their tags."


def read(text: str) -> ReadTranscript | None:
    """The transcript; None where no row of times was found."""
    cues = list(_cues(text.split("\n")))
    if not cues:
        return None
    turned = sum(any(row.lstrip().startswith(">>") for row in cue.rows) for cue in cues)
    folded = _folded([_clean(cue) for cue in cues])
    dashed = sum(sum(bool(_DASH.match(row)) for row in cue.rows) > 1 for cue in folded)
    if dashed > 1 and not turned:  # two people in one cue, a row each
        folded = [part for cue in folded for part in _rows_apart(cue)]
        turned = dashed
    lines = list(_voices(folded))
    notes: tuple[str, ...] = ()
    if not any(line.speaker for line in lines):
        labelled = _labelled(lines)
        if labelled:
            lines = labelled
        elif turned > 1:
            lines = _by_turns(lines)
            mark = "A mark (“>>” or a dash) stands at each change of voice here"
            notes = (f"{mark}; the voices were taken in turns, which is a guess.",)
    return ReadTranscript(
        tuple(replace(line, text=_MARK.sub("", line.text)) for line in lines if _MARK.sub("", line.text)), notes
    )


def _seconds(groups: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = groups
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")


def _cues(rows: list[str]) -> Iterator[Cue]:
    """All rows between two rows of times are the first one's, but for what names or comments the second."""
    arrows = [i for i, row in enumerate(rows) if "-" in row and ARROW.match(row)]
    if not arrows:
        return
    for this, after in zip(arrows, [*arrows[1:], None], strict=True):
        match = ARROW.match(rows[this])
        assert match is not None
        inside = rows[this + 1 : after]
        if after is not None:
            inside = _without_name(inside)
        kept, skipping = [], False
        for number, row in enumerate(inside):
            blank = not row.strip()
            if _BLOCK.match(row) and number and not inside[number - 1].strip():
                skipping = True
            skipping = skipping and not blank
            if not blank and not skipping:
                kept.append(row)
        if kept and this and (who := _WHO.match(rows[this - 1])):
            name = who[1].translate(_NO_TAG).strip() or "Unknown speaker"
            kept[0] = f"<v {name}>{kept[0]}"
        start, end = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        yield Cue(start, max(start, end), tuple(kept))


def _without_name(rows: list[str]) -> list[str]:
    """Without the number or name that stands right above the next row of times."""
    if rows and rows[-1].strip():
        alone = len(rows) == 1 or not rows[-2].strip()
        if _WHO.match(rows[-1]):
            return rows[:-1]
        if rows[-1].strip().isdigit() or (alone and len(rows) > 1 and not rows[-1].strip().count(" ")):
            return rows[:-1]
    return rows


def _clean(cue: Cue) -> Cue:
    """Without tags but for voices; rows that only name a sound go."""
    rows = []
    for row in cue.rows:
        voiced = _VOICE.sub(lambda m: f"\x00{m[1]}\x01", row)
        clean = " ".join(html.unescape(_TAG.sub("", voiced)).split(" ")).strip()
        clean = " ".join(clean.split())
        if clean and not _SOUND.match(clean):
            rows.append(clean)
    return replace(cue, rows=tuple(rows))


def _folded(cues: list[Cue]) -> list[Cue]:
    """Rolling captions said once: rows carried over, cues that grow, flashes between two cues, the same cue twice."""
    cues = [cue for cue in cues if cue.rows]
    pairs = list(pairwise(cues))
    several = [(a, b) for a, b in pairs if len(b.rows) > 1 or b.end - b.start < _FLASH_S]
    carried = [b.rows[0] == a.rows[-1] for a, b in several]
    rolls = bool(carried) and sum(carried) >= _ROLLS * len(carried)
    growing = [_grows(a, b) for a, b in pairs]
    grow = sum(growing) > 1 and sum(growing) >= _ROLLS * len(
        [g for g, (a, _) in zip(growing, pairs, strict=True) if len(a.rows) == 1 or g]
    )
    kept: list[Cue] = []
    last: tuple[str, ...] = ()
    for cue in cues:
        rows = cue.rows
        before = kept[-1] if kept else None
        if before is not None and (cue.start, cue.end) == (before.start, before.end) and rows == last:
            continue
        if rolls and last and rows[0] == last[-1] and (len(rows) > 1 or cue.end - cue.start < _FLASH_S):
            rows, last = rows[1:], rows
            if rows:
                kept.append(replace(cue, rows=rows))
            continue
        if grow and before is not None and _grows(replace(before, rows=last), cue):
            kept[-1] = replace(cue, start=before.start)
        else:
            kept.append(cue)
        last = rows
    return kept


def _rows_apart(cue: Cue) -> list[Cue]:
    """A cue whose rows begin with dashes as one cue a row, each marked as a change of voice."""
    if sum(bool(_DASH.match(row)) for row in cue.rows) < 2:
        return [cue]
    total, at, made = sum(len(row) for row in cue.rows) or 1, cue.start, []
    for row in cue.rows:
        until = at + (cue.end - cue.start) * len(row) / total
        made.append(Cue(at, until, (_DASH.sub(">> ", row),)))
        at = until
    return made


def _grows(a: Cue, b: Cue) -> bool:
    """Whether a cue says what the one before it said, and goes on."""
    first, second = " ".join(a.rows), " ".join(b.rows)
    return (
        len(second) > len(first)
        and second.startswith(first)
        and not second[len(first)].isalnum()
        and b.start - a.end < 1.0
    )


def _voices(cues: list[Cue]) -> Iterator[Line]:
    """Cues as lines, cut where a voice tag begins; a voice goes on until another one is named."""
    speaker = ""
    for cue in cues:
        parts: list[tuple[str, str]] = []
        for row in cue.rows:
            pieces = re.split("\x00([^\x01]*)\x01", row)
            if pieces[0].strip():
                parts.append((speaker, pieces[0].strip()))
            for name, said in zip(pieces[1::2], pieces[2::2], strict=True):
                speaker = " ".join(name.split())
                if said.strip():
                    parts.append((speaker, said.strip()))
        yield from _shared(cue.start, cue.end, parts)


def _shared(start: float, end: float, parts: list[tuple[str, str]]) -> Iterator[Line]:
    """Rows of one speaker joined; several speakers of one cue share its time by length."""
    joined: list[list[str]] = []
    for speaker, text in parts:
        text = _MARK.sub("", text) if joined or not text.startswith(">>") else text
        if joined and joined[-1][0] == speaker:
            joined[-1][1] += f" {text}"
        else:
            joined.append([speaker, text])
    total = sum(len(text) for _, text in joined) or 1
    at = start
    for number, (speaker, text) in enumerate(joined):
        until = end if number == len(joined) - 1 else at + (end - start) * len(text) / total
        yield Line(text, at, until, speaker)
        at = until


def _labelled(lines: list[Line]) -> list[Line]:
    """Lines with `Name:` in front; () where the labels are no speakers. A speaker goes on until another is named."""
    rows = [_MARK.sub("", line.text) for line in lines]
    names = speakers_in(rows)
    if not names:
        return []
    made: list[Line] = []
    speaker = ""
    shown: dict[str, str] = {}
    for line, row in zip(lines, rows, strict=True):
        parts: list[tuple[str, str]] = []
        for piece in _cut_at_labels(row, names):
            label = split_label(piece)
            if label is not None and key_of(label.label) in names:
                speaker = shown.setdefault(key_of(label.label), label.label)
                piece = label.rest
            if piece:
                parts.append((speaker, piece))
        assert line.start is not None and line.end is not None
        made += _shared(line.start, line.end, parts)
    return made


def _cut_at_labels(row: str, names: frozenset[str]) -> list[str]:
    """Where a cue holds two people (`DANA: What? SAM: The feed.`), cut before each label that is one of `names`."""
    cuts = [0]
    for match in re.finditer(r"(?<=[.?!…] )\S", row):
        label = split_label(row[match.start() :])
        if label is not None and key_of(label.label) in names:
            cuts.append(match.start())
    return [row[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(row)], strict=True)]


def _by_turns(lines: list[Line]) -> list[Line]:
    """`>>` marks another voice: two of them in turns."""
    turn, made = 0, []
    for line in lines:
        turn += line.text.startswith(">>")
        made.append(replace(line, speaker=f"voice {turn % 2 + 1}"))
    return made
