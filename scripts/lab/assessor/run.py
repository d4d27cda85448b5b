"""The stages of training the assessor; `scripts.lab.fit_assessor` starts them."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

import numpy as np

from scripts.lab import ROOT
from scripts.lab.assessor import items, labels, scales
from scripts.lab.assessor.items import Items, Reads
from scripts.lab.fit_assessor import STAGES
from scripts.lab.reader.data import pool
from voice_interviewer.language.weigh.shipped import OnnxReader

MODELS = ROOT / "models"
FILES = ("model.onnx", "assessor.onnx")
"What is installed, beside what is written into config.json and the manifest."
ITEMS, BRANCH, LEFT_OUT = "items.npz", "branch.pt", "left_out.npz"


def prepare(real: Path, work: Path, most: int | None) -> None:
    """Labels and the texts of the real answers, as word pieces."""
    reader = OnnxReader(MODELS / "reader")
    reads = Reads(lambda text: list(reader.encode(text).ids), reader.limits, reader.marks)
    made = items.build(pool(real), reads, labels.questions()[:most], labels.reframes()[:most])
    items.write(made, work / ITEMS)
    judged = sum(len(said) for _, said in labels.reframes()[:most])
    print(
        f"{len(made.windows)} answers in {int(made.windows[:, 1].sum())} windows; {len(made.ways)} of {judged} ways"
        f" could be made again; {len(made.ids)} word pieces"
    )


def train(work: Path, made: Items, epochs: int) -> None:
    """The branch that is shipped, and what branches say of episodes that they did not see."""
    import torch

    from scripts.lab.assessor.fit import Readings, Recipe, fit, left_out
    from scripts.lab.assessor.net import Base

    recipe = dataclasses.replace(Recipe(), epochs=epochs)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    base = Base(MODELS / "reader" / "model.onnx")
    readings = Readings(made, base, device, work)
    branch = fit(readings, base, recipe, np.arange(len(made.windows)), np.arange(len(made.ways)), seed=0)
    torch.save({name: value.cpu().half() for name, value in branch.state_dict().items()}, work / BRANCH)
    answers, ways = left_out(readings, base, recipe)
    np.savez_compressed(work / LEFT_OUT, answers=answers, ways=ways, digests=made.way_digests)
    # Hidden states are large, and of no use to another stage.
    (work / "lower.dat").unlink(missing_ok=True)


def finish(work: Path, made: Items, check: bool) -> None:
    """Report; then export, set the scales, and install, unless only a report was asked for."""
    kinds = labels.kinds()
    with np.load(work / LEFT_OUT) as said:
        answers, ways = said["answers"], said["ways"]
    print("\n".join(scales.report(made, kinds, answers, ways)))
    if check:
        return
    import torch

    from scripts.lab.assessor.export import export, give_lower
    from scripts.lab.assessor.install import install
    from scripts.lab.assessor.net import Base, Branch

    model = MODELS / "reader" / "model.onnx"
    base = Base(model)
    branch = Branch(base, len(kinds))
    branch.load_state_dict({name: value.float() for name, value in torch.load(work / BRANCH).items()})
    export(branch.eval(), base, work)
    give_lower(model, work / "model.onnx")
    install(work, MODELS, FILES, kinds, scales.scales(made, kinds, answers))


def go(args: argparse.Namespace) -> int:
    """Run the stages asked for."""
    args.work.mkdir(parents=True, exist_ok=True)
    for stage in STAGES if args.stage == "all" else (args.stage,):
        print(f"== {stage}", flush=True)
        if stage == "items":
            prepare(args.real, args.work, args.trial)
        elif stage == "fit":
            train(args.work, items.read(args.work / ITEMS), args.epochs)
        else:
            finish(args.work, items.read(args.work / ITEMS), args.check)
    return 0
