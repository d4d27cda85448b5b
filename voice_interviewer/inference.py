"""Opens small ONNX networks so that each costs its weights and, while it works, what it computes; nothing in between.

Left to itself the runtime keeps an arena of the largest run there ever was for every network: 20 to 40 MB each for the
voice, the turn model and the reader. Without it a run asks the C library, whose freed memory goes back with
`heap.give_back`. Results are the same, times too within noise.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_network(file: str | Path) -> Any:
    """An `onnxruntime.InferenceSession` on one processor thread, quiet. Raises whatever the library does for a damaged
    file: a bare Exception, mostly."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
