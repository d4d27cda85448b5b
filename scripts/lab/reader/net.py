"""The reader's network: MPNet layers, and per sentence a score of each label from its words in their context."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """One MPNet layer (post-norm); query, key and value in one product."""

    def __init__(self, width: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-5)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-5)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Any, bias: Any) -> Any:
        """`x` [batch, tokens, width]; `bias` [batch or 1, heads, tokens, tokens] is added to the attention."""
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(w // self.heads) + bias, -1) @ v
        else:
            a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, w))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """The first `layers` layers of MPNet."""

    def __init__(self, config: dict[str, Any], layers: int, drop: float = 0.1) -> None:
        super().__init__()
        w, h = config["hidden_size"], config["num_attention_heads"]
        self.words = nn.Embedding(config["vocab_size"], w)
        self.places = nn.Embedding(config["max_position_embeddings"], w)
        self.norm = nn.LayerNorm(w, eps=1e-5)
        self.relative = nn.Embedding(config["relative_attention_num_buckets"], h)
        self.layers = nn.ModuleList(Layer(w, h, config["intermediate_size"], drop) for _ in range(layers))
        self.drop = nn.Dropout(drop)
        self.width = w
        self.register_buffer("buckets", _buckets(config["max_position_embeddings"]), persistent=False)

    def forward(self, ids: Any, mask: Any) -> Any:
        """Hidden states; `mask` is 1 for tokens."""
        return self.upper(self.lower(ids, mask, 0), mask, 0)

    def lower(self, ids: Any, mask: Any, layers: int) -> Any:
        """Hidden states behind the first `layers` layers."""
        # MPNet counts places from 2.
        x = self.drop(self.norm(self.words(ids) + self.places.weight[2 : ids.shape[1] + 2]))
        bias = self._bias(mask)
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x

    def upper(self, x: Any, mask: Any, layers: int) -> Any:
        """The rest of the way."""
        bias = self._bias(mask)
        for layer in self.layers[layers:]:
            x = layer(x, bias)
        return x

    def _bias(self, mask: Any) -> Any:
        t = mask.shape[1]
        bias = self.relative(self.buckets[:t, :t]).permute(2, 0, 1).unsqueeze(0)
        return bias + (1.0 - mask[:, None, None, :].to(bias.dtype)) * -1e4


def _buckets(size: int, buckets: int = 32, far: int = 128) -> Any:
    """Number of the relative place of each pair of tokens, as in MPNet (T5's scheme)."""
    place = torch.arange(size)
    n = -(place[None, :] - place[:, None])
    half = buckets // 2
    found = (n < 0).long() * half
    n = n.abs()
    exact = half // 2
    large = exact + (torch.log(n.float().clamp(min=1) / exact) / math.log(far / exact) * (half - exact)).long()
    return found + torch.where(n < exact, n, large.clamp(max=half - 1))


def load_encoder(base: Path, pick: list[int], drop: float = 0.1) -> Encoder:
    """An encoder with the pretrained layers `pick` of the checkpoint in `base`."""
    from safetensors.torch import load_file

    config = json.loads((base / "config.json").read_text())
    raw = load_file(str(base / "model.safetensors"))
    raw = {k.removeprefix("mpnet."): v for k, v in raw.items()}
    net = Encoder(config, len(pick), drop)
    state = {
        "words.weight": raw["embeddings.word_embeddings.weight"],
        "places.weight": raw["embeddings.position_embeddings.weight"],
        "norm.weight": raw["embeddings.LayerNorm.weight"],
        "norm.bias": raw["embeddings.LayerNorm.bias"],
        "relative.weight": raw["encoder.relative_attention_bias.weight"],
    }
    for new, old in enumerate(pick):
        a, b = f"layers.{new}.", f"encoder.layer.{old}."
        for kind in ("weight", "bias"):
            state[f"{a}qkv.{kind}"] = torch.cat([raw[f"{b}attention.attn.{x}.{kind}"] for x in "qkv"])
            state[f"{a}out.{kind}"] = raw[f"{b}attention.attn.o.{kind}"]
            state[f"{a}norm1.{kind}"] = raw[f"{b}attention.LayerNorm.{kind}"]
            state[f"{a}up.{kind}"] = raw[f"{b}intermediate.dense.{kind}"]
            state[f"{a}down.{kind}"] = raw[f"{b}output.dense.{kind}"]
            state[f"{a}norm2.{kind}"] = raw[f"{b}output.LayerNorm.{kind}"]
    net.load_state_dict(state)
    return net


class Net(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder, labels: int, wholes: int) -> None:
        super().__init__()
        self.encoder = encoder
        w = encoder.width
        self.drop = nn.Dropout(0.1)
        self.sentence = nn.Linear(w, labels)
        self.word = nn.Linear(w, labels)
        self.whole = nn.Linear(2 * w, wholes)
        for layer, bias in ((self.sentence, -2.0), (self.word, -2.5), (self.whole, -2.0)):
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.constant_(layer.bias, bias)

    def forward(self, ids: Any, mask: Any, inside: Any) -> tuple[Any, Any, Any]:
        """`inside` [batch, sentences, tokens] is 1 where a token is of a sentence.

        Logits of sentences [batch, sentences, labels], tokens [batch, tokens, labels], answers [batch, wholes].
        """
        return self.heads(self.encoder(ids, mask), inside)

    def heads(self, hidden: Any, inside: Any) -> tuple[Any, Any, Any]:
        """The same of the encoder's last hidden states."""
        h = self.drop(hidden.float())
        count = inside.sum(-1, keepdim=True).clamp(min=1)
        mean = inside @ h / count
        outside = (1.0 - inside) * -1e4
        words = self.word(h)
        soft = torch.logsumexp(words.unsqueeze(1) * 2 + outside.unsqueeze(-1), 2).clamp(min=-50) / 2
        logits = self.sentence(mean) + soft - 0.5 * torch.log(count)
        said = inside.sum(1, keepdim=True).clamp(max=1)
        body = (said @ h / said.sum(-1, keepdim=True).clamp(min=1)).squeeze(1)
        return logits, words, self.whole(torch.cat([h[:, 0], body], -1))
