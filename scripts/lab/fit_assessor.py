"""Train the assessor on judged questions and ways to say a sentence, and install it beside the reader.

    python -m scripts.lab.fit_assessor --real REAL_SPEECH            train, report, write models/reader and the manifest
    python -m scripts.lab.fit_assessor --real REAL_SPEECH --check    train and report only

REAL_SPEECH holds pool.jsonl.gz, the texts of the real answers, which are no part of this project; the labels lie beside
the code, by id. Needs the `train` extra, in an environment of its own. About a minute on a large GPU; some ten hours on two
cores, with 5 GB of disk for hidden states.

Stages: `items` turns texts and labels into word pieces; `fit` trains the branch, and five more of them that each leave
out a fifth of the episodes; `finish` prints how well those did, sets the scales by them, and writes assessor.onnx, a
model.onnx that gives what the assessor stands on, config.json, and the digests of both files in manifest.toml. Only
`items` needs the texts, and only `fit` a GPU: what a stage made lies under --work, which can be carried to where the
next one runs. Run it again after the reader has changed, and `scripts.lab.fit_sayable` and
`scripts.lab.fit_verbatim` behind it, which weigh what is said of ways. To see that everything runs: `--trial 20 --epochs 1 --check`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

STAGES = ("items", "fit", "finish")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the stages asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, help="folder of the real answers; only `items` reads it")
    parser.add_argument("--work", type=Path, default=Path("build/assessor"), help="unfinished work")
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--trial", type=int, help="only so many answers, and places with ways to say them")
    parser.add_argument("--check", action="store_true", help="report only: nothing is written but under --work")
    args = parser.parse_args(argv)
    if args.real is None and args.stage in ("all", "items"):
        parser.error("--real is needed to make the items: the folder of the real answers")
    from scripts.lab.assessor import run

    return run.go(args)


if __name__ == "__main__":
    sys.exit(main())
