"""Which labels at the head of lines are people who speak: decided by evidence over the whole file; pure.

`latency against cost: …` is no speaker, `dana: …` may be one. A label is taken for a person where it is a role
(`Interviewer`, `Q`) or a name that programs give (`SPEAKER_00`), or where it recurs, no heading of notes is in it, and
somebody among such labels asks questions. What is not taken stays in the text, so that nothing said is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..english.wordset import words
from .asking import asks

MAX_WORDS = 6
MAX_LENGTH = 60
CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
"A time of day or of the recording, as a pattern."

_MARKS = re.compile(r"^(?:[#>•*_]+\s*|[-–—]\s+)+")
"Marks of lists, quotations and emphasis before a label."
_COLON = re.compile(
    rf"^(?P<open>[\[(]?)(?P<label>[^\W\d_][^:：?!;\"“”\[\]<>|]{{0,{MAX_LENGTH}}}?)(?P<close>[\])]?)[*_]*"
    rf"(?:\s*[\[(]?(?P<time>{CLOCK})[\])]?)?\s*[*_]*(?P<sep>:|：)[*_]*(?!//)(?P<rest>.*)$",
    re.DOTALL,
)
_BRACKETS = re.compile(
    r"^(?:\[(?P<a>[^\[\]:：]{1,60})\]|<(?P<b>[^<>:：]{1,60})>|\((?P<c>[^():：]{1,60})\))\s+(?P<rest>\S.*)$", re.DOTALL
)
_DASH = re.compile(r"^(?P<label>[^\W\d_][^:：?!;,\"“”\[\]<>|—–]{0,40}?)\s+[-–—]\s+(?P<rest>\S.*)$", re.DOTALL)
_NUMBERED = re.compile(r"^(?P<label>[QA])\s?(?P<number>\d{0,3})\s?(?:[.)]|\s[-–—])\s+(?P<rest>\S.*)$", re.DOTALL)

_ASKER = re.compile(
    r"(?:interviewer|interviewing|host|moderator|recruiter|hiring manager|panel(?:l?ist)?|examiner|questioner|question"
    r"|q|frage|pregunta|domanda|вопрос|интервьюер|问|問|问题|提问|面试官|질문)[\s#.-]*\d{0,3}",
    re.IGNORECASE,
)
_ANSWERER = re.compile(
    r"(?:candidate|interviewee|applicant|respondent|guest|answer|me|myself|a|antwort|respuesta|risposta|ответ|кандидат"
    r"|答|回答|候选人|답변)[\s#.-]*\d{0,3}",
    re.IGNORECASE,
)
_MACHINE = re.compile(
    r"(?:(?:speaker|spk|sprecher|person|participant|voice|channel|ch|user)[\s_#-]*[\dA-Z]{1,3}|unknown(?: speaker)?"
    r"|(?:unidentified|unnamed) speaker(?:[\s_#-]*\d{1,3})?)",
    re.IGNORECASE,
)
_OPENING = words(
    """the a an my our your his her their this that these those it its it's we i i'm i've he she they you there here
    what why how when where who which whose if so and but or because in on at for from to of with without by as not no
    yes one two three four five six seven first second third fourth then now next last also finally another each every
    some any all both more most less rather just only still let's never always about after before between during"""
)
"A longer label that begins with one of these is a phrase."
_HEADINGS = words(
    """note notes nb result results context situation task tasks action actions problem problems solution solutions
    decision decisions impact lesson lessons trade-off trade-offs tradeoff tradeoffs pro pros con cons outcome outcomes
    goal goals background summary example examples reason reasons learning learnings risk risks cost costs benefit
    benefits update ps p.s todo tl;dr tldr option options plan plans step steps caveat constraint constraints metric
    metrics sorry thanks conclusion point points story title date topic role company team project time duration
    location attendees participants transcript recording subject agenda feedback score evidence data design approach
    challenge challenges alternative alternatives idea ideas fact facts mistake mistakes fix cause effect consequence
    consequences requirement requirements assumption assumptions expectation expectations change changes answer answers
    question questions remark warning important reflection takeaway takeaways strength strengths weakness weaknesses
    music applause laughter laughs laughing silence inaudible crosstalk noise pause sound sounds"""
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row whose beginning could be a speaker's label."""

    label: str
    "As written, without brackets, time and marks."
    rest: str
    "The words after it."
    time: str = ""
    "A clock that stands with the label."
    sure: bool = True
    "False for forms that only count for names which programs give, or for Q and A: `[SPEAKER_00] words`, `Q. words`."


def split_label(row: str) -> Labelled | None:
    """The label that may begin this row, and the words after it."""
    bare = _MARKS.sub("", row.strip())
    numbered = _NUMBERED.match(bare)
    dashed = _DASH.match(bare)
    if dashed and "—" in bare[dashed.end("label") : dashed.start("rest")] and is_name(dashed["label"]):
        return Labelled(" ".join(dashed["label"].split()), dashed["rest"].strip(), "", False)
    if (m := _COLON.match(bare)) and not (m["open"] and not m["close"]):
        label = " ".join(m["label"].split()).strip("*_ ")
        if m["close"] and not m["open"]:
            label += m["close"]
        if numbered and is_heading(re.sub(r"^[QA]\s?\d{0,3}[.)]?\s*", "", label)):
            # `A. The copy: it cost us two hours` is Q and A, `A. Smith: no` is a name
            return Labelled(numbered["label"] + numbered["number"], numbered["rest"].strip(), "", False)
        rest = m["rest"]
        glued = rest[:1] not in ("", " ", "\t", "\u00a0") and m["sep"] == ":"
        if label and len(label.split()) <= MAX_WORDS and not (glued and rest[0].isdigit()) and _closed(label):
            return Labelled(label, rest.strip(), m["time"] or "", not glued)
    if m := _BRACKETS.match(bare):
        label = " ".join((m["a"] or m["b"] or m["c"]).split())
        return Labelled(label, m["rest"].strip(), "", False) if label else None
    if numbered:
        return Labelled(numbered["label"] + numbered["number"], numbered["rest"].strip(), "", False)
    if dashed and is_name(dashed["label"]):
        return Labelled(" ".join(dashed["label"].split()), dashed["rest"].strip(), "", False)
    return None


def key_of(label: str) -> str:
    """Under which key a label counts: case, spaces and what stands in brackets make no difference; `Q12` is `q`."""
    folded = re.sub(r"\s*\([^)]*\)?\s*$", "", label).strip(" .,*_-").casefold() or label.casefold()
    folded = " ".join(folded.split())
    if m := re.fullmatch(r"(q|a|question|answer|frage|antwort|вопрос|ответ|问题|回答|问|答)[\s#.-]*\d{0,3}", folded):
        return m[1]
    return folded


def is_asker(label: str) -> bool:
    """A label that says of itself that it asks."""
    return bool(_ASKER.fullmatch(_core(label)) or re.search(r"\(\s*interviewer\s*\)", label, re.IGNORECASE))


def is_answerer(label: str) -> bool:
    """A label that says of itself that it answers."""
    return bool(_ANSWERER.fullmatch(_core(label)) or re.search(r"\(\s*candidate\s*\)", label, re.IGNORECASE))


def is_machine(label: str) -> bool:
    """A name that a program gave: `SPEAKER_00`, `spk_1`, `Participant 2`."""
    return bool(_MACHINE.fullmatch(_core(label)))


def is_heading(label: str) -> bool:
    """A heading or a phrase of somebody's notes rather than a name."""
    parts = _core(label).casefold().split()
    if not parts or (len(parts) > 1 and parts[0].strip(",'") in _OPENING):
        return True
    return any(part.strip(",.()'") in _HEADINGS for part in parts)


def is_name(label: str) -> bool:
    """Written like a name: each longer word begins with a capital, or the writing has no capitals."""
    parts = [p for p in re.split(r"[\s,]+", _core(label)) if p]
    if not parts or len(parts) > 5 or is_heading(label) or label[-1:] in ".!?…":
        return False
    return all(not p[0].islower() for p in parts if len(p) > 3) and not parts[0][0].islower()


def speakers_in(rows: Sequence[str], me: str = "") -> frozenset[str]:
    """Keys of the labels that are people who speak. `rows` in order, "" for blank ones; `me` is known to be one."""
    found = [split_label(row) for row in rows]
    count = Counter(key_of(f.label) for f in found if f)
    sure = {key_of(f.label) for f in found if f and f.sure}
    shown = {key_of(f.label): f.label for f in reversed(found) if f}
    told = key_of(me) if me else ""
    roles = {k for k, label in shown.items() if (is_asker(label) or is_answerer(label)) and k != "a"}
    if "a" in shown and any(is_asker(shown[k]) for k in roles):
        roles.add("a")
    machine = {k for k, label in shown.items() if is_machine(label)}
    headings = {k for k in shown if k not in roles | machine and is_heading(shown[k])}
    recurring = {
        k for k, n in count.items() if n > 1 and k not in headings and (k in sure or n > 2 or is_name(shown[k]))
    }
    turns = _turns(rows, found)
    strong = {k for k in roles | machine if k in sure or count[k] > 1 or k in ("q", "a")} | ({told} & set(shown))
    if not any(is_asker(shown[k]) for k in strong) and not machine & strong and not told:
        # a lone `Answer:` or `Guest:` among notes is only a person where others are
        strong = {k for k in strong if count[k] > 1} if recurring - strong else set()
    taken = strong | (
        recurring if any(asks(t) for k, t in turns if k in recurring | strong) or strong & {told} else set()
    )
    if taken & {"q", "question"}:
        return frozenset(taken & (roles | machine) or taken)
    others = [k for k in shown if k in sure and k not in taken | headings]
    if taken:
        known = len(others) == 1 and len(taken) == 1
        taken |= {k for k in others if count[k] == 1 and (known or _joins(k, shown[k], rows, found, turns))}
    elif len(others) == 2 and len(shown) == 2 and all(is_name(shown[k]) for k in others):
        # one question and one answer: only taken where the file begins so and just the first asks
        first = next((f for row, f in zip(rows, found, strict=True) if row.strip()), None)
        if first is not None and asks(turns[0][1]) and not asks(turns[1][1]):
            taken = set(others)
    return frozenset(taken if len(taken) > 1 or taken & (roles | machine | {told}) else ())


def _joins(
    key: str, label: str, rows: Sequence[str], found: Sequence[Labelled | None], turns: Sequence[tuple[str, str]]
) -> bool:
    """Whether somebody who speaks once is a person: a full name, or one word after a blank line or that asks."""
    if not is_name(label):
        return False
    if len(label.split()) > 1 or any(asks(t) for k, t in turns if k == key):
        return True
    at = next(i for i, f in enumerate(found) if f and key_of(f.label) == key)
    return at > 0 and not rows[at - 1].strip()


def _turns(rows: Sequence[str], found: Sequence[Labelled | None]) -> list[tuple[str, str]]:
    """(key, words) of each labelled row with the rows that follow it."""
    turns: list[list[str]] = []
    for row, label in zip(rows, found, strict=True):
        if label is not None:
            turns.append([key_of(label.label), label.rest])
        elif turns and row.strip():
            turns[-1][1] += f" {row.strip()}"
    return [(key, text.strip()) for key, text in turns]


def _core(label: str) -> str:
    return re.sub(r"\s*\([^)]*\)?\s*$", "", label).strip(" .,*_") or label


def _closed(label: str) -> bool:
    """No sentence ends inside a label; initials and titles may have a full stop."""
    return not re.search(r"[^\W\d_]{4,}\.\s|\.{2,}|…", label)
