"""Writes the branch as int8 ONNX, and has the reader's file give what the branch stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from scripts.lab.assessor.net import BRANCH, LAYERS, WIDTH, Base, Branch
from scripts.lab.reader.export import heads

LOWER = "lower"
"The reader's output that the assessor reads."


class Alone(nn.Module):
    """The branch for one reading without padding."""

    def __init__(self, branch: Branch, base: Base) -> None:
        super().__init__()
        self.branch = branch
        self.register_buffer("bias", base.bias)

    def forward(self, lower: Any, inside: Any) -> tuple[Any, Any, Any]:
        """Log odds of `lower` [1, tokens, width]; `inside` [1, tokens] is 1 where it is judged."""
        t = lower.shape[1]
        hidden = self.branch.hidden(lower, self.bias[:, :t, :t].unsqueeze(0))[0]
        pooled = torch.cat([hidden[:1], (inside @ hidden) / inside.sum()], -1)
        return self.branch.mean(pooled), self.branch.last(pooled), self.branch.pair(pooled)


def export(branch: Branch, base: Base, out: Path) -> None:
    """Write assessor.fp32.onnx and assessor.onnx in `out`."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = out / "assessor.fp32.onnx"
    inside = torch.zeros(1, 60)
    inside[0, 10:40] = 1
    torch.onnx.export(
        Alone(branch.cpu(), base.cpu()).eval(), (torch.randn(1, 60, WIDTH), inside), str(full),
        input_names=[LOWER, "inside"], output_names=["mean", "last", "pair"],
        dynamic_axes={LOWER: {1: "t"}, "inside": {1: "t"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    # Seven bits: processors without VNNI instructions would overflow with eight.
    quantize_dynamic(
        str(full), str(out / "assessor.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=heads(full),
    )  # fmt: skip


def give_lower(reader: Path, out: Path) -> None:
    """Copy the reader's file; the copy also gives its hidden states below the branch, as `lower`."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(str(reader))
    if LOWER not in {output.name for output in model.graph.output}:
        weight = f"net.encoder.layers.{LAYERS - BRANCH - 1}.norm2.weight"
        [old] = [node.output[0] for node in model.graph.node if weight in node.input]
        for node in model.graph.node:
            for names in (node.input, node.output):
                for n, name in enumerate(names):
                    if name == old:
                        names[n] = LOWER
        model.graph.output.append(helper.make_tensor_value_info(LOWER, TensorProto.FLOAT, [1, "t", WIDTH]))
    onnx.save(model, str(out))
