"""The assessor's network: the lower layers of the shipped reader, which stay as they are, and a branch of its own."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from scripts.lab.reader.net import Layer

WIDTH, HEADS, INNER, LAYERS = 768, 12, 3072, 6
"The reader's."
BRANCH = 2
"Layers of the assessor; they start as the reader's last ones."
PRODUCTS = ("qkv", "out", "up", "down")


class Base(nn.Module):
    """The shipped reader's layers, made full precision again from its int8 file."""

    def __init__(self, model: Path) -> None:
        super().__init__()
        known = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(model)).graph.initializer}
        names = [n for n in known if n.startswith("onnx::MatMul") and n.endswith("_quantized")]
        names.sort(key=lambda name: int(name.split("_")[1]))
        for name, value in (
            ("table", known["table"].astype(np.float32) * known["scale"]),
            ("bias", known["bias"]),
            ("places", known["places"]),
        ):
            self.register_buffer(name, torch.tensor(value))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, INNER, 0.1) for _ in range(LAYERS))
        state = {f"norm.{kind}": known[f"net.encoder.norm.{kind}"] for kind in ("weight", "bias")}
        for n in range(LAYERS):
            for product, name in zip(PRODUCTS, names[len(PRODUCTS) * n :], strict=False):
                scale = known[name.replace("quantized", "scale")]
                state[f"layers.{n}.{product}.weight"] = (known[name].astype(np.float32) * scale[None, :]).T
                state[f"layers.{n}.{product}.bias"] = known[f"net.encoder.layers.{n}.{product}.bias"]
            for norm in ("norm1", "norm2"):
                for kind in ("weight", "bias"):
                    state[f"layers.{n}.{norm}.{kind}"] = known[f"net.encoder.layers.{n}.{norm}.{kind}"]
        own = {name: getattr(self, name) for name in ("table", "bias", "places")}
        self.load_state_dict(own | {k: torch.tensor(np.ascontiguousarray(v)) for k, v in state.items()})
        self.requires_grad_(False)

    def lower(self, ids: Any, mask: Any) -> Any:
        """Hidden states [batch, tokens, width] below the branch; `mask` is 1 for tokens."""
        x = self.norm(self.table[ids] + self.places[: ids.shape[1]])
        bias = attention(self.bias, mask)
        for layer in self.layers[: LAYERS - BRANCH]:
            x = layer(x, bias)
        return x


def attention(bias: Any, mask: Any) -> Any:
    """What is added to the attention: relative places, and nothing is read where `mask` is 0."""
    t = mask.shape[1]
    return bias[:, :t, :t].unsqueeze(0) + (1.0 - mask[:, None, None, :]) * -1e4


class Branch(nn.Module):
    """Layers on what the lower ones give, and heads.

    `mean` reads the mean of an answer's windows and `last` its last one, both for good and bad of every kind; `pair`
    says of a way whether it can be said aloud, and whether it is good.
    """

    def __init__(self, base: Base, kinds: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(layer) for layer in base.layers[LAYERS - BRANCH :])
        self.layers.requires_grad_(True)
        self.drop = nn.Dropout(0.1)
        self.mean = nn.Linear(2 * WIDTH, 2 * kinds)
        self.last = nn.Linear(2 * WIDTH, 2 * kinds)
        self.pair = nn.Linear(2 * WIDTH, 2)
        for head in self.heads():
            nn.init.normal_(head.weight, std=0.01)
            nn.init.zeros_(head.bias)

    def heads(self) -> tuple[nn.Linear, ...]:
        """All of them."""
        return self.mean, self.last, self.pair

    def hidden(self, lower: Any, bias: Any) -> Any:
        """The last hidden states."""
        for layer in self.layers:
            lower = layer(lower, bias)
        return lower

    def pooled(self, hidden: Any, inside: Any) -> Any:
        """[batch, 2 widths]: the first token, and the mean of those that are judged (`inside` [batch, tokens])."""
        body = (inside.unsqueeze(1) @ hidden / inside.sum(1)[:, None, None].clamp(min=1)).squeeze(1)
        return self.drop(torch.cat([hidden[:, 0], body], -1))
