"""A network is opened so that it keeps no more than its weights."""

from __future__ import annotations

import numpy as np

from voice_interviewer.hearing.voiceprint import model_file
from voice_interviewer.inference import open_network


def test_a_network_keeps_no_arena() -> None:
    """What a run needed is the C library's again afterwards, and one thread works."""
    options = open_network(model_file()).get_session_options()
    assert not options.enable_cpu_mem_arena and not options.enable_mem_pattern
    assert options.intra_op_num_threads == options.inter_op_num_threads == 1


def test_it_computes_what_the_runtime_computes_by_itself() -> None:
    """To the last bit: only where memory comes from is another matter."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    plain = onnxruntime.InferenceSession(str(model_file()), options, providers=["CPUExecutionProvider"])
    mel = np.random.default_rng(3).random((2, 160, 40), np.float32)
    one, other = (network.run(None, {"mel": mel})[0] for network in (plain, open_network(model_file())))
    assert np.array_equal(one, other)
