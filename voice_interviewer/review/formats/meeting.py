"""Text of meetings and notes, with whoever speaks in whatever form it is told.

Understood: `Name: words` with or without a clock, `Name  0:05` or `0:05 Name` above the words (Otter, Teams,
Rev), name and time each in a row (Teams), clock rows between (Meet), `[00:00.000 --> 00:04.000] words` (Whisper),
a time in front of each row (YouTube), names alone above what they say, Q and A, questions as headings. Which of them a
file has is decided by what recurs in it. Heads and feet that a program wrote are left out and told; everything else is
kept as said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..asking import asks
from ..labels import CLOCK, is_answerer, is_asker, is_heading, is_machine, is_name, key_of, speakers_in, split_label
from ..lines import Line, ReadTranscript, shortened
from .captions import ARROW
from .captions import read as read_captions

_RANGE = rf"(?P<a>{CLOCK})(?:\s*(?:-{{1,2}}>|[-–—→])\s*(?P<b>{CLOCK}))?"
_LEAD = re.compile(rf"^[*_]*(?P<open>[\[(]?)\s*{_RANGE}\s*(?P<close>[\])]?)[*_]*(?:\s*[-–—|·:]\s+|\s+|$)(?P<rest>.*)$")
_GLUED = re.compile(r"^(?P<a>\d{1,2}:\d{2}(?::\d{2})?)(?P<rest>[^\W\d].*)$")
_TRAIL = re.compile(
    rf"^(?P<label>[^\W\d_].{{0,58}}?|\[[^\[\]]{{1,58}}\])[*_]*(?:\s*[-–—|·,:]\s*|\s+|\t+)[\[(]?\s*{_RANGE}\s*[\])]?[*_]*\s*:?\s*$"
)
_SPELT = re.compile(r"^(?:\d{1,3}\s?[^\W\d_]{1,9}\.?[\s,]*){1,3}$")
_SPELT_BEHIND = re.compile(r"^(?P<label>[^\W\d_][^\d]{0,58}?)\s+(?P<time>(?:\d{1,3}\s?[^\W\d_]{1,9}\.?[\s,]*){1,3})$")
_UNIT = re.compile(
    r"\d\s?(?:h|m|s|hr|hrs|min|mins|sec|secs|hours?|minutes?|seconds?|stunden?|minuten?|sekunden?"
    r"|heures?|secondes?|horas?|minutos?|segundos?|ore|minuti|secondi|minuto|secondo|ч|мин|с|сек)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^(?:[#>•*_]+\s*)+|[*_]+$")
_HEADING = re.compile(r"^(?:(?P<hash>#{1,6})\s+|(?P<bold>\*\*)(?=.*\*\*[.:]?$)|\d{1,2}[.)]\s+)(?=\S)")
"What stands in front of a heading, a line in bold, or a numbered one."
_SOUND = re.compile(r"^\[[^\[\]]{1,40}\]$")
_OWN = re.compile(
    r"^\W*(?:transcri(?:bed|ption|pt)\b.{0,60}\b(?:by|ended|stopped|started|after)\b.{0,80}|.{1,60}\b(?:started|stopped)"
    r" (?:the )?(?:transcription|recording)\.?"
    r"|this (?:editable |meeting |live )?(?:transcript|recording|meeting)\b.{0,160}"
    r"\b(?:generated|automatic\w*|errors|recorded|vary)\b.{0,80}|people can also change the text.{0,80}"
    r"|(?:meeting|recording|call) (?:started|stopped|ended)\b.{0,60}|https?://\S+)\W*$",
    re.IGNORECASE,
)
"What programs write at the edges of a transcript."
_BY = re.compile(r"^(.{2,60}?) (?:started|stopped) (?:the )?(?:transcription|recording)\.?$")
_EDGE = 4
"So many rows at the end may be a program's own."


@dataclass(slots=True)
class Row:
    """One row of the text."""

    text: str
    start: float | None = None
    end: float | None = None
    rest: str = ""
    "What follows a time at its beginning; the whole row where there is none."
    clock: bool = False
    "Nothing but a time."
    head: str = ""
    "The name in a row that is nothing but name and time."
    bracketed: bool = False


def read(text: str, me: str = "") -> ReadTranscript:
    """A text as a transcript; without speakers one line, or one a row where rows have times. `me` is known to speak."""
    plain = [" ".join(row.split()) for row in text.split("\n")]
    if sum(bool(ARROW.match(row)) for row in plain) > 0 and (made := read_captions(text)) is not None:
        return made
    rows = [_row(row) for row in plain]
    for form in (_heads, _names_beside_clocks, _labels, _questions_above, _names_alone):
        if (made := form(rows, me)) is not None:
            return made
    return _without_speakers(rows)


# ---- rows ----


def _row(text: str) -> Row:
    row = Row(text, rest=text)
    if _SPELT.match(text) and _UNIT.search(text):
        return Row(text, _spelt(text), None, "", True)
    lead = _LEAD.match(text) or _GLUED.match(text)
    if lead is not None:
        parts = lead.groupdict()
        row.start, row.end = _clock(parts["a"]), _clock(parts.get("b") or "")
        row.rest = parts["rest"].strip()
        row.bracketed = bool(parts.get("open"))
        row.clock = not row.rest
        if row.rest and _could_be_name(row.rest):
            row.head = _bare(row.rest)
        return row
    spelt = _SPELT_BEHIND.match(_MARKS.sub("", text))
    if spelt is not None and _UNIT.search(spelt["time"]) and _could_be_name(spelt["label"]):
        row.head, row.start = _bare(spelt["label"]), _spelt(spelt["time"])
        return row
    trail = _TRAIL.match(_MARKS.sub("", text))
    if trail is not None and _could_be_name(trail["label"]):
        row.head, row.start = _bare(trail["label"]), _clock(trail["a"])
    return row


def _clock(text: str) -> float | None:
    """Seconds of `1:02:03`, `02:03.5`; None for nothing."""
    if not text:
        return None
    parts = re.sub(r"\s?[AaPp]\.?[Mm]\.?$", "", text).replace(",", ".").split(":")
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return seconds


def _spelt(text: str) -> float:
    """Seconds of `1 hour 2 minutes 3 seconds`, in the order and number that are there."""
    total = 0.0
    for number, unit in re.findall(r"(\d+)\s?([^\W\d_]+)", text):
        first = unit[0].casefold()
        total += int(number) * (
            3600 if first in "hoч" or unit.casefold().startswith("st") else 60 if first in "mм" else 1
        )
    return total


def _could_be_name(text: str) -> bool:
    bare = _bare(text)
    return (
        0 < len(bare.split()) <= 6
        and len(bare) <= 60
        and bare[-1] not in ".!?…;。？！"
        and any(c.isalpha() for c in bare)
    )


def _bare(text: str) -> str:
    """A name without marks, brackets and a colon at its end."""
    text = _MARKS.sub("", text.strip()).strip()
    text = re.sub(r"\s*[:：·|]$|\s+[-–—]$", "", text).strip("*_ ")
    return text[1:-1].strip() if text[:1] + text[-1:] in ("[]", "()", "<>") else text


# ---- forms ----


def _heads(rows: list[Row], me: str) -> ReadTranscript | None:
    """Rows of name and time, each above what was said."""
    filled = [i for i, row in enumerate(rows) if row.text]
    marked = [i for i in filled if rows[i].head]
    count = Counter(key_of(rows[i].head) for i in marked)
    good = {k for k in count if _head_counts(k, count, [rows[i].head for i in marked if key_of(rows[i].head) == k])}
    heads = [i for i in marked if key_of(rows[i].head) in good]
    if not heads or (len(heads) == 1 and heads[0] != filled[0]):
        return None
    after, marked_heads = dict(pairwise(filled)), set(heads)
    followed = sum(i in after and after[i] not in marked_heads for i in heads)
    timed = sum(rows[i].start is not None and not rows[i].clock and i not in marked_heads for i in filled)
    if followed < 0.7 * len(heads) or timed > len(heads):
        return None
    return _below(rows, {i: (rows[i].head, rows[i].start, ()) for i in heads})


def _head_counts(key: str, count: Counter[str], shown: list[str]) -> bool:
    """Whether a name above a text is one: it recurs, or is written like one beside others."""
    if is_heading(shown[0]) and not (is_asker(shown[0]) or is_answerer(shown[0]) or is_machine(shown[0])):
        return False
    return count[key] > 1 or is_name(shown[0]) or is_machine(shown[0]) or is_asker(shown[0]) or is_answerer(shown[0])


def _names_beside_clocks(rows: list[Row], me: str) -> ReadTranscript | None:
    """A name in the row above or below each row that is nothing but a time."""
    filled = [i for i, row in enumerate(rows) if row.text]
    place = {i: n for n, i in enumerate(filled)}
    clocks = [i for i in filled if rows[i].clock]
    if len(clocks) < 2 or any(place[b] - place[a] < 3 for a, b in pairwise(clocks)):
        return None
    best: ReadTranscript | None = None
    for step in (-1, 1):
        beside = {c: filled[place[c] + step] for c in clocks if 0 <= place[c] + step < len(filled)}
        names = {c: rows[i].text for c, i in beside.items() if _could_be_name(rows[i].text) and not rows[i].clock}
        count = Counter(key_of(_bare(n)) for n in names.values())
        good = {
            c: i
            for c, i in beside.items()
            if c in names and (count[key_of(_bare(names[c]))] > 1 or is_name(_bare(names[c])))
        }
        several = sum(n > 1 for n in count.values())
        if len(good) < len(clocks) or (not several and len(clocks) > 3):
            continue
        at = {min(c, i): (_bare(names[c]), rows[c].start, (c, i)) for c, i in good.items()}
        best = _below(rows, at)
        break
    return best


def _labels(rows: list[Row], me: str) -> ReadTranscript | None:
    """`Name: words`, with clocks anywhere about it; rows without a label go on with the speaker before them."""
    texts = [row.rest if row.start is not None and not row.head else row.text for row in rows]
    texts = [
        row.rest if row.start is not None and row.rest and split_label(row.rest) else text
        for row, text in zip(rows, texts, strict=True)
    ]
    names = speakers_in(texts, me)
    if not names:
        return None
    found = [split_label(text) for text in texts]
    labelled = [f is not None and key_of(f.label) in names for f in found]
    shown: dict[str, str] = {}
    lines: list[Line] = []
    before: list[str] = []
    dropped: list[str] = []
    only_asked = not any(is_answerer(f.label) for f in found if f and key_of(f.label) in names) and all(
        is_asker(f.label) for f, good in zip(found, labelled, strict=True) if f and good
    )
    edge = _edges(rows)
    speaker, start, end, blank = "", None, None, False
    for number, (row, text, label, good) in enumerate(zip(rows, texts, found, labelled, strict=True)):
        if row.clock or not row.text:
            start, end = (row.start, row.end) if row.clock else (start, end)
            blank = blank or not row.text
            continue
        if number in edge and not good:
            dropped.append(row.text)
            continue
        at, until = (row.start, row.end) if row.start is not None and not row.head else (start, end)
        if good and label is not None:
            speaker = shown.setdefault(key_of(label.label), label.label)
            rest = _row(label.rest)
            inside = rest.start is not None and rest.rest != label.rest and not rest.clock
            text = rest.rest if inside else "" if rest.clock and rest.start is not None else label.rest
            at = _clock(label.time) if label.time else rest.start if inside or rest.clock else at
        elif not speaker:
            before.append(row.text)
            continue
        elif (
            only_asked and speaker != "answer" and (blank or (lines and lines[-1].text.rstrip().endswith(("?", "？"))))
        ):
            speaker = "answer"
        if text:
            lines.append(Line(text, at, until, speaker))
        start = end = None
        blank = False
    return ReadTranscript(tuple(lines), _told(before, dropped)) if lines else None


def _questions_above(rows: list[Row], me: str) -> ReadTranscript | None:
    """Questions as headings, in bold or numbered, each with its answer below."""
    filled = [i for i, row in enumerate(rows) if row.text]
    kinds: dict[str, list[int]] = {}
    for i in filled:
        if mark := _HEADING.match(rows[i].text):
            kinds.setdefault(mark["hash"] or ("**" if mark["bold"] else "1."), []).append(i)
    after = dict(pairwise(filled))
    for kind, marked in kinds.items():
        heads = {i: bare for i in marked if asks(bare := _bare(_HEADING.sub("", rows[i].text)))}
        least = 2 if kind == "1." or filled[0] not in heads else 1
        answered = [i for i in heads if i in after]  # the last one may have stayed open
        if not answered or len(heads) < max(least, 0.7 * len(marked)) or any(after[i] in marked for i in answered):
            continue
        made = [Line(heads.get(i, rows[i].text), speaker="question" if i in heads else "answer") for i in filled]
        begin = min(filled.index(i) for i in heads)
        return ReadTranscript(tuple(made[begin:]), _told([line.text for line in made[:begin]], ()))
    return None


def _names_alone(rows: list[Row], me: str) -> ReadTranscript | None:
    """Names that stand alone in a row above what they say: every one of them recurs and none follows another."""
    filled = [i for i, row in enumerate(rows) if row.text]
    alone = [
        i
        for i in filled
        if _could_be_name(rows[i].text) and len(rows[i].text.split()) <= 4 and is_name(_bare(rows[i].text))
    ]
    count = Counter(key_of(_bare(rows[i].text)) for i in alone)
    names = {k for k, n in count.items() if n > 1}
    heads = [i for i in alone if key_of(_bare(rows[i].text)) in names]
    if len(names) < 2 or not heads or heads[0] not in filled[:4]:
        return None
    after, marked = dict(pairwise(filled)), set(heads)
    if any(i not in after or after[i] in marked for i in heads):
        return None
    return _below(rows, {i: (_bare(rows[i].text), None, ()) for i in heads})


def _without_speakers(rows: list[Row]) -> ReadTranscript:
    """Nobody is named: times in front of rows are times where several rows have one, and the rest is said."""
    filled = [row for row in rows if row.text]
    timed = [row for row in filled if row.start is not None and (row.rest or row.clock) and row.rest != row.text]
    if not timed or (len(timed) < 2 and not timed[0].bracketed) or 3 * len(timed) < len(filled):
        return ReadTranscript((Line(" ".join(row.text for row in filled)),))
    lines: list[Line] = []
    start, end = None, None
    for row in filled:
        if row in timed:
            start, end = row.start, row.end
        if (row not in timed or row.rest) and not _SOUND.match(row.rest):
            lines.append(Line(row.rest if row in timed else row.text, start, end))
            start = end = None
    return ReadTranscript(tuple(lines))


# ---- what they share ----


def _below(rows: list[Row], heads: Mapping[int, tuple[str, float | None, tuple[int, ...]]]) -> ReadTranscript | None:
    """Lines of the text below each head (row → name, time, rows that belong to the head)."""
    edge = _edges(rows)
    part_of_head = {i for i, (_, _, more) in heads.items() for i in (i, *more)} | set(heads)
    shown: dict[str, str] = {}
    lines: list[Line] = []
    before: list[str] = []
    dropped: list[str] = []
    speaker, start = "", None
    for number, row in enumerate(rows):
        if number in heads:
            name, start, _ = heads[number]
            speaker = shown.setdefault(key_of(name), name)
        if number in part_of_head or not row.text or row.clock:
            continue
        if number in edge:
            dropped.append(row.text)
        elif not speaker:
            before.append(row.text)
        else:
            lines.append(Line(row.text, start, None, speaker))
            start = None
    return ReadTranscript(tuple(lines), _told(before, dropped)) if lines else None


def _edges(rows: list[Row]) -> frozenset[int]:
    """Rows that a program wrote: “Name started transcription” anywhere, other such lines at the end."""
    filled = [i for i, row in enumerate(rows) if row.text]
    edge = set(filled[-_EDGE:])
    own = [i for i in filled if _OWN.match(rows[i].text)]
    return frozenset(i for i in own if i in edge or ((m := _BY.match(rows[i].text)) and is_name(m[1])))


def _told(before: Sequence[str], dropped: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if before:
        notes.append(f"Taken for a heading, not for speech: “{shortened(' / '.join(before), 160)}”.")
    if dropped:
        notes.append(f"Taken for the transcribing program's own words: “{shortened(' / '.join(dropped), 160)}”.")
    return tuple(notes)
