"""Wordings put before readers, and simulated debriefs: what is computed."""

from __future__ import annotations

import json

import numpy as np
import pytest

from scripts.lab import bench_echo, filled, read_wordings, simulated
from voice_interviewer.web.routes.flows import Spoken

ANSWER = {"id": "a", "question": "What did you decide?", "text": "We decided to keep the old index. It was cheaper."}


def test_the_stricter_reader_counts() -> None:
    """Two readers of one text: the worse verdict is the one in the table; offers are counted among costs."""
    dump = [
        {"id": "a", "costs": ["hedge"], "reframes": ["I kept it."]},
        {"id": "b", "costs": ["hedge"], "reframes": []},
    ]
    first = [{"id": "a", "what": "reframe", "n": 0, "verdict": "good"}]
    second = [{"id": "a", "what": "reframe", "n": 0, "verdict": "bad"}]
    lines = read_wordings.table(dump, [first, second])
    assert lines[0].startswith("reframe: 1 judged") and "bad 1 (100%)" in lines[0]
    assert lines[-1] == "answers with a cost that was heard: 2; with a reframe: 1"


def test_an_answer_is_put_before_readers_with_what_is_offered() -> None:
    """One line a text: question, answer, reframes and the follow-up, as a review of it would have them."""
    row = read_wordings.wordings(ANSWER, read_wordings.debrief_of(ANSWER))
    assert row["id"] == "a" and row["follow_up"]["text"] and isinstance(row["reframes"], list)
    json.dumps(row)


def test_simulated_debriefs_are_the_same_each_time() -> None:
    """In memory, seed after seed."""
    once, again = (next(iter(simulated.debriefs(1))) for _ in range(2))
    assert once.answers and once.model_dump_json() == again.model_dump_json()


def test_silence_is_measured_from_the_candidates_first_sample() -> None:
    """We stop 0.2 s behind it: 200 ms; silent already: None."""
    rate = bench_echo.RATE
    voice = np.random.default_rng(3).normal(0, 0.2, rate).astype(np.float32)
    mic = np.zeros(4 * rate, np.float32)
    mic[rate : 2 * rate] = voice
    spk = np.zeros(6 * rate, np.float32)
    spk[: rate + rate // 5] = 0.3
    assert bench_echo.silence_ms(spk, mic, rate // 2, voice) == pytest.approx(200.0, abs=10)
    assert bench_echo.silence_ms(np.zeros_like(spk), mic, rate // 2, voice) is None


def test_what_follows_a_break_in_belongs_to_the_answer_it_broke() -> None:
    """Two parts of one answer, and one answer of its own."""
    lines = [Spoken("interviewer", "What?"), Spoken("candidate", "This."), Spoken("candidate", "And that.")]
    assert filled.exchanges(lines) == [("What?", "This. And that.")]
