"""The voice model that ships with the program, made from the published weights of Resemblyzer.

    pip download --no-deps resemblyzer==0.1.4 && unzip Resemblyzer-0.1.4-py3-none-any.whl resemblyzer/pretrained.pt
    pip install -e '.[train]' && python -m scripts.lab.make_voiceprint resemblyzer/pretrained.pt

Writes models/voiceprint/model.onnx: the same network (three LSTM layers, one linear), weights in 16 bits. torch is
needed here, to open the checkpoint, and nowhere else.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "models" / "voiceprint" / "model.onnx"
LAYERS, WIDE, BANDS = 3, 256, 40


def network(weights: dict[str, np.ndarray]) -> Any:
    """The ONNX model: `mel` float32 (n, frames, 40) → `voice` float32 (n, 256), unit vectors."""
    from onnx import TensorProto, checker, helper, numpy_helper

    stored: list[Any] = []
    nodes: list[Any] = [helper.make_node("Transpose", ["mel"], ["x0"], perm=[1, 0, 2])]

    def wide(name: str, value: np.ndarray) -> None:
        stored.append(numpy_helper.from_array(value.astype(np.float16), f"{name}_16"))
        nodes.append(helper.make_node("Cast", [f"{name}_16"], [name], to=TensorProto.FLOAT))

    def plain(name: str, value: np.ndarray) -> None:
        stored.append(numpy_helper.from_array(value, name))

    plain("first", np.array([0], np.int64))
    plain("second", np.array([1], np.int64))
    plain("little", np.array(1e-9, np.float32))
    for layer in range(LAYERS):
        wide(f"w{layer}", _gates(weights[f"lstm.weight_ih_l{layer}"])[None])
        wide(f"r{layer}", _gates(weights[f"lstm.weight_hh_l{layer}"])[None])
        both = [_gates(weights[f"lstm.bias_{side}_l{layer}"]) for side in ("ih", "hh")]
        plain(f"b{layer}", np.concatenate(both)[None].astype(np.float32))
        names = [f"x{layer}", f"w{layer}", f"r{layer}", f"b{layer}"]
        nodes.append(helper.make_node("LSTM", names, [f"y{layer}", f"h{layer}"], hidden_size=WIDE))
        nodes.append(helper.make_node("Squeeze", [f"y{layer}", "second"], [f"x{layer + 1}"]))
    wide("lw", weights["linear.weight"].T.copy())
    plain("lb", weights["linear.bias"].astype(np.float32))
    nodes += [
        helper.make_node("Squeeze", [f"h{LAYERS - 1}", "first"], ["last"]),
        helper.make_node("MatMul", ["last", "lw"], ["product"]),
        helper.make_node("Add", ["product", "lb"], ["sum"]),
        helper.make_node("Relu", ["sum"], ["raw"]),
        helper.make_node("ReduceL2", ["raw"], ["length"], axes=[1], keepdims=1),
        helper.make_node("Add", ["length", "little"], ["divisor"]),
        helper.make_node("Div", ["raw", "divisor"], ["voice"]),
    ]
    given = helper.make_tensor_value_info("mel", TensorProto.FLOAT, ["n", "frames", BANDS])
    made = helper.make_tensor_value_info("voice", TensorProto.FLOAT, ["n", WIDE])
    graph = helper.make_graph(nodes, "voiceprint", [given], [made], stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model


def _gates(weight: np.ndarray) -> np.ndarray:
    """torch orders the gates input, forget, cell, output; ONNX input, output, forget, cell."""
    i, f, c, o = np.split(weight, 4)
    return np.concatenate([i, o, f, c])


def main(argv: list[str] | None = None) -> int:
    """Convert the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args(argv)

    import onnx
    import torch

    state = torch.load(given.checkpoint, map_location="cpu", weights_only=False)["model_state"]
    given.out.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(network({name: tensor.numpy() for name, tensor in state.items()}), str(given.out))
    print(f"{given.out}: {given.out.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
