"""The silent question behind an interview, answered in a sentence with its evidence, and the page's summary around it.

The answer names what was said and what was left open. It is about the words: never a score, a chance, a trait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...english.sentences import sentences
from ...english.spoken import content_words
from ...rubric.keys import COSTS, SIGNALS, TRAPS
from ...rubric.relations import DECIDES, OWN_ACT
from ..wording import about, small
from . import reframes as mending
from .own_part import OWN_ACT as ACT
from .priorities import beside, blamed, dominant_trap, priorities, rank
from .reframes import reframe
from .schema import AnswerRow, Priority, Reframe, Summary
from .strengths import MOST, is_told, praiseworthy, strengths, touches
from .trim import sentence_at

QUESTION = "Hand over a system that people depend on: would these instincts make it safer, or riskier?"
OPEN = "Open either way"
"How the answer begins where nothing speaks for one side or the other."
ENOUGH_WORDS = 40
_REACTIONS = ("defending", "starting over", "stopping short")
"How the subjects of `wording.yaml` for failed reactions begin."
IN_ENGLISH = "Give one answer once more, in English: it is the only language that is looked at here."
AT_LENGTH = "Tell one decision of yours at length: what it was, what it cost, and what could break."
HEADLINE_WORDS = 25
"A headline is read at a glance; the sentence with all its evidence stands below it."
SHOWING_WORDS = 4
"A sentence of fewer words is no evidence by itself."
MAX_REFRAMES = 3
"In one answer; the first of each sentence."


def summary(rows: Sequence[AnswerRow]) -> Summary:
    """Verdict, priorities, strengths, reframes and next steps of a session; deterministic."""
    chosen = priorities(rows)
    kept = strengths(rows, blamed=blamed(chosen))
    chosen = beside(chosen, kept, rows)
    answered = [r for r in rows if r.words]
    scale = {
        side: round(sum(r.trap_scale.get(side, 0.0) for r in answered) / len(answered), 3) if answered else 0.0
        for side in ("apologetic", "inflated")
    }
    return Summary(
        verdict=verdict(rows),
        headline=headline(rows),
        priorities=chosen,
        strengths=kept,
        reframes=[r for r in _reframes(rows) if not any(s.answer == r.answer and s.quote in r.quote for s in kept)],
        trap_scale=scale,
        next_steps=next_steps(rows, chosen),
        traps={trap: sum(1 for r in rows if r.trap == trap) for trap in TRAPS},
    )


def headline(rows: Sequence[AnswerRow]) -> str:
    """The verdict in at most `HEADLINE_WORDS`: with the words it rests on where there is room, else what was shown."""
    for most, quoted, gap in (
        (2, True, True),
        (1, True, True),
        (2, False, True),
        (1, False, True),
        (1, False, False),
        (0, False, False),
    ):
        said = verdict(rows, most=most, quoted=quoted, gap=gap)
        if len(said.split()) <= HEADLINE_WORDS:
            break
    return said


def verdict(rows: Sequence[AnswerRow], *, most: int = 2, quoted: bool = True, gap: bool = True) -> str:
    """One sentence: safer, riskier or not yet clear, with the words it rests on.

    `most` things shown are named, the first with its words if `quoted`; what is still open beside them only with `gap`.
    """
    apart = ""
    if any(r.personal for r in rows):
        apart = "apart from something personal, "
        rows = [r for r in rows if not r.personal]
        if not any(r.words for r in rows):
            return "What was told is personal, and nothing in it is weighed here."
    words = sum(r.words for r in rows if r.language == "en")
    if not any(r.words for r in rows) and any(r.unheard for r in rows):
        return "What was said could not be turned into words, so the question stays open; the sound is kept."
    if not any(r.words for r in rows):
        return "Nothing was said, so the question stays open."
    if words == 0:
        foreign = f"{apart}what was said does not seem to be in English, so nothing can be said about it."
        return foreign[:1].upper() + foreign[1:]
    if words < ENOUGH_WORDS:
        said = "one word is" if words == 1 else f"{words} words are"
        return f"Not enough to go on: {said} too few to judge by."
    shown = _shown(rows)
    unasked = [s for s in shown if s[2]]
    open_points = _open(rows, {s[0] for s in shown})
    in_the_way = _in_the_way(rows)
    still = f"still open is {open_points[0]}" if open_points and gap else ""

    def you(found: Sequence[tuple[str, str, bool]]) -> str:
        return _both(found, most, quoted)

    if len(shown) >= 3 and len(unasked) >= 2 and not in_the_way:
        return f"Safer, on this evidence: unasked, you {you(unasked)}{'; ' + still if still else ''}."
    if shown and in_the_way and not most:
        lead = "Safer than it sounds" if len(shown) >= 2 else "Not yet clear"
        return f"{lead}: {in_the_way} stand{_s(in_the_way)} in front of what you said."
    if len(shown) >= 2 and in_the_way:
        before = "stands in front of it" if gap else "hides it"
        covers = before if in_the_way.startswith(_REACTIONS) else f"drown{_s(in_the_way)} it out"
        return f"Safer than it sounds: you {you(shown)}, but {in_the_way} {covers}."
    if shown and not in_the_way:
        lead = "Leaning safer" if len(shown) >= 2 else "Not yet clear"
        return f"{lead}: you {you(shown)}{'; ' + still if still else ''}."
    if shown:
        return f"Not yet clear: you {you(shown)}, but {in_the_way} stand{_s(in_the_way)} in front of it."
    kept = bool(strengths(rows, blamed=blamed(priorities(rows))))
    thin = "Not yet clear" if kept else OPEN  # what the page keeps is not denied
    if in_the_way in _manners() and not shown:
        hard = in_the_way.replace("of the answers", "of the answer") if len(rows) == 1 else in_the_way
        return f"{thin}: {hard} make{_s(in_the_way)} it hard to hear more."
    if in_the_way and not _told(rows) and not open_points:  # nothing was asked for, so nothing missing makes it riskier
        return f"{thin}: {in_the_way} stand{_s(in_the_way)} in front of what was said."
    if in_the_way and not _told(rows):
        lacking = f"nothing says {' or '.join(open_points[: most or 1])}"
        blame = f"{in_the_way} cover{_s(in_the_way)} the rest"
        if not gap:
            return f"As told, riskier: {lacking}, and {blame}."
        return f"As told, a careful listener would have to assume riskier: {lacking}, and {blame}."
    if in_the_way:
        return f"Not yet clear: something was decided, but {in_the_way} stand{_s(in_the_way)} in front of it."
    if open_points:
        return f"Not yet clear: nothing that was heard says {' or '.join(open_points[:2])}."
    if any(f.label in SIGNALS for row in rows for f in row.perhaps):
        return f"{thin}: some of it may be good judgement, but none was said plainly enough to count."
    if kept:
        return "Not yet clear: there is something to keep, but what it cost and what could break was not heard."
    return f"{OPEN}: nothing that was heard speaks for safer or for riskier, and not every question asks for it."


def next_steps(rows: Sequence[AnswerRow], chosen: Sequence[Priority]) -> list[str]:
    """What to do next, most useful first: at most three short instructions."""
    steps = []
    if chosen:
        first = chosen[0]
        which = f"answer {first.answer}" if len(rows) > 1 else "the answer"
        steps.append(f"Give {which} once more, with one aim only: {small(first.title)}.")
        steps.append(f"Five minutes: {small(first.drill)}")
        if len(chosen) > 1:
            steps.append(f"Once that comes by itself, take the next: {small(chosen[1].title)}.")
        return steps
    if not any(r.words for r in rows) and any(r.unheard for r in rows):
        return ["Have the kept recordings heard once more, with another model if need be."]
    if not any(r.words for r in rows):
        return ["Try one question, aloud or typed; a minute is enough to begin with."]
    if any(r.personal for r in rows) and not any(r.words for r in rows if not r.personal):
        return ["Nothing here needs another try. Whenever you like, go on with another question."]
    if not any(r.words for r in rows if r.language == "en" and not r.personal):
        return [IN_ENGLISH]
    if sum(r.words for r in rows if r.language == "en" and not r.personal) < ENOUGH_WORDS or not _shown(rows):
        return [AT_LENGTH]
    steps.append("Nothing to change first: try a harder flow, one that changes a constraint while you speak.")
    if not any(f.label == "scale_translation" for r in rows for f in r.findings):
        steps.append(
            "Carry a decision forward, unasked: what grows out of hand at a hundred times the size, and your guardrail."
        )
    return steps


# ---- parts ----


def _shown(rows: Sequence[AnswerRow]) -> list[tuple[str, str, bool]]:
    """(signal, short quote, unasked) for each signal shown, unasked and frequent ones first."""
    best: dict[str, tuple[int, str, bool]] = {}
    chosen = priorities(rows)
    faults = blamed(chosen)
    quotes = [p.quote for p in chosen if p.label in COSTS]  # the same words, said in another answer, count too
    for row in rows:
        for key in SIGNALS:
            signal = row.signals.get(key)
            if signal is None or not signal.evidence:
                continue
            count, quote, unasked = best.get(key, (0, "", False))
            new = signal.state == "volunteered"
            if not quote or (new and not unasked):
                spans = [praiseworthy(row, e.start, e.end, whole=False) for e in signal.evidence[:MOST]]
                told = [piece for s in spans if s for piece in _apart(row.transcript.text, *s)]
                free = [s for s in told if not touches(row.id, s, faults)]
                free = [s for s in free if is_told(row.transcript.text[slice(*s)])]
                free = [s for s in free if not any(_quote(row, *s).removesuffix(" …") in quote for quote in quotes)]
                quote = next((q for s in free if _shows(key, q := _quote(row, *s))), quote)
            best[key] = (count + 1, quote, unasked or new)
    ordered = sorted(best.items(), key=lambda i: (not i[1][2], -i[1][0]))
    return [(key, quote, unasked) for key, (_, quote, unasked) in ordered]


def _apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch; the stretch itself where it is one."""
    inside = [(max(a, start), min(b, end)) for a, b in sentences(text) if a < end and b > start]
    return [s for s in inside if len(text[slice(*s)].split()) >= SHOWING_WORDS] or [(start, end)]


_UNABLE = re.compile(r"\bI (?:\w+ly |also |just )?(?:\w+n['’]t|cannot|(?:can|could|did|do|was|would|had) not|never)\b")


def _shows(key: str, quote: str) -> bool:
    """Whether the words still show it as they are quoted: of a decision of one's own, that `I` did something.

    What somebody could not or did not do is shown where an act of theirs stands beside it.
    """
    if key != "decision_ownership":
        return bool(quote)
    if re.search(r"\bmy (?:own )?(?:call|decision|choice|idea)\b", quote, re.IGNORECASE):
        return True
    return bool(re.search(r"\bI\b", quote)) and (not _UNABLE.search(quote) or bool(ACT.search(quote)))


def _both(shown: Sequence[tuple[str, str, bool]], most: int, quoted: bool) -> str:
    parts: list[str] = []
    quotes: set[str] = set()
    for key, quote, _ in shown:
        if quote and quote in quotes:
            continue
        evidence = f" (“{quote}”)" if quote and quoted and not quotes else ""
        quotes.update({quote} - {""})
        parts.append(f"{about(key)['did']}{evidence}")
    return " and ".join(parts[:most])


def _manners() -> set[str]:
    """How only a measure of speaking is named: length, pace and fillers say nothing about risk."""
    return {
        heard
        for name in ("answer_length", "too_short", "fillers_per_minute", "pace_wpm")
        if (heard := about(name).get("heard"))
    }


def _told(rows: Sequence[AnswerRow]) -> bool:
    """Whether any answer tells a decision, or may show judgement that was not heard clearly."""
    return any(
        row.story.get("decision")
        or any(f.label in SIGNALS for f in row.perhaps)
        or any(f.label in (*DECIDES, "failure_anticipation") for f in row.findings)
        for row in rows
    )


def _open(rows: Sequence[AnswerRow], shown: set[str]) -> list[str]:
    missed = {key: sum(1 for r in rows if key in r.signals and r.signals[key].state == "missed") for key in SIGNALS}
    owned = any(f.label in OWN_ACT for r in rows for f in r.findings)  # then some decision was told
    left = {k for k in SIGNALS if missed[k] and k not in shown and not (owned and k == "decision_ownership")}
    ordered = sorted(left, key=lambda k: (-missed[k], SIGNALS.index(k)))
    return [about(k)["gap"] for k in ordered]


def _in_the_way(rows: Sequence[AnswerRow]) -> str:
    """The way of speaking that covers the evidence, if one dominates: a trap, or a cost in half of the answers."""
    ranked = [c for c in rank(rows) if about(c.label).get("heard")]
    if not ranked or ranked[0].label in SIGNALS:
        return ""
    trap, _ = dominant_trap([r for r in rows if r.words])
    label = ranked[0].label
    answers = sum(1 for r in rows if any(f.label == label for f in r.findings) or r.reaction == label)
    if trap or answers * 2 >= len([r for r in rows if r.words]) or ranked[0].score > 0.5:
        return about(label)["heard"]
    return ""


def _s(subject: str) -> str:
    """Verb ending for the subjects of `wording.yaml`: plural ones take none."""
    plural = ("the apologies", "the words", "big words", "answers", "results", "the fillers", "numbers")
    return "" if subject.startswith(plural) else "s"


_JOINS = ("and", "but", "so", "because", "although", "which", "when", "if", "then", "until", "where", "while")
"Words before which a quote may be cut short."


LEAST_TOLD = 3
"Content words of a beginning that is quoted alone: “Like, even to the point …” shows nothing."


def _quote(row: AnswerRow, start: int, end: int, limit: int = 12, least: int = 4) -> str:
    """The words, cut where a clause ends when there are more than `limit`; "" where no clause ends in time."""
    text = row.transcript.text
    words = text[start:end].split()
    if len(words) < least:
        first, last = sentence_at(text, start, end)
        words = text[max(first, start) : last].split()
    if words and words[0].lower() in ("which", "who", "whom", "whose"):
        return ""  # what it tells about stands before it
    if len(words) > limit:
        ends = (n for n in range(limit, least - 1, -1) if words[n - 1][-1] in ",;:.?!" or words[n].lower() in _JOINS)
        told = (n for n in ends if len(content_words(" ".join(words[:n]))) >= LEAST_TOLD)
        at = next((n for n in told if words[n - 1].strip(",").lower() not in _JOINS), None)
        return "" if at is None else " ".join(words[:at]).strip(' ,;:.“”"') + " …"
    return " ".join(words).strip(' ,;:.“”"')


def _reframes(rows: Sequence[AnswerRow]) -> list[Reframe]:
    found: list[Reframe] = []
    seen: set[tuple[str, int]] = set()
    for row in rows:
        text = row.transcript.text
        here = len(found)
        for finding in row.findings:
            if len(found) - here >= MAX_REFRAMES:
                break
            if finding.opinion is False or finding.label not in COSTS:
                continue
            first, last = mending.quoted(finding.label, text, finding.start, finding.end)
            if (row.id, first) in seen or len(text[first:last].split()) < 5:
                continue
            suggestion = reframe(finding.label, text, finding.start, finding.end, row.findings)
            tail = suggestion.rpartition(". ")[2] if "[" in suggestion else ""
            if tail and any(r.answer == row.id and r.suggestion.endswith(tail) for r in found):
                continue  # the same bracket is asked for once an answer
            if suggestion:
                seen.add((row.id, first))
                found.append(Reframe(answer=row.id, label=finding.label, quote=text[first:last], suggestion=suggestion))
    return found
