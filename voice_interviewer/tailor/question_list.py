"""A candidate's own list of questions, from text (one a line) or a table, and what kind each question is.

[rollback] When would you go back to the old version?     a pattern that is given
  - Which number would make you do it?                     indented: a follow-up of the question above
What keeps you up at night?                                its pattern is inferred
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import InputFileError
from ..flow.diagnostics import did_you_mean
from ..rubric.keys import PATTERNS, Pattern, is_pattern
from ..rubric.patterns import infer
from .material import Line, lines, must_be_english

MOST = 60
"Questions of one interview; three hours are not enough for more."
LEAST_WORDS = 3
MOST_WORDS = 60
"More than this is no question that can be kept in mind; the check warns from 25 on."
MOST_FOLLOW_UPS = 6

_MARK = re.compile(r"^(?:[-*•‣–—+]\s+|\(?\d{1,5}[.):]\s*|Q\d*[.:)]\s*|#{1,6}\s+|>\s+|\[[ xX]\]\s+)+")
_TAG = re.compile(r"^(?:\[([^\][]{1,40})\]|([a-z]+_[a-z]+|growth|rollback|hindsight|stakeholders|direct)\s*[:|])\s*")
_MARKUP = re.compile(r"(\*\*|__|`+|~~)")
_ASKS = re.compile(
    r"^(?:(?:please|so|now|okay|and),? )?(?:tell|describe|explain|walk|talk|give|share|discuss|outline|think"
    r"|imagine|suppose|pick|take|name|show|list|say|what|why|how|who|whom|whose|when|where|which|have|had|has|do|did|does|are|is|was|were|can|could"
    r"|would|will|should|if|in|on|at|you|your|our|we|design)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^(?:A|Answer|Ans)\s*[:.)]", re.IGNORECASE)
_SPOKEN = (
    ("%", " percent"), ("&", " and "), ("+", " plus "), ("=", " equals "), ("@", " at "), ("/", " or "), ("#", ""),
    ("*", ""), ("_", " "), ("|", ", "), ("\\", " "), ("<", ""), (">", ""), ("[", "("), ("]", ")"), ("{", "("),
    ("}", ")"),
    ("$", ""), ("~", "about "), ("^", " "), ("→", ", "), ("…", "."),
)  # fmt: skip
_AMOUNT = re.compile(r"([$£€])\s?(\d(?:[\d.,]*\d)?)\s?(k|K|M|m|B|bn)?(?!\w)")
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}
_BIG = {"k": " thousand", "m": " million", "b": " billion", "bn": " billion", "": ""}
_COLUMNS = {
    "question": ("question", "questions", "ask", "prompt", "text", "interview question"),
    "pattern": ("pattern", "patterns"),
    "follow_ups": ("follow-ups", "follow ups", "follow-up", "follow up", "followups", "followup", "probes", "probe"),
}
_EXAMPLE = "Write one whole question a line, such as: What would you do differently today?"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """One question of a candidate's list."""

    text: str
    line: int
    "Where it stands in the list, from 1."
    pattern: Pattern | None = None
    "What kind it is; None: unknown, asked neutrally."
    given: bool = False
    "The list says so itself."
    follow_ups: tuple[str, ...] = ()
    "The list's own."


@dataclass(frozen=True, slots=True)
class OwnList:
    """A whole list."""

    questions: tuple[OwnQuestion, ...]
    title: str = ""
    "Its heading, if it has one."
    notes: tuple[str, ...] = ()
    "What was left out and why, one line each."


def read(text: str, name: str) -> OwnList:
    """A list of questions; `name` is how messages call the file, and `.csv` or `.tsv` at its end make it a table.

    Raises InputFileError, in one line, where there is no question in it, a pattern is mistyped, or it is not English.
    """
    table = name.lower().endswith((".csv", ".tsv"))
    rows, title, notes = _table(text, name) if table else _lines(lines(text), name)
    if not rows:
        raise InputFileError("there is no question in it", where=name, fix=_EXAMPLE)
    must_be_english(" ".join(row.text for row in rows[:200]), name, "these questions are")
    kept, again = _once(rows)
    if again:
        notes.append(f"{_times(again, 'question')} stood there twice and {_is(again)} asked once.")
    if len(kept) > MOST:
        notes.append(f"{len(kept):,} questions are more than one interview; these are the first {MOST}.")
    asked = tuple(row if row.given else replace(row, pattern=infer(row.text)) for row in kept[:MOST])
    return OwnList(asked, title, tuple(notes))


def speakable(text: str) -> str:
    """A written question as it can be said: without markup, signs as words."""
    text = re.sub(r"(?<=[A-Z])/(?=[A-Z])", " ", _MARKUP.sub("", text))
    text = _AMOUNT.sub(lambda m: f"{m[2]}{_BIG[(m[3] or '').lower()]} {_MONEY[m[1]]}", text)
    for sign, word in _SPOKEN:
        text = text.replace(sign, word)
    text = "".join(sign for sign in text if sign.isprintable())
    text = re.sub(r"\s+", " ", text).strip(" -–—")
    return re.sub(r"\s+([,.?!;:])", r"\1", text)


# ---- one a line ----


def _lines(found: Sequence[Line], name: str) -> tuple[list[OwnQuestion], str, list[str]]:
    rows: list[OwnQuestion] = []
    title, left_out, short = "", [], []
    marked = sum(line.text.rstrip(' *_"”').endswith("?") for line in found)
    own_indent = min((line.indent for line in found), default=0)
    for line in found:
        if re.match(r"#{1,6}\s", line.text) and not line.text.endswith("?"):
            title = title or speakable(line.text.lstrip("# "))
            continue
        bare = _MARK.sub("", line.text)
        pattern, bare = _tagged(bare, name, line.number)
        bare = speakable(bare)
        words = len(bare.split())
        asks = bare.endswith("?") or bool(_ASKS.match(bare))
        if _ANSWER.match(line.text) or words > MOST_WORDS or (marked and not asks):
            left_out.append(line)
        elif words < LEAST_WORDS:
            short.append(line)
        elif line.indent >= own_indent + 2 and rows and asks:
            rows[-1] = replace(rows[-1], follow_ups=(*rows[-1].follow_ups, bare)[:MOST_FOLLOW_UPS])
        else:
            rows.append(OwnQuestion(bare, line.number, pattern, pattern is not None))
    if not rows and short:
        what = f"no line is a question; line {short[0].number} is “{short[0].text[:40]}”"
        raise InputFileError(what, where=name, fix=_EXAMPLE)
    notes = []
    for some, why in ((left_out, "no question that can be asked"), (short, "too short to be a question")):
        if some:
            notes.append(_left([line.number for line in some], "line", why))
    return rows, title, notes


def _tagged(text: str, name: str, line: int) -> tuple[Pattern | None, str]:
    """A pattern written in front of a question, and the rest. Any other word in brackets is dropped."""
    match = _TAG.match(text)
    if match is None:
        return None, text
    word = (match[1] or match[2]).strip()
    rest = text[match.end() :]
    if not rest.strip():
        return None, text
    return _pattern(word, name, line, strict=match[2] is not None), rest


def _pattern(word: str, name: str, line: int, *, strict: bool) -> Pattern | None:
    """A pattern by its key; None for an empty one, or for a word that is none (unless `strict`)."""
    key = re.sub(r"[\s-]+", "_", word.strip().lower())
    if is_pattern(key):
        return key
    if key in ("", "none", "neutral"):
        return None
    guess = did_you_mean(key, PATTERNS)
    if guess or strict:
        what = f"“{word}” is no pattern.{guess} Known: {', '.join(PATTERNS)}"
        raise InputFileError(what, where=f"{name}, line {line}", fix="Correct it, or leave it out.")
    return None


# ---- a table ----


def _table(text: str, name: str) -> tuple[list[OwnQuestion], str, list[str]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max("\t;,", key=first.count)
    try:
        cells = list(csv.reader(text.splitlines(keepends=True), delimiter=sign))
    except csv.Error as error:
        raise InputFileError(f"this table cannot be read ({error})", where=name, fix="Save it as CSV again.") from None
    numbered = [(number, row) for number, row in enumerate(cells, 1) if any(cell.strip() for cell in row)]
    header = [re.sub(r"[\s_]+", " ", cell).strip().lower() for cell in numbered[0][1]]
    column = {key: [i for i, cell in enumerate(header) if _named(cell, names)] for key, names in _COLUMNS.items()}
    if not column["question"]:
        if all(len(row) == 1 for _, row in numbered) and first.rstrip().endswith("?"):
            return _lines(lines(text), name)  # no table after all
        has = ", ".join(f"“{cell}”" for cell in numbered[0][1] if cell.strip())[:200]
        fix = "Name one column question; pattern and follow-ups may stand beside it."
        raise InputFileError(f"the first row names no column “question”; it has {has}", where=name, fix=fix)
    left_out = [number for number, row in numbered[1:] if not _fits(_question(row, column))]
    rows = list(_rows(numbered[1:], column, name))
    if left_out and not rows:
        what = f"no row has a whole question; the first is in line {left_out[0]}"
        raise InputFileError(what, where=name, fix=_EXAMPLE)
    return rows, "", [_left(left_out, "row", "too short or too long to be a question")] if left_out else []


def _named(cell: str, names: Iterable[str]) -> bool:
    return re.sub(r"[\s-]*\d+$", "", cell) in names


def _rows(numbered: Iterable[tuple[int, list[str]]], column: dict[str, list[int]], name: str) -> Iterator[OwnQuestion]:
    for number, row in numbered:
        text = _question(row, column)
        if not _fits(text):
            continue
        written = _cell(row, column["pattern"][0]) if column["pattern"] else ""
        pattern = _pattern(written, name, number, strict=True) if written else None
        parts = [part for i in column["follow_ups"] for part in re.split(r"\s*[|\n;]\s*", _cell(row, i))]
        follow_ups = [speakable(part) for part in parts if _fits(part)]
        yield OwnQuestion(text, number, pattern, bool(written), tuple(follow_ups[:MOST_FOLLOW_UPS]))


def _cell(row: list[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _question(row: list[str], column: dict[str, list[int]]) -> str:
    return speakable(_MARK.sub("", _cell(row, column["question"][0])))


def _fits(text: str) -> bool:
    return LEAST_WORDS <= len(text.split()) <= MOST_WORDS


# ---- small things ----


def _once(rows: Sequence[OwnQuestion]) -> tuple[list[OwnQuestion], int]:
    """Without repeated questions, and how many those were."""
    kept: dict[str, OwnQuestion] = {}
    for row in rows:
        kept.setdefault(re.sub(r"\W+", " ", row.text.lower()).strip(), row)
    return list(kept.values()), len(rows) - len(kept)


def _left(numbers: Sequence[int], what: str, why: str) -> str:
    where = ", ".join(map(str, numbers[:6])) + (", …" if len(numbers) > 6 else "")
    return f"{_times(len(numbers), what)} left out, {why} (line{'' if len(numbers) == 1 else 's'} {where})."


def _times(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
