"""The stages of training the reader; `scripts.lab.train_reader` starts them."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as processes
from tokenizers import Tokenizer

from scripts.lab.reader import data
from scripts.lab.reader.export import compare, config, count_pieces, export, place, prune
from scripts.lab.reader.fit import Recipe, build, fit, predict
from scripts.lab.reader.judge import average_precision, curve, tally, targets, texts
from scripts.lab.reader.thresholds import scales, thresholds
from voice_interviewer.language.weigh.windows import Limits

HELD_SHARE, HELD_SEED = 0.13, 5
PIECES = 16500
HEARD, PERHAPS = 0.60, 0.35
"Chance of being right at which a label is heard, and at which it may be joined with something else."
FILES = ("model.onnx", "tokenizer.json", "config.json")


def prepare(args: argparse.Namespace) -> tuple[Any, dict[str, int], set[int]]:
    """Tokenizer, the numbers of special pieces, and the pieces that are punctuation."""
    tokenizer = Tokenizer.from_file(str(args.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    marks = {"start": 0, "end": 2, "more": tokenizer.token_to_id("…"), "mask": tokenizer.token_to_id("<mask>")}
    stops = {n for c in '.,;:!?-"()…—–' if (n := tokenizer.token_to_id(c)) is not None}
    return tokenizer, marks, stops


def worker(rank: int, args: argparse.Namespace, recipe: Recipe) -> None:
    """One of the training processes; the first one writes the state."""
    torch.set_num_threads(args.threads)
    if args.workers > 1:
        dist.init_process_group(
            "gloo", init_method=f"file://{args.work / 'meeting'}", rank=rank, world_size=args.workers
        )
    tokenizer, marks, stops = prepare(args)
    cutter = data.Cutter(tokenizer, Limits())
    pool = data.pool(args.data)
    seen, _ = data.folds(data.gold(args.data, pool, cutter), HELD_SHARE, HELD_SEED)
    items = seen + data.invented(args.invented, cutter)
    if args.extra:
        items += data.extra(args.extra, pool, cutter)
    net = build(args.base, recipe)
    torch.manual_seed(recipe.seed * 100 + rank)
    fit(net, items, recipe, Limits(), marks, stops, args.work)
    if rank == 0:
        torch.save(net.state_dict(), args.work / "reader.pt")


def finish(args: argparse.Namespace, recipe: Recipe) -> None:
    """Thresholds, export and figures of the state that was trained."""
    torch.set_num_threads(args.threads)
    tokenizer, marks, _ = prepare(args)
    limits = Limits()
    cutter = data.Cutter(tokenizer, limits)
    pool = data.pool(args.data)
    seen, held = data.folds(data.gold(args.data, pool, cutter), HELD_SHARE, HELD_SEED)
    made, dev = data.invented(args.invented, cutter), data.dev(args.data, cutter)
    net = build(args.base, recipe, torch.load(args.work / "reader.pt"))
    scored, whole = predict(net, held, limits, marks)
    how = scales(held, scored)
    heard, perhaps = (thresholds(held, scored, how, cut) for cut in (HEARD, PERHAPS))
    both = {k: {"heard": heard[k], "perhaps": min(perhaps[k], heard[k])} for k in data.LABELS}

    some = [r["text"] for n, r in enumerate(pool.values()) if r["part"] == "train" and n % 3 == 0]
    pieces, kept = prune(
        json.loads((args.base / "tokenizer.json").read_text()), count_pieces(seen + made, some, tokenizer), PIECES
    )
    new = {old: n for n, old in enumerate(kept)}
    (args.work / "tokenizer.json").write_text(json.dumps(pieces, ensure_ascii=False), encoding="utf-8")
    shown = config(limits, {k: new[n] for k, n in marks.items()}, both)
    (args.work / "config.json").write_text(json.dumps(shown, indent=1), encoding="utf-8")
    export(net, kept, args.work)
    print("int8 against fp32:", compare(args.work, dev[:40]))
    place(args.work, args.out, FILES)

    for name, items in (("held out", held), ("development", dev)):
        got, answers = (scored, whole) if items is held else predict(net, items, limits, marks)
        print(f"{name}: micro average precision {average_precision(items, got)['micro']:.3f}\n{curve(items, got)}")
        for what, at in (("heard", heard), ("perhaps", perhaps)):
            count = tally(items, got, at)
            print(f"  {what:7s} {count.line()}")
        print("  " + targets(items, answers))
    made_up = data.invented(args.invented, cutter, "test")
    score = texts(made_up, predict(net, made_up, limits, marks)[0], dict.fromkeys(data.LABELS, 0.5))
    print("invented test part, F1 at one half:", {k: round(v[2], 2) for k, v in score.items()})
    print("macro", round(float(np.mean([v[2] for v in score.values()])), 3))


def go(args: argparse.Namespace) -> int:
    """Run the stages asked for."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    recipe = Recipe()
    for name, value in (item.split("=") for item in args.set):
        recipe = dataclasses.replace(recipe, **{name: type(getattr(recipe, name))(value)})
    args.work.mkdir(parents=True, exist_ok=True)
    if args.stage in ("all", "train"):
        for old in ("meeting", "low.dat", "done.dat"):
            (args.work / old).unlink(missing_ok=True)
        if args.workers > 1:
            processes.spawn(worker, (args, recipe), args.workers)
        else:
            worker(0, args, recipe)
    if args.stage in ("all", "finish"):
        finish(args, recipe)
    return 0
