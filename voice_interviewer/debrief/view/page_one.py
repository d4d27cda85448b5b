"""What is read before anything is opened: the headline, two to keep, three to change, and one line an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...english.quoted import quoted_at
from ...english.sentences import sentences
from ...rubric.keys import SIGNALS
from ...rubric.relations import WHOLE_ANSWER
from ..data.reframes import begins_elsewhere
from ..data.schema import AnswerRow, Debrief, FindingRow, OpinionRow, Priority, Strength
from ..data.trim import MAX_WORDS
from ..wording import about, family
from . import fair
from .lanes import clock

KEEP = 2
CHANGE = 3
QUOTE_WORDS = 30
"Of a quote on page one; the answer has all of it."
ASKING_WORDS = 4
"Fewer words (`Right?`) ask for nothing."
QUESTION_WORDS = 10
"Of a question in its folded line; the opened answer has all of it."
ALSO = 4
"So many further answers are named; of more only their number tells anything."
_FROM_THE_START = ("answer_length", "fillers_per_minute", "pace_wpm")
"Measures that are shown on how an answer began."
_BY_ANSWER = (*_FROM_THE_START, "too_short", *WHOLE_ANSWER)
"What is counted by answers."
OWN_WORDS = 45
"Of what the candidate said beforehand."


_JOINS = frozenset({"and", "but", "so", "because", "although", "which", "when", "if", "then", "until", "while"})
"Words before which a quote may be cut."


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing to keep."""

    strength: Strength
    quote: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing to change."""

    priority: Priority
    quote: str

    @property
    def instead(self) -> str:
        """What stands above the reframe."""
        return in_its_place(self.priority.quote, self.priority.reframe) or above_reframe(self.priority.label)

    @property
    def before(self) -> str:
        """What stands above a quote that is not itself to be changed; else ""."""
        return above_quote(self.priority.label)

    @property
    def often(self) -> str:
        """How often: in how many answers something was lacking, or how many times something was said."""
        p = self.priority
        if p.count < 2:
            return ""
        if p.label in SIGNALS:
            return f"not heard in {p.count} answers"
        if p.label == "contradiction":
            return f"{p.count} numbers disagree with another"
        return f"in {p.count} answers" if p.label in _BY_ANSWER else f"{p.count} times in all"


@dataclass(frozen=True, slots=True)
class Missed:
    """What a question asked for and nobody heard."""

    key: str
    name: str
    gap: str
    "It in words: `what you gave up for it`."
    also: tuple[str, ...]
    "Ids of further answers that lacked the same."

    @property
    def elsewhere(self) -> str:
        """`nor in answers 2, 4`; where there are many, how many."""
        if len(self.also) > ALSO:
            return f"nor in {len(self.also)} further answers"
        return f"nor in answer{'' if len(self.also) == 1 else 's'} {', '.join(self.also)}" if self.also else ""


@dataclass(frozen=True, slots=True)
class Own:
    """What the candidate said beforehand, beside what was found."""

    question: str
    said: str
    whole: str
    beside: str


def in_its_place(quote: str, suggestion: str) -> str:
    """What introduces a reframe that does not say the quoted words better but stands in their place; else ""."""
    return "Leave that out, and begin with" if begins_elsewhere(quote, suggestion) else ""


def above_reframe(label: str) -> str:
    """What introduces a reframe: of something missing it is no better way to say the quoted words."""
    return "For example" if label in SIGNALS else "Say instead"


def above_quote(label: str) -> str:
    """What introduces a quote that is not itself to be changed; else ""."""
    if label in SIGNALS:
        return "It could have come after this"
    return "It began like this" if label in _FROM_THE_START else ""


def headline(debrief: Debrief) -> str:
    """The first line; of an older debrief its verdict."""
    return debrief.debrief.headline or debrief.debrief.verdict


def keep(debrief: Debrief) -> list[Kept]:
    """The first things to keep; a sentence that is quoted under what to change comes last."""
    blamed = [p.quote for p in debrief.debrief.priorities[:CHANGE]]

    def is_blamed(strength: Strength) -> bool:
        return any(strength.quote in quote or quote in strength.quote for quote in blamed)

    chosen = sorted(debrief.debrief.strengths, key=is_blamed)[:KEEP]
    return [Kept(s, ("… " if s.quote[:1].islower() else "") + clipped(s.quote, QUOTE_WORDS)) for s in chosen]


def further(debrief: Debrief) -> list[Strength]:
    """What else there is to keep."""
    shown = [kept.strength for kept in keep(debrief)]
    return [s for s in debrief.debrief.strengths if s not in shown]


def change(debrief: Debrief) -> list[Changed]:
    """The first things to change, each with its quote: a spoken sentence whole, since half of one carries nothing."""
    texts = {row.id: row.transcript.text for row in debrief.answers}
    return [
        Changed(p, around(p.quote, texts.get(p.answer, "")[p.start : p.end], MAX_WORDS))
        for p in debrief.debrief.priorities[:CHANGE]
    ]


def clipped(text: str, most: int) -> str:
    """The first `most` words, with ` …` where there were more; a word or two more are not worth a cut."""
    words = text.split()
    if len(words) <= most + 2:
        return text
    return " ".join(words[: _end(words, most)]).rstrip(" ,;:.–—-") + " …"


def _end(words: Sequence[str], most: int) -> int:
    """Where to cut: after the last clause in the second half of what there is room for, else where the room ends."""
    for at in range(most, most // 2, -1):
        if words[at - 1][-1] in ",;:.?!–—" or words[at].strip(",").casefold() in _JOINS:
            return at
    return most


_TAG = re.compile(r",? (?:right|okay|ok|you know|isn['’]t it|don['’]t you|yeah)\?$", re.IGNORECASE)
"What turns a statement into a question that asks for nothing."
_ASKS = re.compile(
    r"(?:what|how|why|when|where|which|who|whose|did|do|does|is|are|was|were|can|could|would|will|have|has)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(r"(?:and|but|or|so)\b", re.IGNORECASE)


def asked_shortly(question: str) -> str:
    """As much of a question as its folded line shows: of a long one the sentence that asks, which comes last."""
    asking = [
        question[a:b].strip()
        for a, b in sentences(question)
        if question[a:b].rstrip().endswith("?") and not quoted_at(question, a)
    ]
    long = len(question.split()) > QUESTION_WORDS + 2
    enough = [s for s in asking if len(s.split()) >= ASKING_WORDS and (_ASKS.match(s) or not _TAG.search(s))]
    # What goes on with `and` or `but` leans on the question before it.
    told = next((s for s in reversed(enough) if not _LEANS.match(s)), *enough[-1:] or [question]) if long else question
    return clipped(told, QUESTION_WORDS)


def around(quote: str, found: str, most: int) -> str:
    """At most `most` words of a quote, with what was found in it: what stands before it goes first."""
    words = quote.split()
    if len(words) <= most + 2:
        return quote
    at = quote.find(found.split("\n")[0]) if found else -1
    first = len(quote[:at].split()) if at > 0 else 0
    needed = min(most, max(1, len(found.split())))
    begin = min(max(0, first - (most - needed) // 2), max(0, len(words) - most)) if first + needed > most else 0
    end = min(len(words), begin + most)
    if end < len(words):
        end = max(begin + _end(words[begin:], most), min(first + needed, end))
    cut = " ".join(words[begin:end])
    more = end < len(words)
    return ("… " if begin else "") + (cut.rstrip(" ,;:–—-") + " …" if more else cut)


def unchanged(debrief: Debrief) -> str:
    """What stands in the place of things to change where there are none."""
    said = [row for row in debrief.answers if row.words]
    if not said:
        return "There is nothing to work on yet."
    weighed = [row for row in said if not row.personal]
    if not weighed:
        return "There is nothing to change in what was told."
    if not any(row.language == "en" for row in weighed):
        rest = "" if len(weighed) == len(said) else ", apart from something personal,"
        return f"Nothing was looked for: what was said{rest} does not seem to be in English."
    return "Nothing in the way it was said stood out enough to begin with."


def counted(row: AnswerRow) -> str:
    """`2 to change, 1 good`; empty where nothing was found."""
    shown = [f for f in row.findings if f.opinion is not False]
    costs = sum(1 for f in shown if family(f.label) == "cost")
    good = sum(1 for f in shown if family(f.label) in ("signal", "strength"))
    parts = [f"{costs} to change"] if costs else []
    return ", ".join([*parts, f"{good} good"] if good else parts)


def line(row: AnswerRow) -> str:
    """What stands behind the question in a folded line: how long, and what was found."""
    if not row.words:
        return "nothing was understood" if row.unheard else "nothing was said"
    length = (
        clock(row.duration_s)
        if row.duration_s and not row.typed
        else f"{row.words} word{'' if row.words == 1 else 's'}"
    )
    return " · ".join(filter(None, (length, counted(row))))


def missed_once(debrief: Debrief) -> dict[str, list[Missed]]:
    """What was asked for and missed, by the first answer that lacked it; what page one already asks for is not said
    again."""
    asked: dict[str, list[str]] = {}
    for row in debrief.answers:
        for key in row.signals:
            if fair.missing(row, key):
                asked.setdefault(key, []).append(row.id)
    above = {p.label for p in debrief.debrief.priorities[:CHANGE]}
    found: dict[str, list[Missed]] = {}
    for key in (k for k in SIGNALS if k in asked and k not in above):
        first, *also = asked[key]
        words = about(key)
        found.setdefault(first, []).append(Missed(key, words["name"], words["gap"], tuple(also)))
    return found


def own(debrief: Debrief) -> Own | None:
    """The candidate's own view beside the findings; None where there is none. It is compared kindly: seeing one's own
    weak answer is a skill, and seeing another one is no mistake."""
    view = debrief.own_view
    if view is None or not view.text.strip():
        return None
    return Own(view.question, clipped(view.text, OWN_WORDS), view.text, _beside(debrief, view.answer))


def _beside(debrief: Debrief, named: str) -> str:
    ranked = most_to_change(debrief.answers)
    if not named:
        return "Hold it against the findings below, and against your ear."
    if not ranked:
        return "Nothing was found in it that should be changed first."
    if named in ranked[: max(1, len(ranked) // 3)]:
        return "The findings point to the same answer."
    row = next((r for r in debrief.answers if r.id == named), None)
    found = counted(row) if row is not None else ""
    return f"In that answer: {found or 'nothing marked'}. Most to change was in answer {ranked[0]}; listen to both."


def most_to_change(rows: Sequence[AnswerRow]) -> list[str]:
    """Ids of the answers with something to change, most first; of equals the earlier one."""
    costs = {r.id: sum(1 for f in r.findings if family(f.label) == "cost" and f.opinion is not False) for r in rows}
    return sorted((i for i, n in costs.items() if n), key=lambda i: -costs[i])


def opinions(finding: FindingRow) -> str:
    """`accepted by you; rejected by Ada`; empty where nobody gave an opinion."""
    if not finding.opinions:
        return "" if finding.opinion is None else _said(OpinionRow(accept=finding.opinion))
    return "; ".join(_said(o) for o in finding.opinions)


def _said(opinion: OpinionRow) -> str:
    return f"{'accepted' if opinion.accept else 'rejected'} by {opinion.by or 'you'}"
