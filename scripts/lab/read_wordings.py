"""Words that people would have to say or hear, put before readers: reframes and follow-ups of single answers.

    python -m scripts.lab.read_wordings dump ANSWERS.jsonl --most 150 > dump.jsonl
    python -m scripts.lab.read_wordings count dump.jsonl verdicts.jsonl [more_verdicts.jsonl]

`dump` reads answers (`{"id", "question", "text"}` a line) as a review of one answer each does, and writes for each its
question, its words, the costs that were heard, the reframes of the page and the follow-up. A reader writes one line a
judged thing, `{"id": …, "what": "reframe" | "follow_up", "n": 0, "verdict": "good" | "fair" | "bad"}`; `n` counts the
answer's reframes. `count` gives the shares; with two readers a thing is as good as the stricter of them says.
The texts stay where they are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from voice_interviewer.debrief.data.build import build, text_answer
from voice_interviewer.debrief.data.schema import Debrief
from voice_interviewer.review.review import row_of
from voice_interviewer.review.sources import Asked, Source
from voice_interviewer.rubric.keys import COSTS

ORDER = ("bad", "fair", "good")


def debrief_of(answer: dict[str, Any]) -> Debrief:
    """The debrief of one answer, as a review of nothing else makes it."""
    source = Source(id=str(answer["id"]), name="", asked=Asked(question=answer.get("question", "")))
    return build([row_of(source, text_answer(answer["text"]))])


def wordings(answer: dict[str, Any], made: Debrief) -> dict[str, Any]:
    """What a reader needs to judge the words of one debrief."""
    row = made.answers[0]
    return {
        "id": answer["id"],
        "question": answer.get("question", ""),
        "answer": answer["text"],
        "heard": [
            {"label": f.label, "text": f.text, "confidence": f.confidence}
            for f in row.findings
            if f.label not in ("filler", "repeat")
        ],
        "costs": sum(1 for f in row.findings if f.label in COSTS),
        "reframes": [
            *({"label": r.label, "quote": r.quote, "suggestion": r.suggestion} for r in made.debrief.reframes),
            *(
                {"label": p.label, "quote": p.quote, "suggestion": p.reframe}
                for p in made.debrief.priorities
                if p.reframe and p.reframe not in [r.suggestion for r in made.debrief.reframes]
            ),
        ],
        "priorities": [{"label": p.label, "title": p.title, "quote": p.quote} for p in made.debrief.priorities],
        "strengths": [{"label": s.label, "quote": s.quote} for s in made.debrief.strengths],
        "verdict": made.debrief.verdict,
        "follow_up": {"target": row.follow_up.target, "text": row.follow_up.text, "why": row.follow_up.why},
    }


def answers(path: Path, most: int | None, skip: int = 0) -> Iterator[dict[str, Any]]:
    """Answers of a file, a text only once."""
    seen: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        if answer["text"] in seen:
            continue
        seen.add(answer["text"])
        if len(seen) > skip and (most is None or len(seen) <= skip + most):
            yield answer


def table(dump: Sequence[dict[str, Any]], readers: Sequence[Iterable[dict[str, Any]]]) -> list[str]:
    """Lines of the result: how many were offered, and how they were judged."""
    judged: dict[tuple[str, str, int], str] = {}
    for reader in readers:
        for v in reader:
            key = (str(v["id"]), v["what"], int(v.get("n", 0)))
            judged[key] = min(judged.get(key, "good"), v["verdict"], key=ORDER.index)
    lines = []
    for what in ("reframe", "follow_up"):
        counts = Counter(verdict for (_, kind, _), verdict in judged.items() if kind == what)
        whole = sum(counts.values())
        shares = ", ".join(f"{v} {counts[v]} ({counts[v] / whole:.0%})" for v in reversed(ORDER) if whole)
        lines.append(f"{what}: {whole} judged; {shares}")
    costly = [d for d in dump if d["costs"]]
    offered = sum(1 for d in costly if d["reframes"])
    lines.append(f"answers with a cost that was heard: {len(costly)}; with a reframe: {offered}")
    return lines


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(argv: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    dump = commands.add_parser("dump")
    dump.add_argument("answers", type=Path)
    dump.add_argument("--most", type=int)
    dump.add_argument("--skip", type=int, default=0)
    count = commands.add_parser("count")
    count.add_argument("dump", type=Path)
    count.add_argument("verdicts", type=Path, nargs="+")
    args = parser.parse_args(argv)
    if args.command == "count":
        print("\n".join(table(_lines(args.dump), [_lines(path) for path in args.verdicts])))
        return
    for answer in answers(args.answers, args.most, args.skip):
        json.dump(wordings(answer, debrief_of(answer)), sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
