"""Sentences of a debrief that contradict each other, or what was said: a check that every page must pass.

    python -m scripts.lab.contradictions SESSIONS.json… REVIEWS.json…      # debrief.json of sessions or reviews
    python -m scripts.lab.contradictions --answers ANSWERS.jsonl --most 200  # each answer as a session of its own
    python -m scripts.lab.contradictions --simulated 300                     # flows × personas × seeds

`contradictions` is pure: a debrief in, a line for each contradiction out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from voice_interviewer.debrief.data.schema import AnswerRow, Debrief, Priority
from voice_interviewer.debrief.data.verdict import AT_LENGTH
from voice_interviewer.debrief.wording import about
from voice_interviewer.rubric.keys import COSTS, SIGNALS

_QUOTED = re.compile(r"“([^”]*)”")
_NOTHING = re.compile(r"no decision|nothing says|nothing that was heard says")
_INVITED = re.compile(
    r"\b(?:let me (?:just )?think|give me (?:a|one) (?:second|moment|minute)|bear with me|hold on|one moment)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:on (?:the )?one hand|one thing|two of (?:us|them|you)|one way|one day|one point)\b", re.IGNORECASE
)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_EDGE_BEFORE = re.compile(
    r"(?:^|[.!?…,;:\"“”'’)(\]–—-]\s*|\b(?:and|but|so|because|or|then|which|that|well|yeah|when|if|although|though"
    r"|since)\s+)\Z",
    re.I,
)
_EDGE_AFTER = re.compile(
    r"\s*(?:$|[.!?…,;:\"“”'’)(–—-]|(?:and|but|so|because|or|then|which|that|when|if|although|though|until|where"
    r"|while|since|who"
    r"|i|we|they|it|he|she|you|to|as|for|with|in|on|at|like)\b)",
    re.IGNORECASE,
)


def contradictions(debrief: Debrief) -> list[str]:
    """A line `KIND: what` for each contradiction of the page. Pure."""
    return [*_page(debrief), *(line for row in debrief.answers for line in _answer(debrief, row))]


def _page(debrief: Debrief) -> Iterator[str]:
    made = debrief.debrief
    texts = {row.id: row.transcript.text for row in debrief.answers}
    blamed = {
        p.answer: [q for q in made.priorities if q.answer == p.answer and q.label in COSTS] for p in made.priorities
    }
    for strength in made.strengths:
        at = texts[strength.answer].find(strength.quote)
        for p in made.priorities:
            if p.quote and p.answer == strength.answer and p.start < at + len(strength.quote) and p.end > at:
                yield f"praised and blamed: {strength.label} and {p.label}: {strength.quote!r}"
        if any(p.label == strength.label for p in made.priorities):
            yield f"praised and missing: {strength.label}"
        if not _clause(texts[strength.answer], strength.quote):
            yield f"cut within a clause: {strength.quote!r}"
    for p in made.priorities:
        yield from _priority(p, debrief)
    for quote in _QUOTED.findall(f"{made.verdict} {getattr(made, 'headline', '')}"):
        bare = quote.removesuffix(" …").strip()
        if len(bare.split()) < 2:  # a word of our own: telling it as “we”
            continue
        for answer, faults in blamed.items():
            if any(bare in fault.quote for fault in faults):
                yield f"rests on what is blamed: {bare!r} of answer {answer}"
        if not any(_clause(text, bare) for text in texts.values() if bare in text):
            yield f"cut within a clause: {bare!r}"
    if _NOTHING.search(made.verdict):
        told = about("decision_ownership")["gap"]
        owned = any(f.label in ("ownership", "decision_ownership") for row in debrief.answers for f in row.findings)
        decided = any(row.story.get("decision") for row in debrief.answers)
        if ("no decision" in made.verdict and (decided or owned)) or (told in made.verdict and owned):
            yield f"no decision named above one that was told: {made.verdict!r}"
    titles = Counter(p.title for p in made.priorities)
    yield from (f"said twice: {title!r}" for title, n in titles.items() if n > 1)
    said = ("Nothing to change first", AT_LENGTH)
    said_so = any(step.startswith(said) for step in made.next_steps)
    if not made.priorities and any(r.words for r in debrief.answers) and not said_so:
        yield "no priority, and not said so"
    if made.priorities and any("Nothing to change" in step for step in made.next_steps):
        yield "nothing to change beside a priority"


def _priority(p: Priority, debrief: Debrief) -> Iterator[str]:
    row = next(r for r in debrief.answers if r.id == p.answer)
    if p.label in SIGNALS and any(r.signals[p.label].evidence for r in debrief.answers if p.label in r.signals):
        yield f"missing although shown: {p.label}"
    if p.reframe:
        if not re.search(r"\w", _BRACKETED.sub("", p.reframe.split("[")[0])):
            yield f"nothing but brackets: {p.reframe!r}"
        if p.reframe.strip(" .") == p.quote.strip(" ."):
            yield f"says the same again: {p.reframe!r}"
    if p.quote and p.label in COSTS and not _clause(row.transcript.text, p.quote.strip()):
        yield f"cut within a clause: {p.quote!r}"


def _answer(debrief: Debrief, row: AnswerRow) -> Iterator[str]:
    text = row.transcript.text
    priorities = [p for p in debrief.debrief.priorities if p.answer == row.id]
    for asked in (row.follow_up, *row.asked_next):
        if priorities and re.search(r"\bmend", asked.why):
            yield f"calls for no mending beside a priority: {asked.why!r}"
    for claim in row.claims:
        twins = [c for c in row.claims if c is not claim and c.start < claim.end and c.end > claim.start]
        if twins:
            yield f"claimed twice: {claim.text!r}"
        if claim.you_may_say and claim.you_may_say.strip(" .") == claim.text.strip(" ."):
            yield f"may say what was said: {claim.text!r}"
        bare = _PHRASE.sub("", claim.text)
        if (
            claim.kind == "number"
            and bare != claim.text
            and not re.search(
                r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|hundred|thousand|million"
                r"|half|twice|percent|per cent|quarter|dozen|zero)\b",
                bare,
                re.I,
            )
        ):
            yield f"a manner of speaking as a number: {claim.text!r}"
    for finding in row.findings:
        if finding.label == "apology" and _INVITED.search(finding.text) and "sorry" not in finding.text.lower():
            yield f"our invitation as an apology: {finding.text!r}"
        if finding.label == "filler":
            before = text[max(0, finding.start - 12) : finding.start]
            after = text[finding.end : finding.end + 4]
            if (
                finding.text.lower() == "like"
                and re.search(r"\b(?:was|were|I'm|they're|he's|she's|we're) $", before)
                and re.match(r'[,:]? ?["“]', after)
            ):
                yield f"a quotation as a filler: {before + finding.text + after!r}"
            if finding.text.lower() == "right" and after[:1] == "?":
                yield f"a tag question as a filler: {before + finding.text + after!r}"
    for r in debrief.debrief.reframes:
        if r.answer == row.id and (not r.suggestion or r.suggestion.strip(" .") == r.quote.strip(" .")):
            yield f"says the same again: {r.suggestion!r}"
        if r.answer == row.id and any(
            r.quote and s.quote in r.quote for s in debrief.debrief.strengths if s.answer == row.id
        ):
            yield f"praised and mended: {r.quote!r}"


def _clause(text: str, quote: str) -> bool:
    """Whether the words begin and end where a clause of the text does."""
    at = text.find(quote)
    if at < 0:
        return False
    end = at + len(quote)
    return bool(_EDGE_BEFORE.search(text[:at].rstrip(" ") + " " if at else "")) and bool(
        quote.rstrip("\"'”’)")[-1:] in ".!?…" or _EDGE_AFTER.match(text[end:])
    )


def of_answers(path: Path, most: int) -> Iterator[Debrief]:
    """Each answer of a file as a review of its own."""
    from scripts.lab.read_wordings import answers, debrief_of

    return (debrief_of(answer) for answer in answers(path, most))


def of_simulations(count: int) -> Iterator[Debrief]:
    """Debriefs of simulated sessions: every flow with every persona, seed after seed, until there are enough."""
    from scripts.lab.simulated import debriefs

    return debriefs(count)


def main(argv: Sequence[str] | None = None) -> None:
    """Command line; exit 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("debriefs", type=Path, nargs="*")
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--simulated", type=int, default=0)
    args = parser.parse_args(argv)
    pages: list[Iterable[Debrief]] = [
        (Debrief.model_validate(json.loads(path.read_text(encoding="utf-8"))) for path in args.debriefs)
    ]
    if args.answers:
        pages.append(of_answers(args.answers, args.most))
    if args.simulated:
        pages.append(of_simulations(args.simulated))
    read, kinds = 0, Counter[str]()
    for page in (page for group in pages for page in group):
        read += 1
        for line in contradictions(page):
            kinds[line.split(":")[0]] += 1
            print(f"{page.flow} {page.candidate} {page.seed or page.answers[0].id} {line}")
    print(f"{read} debriefs, {sum(kinds.values())} contradictions {dict(kinds)}")
    raise SystemExit(1 if kinds else 0)


if __name__ == "__main__":
    main()
