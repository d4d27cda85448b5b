"""The debrief as Markdown: readable as plain text, and safe in any viewer (what was said is escaped)."""

from __future__ import annotations

import re

from ..data.schema import Debrief
from ..view.lanes import clock
from ..view.view import AnswerView, View, shown, view
from ..wording import name, say

_ACTIVE = re.compile(r"([\\`*_{}\[\]#|~])")


def escape(text: str) -> str:
    """Text in which no viewer finds Markdown or HTML; line breaks become spaces."""
    return _inline(" ".join(shown(text).split()))


def _inline(text: str) -> str:
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ACTIVE.sub(r"\\\1", entities)


def render(debrief: Debrief) -> str:
    """The whole debrief; deterministic, ends in a newline."""
    page = view(debrief)
    lines = [f"# Debrief: {escape(page.title)}", "", " · ".join(escape(f) for f in page.facts), ""]
    lines += ["## Safer or riskier?", "", escape(debrief.debrief.verdict), ""]
    lines += _traps(page)
    lines += _strengths(debrief)
    lines += _priorities(debrief)
    if debrief.debrief.next_steps:
        lines += ["## Next", ""] + [f"{i}. {escape(s)}" for i, s in enumerate(debrief.debrief.next_steps, 1)] + [""]
    if page.answers:
        lines += ["## The answers", ""]
    for answer in page.answers:
        lines += _answer(answer)
    lines += _broken_off(debrief)
    lines += _measures(page)
    lines += _claims(debrief)
    kept_back = [*debrief.withheld, *(f"{', '.join(names)}: {why}" for why, names in page.withheld_measures)]
    for title, items in (("Withheld", kept_back), ("Notes", debrief.notes)):
        if items:
            lines += [f"## {title}", ""] + [f"- {escape(i)}" for i in items] + [""]
    return "\n".join(lines).rstrip() + "\n"


def _broken_off(debrief: Debrief) -> list[str]:
    if not debrief.broken_off:
        return []
    lines = ["## Broken off", ""]
    for kept in debrief.broken_off:
        said = escape(kept.text) or "*(nothing had been understood yet)*"
        lines += [
            f"### Answer {escape(kept.answer)}: {escape(kept.question)}",
            "",
            said,
            "",
            f"Sound: {kept.audio}",
            "",
        ]
    return lines


def _traps(page: View) -> list[str]:
    total = len([r for r in page.debrief.answers if r.words])
    if not total:
        return []
    cells = []
    for _, title, value, count in page.traps:
        bar = "█" * round(10 * value) + "░" * (10 - round(10 * value))
        cells.append(f"{title} `{bar}` dominant in {count} of {total}")
    return ["Two ways to lose the offer: " + " · ".join(cells), ""]


def _strengths(debrief: Debrief) -> list[str]:
    if not debrief.debrief.strengths:
        return []
    lines = ["## Keep", ""]
    for s in debrief.debrief.strengths:
        at = f" ({clock(s.start_s)})" if s.start_s is not None else ""
        lines.append(f"- **{escape(s.title)}** — “{escape(s.quote)}” (answer {escape(s.answer)}{at}). {escape(s.why)}")
    return [*lines, ""]


def _priorities(debrief: Debrief) -> list[str]:
    lines = ["## Change", ""]
    if not debrief.debrief.priorities:
        return [*lines, "Nothing stood out enough to be worth changing first.", ""]
    for i, p in enumerate(debrief.debrief.priorities, 1):
        at = f", {clock(p.start_s)}" if p.start_s is not None else ""
        often = f", {p.count} times" if p.count > 1 else ""
        lines += [
            f"### {i}. {escape(p.title)}",
            "",
            f"> {escape(p.quote)}",
            f"> — answer {escape(p.answer)}{at}{often}",
            "",
        ]
        lines += [f"**Why it costs.** {escape(p.cost)}", ""]
        if p.reframe:
            lines += [f"**Say instead.** {escape(p.reframe)}", ""]
        lines += [f"**Drill.** {escape(p.drill)}", ""]
    return lines


def _answer(answer: AnswerView) -> list[str]:
    row = answer.row
    head = f"### {escape(answer.title)}" + (f": {escape(row.question)}" if row.question else "")
    lines = [head, ""]
    if row.kind != "question":
        lines += [f"*{escape(answer.replied_to)}*", ""]
    said = []
    for piece in answer.pieces:
        if piece.interruption:
            said.append(f"\n\n> *Interrupted:* {escape(piece.interruption)}\n\n")
            continue
        said.append(_inline(shown(piece.text)) + "".join(f"[^{answer.anchor}-{n}]" for n in piece.ends))
    lines += ["".join(said).strip() or "*(nothing was said)*", ""]
    for note in answer.notes:
        at = f"{note.at} " if note.at else ""
        lines.append(f"[^{answer.anchor}-{note.number}]: {at}**{escape(note.name)}** — {escape(note.why)}")
    if answer.notes:
        lines.append("")
    if row.perhaps:
        lines += ["<details><summary>Perhaps, and counted nowhere</summary>", ""]
        lines += [f"- {escape(name(f.label))}? “{escape(f.text)}”" for f in row.perhaps]
        lines += ["", "</details>", ""]
    if answer.signals:
        cells = [f"{escape(s.name)} *{s.says}{' ' + s.at if s.at else ''}*" for s in answer.signals]
        lines += ["Signals: " + " · ".join(cells), ""]
    if answer.parts:
        lines += ["Story: " + " · ".join(f"{'✓' if told else '–'} {part}" for part, told in answer.parts), ""]
    if answer.reaction:
        lines += [f"When the constraint changed: {answer.reaction}.", ""]
    for follow in row.asked_next[:3]:
        why = f" — asked because: {escape(follow.why)}" if follow.why else ""
        lines += [f"Then asked: “{escape(follow.text)}”{why}", ""]
    if not row.asked_next and row.follow_up.text:
        target = f" ({escape(name(row.follow_up.target))})" if row.follow_up.target else ""
        lines += [f"Worth asking next{target}: “{escape(row.follow_up.text)}”", ""]
    for title, quote, suggestion in answer.reframes:
        lines += [f"- *{escape(title)}*: “{escape(quote)}” → “{escape(suggestion)}”"]
    if answer.reframes:
        lines.append("")
    for note_line in row.notes:
        lines += [f"*{escape(note_line)}*", ""]
    return lines


def _measures(page: View) -> list[str]:
    known = [m for m in page.measures if not m.withheld]
    if not known:
        return []
    lines = ["## How it was spoken", "", "| measure | value | usual | remark |", "|---|---|---|---|"]
    for m in known:
        heard = "" if m.quality == "good" else f" ({m.quality} hearing)"
        lines.append(f"| {escape(m.name)} | {escape(m.value)}{heard} | {escape(m.norm)} | {escape(m.remark)} |")
    return [*lines, ""]


def _claims(debrief: Debrief) -> list[str]:
    rows = [(row, claim) for row in debrief.answers for claim in row.claims]
    if not rows:
        return []
    lines = ["## Claims", "", "| answer | claim | stands | you may say |", "|---|---|---|---|"]
    for row, claim in rows:
        at = f" {clock(claim.start_s)}" if claim.start_s is not None else ""
        cells = (row.id + at, claim.text, say("verdicts", claim.verdict), claim.you_may_say)
        lines.append("| " + " | ".join(escape(c) for c in cells) + " |")
    return [*lines, ""]
