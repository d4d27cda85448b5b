"""Print a seeded sample of training texts without their labels, for a second annotator who must not see them."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

TRAIN = Path(__file__).resolve().parent.parent / "train"


def blind_sample(n: int, seed: int) -> list[dict[str, object]]:
    """Return `n` short training texts as id, text and context; labels, domain and style are dropped here."""
    rows = []
    for path in sorted(TRAIN.glob("*.jsonl")):
        if path.name.startswith("answers"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.append({"id": row["id"], "text": row["text"], "context": row["context"]})
    rows.sort(key=lambda row: str(row["id"]))
    return random.Random(seed).sample(rows, n)


def main() -> None:
    """Print the sample as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20240611)
    args = parser.parse_args()
    for row in blind_sample(args.n, args.seed):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
