"""Two takes of an answer side by side: only what was aimed at is compared; and the same aim in another question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..debrief.data.schema import AnswerRow, Debrief, Priority
from ..debrief.view.lanes import clock
from ..debrief.wording import about, name, say
from ..errors import NotFoundError, UsageError
from ..rubric.keys import COSTS, FAILED, SIGNALS
from ..rubric.patterns import table
from ..rubric.relations import hinted_by

NO_FLOWS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Aim:
    """One targeted thing in both takes."""

    label: str
    name: str
    before: str
    after: str
    better: bool | None
    "None: the same."
    says: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two takes of an answer."""

    first: AnswerRow
    second: AnswerRow
    aims: tuple[Aim, ...]
    verdict: str
    transfer: str
    "What to try next, in another kind of question."
    command: str = ""
    "What starts a session with such a question; empty where no flow has one."


def place(text: str) -> tuple[str, str]:
    """`SESSION/ANSWER` taken apart. Raises UsageError."""
    session, slash, answer = text.rpartition("/")
    if not slash or not session or not answer:
        raise UsageError("a retake needs SESSION/ANSWER", where=text, fix="For example `last/3`.")
    return session, answer


def find(debrief: Debrief, answer: str) -> AnswerRow:
    """An answer by its id. Raises NotFoundError with the ids there are."""
    for row in debrief.answers:
        if row.id == answer:
            return row
    known = ", ".join(r.id for r in debrief.answers) or "none"
    raise NotFoundError(f"there is no answer {answer}", where=debrief.session or "review", fix=f"Answers: {known}.")


def aims_of(row: AnswerRow, priorities: Sequence[Priority] = ()) -> list[str]:
    """What a retake of this answer should aim at: the session's priorities it shows, else its own costs and gaps."""
    labels = {f.label for f in row.findings}
    missed = {k for k, s in row.signals.items() if s.state == "missed"}
    chosen = [p.label for p in priorities if p.label in labels or p.label in missed or p.answer == row.id]
    own = [c for c in COSTS if c in labels] + [s for s in SIGNALS if s in missed]
    return list(dict.fromkeys([*chosen, *own]))[:3]


def compare(
    first: AnswerRow, second: AnswerRow, aims: Sequence[str] | None = None, flows: Mapping[str, str] = NO_FLOWS
) -> Comparison:
    """The targeted labels in both takes: a cost is better when rarer per word, a signal when shown or unasked.

    `flows` names a flow for each pattern that can be practised.
    """
    chosen = list(aims) if aims else aims_of(first)
    rows = tuple(_aim(label, first, second) for label in chosen)
    if not rows:
        verdict = "There was nothing to aim at in the first take."
    elif all(a.better is None for a in rows):
        verdict = "The same as before in what was aimed at."
    else:
        groups: dict[str, list[str]] = {}
        for a in sorted(rows, key=lambda a: (a.better is not True, a.better is None)):
            groups.setdefault(a.says, []).append(a.name)
        verdict = " ".join(f"{says.capitalize()}: {', '.join(names)}." for says, names in groups.items())
    if not chosen:
        return Comparison(first, second, rows, verdict, "")
    flow = flows.get(other_pattern(chosen[0], first.pattern) or "")
    command = f"voice-interviewer practice {flow}" if flow else ""
    return Comparison(first, second, rows, verdict, transfer(chosen[0], first.pattern), command)


def transfer(label: str, pattern: str | None) -> str:
    """The same aim in another kind of question than `pattern`: one sentence."""
    other = other_pattern(label, pattern)
    if other is None:
        return ""
    title = about(label).get("title", name(label))
    return f"Now the same in another question, “{say('patterns', other)}”: {title.lower()}."


def other_pattern(label: str, pattern: str | None) -> str | None:
    """A pattern, other than the one just practised, whose strong answers show the wanted signal; else None."""
    signal = next(iter(hinted_by(label)), label)
    fitting = [(list(e.listens).index(signal), p) for p, e in table().items() if signal in e.listens and p != pattern]
    return min(fitting, key=lambda found: found[0])[1] if fitting else None


def markdown(comparison: Comparison) -> str:
    """Both takes and what changed, as Markdown."""
    from ..debrief.paint.markdown import escape

    c = comparison
    lines = [f"# Two takes: {escape(c.first.question or c.first.id)}", "", escape(c.verdict), ""]
    if c.aims:
        lines += ["| aimed at | first take | second take | |", "|---|---|---|---|"]
        lines += [f"| {escape(a.name)} | {escape(a.before)} | {escape(a.after)} | {escape(a.says)} |" for a in c.aims]
        lines.append("")
    for title, row in (("First take", c.first), ("Second take", c.second)):
        length = f" ({clock(row.duration_s)})" if row.duration_s else ""
        lines += [f"## {title}{length}", "", escape(row.transcript.text) or "(nothing was said)", ""]
    if c.transfer:
        lines += [f"**Next.** {escape(c.transfer)}", ""] + ([f"`{c.command}`", ""] if c.command else [])
    return "\n".join(lines).rstrip() + "\n"


def html(comparison: Comparison, *, first_audio: str | None = None, second_audio: str | None = None) -> str:
    """Both takes side by side as one self-contained page; audio by the paths given (default: the rows' own)."""
    from ..debrief.paint.html import page
    from ..debrief.view.marked import answer_pieces

    c = comparison
    takes = [
        ("First take", c.first, answer_pieces(c.first), first_audio or c.first.audio),
        ("Second take", c.second, answer_pieces(c.second), second_audio or c.second.audio),
    ]
    return page("retake.html.j2", c=c, takes=takes, aimed={a.label for a in c.aims})


def _aim(label: str, first: AnswerRow, second: AnswerRow) -> Aim:
    if label in SIGNALS:
        order = {"volunteered": 2, "prompted": 1}
        states = [row.signals[label].state if label in row.signals else "not_asked" for row in (first, second)]
        a, b = (order.get(s, 0) for s in states)
        better = None if a == b else b > a
        alike = "the same" if a else "still not heard"
        says = {None: alike, True: "shown now" if a == 0 else "unasked now", False: "no longer shown"}[better]
        words = [say("states", s) if s != "not_asked" else "not heard" for s in states]
        return Aim(label, name(label), words[0], words[1], better, says)
    if label in ("answer_length", "too_short"):
        better = None if first.words == second.words else (second.words < first.words) == (label == "answer_length")
        says = {None: "the same", True: "better", False: "not better"}[better]
        return Aim(label, name(label), f"{first.words} words", f"{second.words} words", better, says)
    counts = [sum(1 for f in row.findings if f.label == label) for row in (first, second)]
    if label in FAILED:
        counts = [max(n, int(row.reaction == label)) for n, row in zip(counts, (first, second), strict=True)]
    rates = [n / max(1, row.words) for n, row in zip(counts, (first, second), strict=True)]
    better = None if counts[0] == counts[1] else rates[1] < rates[0]
    says = "the same"
    if better is not None:
        says = "gone" if counts[1] == 0 else "new" if counts[0] == 0 else "less" if better else "more"
    return Aim(label, name(label), _times(counts[0]), _times(counts[1]), better, says)


def _times(n: int) -> str:
    return "not heard" if n == 0 else "once" if n == 1 else f"{n} times"
