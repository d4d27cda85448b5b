"""The debrief as Markdown: readable as plain text, and safe in any viewer (what was said is escaped)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..data.schema import Debrief, RemarkRow
from ..view.claims import claimed
from ..view.fair import worth_asking
from ..view.lanes import clock
from ..view.marked import Note
from ..view.one_answer import AnswerView
from ..view.view import View, shown, view
from ..wording import name

_ACTIVE = re.compile(r"([\\`*_{}\[\]#|~])")


def escape(text: str) -> str:
    """Text in which no viewer finds Markdown or HTML; line breaks become spaces."""
    return _inline(" ".join(shown(text).split()))


def _inline(text: str) -> str:
    entities = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ACTIVE.sub(r"\\\1", entities)


def render(debrief: Debrief) -> str:
    """The whole debrief, first what the page shows unfolded, in the same words; deterministic, ends in a newline."""
    page = view(debrief)
    lines = [f"# Debrief: {escape(page.title)}", "", " · ".join(escape(f) for f in page.facts), ""]
    lines += ["## Safer or riskier?", "", escape(page.headline), ""]
    lines += _traps(page)
    if page.own:
        lines += ["## What you thought yourself", "", f"> {escape(page.own.said)}", "", escape(page.own.beside), ""]
    lines += _strengths(page)
    lines += _priorities(page)
    lines += _next(page)
    if page.answers:
        lines += ["## The answers", ""]
        lines += [f"{i}. {escape(a.short)} — {escape(a.line)}" for i, a in enumerate(page.answers, 1)] + [""]
    lines += _in_full(page)
    if page.answers:
        lines += ["## Each answer", ""]
    for answer in page.answers:
        lines += _answer(answer)
    lines += _broken_off(debrief)
    lines += _measures(page)
    lines += _claims(debrief)
    kept_back = [*debrief.withheld, *(f"{', '.join(names)}: {why}" for why, names in page.withheld_measures)]
    for title, items in (("Withheld", kept_back), ("Notes", debrief.notes)):
        if items:
            lines += [f"## {title}", ""] + [f"- {escape(i)}" for i in items] + [""]
    lines += _remarks(debrief.remarks)
    lines += [f"*{escape(' · '.join(page.setup))}*"] if page.setup else []
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
    if not any(r.words for r in page.debrief.answers):
        return []
    cells = [
        f"{title} `{'█' * round(10 * value) + '░' * (10 - round(10 * value))}`" for _, title, value, _ in page.traps
    ]
    return ["Two traps, and the way between them: " + " · ".join(cells), ""]


def _strengths(page: View) -> list[str]:
    if not page.keep:
        return []
    lines = ["## Keep", ""]
    for item in page.keep:
        s = item.strength
        lines.append(f"- “{escape(item.quote)}” {escape(s.why)} ({_where(s.answer, s.start_s)})")
    return [*lines, ""]


def _where(answer: str, start_s: float | None) -> str:
    """Where in the answers; a reviewed one has its file's name, often “answer”, and says by itself what it is."""
    called = f"answer {escape(answer)}" if answer[:1].isdecimal() else escape(answer)
    return called + (f", {clock(start_s)}" if start_s is not None else "")


def _priorities(page: View) -> list[str]:
    lines = ["## Change", ""]
    if not page.change:
        return [*lines, page.unchanged, ""]
    for i, item in enumerate(page.change, 1):
        p = item.priority
        often = f"; {item.often}" if item.often else ""
        lines += [f"### {i}. {escape(p.title)}", "", *([f"{item.before}:", ""] if item.quote and item.before else [])]
        place = f"{_where(p.answer, p.start_s)}{often}"
        lines += [f"> {escape(item.quote)}", f"> — {place}", ""] if item.quote else [f"See {place}", ""]
        lines += [f"**{item.instead}.** {escape(p.reframe)}" if p.reframe else f"**Drill.** {escape(p.drill)}", ""]
    return lines


def _next(page: View) -> list[str]:
    steps = page.debrief.debrief.next_steps
    if not steps:
        return []
    return ["## Next", "", escape(steps[0]), ""] + ([f"`{page.next_command}`", ""] if page.next_command else [])


def _in_full(page: View) -> list[str]:
    """What the page has folded away under its first part."""
    summary = page.debrief.debrief
    lines: list[str] = []
    if page.headline != summary.verdict:
        lines += ["## What the headline rests on", "", escape(summary.verdict), ""]
    total = len([r for r in page.debrief.answers if r.words])
    led = [f"{title} shapes {count} of {total} answers" for _, title, _, count in page.traps if count]
    lines += [f"{'; '.join(led)}.".capitalize(), ""] if led else []
    if page.own and page.own.whole != page.own.said:
        lines += ["What you thought yourself, in full: " + escape(page.own.whole), ""]
    for item in page.change:
        p = item.priority
        lines += [f"- **{escape(p.title)}.** {escape(p.cost)}" + (f" *Drill:* {escape(p.drill)}" if p.reframe else "")]
    lines += [f"- Then: {escape(step)}" for step in summary.next_steps[1:]]
    for s in page.further:
        lines.append(f"- Keep too: “{escape(s.quote)}” {escape(s.why)} ({_where(s.answer, s.start_s)})")
    return [*lines, ""] if lines else []


def _remarks(remarks: Sequence[RemarkRow]) -> list[str]:
    lines = [f"**{escape(r.by or 'You')}:** {escape(r.text)}" for r in remarks]
    return [line for text in lines for line in (text, "")]


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
        why = f" — {escape(note.why)}" if note.why else ""
        lines.append(f"[^{answer.anchor}-{note.number}]: {at}**{escape(note.name)}**{_said(note)}{why}")
    if answer.notes:
        lines.append("")
    lines += _remarks(row.remarks)
    if row.perhaps:
        lines += ["<details><summary>Perhaps, but not plain enough to count</summary>", ""]
        lines += [f"- {escape(name(f.label))}? “{escape(f.text)}”" for f in row.perhaps]
        lines += ["", "</details>", ""]
    if answer.missed:
        cells = [escape(m.gap) + (f" ({escape(m.elsewhere)})" if m.elsewhere else "") for m in answer.missed]
        lines += ["Listened for, and not heard: " + " · ".join(cells), ""]
    if answer.passed:
        cells = [f"{escape(s.name)} *{s.says}{' ' + s.at if s.at else ''}*" for s in answer.passed]
        lines += ["Heard: " + " · ".join(cells), ""]
    if answer.parts:
        lines += ["Story: " + " · ".join(f"{'✓' if told else '–'} {part}" for part, told in answer.parts), ""]
    if answer.reaction:
        lines += [f"When the constraint changed: {answer.reaction}.", ""]
    for follow in row.asked_next[:3]:
        why = f" — asked because: {escape(follow.why)}" if follow.why else ""
        lines += [f"Then asked: “{escape(follow.text)}”{why}", ""]
    if not row.asked_next and worth_asking(row):
        target = f" ({escape(name(row.follow_up.target))})" if row.follow_up.target else ""
        lines += [f"Worth asking next{target}: “{escape(row.follow_up.text)}”", ""]
    for title, quote, between, suggestion in answer.reframes:
        middle = f" {between.lower()}:" if between else ""
        lines += [f"- *{escape(title)}*: “{escape(quote)}” →{middle} “{escape(suggestion)}”"]
    if answer.reframes:
        lines.append("")
    if row.example:
        this = "this" if row.example.own else "a question of this kind"
        lines += [f"<details><summary>How somebody else answered {this}: an example, not the answer</summary>", ""]
        lines += [escape(row.example.text), "", f"*{escape(row.example.who)}*", "", "</details>", ""]
    for note_line in row.notes:
        lines += [f"*{escape(note_line)}*", ""]
    return lines


def _said(note: Note) -> str:
    return f" ({escape(note.opinions)})" if note.opinions else ""


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
    table = claimed(debrief)
    if not table.listed:
        return []
    lines = ["## Claims", "", "| answer | claim | stands | you may say |", "|---|---|---|---|"]
    for item in table.listed:
        row, claim = item.row, item.claim
        at = f" {clock(claim.start_s)}" if claim.start_s is not None else ""
        why = f": {claim.why}" if claim.why and claim.verdict != "solid" else ""
        cells = (row.id + at, item.text, item.stands + why, claim.you_may_say)
        lines.append("| " + " | ".join(escape(c) for c in cells) + " |")
    further = [f"{table.more} more stand{'s' if table.more == 1 else ''} as said.", ""] if table.more else []
    return [*lines, "", *further]
