"""Who a stretch is about: our grammar (`language/cues/about.py`) and a parser's subject, held against annotators.

    python -m scripts.lab.bench_about --real FOLDER [--model en_core_web_sm]

What annotators marked tells whom a place is about: `team_voice` a team; `ownership`, `decision_ownership`, `minimizer`,
`apology` and `hedge` the speaker. Places marked surely are judged over their own words. How telling the judgement is
beyond them, the second table says: of stretches with "I" or "we" in them, how many of those judged to be about a team,
or about the speaker, carry such a label. Needs spaCy with an English model, which the program does not.
"""

from __future__ import annotations

import argparse
import collections
import functools
import importlib
import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scripts.lab import real_speech as rs
from voice_interviewer.english.stretches import stretches
from voice_interviewer.language.cues import about
from voice_interviewer.language.cues.about import Who
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare

EXPECTED = {
    "team_voice": Who.TEAM,
    **dict.fromkeys("ownership decision_ownership minimizer apology hedge".split(), Who.SELF),
}
ACTS = {Who.TEAM: ("team_voice",), Who.SELF: ("ownership", "decision_ownership")}
MOST = 900
"So many answers with such a label are read, and as many others."
_FRAMES = frozenset("think guess mean suppose believe feel say know hope".split())
_PERSONS = {
    **dict.fromkeys("i me my mine myself".split(), Who.SELF),
    **dict.fromkeys("we us our ours ourselves".split(), Who.TEAM),
    **dict.fromkeys("you he she they him her them your his their people someone somebody".split(), Who.OTHERS),
}


def grammar(text: str, start: int, end: int) -> Who:
    """What ours says of characters `start` to behind `end`."""
    passage = prepare(text, rules.codes())
    first = passage.index_from_char(start)
    return about.who(passage, first, max(first + 1, passage.index_from_char(end)))


def parser(load: Any) -> Callable[[str, int, int], Who]:
    """The subject of the highest verb in the stretch, past "I think"; what another says is quoted."""

    def judge(text: str, start: int, end: int) -> Who:
        doc = load(text)
        inside = [t for t in doc if t.idx < end and start < t.idx + len(t)]
        if not inside:
            return Who.WORLD
        verbs = [t for t in inside if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
        verbs.sort(key=lambda t: (sum(1 for _ in t.ancestors), t.i))
        for verb in verbs or inside[:1]:
            named = _subject(verb)
            if verb.lemma_ in _FRAMES and any(c.dep_ == "ccomp" for c in verb.children):
                continue
            over = [a for a in verb.ancestors if a.lemma_ in ("say", "tell", "ask", "go") and _subject(a) is Who.OTHERS]
            if over:
                return Who.QUOTED
            if named is not None:
                return named
        return Who.WORLD

    return judge


def _subject(verb: Any) -> Who | None:
    """Whom the verb's subject names; a verb without one has that of the verb it hangs on."""
    while True:
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                words = [t.lower_ for t in child.subtree]
                return next((_PERSONS[w] for w in words if w in _PERSONS), Who.WORLD)
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head is verb:
            return None
        verb = verb.head


def places(answers: Sequence[rs.Answer], who: Callable[[str, int, int], Who]) -> dict[str, list[int]]:
    """Label to (places judged as annotators imply, places)."""
    table: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for answer in answers:
        for place in answer.places:
            if place.sure and place.votes >= 2 and (wanted := EXPECTED.get(place.label)):
                table[place.label][0] += who(answer.text, place.start, place.end) is wanted
                table[place.label][1] += 1
    return table


def telling(answers: Sequence[rs.Answer], who: Callable[[str, int, int], Who]) -> dict[str, tuple[int, int, int]]:
    """(carry the label, judged so, carry it at all) over stretches that name a first person."""
    counts = {side: [0, 0, 0] for side in ACTS}
    for answer in answers:
        for start, end in stretches(answer.text):
            said = set(answer.text[start:end].lower().replace("'", " ").replace(",", " ").split())
            if not said & {"i", "we"}:
                continue
            judged = who(answer.text, start, end)
            for side, labels in ACTS.items():
                over = [p for p in answer.places if p.label in labels and p.start < end and start < p.end]
                carries = any(p.votes >= 2 for p in over)
                if over and not carries:
                    continue
                counts[side][0] += carries and judged is side
                counts[side][1] += judged is side
                counts[side][2] += carries
    return {str(side): (a, b, c) for side, (a, b, c) in counts.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure both, print."""
    parser_ = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser_.add_argument("--real", type=Path, required=True, help="folder of the real answers with their labels")
    parser_.add_argument("--model", default="en_core_web_sm", help="spaCy's model")
    parser_.add_argument("--most", type=int, default=MOST)
    args = parser_.parse_args(argv)
    answers = rs.training(args.real)
    random.Random(4).shuffle(answers)
    marked = [a for a in answers if any(p.label in EXPECTED and p.sure for p in a.places)][: args.most]
    known = {a.id for a in marked}
    chosen = [*marked, *[a for a in answers if a.id not in known][: len(marked) // 3]]
    judges: dict[str, Callable[[str, int, int], Who]] = {"grammar": grammar}
    try:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        load = importlib.import_module(args.model).load(disable=["ner"])
        spent, grown = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(f"parser: {spent:.1f} s of processor time to load, {grown / 1024:.0f} MB")
        judges["parser"] = parser(functools.lru_cache(64)(load))
    except ImportError:
        print(f"{args.model} is not installed; the grammar alone is measured.")
    words = sum(a.words for a in chosen)
    print(f"{len(chosen)} answers, {words} words")
    for name, who in judges.items():
        began = time.process_time()
        table = places(marked, who)
        met, there = sum(a for a, _ in table.values()), sum(b for _, b in table.values())
        print(f"{name}: {met} of {there} places", {k: f"{a} of {b}" for k, (a, b) in sorted(table.items())})
        for side, (right, judged, all_) in telling(chosen, who).items():
            print(f"  {side}: {right} of {judged} so judged carry an act; {right} of {all_} acts so judged")
        print(f"  {time.process_time() - began:.1f} s of processor time")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
