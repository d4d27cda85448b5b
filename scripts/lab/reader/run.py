"""The stages of training the reader; `scripts.lab.train_reader` starts them."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import pickle
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from tokenizers import Tokenizer

from scripts.lab.reader import data
from scripts.lab.reader.data import Item
from scripts.lab.reader.export import compare, config, count_pieces, export, prune
from scripts.lab.reader.fit import Recipe, build, fit, predict
from scripts.lab.reader.judge import average_precision, curve, tally, targets, texts
from scripts.lab.reader.place import place
from scripts.lab.reader.thresholds import calibrate, logit, scales, thresholds
from scripts.lab.train_reader import STAGES
from voice_interviewer.language.weigh.windows import Limits

HELD_SHARE, HELD_SEED = 0.13, 5
PIECES = 16500
HEARD, PERHAPS = 0.60, 0.35
"Chance of being right at which a label is heard, and at which it may be joined with something else."
FILES = ("model.onnx", "tokenizer.json", "config.json")
RECIPES = {
    "first": Recipe(),
    "teacher": Recipe(layers=tuple(range(12)), still=6, epochs=1.7, batch_tokens=2000),
    "student": Recipe(epochs=1.0, rate=4e-5, head_rate=1e-4),
}
"Six layers on the first labels; all twelve on all labels; and the six again on all labels and what both said of more."
WIDE = Limits(window_tokens=150)
"The teacher reads more at once, so that less is read twice."
SOFT_WEIGHT = 0.7
"What the teacher's word about a sentence counts beside an annotator's."


def prepare(args: argparse.Namespace) -> tuple[Any, dict[str, int], set[int]]:
    """Tokenizer, the numbers of special pieces, and the pieces that are punctuation."""
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    marks = {"start": 0, "end": 2, "more": tokenizer.token_to_id("…"), "mask": tokenizer.token_to_id("<mask>")}
    stops = {n for c in '.,;:!?-"()…—–' if (n := tokenizer.token_to_id(c)) is not None}
    return tokenizer, marks, stops


def material(args: argparse.Namespace, cutter: data.Cutter) -> tuple[list[Item], list[Item], dict[str, Any]]:
    """What is trained on, what is held out, and every answer of the pool by id."""
    pool = data.pool(args.data)
    seen, held = data.folds(data.gold(args.data, pool, cutter), HELD_SHARE, HELD_SEED)
    away = {item.episode for item in held}
    places = [item for item in data.extra(data.EXTRA, pool, cutter) if item.episode not in away]
    kinds = ([i for i in seen if "late" not in i.meta], [i for i in seen if "late" in i.meta])
    every = (*kinds, data.invented(args.invented, cutter), places)
    return [item for kind in every for item in kind[: args.trial]], held[: args.trial], pool


def part(stage: str, items: list[Item]) -> list[Item]:
    """What a stage reads of `items`.

    The first one the labels that were there first; the student half of those, which it has read before, and those
    that came later twice.
    """
    late = [item for item in items if "late" in item.meta]
    early = [item for item in items if "late" not in item.meta]
    if stage == "first":
        return early
    if stage == "student":
        gold = [item for item in early if item.real and "extra" not in item.meta]
        known = {item.id for item in gold[1::2]}
        return [item for item in early if item.id not in known or "extra" in item.meta] + late + late
    return early + late


def worker(rank: int, args: argparse.Namespace, stage: str, recipe: Recipe) -> None:
    """One of the training processes of a stage; the first one writes the state."""
    torch.set_num_threads(args.threads)
    if args.workers > 1:
        dist.init_process_group(
            "gloo", init_method=f"file://{args.work / stage / 'meeting'}", rank=rank, world_size=args.workers
        )
    tokenizer, marks, stops = prepare(args)
    cutter = data.Cutter(tokenizer, Limits())
    every, _, pool = material(args, cutter)
    items, state = part(stage, every), None
    if stage == "student":
        state = torch.load(args.work / "first.pt")
        with (args.work / "soft.pkl").open("rb") as stream:
            ids, scored, whole = pickle.load(stream)
        items += data.soft([pool[id] for id in ids], scored, whole, cutter, SOFT_WEIGHT)
    net = build(args.base, recipe, state)
    torch.manual_seed(recipe.seed * 100 + rank)
    fit(net, items, recipe, Limits(), marks, stops, args.work / stage)
    if rank == 0:
        torch.save(net.state_dict(), args.work / f"{stage}.pt")


def soften(args: argparse.Namespace, recipes: dict[str, Recipe]) -> None:
    """What teacher and first student together say of answers that nobody labelled, kept as soft.pkl.

    Both err in different places, and their mean is better than either.
    """
    torch.set_num_threads(args.threads * args.workers)
    tokenizer, marks, _ = prepare(args)
    cutter = data.Cutter(tokenizer, Limits())
    items, held, pool = material(args, cutter)
    rows = data.unlabelled(args.data, pool, {i.id for i in items}, {i.episode for i in held}, args.answers)
    bare = [cutter.item(r["id"], r["episode"], True, r["question"], r["text"], []) for r in rows]
    sides, wholes = [], []
    for name in ("teacher", "first"):
        net = build(args.base, recipes[name], torch.load(args.work / f"{name}.pt"))
        scored, whole = predict(net, held + bare, WIDE, marks)
        sides.append([logit(p) for p in scored])
        wholes.append(whole[len(held) :])
    mean = [(a + b) / 2 for a, b in zip(*sides, strict=True)]
    slope, shift = calibrate(held, mean[: len(held)])
    soft = [(1 / (1 + np.exp(-(slope * x + shift)))).astype(np.float32) for x in mean[len(held) :]]
    with (args.work / "soft.pkl").open("wb") as stream:
        pickle.dump(([r["id"] for r in rows], soft, (wholes[0] + wholes[1]) / 2), stream)


def finish(args: argparse.Namespace, recipe: Recipe) -> None:
    """Thresholds, export and figures of the state that was trained."""
    torch.set_num_threads(args.threads)
    tokenizer, marks, _ = prepare(args)
    limits = Limits()
    cutter = data.Cutter(tokenizer, limits)
    items, held, pool = material(args, cutter)
    dev = data.dev(args.data, cutter)[: args.trial]
    net = build(args.base, recipe, torch.load(args.work / "student.pt"))
    scored, whole = predict(net, held, limits, marks)
    how = scales(held, scored)
    heard, perhaps = (thresholds(held, scored, how, cut) for cut in (HEARD, PERHAPS))
    both = {k: {"heard": heard[k], "perhaps": min(perhaps[k], heard[k])} for k in data.LABELS}

    some = [r["text"] for n, r in enumerate(pool.values()) if r["part"] == "train" and n % 3 == 0]
    pieces, kept = prune(
        json.loads((args.base / "tokenizer.json").read_text()), count_pieces(items, some, tokenizer), PIECES
    )
    new = {old: n for n, old in enumerate(kept)}
    (args.work / "tokenizer.json").write_text(json.dumps(pieces, ensure_ascii=False), encoding="utf-8")
    shown = config(limits, {k: new[n] for k, n in marks.items()}, both)
    shown["held_out"] = sorted(item.id for item in held)
    (args.work / "config.json").write_text(json.dumps(shown, indent=1), encoding="utf-8")
    export(net, kept, args.work)
    print("int8 against fp32:", compare(args.work, dev[:40], new))
    place(args.work, args.out, FILES)

    for name, some_items in (("held out", held), ("development", dev)):
        got, answers = (scored, whole) if some_items is held else predict(net, some_items, limits, marks)
        print(f"{name}: micro average precision {average_precision(some_items, got)['micro']:.3f}")
        print(curve(some_items, got))
        for what, at in (("heard", heard), ("perhaps", perhaps)):
            print(f"  {what:7s} {tally(some_items, got, at).line()}")
        print("  " + targets(some_items, answers))
    made_up = data.invented(args.invented, cutter, "test")[: args.trial]
    score = texts(made_up, predict(net, made_up, limits, marks)[0], dict.fromkeys(data.LABELS, 0.5))
    print("invented test part, F1 at one half:", {k: round(v[2], 2) for k, v in score.items()})
    print("macro", round(float(np.mean([v[2] for v in score.values()])), 3))


def changed(recipe: Recipe, stage: str, sets: list[str]) -> Recipe:
    """The recipe with what `NAME=VALUE`, or `STAGE.NAME=VALUE` for one stage, asks for."""
    for name, value in (item.split("=") for item in sets):
        of, _, field = name.rpartition(".")
        if of in ("", stage):
            recipe = dataclasses.replace(recipe, **{field: type(getattr(recipe, field))(value)})
    return recipe


def go(args: argparse.Namespace) -> int:
    """Run the stages asked for."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    for stage in STAGES if args.stage == "all" else (args.stage,):
        print(f"== {stage}", flush=True)
        if stage == "soft":
            soften(args, {name: changed(recipe, name, args.set) for name, recipe in RECIPES.items()})
        elif stage == "finish":
            finish(args, changed(RECIPES["student"], "student", args.set))
        else:
            folder = args.work / stage
            folder.mkdir(parents=True, exist_ok=True)
            for old in ("meeting", "low.dat", "done.dat"):
                (folder / old).unlink(missing_ok=True)
            given = (args, stage, changed(RECIPES[stage], stage, args.set))
            if args.workers > 1:
                processes.spawn(worker, given, args.workers)
            else:
                worker(0, *given)
            # Hidden states are large, and of no use to another stage.
            (folder / "low.dat").unlink(missing_ok=True)
    return 0
