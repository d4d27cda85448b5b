"""Question flows mutated at random: each is checked, drawn and begun, or every mistake in it is told with its place.

    python -m scripts.lab.fuzz_flows --times 10000 --seed 1

Each input is a shipped flow with one to four mutations: lines cut, doubled, moved, indented otherwise; values swapped
for others; bytes flipped; anchors, tags, control characters put in. The same seed makes the same inputs.
Prints counts; exit status 1 when something crashed, hung, or was refused without a place.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from voice_interviewer.errors import InterviewerError
from voice_interviewer.flow import graph, graph_svg
from voice_interviewer.flow.catalog import folder, names
from voice_interviewer.flow.check import check
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.sessions.events import Started

LONGEST_S = 10.0
"Processor seconds after which an input counts as one that hangs."
_VALUES = (
    "",
    "null",
    "[]",
    "{}",
    "true",
    "1e999",
    "-1",
    "0",
    "2026-11-25",
    "END",
    "*missing",
    "&a [*a]",
    "!!python/object:os.system {}",
    "'",
    '"',
    "| \n  x",
    "[a, [b, [c]]]",
    "missing(missing(restraint))",
    "heard(restraint) and (",
    "visits(opening) > 1e9",
    "{quote} {quote}",
    "\u202etxt",
    "x" * 5000,
    "日本",
)
_BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\x1b[2J",
    b"\t",
    b"\r",
    b"\xed\xa0\xbd",
    b"---\n",
    b"...\n",
    b": ",
    b"- ",
    b"#",
    b"%YAML 9\n",
)


def mutate(raw: bytes, rng: random.Random) -> bytes:
    """The file with one to four mutations."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        raw = rng.choice((_lines, _value, _bytes, _indent))(raw, rng)
    return raw


def _lines(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at, length = rng.randrange(len(lines)), rng.randint(1, 6)
    part = lines[at : at + length]
    kind = rng.randrange(4)
    if kind == 0:
        del lines[at : at + length]
    elif kind == 1:
        lines[at:at] = part * rng.randint(1, 3)
    elif kind == 2:
        del lines[at : at + length]
        to = rng.randrange(len(lines) + 1)
        lines[to:to] = part
    else:
        lines = lines[: at + 1]
    return b"\n".join(lines)


def _value(raw: bytes, rng: random.Random) -> bytes:
    places = [m.span(1) for m in re.finditer(rb":[ \t]+([^\n]+)", raw)]
    if not places:
        return raw
    begin_, end = rng.choice(places)
    return raw[:begin_] + rng.choice(_VALUES).encode() + raw[end:]


def _bytes(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    if rng.random() < 0.5 or not raw:
        return raw[:at] + rng.choice(_BYTES) + raw[at:]
    return raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]


def _indent(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    at = rng.randrange(len(lines))
    lines[at] = b" " * rng.randint(0, 5) + lines[at].lstrip() if rng.random() < 0.5 else b"  " + lines[at]
    return b"\n".join(lines)


def judge(file: Path) -> tuple[str, str]:
    """(ok, refused, unlocated, hang or crash; what happened) of one flow file."""
    began = time.process_time()
    try:
        report = check(file)
        for found in report.diagnostics:
            if not re.search(r":\d+:\d+: VF\d+ |: VF\d+ ", str(found)) or "\n" in str(found).strip():
                return "unlocated", str(found)[:200]
        if report.ok:
            flow = report.require()
            for paint in (graph.tree, graph.mermaid, graph.dot):
                paint(flow)
            graph_svg.paint(graph.extract(flow))
            step(begin(flow), Started(0.0, 1, flow.minutes))
        kind = "ok" if report.ok else "refused"
    except InterviewerError as error:
        kind = "refused" if error.where else "unlocated"
        if kind == "unlocated":
            return kind, str(error)[:200]
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return "crash", f"{type(error).__name__}: {str(error)[:120]} ({Path(place.filename).name}:{place.lineno})"
    took = time.process_time() - began
    return ("hang", f"{took:.0f} s") if took > LONGEST_S else (kind, "")


def fuzz(times: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Outcomes by kind, and the bad ones by what happened."""
    rng = random.Random(seed)
    seeds = [(folder() / f"{name}.yaml").read_bytes() for name in names()]
    kinds: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "flow.yaml"
        for _ in range(times):
            file.write_bytes(mutate(rng.choice(seeds), rng))
            kind, what = judge(file)
            kinds[kind] += 1
            if kind in ("crash", "hang", "unlocated"):
                bad[f"{kind}: {what}"] += 1
    return kinds, bad


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=1000, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same inputs")
    options = parser.parse_args(argv)
    kinds, bad = fuzz(options.times, options.seed)
    print(", ".join(f"{kind} {kinds[kind]}" for kind in ("ok", "refused", "unlocated", "hang", "crash")))
    for what, count in bad.most_common(20):
        print(f"{count:6d}  {what}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
