"""From questions to the text of a question flow that passes the check: what is asked, what is pursued, how long."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import yaml

from ..flow.diagnostics import Diagnostic
from ..flow.schema import Question
from ..rubric import patterns
from ..rubric.asked import asked_for
from ..rubric.keys import SIGNALS, Pattern
from .posting import changes
from .question_list import OwnQuestion

Probes = Mapping[str, Sequence[str]]

PURSUED = 3
"Signals of its pattern that a question pursues when they do not come by themselves."
MINUTES = 3.0
"What a question takes with its follow-ups, usually."
LEAST_MINUTES, MOST_MINUTES = 4.0, 120
_TWO = re.compile(r"\?.*\?|\b(?:and|or) (?:what|how|why|who|whose|when|where|which)\b", re.IGNORECASE)
MOST_WORDS = 40
"Words that the recogniser is told to expect with one question."


@dataclass(frozen=True, slots=True)
class Plan:
    """What a flow of one's own is made from, besides its questions."""

    ident: str
    title: str
    summary: str
    role: str = "general"
    style: str = "neutral"
    minutes: float | None = None
    "None: as long as the questions need."
    vocabulary: tuple[str, ...] = ()
    "What the recogniser should expect in every answer."
    heading: tuple[str, ...] = ()
    "Comment lines at the top: where all this comes from."


@dataclass(frozen=True, slots=True)
class Composed:
    """A flow as text, and where its questions come from."""

    text: str
    minutes: float
    "Its time budget."
    lines: tuple[tuple[int, OwnQuestion], ...]
    "Each line of `text`, from 1, in which words of the list stand, with the question there."

    def source_of(self, diagnostic: Diagnostic) -> OwnQuestion | None:
        """The question in whose words a mistake was found; None for one in words of ours."""
        return dict(self.lines).get(diagnostic.place.line or 0)


def compose(questions: Sequence[OwnQuestion | Question], plan: Plan, probes: Probes) -> Composed:
    """The flow that asks these questions in this order; `probes` is the bank of follow-ups by target.

    A question of a shipped flow brings its own follow-ups; its way onward is replaced by the order here.
    """
    names = _names(questions)
    least = max(LEAST_MINUTES, min(MOST_MINUTES, round(MINUTES * len(questions))))
    minutes = plan.minutes if plan.minutes is not None else least
    out = [f"# {line}" for line in plan.heading]
    out += [
        "schema: 1",
        f"id: {plan.ident}",
        f"title: {_text(plan.title)}",
        f"summary: {_text(plan.summary)}",
        f"minutes: {minutes:g}",
        f"role: {plan.role}",
        f"style: {plan.style}",
        "include:",
        "  - includes/probes.yaml",
        "  - includes/constraints.yaml",
        "",
        f"start: {names[0]}",
        "",
        "questions:",
    ]
    theirs: list[tuple[int, OwnQuestion]] = []
    for index, (name, question) in enumerate(zip(names, questions, strict=True)):
        if isinstance(question, Question):
            out += _shipped(name, question, plan)
        else:
            written = {f"- {_text(text)}" for text in (question.text, *question.follow_ups)}
            block = _question(name, question, plan, probes)
            theirs += [(len(out) + n, question) for n, line in enumerate(block, 1) if line.strip() in written]
            out += block
        out += [f"    to: {names[index + 1] if index + 1 < len(names) else 'END'}", ""]
    return Composed("\n".join(out), minutes, tuple(theirs))


def ident(name: str) -> str:
    """A flow's id from a file's name."""
    made = re.sub(r"[^a-z0-9]+", "-", _plain(name)).strip("-")
    return (made if made[:1].isalpha() else f"own-{made}".rstrip("-"))[:60].rstrip("-")


def _plain(text: str) -> str:
    """Small letters without their accents: an id has a letter's plain form, not a gap."""
    parts = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _names(questions: Iterable[OwnQuestion | Question]) -> list[str]:
    """An id for each question from its words, so that the same question has one history in every list."""
    names: list[str] = []
    for question in questions:
        text = question.title or question.ask[0] if isinstance(question, Question) else question.text
        words = re.sub(r"[^a-z0-9]+", "_", _plain(text)).strip("_")
        base = (words if words[:1].isalpha() else f"q_{words}")[:48].strip("_") or "question"
        name, number = base, 2
        while name in names:
            name, number = f"{base}_{number}", number + 1
        names.append(name)
    return names


def _question(name: str, question: OwnQuestion, plan: Plan, probes: Probes) -> list[str]:
    pattern = question.pattern
    lines = [f"  {name}:"]
    if pattern is not None:
        told = "as the list says" if question.given else "inferred from its words; correct it here if it is another"
        lines.append(f"    pattern: {pattern}  # {told}")
    else:
        known = ", ".join(patterns.table())
        lines.append(f"    # pattern: unknown, so it is asked neutrally; if it is one of {known}, write it here")
    lines += ["    ask:", f"      - {_text(question.text)}"]
    hopes = [key for key in asked_for(question.text, pattern) if key in SIGNALS and key != "calm_adaptation"]
    if hopes:
        lines.append(f"    listens_for: [{', '.join(hopes)}]")
    if pattern in ("hindsight", None):
        lines.append("    wants: [context, decision]")
    lines.append("    limits: {seconds: 120, words: 300, follow_ups: 2}")
    if plan.vocabulary:
        lines.append(f"    vocabulary: [{', '.join(_text(word) for word in plan.vocabulary[:MOST_WORDS])}]")
    if fitting := changes(pattern):
        lines.append(f"    constraints: [{', '.join(fitting)}]")
    follow_ups: list[tuple[str, str, str, tuple[str, ...]]]
    follow_ups = [("own", "", "", (text,)) for text in question.follow_ups]
    if pattern is not None:
        follow_ups += _pursued(pattern, hopes, probes)
    if follow_ups:
        lines.append("    follow_ups:")
    for number, (kind, when, target, texts) in enumerate(follow_ups, 1):
        lines.append(f"      - id: {f'own_{number}' if kind == 'own' else kind}")
        lines += [f"        when: {when}"] * bool(when) + [f"        target: {target}"] * bool(target)
        lines += ["        ask:", *(f"          - {_text(text)}" for text in texts)]
    return lines


def _shipped(name: str, question: Question, plan: Plan) -> list[str]:
    words = tuple(dict.fromkeys((*plan.vocabulary[: MOST_WORDS // 2], *question.vocabulary)))[:MOST_WORDS]
    kept = {word.lower(): word for word in reversed(words)}
    changed = question.model_copy(update={"next": (), "to": None, "vocabulary": tuple(reversed(kept.values()))})
    data = changed.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump({name: data}, allow_unicode=True, sort_keys=False, width=1000)
    return [f"  {line}" for line in text.splitlines()]


def _pursued(pattern: Pattern, hopes: Sequence[str], probes: Probes) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """A pattern's own follow-ups: its topic when that did not come up, then what a strong answer would have shown."""
    found: list[tuple[str, str, str, tuple[str, ...]]] = []
    if pattern != "direct" and pattern in probes:
        found.append((f"topic_{pattern}", f"missing({pattern})", pattern, _single(probes[pattern])))
    listened = [key for key in patterns.listens(pattern) if key in hopes or key == "scale_translation"]
    for key in listened[:PURSUED]:
        if key in probes:
            found.append((f"more_{key}", f"missing({key})", key, _single(probes[key])))
    return found


def _single(texts: Sequence[str]) -> tuple[str, ...]:
    """Variants that ask one thing, as the check of flows wants it; all where there is none."""
    return tuple(text for text in texts if not _TWO.search(text)) or tuple(texts)


def _text(text: str) -> str:
    """A text as a quoted YAML scalar."""
    return json.dumps(text, ensure_ascii=False)
