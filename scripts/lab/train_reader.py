"""Train the reader on real speech and the invented texts, set its thresholds, and export it as int8 ONNX.

    python -m scripts.lab.train_reader --base ALL_MPNET_BASE_V2 --data REAL_SPEECH --invented INVENTED --out FOLDER

REAL_SPEECH holds pool.jsonl.gz, train_gold.jsonl, agreement_gold.jsonl, dev_answers.jsonl and dev_gold.jsonl; INVENTED
holds `corpus/{train,test}/*.jsonl` and `lines/*lines*.yaml`. Labels given later lie beside the code. Needs torch,
safetensors, tokenizers, numpy, pyyaml, platformdirs, onnx and onnxruntime, in an environment of its own. About two
hours on two cores.

Stages: `first` trains six layers on the first labels, `teacher` all twelve on all labels, `soft` has both read answers
that nobody labelled, `student` goes on from the first with all labels and what was read, `finish` exports and counts.

An eighth of the labelled answers, by whole episodes, is never trained on: thresholds and the cut are set there. The
development part is only printed. What was done by a stage is kept under --work, so that any can be run again alone.
To see that everything runs: `--trial 40 --answers 10` (some minutes).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

STAGES = ("first", "teacher", "soft", "student", "finish")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the stages asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("base", "data", "invented", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument(
        "--work", type=Path, default=Path("build/reader"), help="unfinished work and 2 GB of hidden states"
    )
    parser.add_argument("--stage", choices=("all", *STAGES), default="all")
    parser.add_argument("--answers", type=int, default=3000, help="unlabelled answers that the teacher reads")
    parser.add_argument("--trial", type=int, help="only so many texts of each kind, to see that it all runs")
    parser.add_argument("--workers", type=int, default=2, help="training processes; each reads a share of every step")
    parser.add_argument("--threads", type=int, default=1, help="threads of each process")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=VALUE", help="change the recipes, or STAGE.NAME=VALUE one of them"
    )
    args = parser.parse_args(argv)
    from scripts.lab.reader import run  # torch

    return run.go(args)


if __name__ == "__main__":
    sys.exit(main())
