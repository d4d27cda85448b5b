"""Real pauses and ends: how a folder of them is read, and what a rule would have done."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from scripts.lab import bench_turns, fit_turns
from scripts.lab.real_turns import Act, RealAnswer, figures, ours, part_of, play, read, timer
from voice_interviewer.errors import InputFileError


def silence(kind: str, at: float, length: float, words: int, tail: str, turn: str = "t1", **more) -> dict:
    return {
        "source": "icsi",
        "speaker": "me",
        "turn": turn,
        "kind": kind,
        "at": at,
        "length": length,
        "words": words,
        "question_before": True,
        "tail": tail,
        "overlap": False,
        "clean": True,
        **more,
    }


WHOLE = "we looked at every one of the files that had come in late and counted them"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two answers of one speaker: pauses of 0.6, 2.2 and 3.5 s in the first, none in the second."""
    turns = [
        {"source": "icsi", "turn": "t1", "conv": "c1", "speaker": "me", "start": 0.0},
        {"source": "icsi", "turn": "t2", "conv": "c1", "speaker": "me", "start": 60.0},
    ]
    silences = [
        silence("hold", 5.0, 0.6, 15, WHOLE),
        silence("hold", 10.0, 2.2, 25, WHOLE),
        silence("hold", 15.0, 3.5, 35, WHOLE),
        silence("hold", 15.5, 9.0, 36, WHOLE, overlap=True),
        silence("hold", 2.0, 9.0, 6, "we looked at every one of"),
        silence("shift", 20.0, 0.4, 45, WHOLE),
        silence("shift", 65.0, 0.4, 15, WHOLE, turn="t2"),
        silence("shift", 66.0, 0.4, 15, WHOLE, turn="t2", question_before=False),
    ]
    for name, rows in (("turns", turns), ("silences", silences)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return tmp_path


def test_what_counts_is_read(folder: Path):
    """Overlap, silences before the tenth word and turns without a question are left out."""
    first, second = read(folder)
    assert [s.length_s for s in first.silences if not s.end] == [0.6, 2.2, 3.5]
    assert first.silences[-1].end and second.silences[0].end and len(second.silences) == 1
    assert (first.conversation, first.seconds) == ("c1", 20.0)


def test_cut_offs_per_pause_and_per_answer(folder: Path):
    """A timer of 1 s speaks into the pause of 2.2 s (counted) and of 3.5 s (told apart): half of the answers."""
    result = figures(play(read(folder), timer(1.0)))
    assert (result["n_answers"], result["n_pauses"], result["n_ends"]) == (2, 2, 2)
    assert result["cut_offs_per_pause"] == 0.5
    assert result["cut_offs_per_answer"] == 0.5
    assert result["yielded"] == 0.0
    assert result["question"]["p50"] == result["first_sound"]["p50"] == 1.0


def test_yielding_mends_a_question_just_put(folder: Path):
    """A question 0.3 s before the speaker goes on is withdrawn in time."""
    result = figures(play(read(folder), timer(1.9)))
    assert result["cut_offs_per_answer"] == 0.5
    assert result["yielded"] == 1.0


def test_a_receipt_is_the_first_sound_and_no_cut_off(folder: Path):
    """At the end of an answer it is what is heard first; inside one it is counted by the minute."""
    result = figures(play(read(folder), lambda evidence: Act(9.0, 0.7)))
    assert result["first_sound"]["p50"] == 0.7 and result["question"]["p50"] == 9.0
    assert result["cut_offs_per_pause"] == 0.0
    minutes = sum(answer.seconds for answer in read(folder)) / 60
    assert result["receipts_per_minute"] == pytest.approx(2 / minutes, abs=0.001)


def test_ours_learns_a_speakers_pauses(folder: Path):
    """After pauses of 2.2 and 3.5 s the same words are waited out longer than at first."""
    [first, second] = play(read(folder), ours())
    alone = play([RealAnswer("icsi", "c2", "other", 60.0, second.answer.silences)], ours())[0]
    assert second.question_s is not None and alone.question_s is not None
    assert second.question_s > alone.question_s
    assert first.receipts >= 1


def test_conversations_are_kept_aside_by_name():
    """The same name always falls into the same part, and both parts get some."""
    parts = {name: part_of(name) for name in map(str, range(40))}
    assert parts == {name: part_of(name) for name in parts}
    assert set(parts.values()) == {"train", "test"}


def test_the_bench_prints_json_and_names_a_bad_folder(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """One command for any folder of that form; what cannot be read is one line and exit 2."""
    out = tmp_path / "turns.json"
    assert bench_turns.main(["--silences", str(folder), "--json", str(out)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(out.read_text(encoding="utf-8"))
    part = "chosen_on" if part_of("c1") == "train" else "kept_aside"
    assert told["icsi"]["n_ends"] == told["icsi"][part]["n_ends"] == told["icsi"]["timer_1_s"]["n_ends"] == 2
    assert set(told["icsi"]["question"]) == set(told["icsi"]["first_sound"]) == {"p50", "p95", "mean"}
    assert {"cut_offs_per_pause", "cut_offs_per_answer", "yielded", "receipts_per_minute"} <= set(told["icsi"])
    assert bench_turns.main(["--silences", str(tmp_path / "none")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    (folder / "silences.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(InputFileError, match="cannot be read"):
        read(folder)


def test_the_fit_looks_at_the_training_part_alone(folder: Path, capsys: pytest.CaptureFixture[str]):
    """Without an answer of that part it says so."""
    answers = read(folder)
    kept = fit_turns.training(answers)
    assert kept == [a for a in answers if part_of(a.conversation) == "train"]
    assert fit_turns.main([str(folder / "none")]) == 2
    capsys.readouterr()
    assert fit_turns.pauses(answers)["n"] == 3
