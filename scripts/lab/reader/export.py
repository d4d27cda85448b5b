"""Writes a trained reader as int8 ONNX with a tokenizer cut to the word pieces that speech uses."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from scripts.lab.reader.data import LABELS, WHOLES, Item
from scripts.lab.reader.net import Net
from voice_interviewer.language.weigh.shipped import OnnxReader
from voice_interviewer.language.weigh.windows import Limits, assemble, plan

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>", "[UNK]", "…")
ROOM = 224
"A window never holds more tokens; the table of relative places is made for so many."


def count_pieces(items: Iterable[Item], texts: Iterable[str], tokenizer: Any) -> collections.Counter[int]:
    """How often each word piece occurs."""
    seen: collections.Counter[int] = collections.Counter()
    for item in items:
        seen.update(item.question)
        for piece in item.pieces:
            seen.update(piece)
    for text in texts:
        seen.update(tokenizer.encode(text, add_special_tokens=False).ids)
    return seen


def prune(raw: dict[str, Any], seen: collections.Counter[int], most: int) -> tuple[dict[str, Any], list[int]]:
    """A tokenizer file with the `most` commonest pieces, and which old number each new one had.

    Special tokens and single characters always stay, so that any other word falls into smaller pieces.
    """
    vocab: dict[str, int] = raw["model"]["vocab"]
    special = {t["content"] for t in raw["added_tokens"]} | set(SPECIAL)
    always = {i for t, i in vocab.items() if t in special or (len(t.removeprefix("##")) == 1 and t.isascii())}
    common = [i for i, _ in seen.most_common() if i not in always]
    kept = sorted(always | set(common[: max(0, most - len(always))]))
    new = {old: n for n, old in enumerate(kept)}
    out = json.loads(json.dumps(raw))
    out["model"]["vocab"] = {t: new[i] for t, i in vocab.items() if i in new}
    for token in out["added_tokens"]:
        token["id"] = new[token["id"]]
    processor = out.get("post_processor") or {}
    for key in ("sep", "cls"):
        if key in processor:
            processor[key][1] = new[processor[key][1]]
    for token in (processor.get("special_tokens") or {}).values():
        token["ids"] = [new[i] for i in token["ids"]]
    out["padding"] = out["truncation"] = None
    return out, kept


class Shipped(nn.Module):
    """The reader for one window without padding; word vectors as int8 with a scale each."""

    def __init__(self, net: Net, kept: list[int]) -> None:
        super().__init__()
        self.net = net
        table = net.encoder.words.weight.detach()[kept]
        scale = table.abs().amax(1, keepdim=True) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)
        e = net.encoder
        with torch.no_grad():
            self.register_buffer("bias", e.relative(e.buckets[:ROOM, :ROOM]).permute(2, 0, 1).contiguous())
            self.register_buffer("places", e.places.weight[2 : ROOM + 2].clone())

    def forward(self, input_ids: Any, inside: Any) -> tuple[Any, Any]:
        """Logits of the sentences and of the whole."""
        e, t = self.net.encoder, input_ids.shape[1]
        x = self.table[input_ids].float() * self.scale[input_ids]
        x = e.norm(x + self.places[:t])
        bias = self.bias[:, :t, :t].unsqueeze(0)
        for layer in e.layers:
            x = layer(x, bias)
        h = x[0]
        count = inside.sum(-1, keepdim=True)
        mean = inside @ h / count
        words = self.net.word(h)
        outside = (1.0 - inside) * -1e4
        soft = torch.logsumexp(words.unsqueeze(0) * 2 + outside.unsqueeze(-1), 1) / 2
        logits = self.net.sentence(mean) + soft - 0.5 * torch.log(count)
        said = inside.sum(0, keepdim=True)
        body = said @ h / said.sum()
        return logits, self.net.whole(torch.cat([h[:1], body], -1))


def export(net: Net, kept: list[int], out: Path) -> None:
    """Write model.fp32.onnx and model.onnx in `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    net.eval()
    full = out / "model.fp32.onnx"
    ids, inside = torch.randint(5, 900, (1, 40)), torch.zeros(3, 40)
    inside[0, 2:9] = inside[1, 9:20] = inside[2, 20:39] = 1
    axes = {"input_ids": {1: "t"}, "inside": {0: "s", 1: "t"}, "logits": {0: "s"}}
    torch.onnx.export(
        Shipped(net, kept).eval(), (ids, inside), str(full), input_names=["input_ids", "inside"],
        output_names=["logits", "whole"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    # Seven bits: processors without VNNI instructions would overflow with eight.
    quantize_dynamic(
        str(full), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=heads(full),
    )  # fmt: skip


def heads(path: Path) -> list[str]:
    """Products outside the encoder's layers stay as they are: they are small."""
    import onnx

    graph = onnx.load(str(path)).graph
    weights = {i.name: i.dims for i in graph.initializer}
    return [
        n.name for n in graph.node
        if n.op_type in ("MatMul", "Gemm")
        and not any(len(weights.get(i, ())) == 2 and min(weights[i]) >= 256 for i in n.input)
    ]  # fmt: skip


def config(limits: Limits, marks: dict[str, int], thresholds: dict[str, dict[str, float]]) -> dict[str, Any]:
    """What the program reads beside the model."""
    return {
        "format": "ids = start + question[-question_tokens:] + end end + (more if something was said before)"
        " + sentences of the window with left context + right context + end; inside[s, t] = 1 where token t is of"
        " sentence s; a sentence's score comes from the mean of its words and a soft maximum over them, in the graph",
        "id2label": {str(n): k for n, k in enumerate(LABELS)},
        "id2whole": {str(n): k for n, k in enumerate(WHOLES)},
        "limits": {k: getattr(limits, k) for k in limits.__dataclass_fields__},
        "marks": marks,
        "thresholds": thresholds,
    }


def compare(folder: Path, items: list[Item], new: dict[int, int]) -> dict[str, float]:
    """How far int8 moves probabilities from full precision; `new` numbers word pieces in the cut vocabulary."""
    import onnxruntime

    reader = OnnxReader(folder)
    full = onnxruntime.InferenceSession(str(folder / "model.fp32.onnx"), providers=["CPUExecutionProvider"])
    gaps, flips = [], []
    for item in items:
        pieces = [reader.tokens(item.text[a:b]) for a, b in item.spans]
        question = [new[n] for n in item.question if n in new]
        for window in plan([len(p) for p in pieces], reader.limits):
            ids, places = assemble(question, pieces, window, reader.limits, reader.marks)
            small = 1 / (1 + np.exp(-np.clip(reader.run(ids, places)[0], -30, 30)))
            inside = np.zeros((len(places), len(ids)), np.float32)
            for row, (a, b) in enumerate(places):
                inside[row, a:b] = 1
            logits = full.run(None, {"input_ids": np.array([ids], np.int64), "inside": inside})[0]
            large = 1 / (1 + np.exp(-logits))
            gaps.append(np.abs(small - large).ravel())
            flips.append(((small > 0.5) != (large > 0.5)).ravel())
    gap, flip = np.concatenate(gaps), np.concatenate(flips)
    return {
        "mean_gap": float(gap.mean()),
        "p999_gap": float(np.quantile(gap, 0.999)),
        "largest_gap": float(gap.max()),
        "flips_at_half": float(flip.mean()),
    }
