"""Check the labelled corpus in tests/data/language and print what it holds; exit 1 when a rule is broken."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.lab import ROOT
from voice_interviewer.rubric import keys

CORPUS = ROOT / "tests" / "data" / "language"
PARTS = ("train", "test")
WORDS_TEXT = (8, 52)
"Fewest and most words of a short text."
WORDS_ANSWER = (55, 190)
"Fewest and most words of a full answer."
NEAR = 0.6
"Jaccard similarity of word trigrams from which two texts count as near duplicates."

# The words a simple list would look for. A positive whose quoted span holds none of them is one that only
# reading finds; the share of such positives is what keeps the corpus from being solvable by a word list.
TEXTBOOK: dict[str, str] = {
    "failure_anticipation": r"\b(fail\w*|break\w*|silent\w*|goes? wrong)\b",
    "constraint_tradeoff": r"\b(trade\w*|tradeoff|in exchange|sacrific\w*)\b",
    "decision_ownership": r"\b(decided|decision|my call|pushed back)\b",
    "metric_skepticism": r"\b(proxy|mislead\w*|gamed|gaming|metric)\b",
    "systems_thinking": r"\b(monitor\w*|alerts?|rollback|roll\w* back|on[- ]call|pipeline)\b",
    "calm_adaptation": r"\b(no longer|still holds?|adapt\w*|change my)\b",
    "restraint": r"\b(baseline|not yet|on purpose|simple|deliberately)\b",
    "learning_loop": r"\b(learn\w*|lesson|taught)\b",
    "calibration": r"\b(not sure|maybe|uncertain\w*|roughly|depends?)\b",
    "ownership": r"\b(decided|owned|pushed back|my decision)\b",
    "scale_translation": r"\b(at scale|ten times|hundred times|10x|100x)\b",
    "absence_lead": r"\b(never|experience|don.?t have|haven.?t)\b",
    "apology": r"\b(sorry|apolog\w*)\b",
    "minimizer": r"\b(just|only|small|simple|simply)\b",
    "hedge": r"\b(guess|maybe|sort of|kind of|kinda|probably|perhaps|i think)\b",
    "team_voice": r"\b(we|team) (have )?decided\b|\bwas decided\b",
    "exposure": r"\b(millions?|billions?|scale)\b",
    "inflation": r"\b(huge|massive\w*|revolution\w*|game[- ]chang\w*|state of the art|world[- ]class|scal\w*)\b",
    "generic": r"\b(best practices?|data quality|train|deploy\w*)\b",
    "outcome_only": r"\b(accuracy|improved|increased|a ?u ?c)\b",
    "defense": r"\b(fine|nothing (to )?chang\w*|wouldn.?t change)\b",
    "restart": r"\b(start(ing)? (over|again|from scratch)|from scratch|scrap)\b",
    "freeze": r"\b(i don.?t know|no idea|blank)\b",
}
CUES = {label: re.compile(pattern, re.IGNORECASE) for label, pattern in TEXTBOOK.items()}


@dataclass(slots=True)
class Part:
    """One part of the corpus as read from its files."""

    name: str
    texts: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Texts and answers together."""
        return self.texts + self.answers


def read(folder: Path) -> Part:
    """Read every `*.jsonl` of a part; files whose name begins with `answers` hold full answers."""
    part = Part(folder.name)
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
        (part.answers if path.name.startswith("answers") else part.texts).extend(rows)
    return part


def normalised(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"[a-z0-9]+", text.lower().replace("'", ""))


def row_faults(row: dict[str, Any], answer: bool) -> Iterator[str]:
    """Everything wrong with one row, on its own."""
    missing = {"id", "text", "context", "labels", "domain", "style", "asr", "nonnative"} - row.keys()
    if answer:
        missing |= {"story", "trap", "reaction", "target"} - row.keys()
    if missing:
        yield f"misses {sorted(missing)}"
        return
    text, context = row["text"], row["context"]
    low, high = WORDS_ANSWER if answer else WORDS_TEXT
    if not low <= len(text.split()) <= high:
        yield f"has {len(text.split())} words, not {low} to {high}"
    seen = set()
    for label in row["labels"]:
        name, start, end = label["label"], label["start"], label["end"]
        if name not in keys.LABELS:
            yield f"unknown label {name!r}"
        if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
            yield f"{name} has an impossible span {start}:{end}"
        if (name, start, end) in seen:
            yield f"{name} is given twice at {start}:{end}"
        seen.add((name, start, end))
    if context["pattern"] is not None and context["pattern"] not in keys.PATTERNS:
        yield f"unknown pattern {context['pattern']!r}"
    interruption = context["interruption"]
    if interruption is not None and not 0 <= interruption["at"] < len(text):
        yield "the interruption lies outside the text"
    if interruption is None and set(keys.FAILED) & {x["label"] for x in row["labels"]}:
        yield "a reaction is labelled, and nothing was interrupted"
    if not context["opening"] and any(x["label"] == "absence_lead" for x in row["labels"]):
        yield "absence_lead in a text that does not open an answer"
    if row["asr"] and text != text.lower():
        yield "recognised text has capitals"
    if answer:
        yield from answer_faults(row)


def answer_faults(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the parts that only full answers have."""
    if set(row["story"]) != set(keys.STORY_PARTS):
        yield "story parts are not the five"
    if row["trap"] not in (None, *keys.TRAPS):
        yield f"unknown trap {row['trap']!r}"
    if row["reaction"] not in (None, *keys.REACTIONS):
        yield f"unknown reaction {row['reaction']!r}"
    if (row["reaction"] is None) != (row["context"]["interruption"] is None):
        yield "a reaction needs an interruption, and an interruption a reaction"
    if row["target"] not in (None, *keys.LABELS):
        yield f"unknown target {row['target']!r}"


def near_duplicates(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, float]]:
    """Pairs of ids whose texts are equal after normalising, or share most of their word trigrams."""
    shingles: dict[str, set[tuple[str, ...]]] = {}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        words = normalised(row["text"])
        mine = {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
        shared = Counter(other for shingle in mine for other in holders[shingle])
        for other, count in shared.items():
            similarity = count / (len(mine) + len(shingles[other]) - count)
            if similarity >= NEAR:
                yield other, row["id"], similarity
        shingles[row["id"]] = mine
        for shingle in mine:
            holders[shingle].append(row["id"])


def without_cue(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """For each label with a textbook cue: (spans without any cue in them, all spans)."""
    counts: dict[str, list[int]] = {label: [0, 0] for label in CUES}
    for row in rows:
        for x in row["labels"]:
            if x["label"] in CUES:
                counts[x["label"]][1] += 1
                counts[x["label"]][0] += not CUES[x["label"]].search(row["text"][x["start"] : x["end"]])
    return {label: (free, total) for label, (free, total) in counts.items()}


def share(part: list[dict[str, Any]], test: Any) -> str:
    """A percentage with its count."""
    hits = sum(1 for row in part if test(row))
    return f"{hits} ({hits / max(1, len(part)):.0%})"


def main(argv: Sequence[str] | None = None) -> int:
    """Check both parts, print the table, return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder with the parts")
    corpus = parser.parse_args(argv).corpus
    faults: list[str] = []
    parts = [read(corpus / name) for name in PARTS if (corpus / name).is_dir()]
    every = [row for part in parts for row in part.rows]
    for part in parts:
        for answer, rows in ((False, part.texts), (True, part.answers)):
            for row in rows:
                faults += [f"{row.get('id', '?')}: {fault}" for fault in row_faults(row, answer)]
    faults += [f"{name}: the id is used {n} times" for name, n in Counter(r["id"] for r in every).items() if n > 1]
    faults += [f"{a} and {b}: {similarity:.2f} alike" for a, b, similarity in near_duplicates(every)]
    for what in ("domain", "style"):
        sets = [{row[what] for row in part.rows} for part in parts]
        if len(sets) == 2 and sets[0] & sets[1]:
            faults.append(f"both parts have the {what} {', '.join(sorted(sets[0] & sets[1]))}")

    for part in parts:
        texts = part.texts
        print(f"{part.name}: {len(texts)} texts, {len(part.answers)} answers")
        print(f"  domains  {dict(sorted(Counter(r['domain'] for r in part.rows).items()))}")
        print(f"  styles   {dict(sorted(Counter(r['style'] for r in part.rows).items()))}")
        print(f"  no label {share(texts, lambda r: not r['labels'])}", end="")
        print(f"   recognised {share(texts, lambda r: r['asr'])}", end="")
        print(f"   non-native {share(texts, lambda r: r['nonnative'])}")
        if part.answers:
            for what in ("trap", "reaction", "target"):
                print(f"  {what:8} {dict(Counter(str(r[what]) for r in part.answers).most_common())}")
    free = {part.name: without_cue(part.rows) for part in parts}
    print(f"\n{'label':22}" + "".join(f"{p.name + ' texts':>13}{'answers':>9}{'no cue':>8}" for p in parts))
    for label in keys.LABELS:
        line = f"{label:22}"
        for part in parts:
            lines, whole = (
                sum(any(x["label"] == label for x in r["labels"]) for r in rows) for rows in (part.texts, part.answers)
            )
            bare, total = free[part.name].get(label, (0, 0))
            line += f"{lines:13}{whole:9}" + (f"{bare / total:8.0%}" if total else f"{'-':>8}")
        print(line)
    for part in parts:
        bare, total = (sum(pair[i] for pair in free[part.name].values()) for i in (0, 1))
        print(f"{part.name}: {bare} of {total} spans ({bare / max(1, total):.0%}) hold no textbook cue")
    if faults:
        print(f"\n{len(faults)} faults:", *faults[:60], sep="\n  ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
