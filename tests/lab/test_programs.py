"""Every program of the laboratory starts: its help explains it, and on tiny input it prints what it measures."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import numpy as np
import pytest
from debrief_kit import spoken
from places import DATA, ROOT

from scripts.lab import (
    answer_sets,
    bench_answers,
    bench_asr_loss,
    bench_gap,
    bench_hearing,
    bench_turns,
    check_corpus,
    evaluate,
    fit_answers,
    fit_cue_weights,
    lose_devices,
    make_pictures,
)
from scripts.lab import evaluation as ev
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context

PROGRAMS = sorted(
    file.stem for file in (ROOT / "scripts" / "lab").glob("*.py") if "def main(" in file.read_text(encoding="utf-8")
)


def rows(name: str, count: int, start: int = 0) -> list[dict]:
    """Some lines of the labelled corpus (never of the test part)."""
    assert not name.startswith("test")
    lines = (DATA / "language" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[start : start + count]]


def one_of_each(name: str) -> list[dict]:
    """The first line with each label, and some without."""
    kept: dict[str, dict] = {}
    for row in rows(name, 10_000):
        for label in [span["label"] for span in row["labels"]] or [f"none {len(kept)}"] * (len(kept) < 9):
            kept.setdefault(label, row)
    return list({row["id"]: row for row in kept.values()}.values())


def write(file: Path, records: list[dict]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A checkout with nothing in it but a tiny corpus: a development line a label, a few answers and training lines."""
    folder = tmp_path / "tests" / "data" / "language"
    write(folder / "dev" / "lines.jsonl", one_of_each("dev/lines.jsonl"))
    write(folder / "dev" / "answers.jsonl", rows("dev/answers.jsonl", 3))
    write(folder / "train" / "clinical.jsonl", rows("train/clinical.jsonl", 30))
    write(folder / "train" / "fraud.jsonl", rows("train/fraud.jsonl", 30))
    write(folder / "train" / "answers_1.jsonl", rows("train/answers_1.jsonl", 4))
    return folder


@pytest.mark.parametrize("name", PROGRAMS)
def test_help_explains_the_program(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each says in a sentence what it does and which options it has, whatever is installed."""
    module = importlib.import_module(f"scripts.lab.{name}")
    with pytest.raises(SystemExit) as ended:
        module.main(["--help"])
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert " ".join((module.__doc__ or "").split("\n")[0].split()) in said.replace("- ", "-")


def test_a_sound_corpus_passes_and_a_broken_one_does_not(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check_corpus` counts the parts; a label outside its text, and a text twice, are named."""
    assert check_corpus.main(["--corpus", str(corpus)]) == 0
    assert "train: 60 texts, 4 answers" in capsys.readouterr().out
    one = rows("train/clinical.jsonl", 1)[0]
    wrong = one | {"id": "clinical-x", "labels": [{"label": "hedge", "start": 5, "end": 9999}]}
    write(corpus / "train" / "wrong.jsonl", [wrong])
    assert check_corpus.main(["--corpus", str(corpus)]) == 1
    said = capsys.readouterr().out
    assert "clinical-x" in said and "alike" in said


def test_everything_is_evaluated_in_one_command(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`evaluate` runs on the invented texts alone; a folder without real answers is refused in one line."""
    monkeypatch.setattr(evaluate, "LANGUAGE", corpus)
    monkeypatch.setattr(evaluate, "cost", lambda text: {"words": len(text.split())})
    out = tmp_path / "out.json"
    assert evaluate.main(["--part", "dev", "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["invented"]
    capsys.readouterr()
    assert evaluate.main(["--real", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_whole_answers_are_measured(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`bench_answers` judges a part and lists its errors; shares are of the rows given."""
    few = answer_sets.development()[:3]
    assert bench_answers.measure("development", few)["n"] == 3
    assert bench_answers.share([True, True, False, False]).strip().startswith("0.5")
    monkeypatch.setattr(answer_sets, "training", list)
    monkeypatch.setattr(answer_sets, "planted", lambda split: [])
    monkeypatch.setattr(answer_sets, "development", lambda: few)
    assert bench_answers.main(["--errors", few[0].writer]) == 0
    capsys.readouterr()


def test_parts_of_the_answers_share_no_row() -> None:
    """What is fitted on, looked at, and measured alone are different answers."""
    fitted, looked, kept = answer_sets.training(), answer_sets.development(), answer_sets.test()
    names = [{row.id for row in part} for part in (fitted, looked, kept)]
    assert all(names) and not names[0] & names[1] and not names[0] & names[2] and not names[1] & names[2]


def test_weights_of_answers_are_fitted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`fit_answers --check` holds each writer out, prints a line each, and writes nothing."""
    several = answer_sets.training()
    writers = list(dict.fromkeys(row.writer for row in several))[:2]
    few = [row for writer in writers for row in [r for r in several if r.writer == writer][:6]]
    before = fit_answers.WEIGHTS.read_bytes()
    monkeypatch.setattr(fit_answers, "training", lambda: few)
    monkeypatch.setattr(fit_answers, "development", lambda: answer_sets.development()[:3])
    fit_answers.main(["--check"])
    said = capsys.readouterr().out
    assert all(writer in said for writer in writers) and "development" in said
    assert fit_answers.WEIGHTS.read_bytes() == before


def test_weights_of_cues_are_fitted(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fit_cue_weights` reports held-out scores, and writes weights for the labels that it saw."""
    monkeypatch.setattr(fit_cue_weights, "TRAIN", corpus / "train")
    monkeypatch.setattr(fit_cue_weights, "more_rows", list)
    monkeypatch.setattr(fit_cue_weights, "ROOT", tmp_path)
    monkeypatch.setattr(fit_cue_weights, "WEIGHTS", tmp_path / "weights.json")
    fit_cue_weights.main(["--check"])
    assert "macro" in capsys.readouterr().out and not (tmp_path / "weights.json").exists()
    fit_cue_weights.main([])
    made = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    assert made["labels"] == list(fit_cue_weights.WEIGHED) and made["features"]


def test_turns_are_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`bench_turns` on a handful of silences: a timer cuts off what is longer than it, and no more."""
    pauses = [
        bench_turns.Silence("hold", s, "and then", source="scripted", answer=str(n)) for n, s in enumerate((0.3, 1.0))
    ]
    ends = [
        bench_turns.Silence("end", bench_turns.NEVER, "it was late.", source="scripted", answer=str(n))
        for n in range(2)
    ]
    many = [pauses[0], ends[0], pauses[1], ends[1]]
    points = bench_turns.curve(bench_turns.timer, [0.2, 0.5, 2.0], many)
    assert [point.cut_offs for point in points] == [1.0, 0.5, 0.0]
    assert bench_turns.cut_offs_at(points, 0.6) == 0.5 and bench_turns.wait_at(points, 0.0) == points[-1].mean_wait_s
    monkeypatch.setattr(bench_turns, "silences", lambda part, fresh: many)
    assert bench_turns.main(["--json", str(tmp_path / "turns.json")]) == 0
    assert "scripted answers" in capsys.readouterr().out
    assert json.loads((tmp_path / "turns.json").read_text(encoding="utf-8"))["all"]


def test_scripted_answers_have_their_pauses() -> None:
    """Marks are pauses in seconds; without marks pauses are drawn, the same for the same seed."""
    made = bench_turns.from_marks("a", "Why?", "I waited [1.2] because it broke.")
    assert made.parts[0][1] == 1.2
    text = "I waited a week, because nothing was watched, and then I asked. It was late."
    assert bench_turns.with_pauses("a", "", text, 3) == bench_turns.with_pauses("a", "", text, 3)


def test_hearing_is_counted_in_words(capsys: pytest.CaptureFixture[str], monkeypatch, tmp_path: Path) -> None:
    """`bench_hearing`: words aligned, fillers apart, repeats counted; what needs recordings is left out and said so."""
    assert bench_hearing.bare("Um, it's 10-fold!")[0] == "um"
    assert bench_hearing.fluent(["um", "it", "broke"]) == ["it", "broke"]
    assert bench_hearing.align(["a", "b", "c"], ["a", "c"])[1] == 1
    assert bench_hearing.repeats(["it", "it", "broke"]) == 1
    kinds = list(bench_hearing.noises(3.0, 1))
    assert len({name for name, _ in kinds}) == 10 and all(np.isfinite(pcm).all() for _, pcm in kinds)
    monkeypatch.setattr(bench_hearing, "SHARED", tmp_path / "nothing")
    assert bench_hearing.main(["--only", "words"]) == 0
    assert "words: left out" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        bench_hearing.main(["--only", "songs"])


def test_the_cost_of_hearing_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """`bench_asr_loss`: numbers as said, words counted, and findings as written beside those as heard."""
    assert bench_asr_loss.in_words(840) == "eight hundred forty"
    assert bench_asr_loss.word_errors([("It took 3 days", "it took three days")])["rate"] == 0.0
    row = ev.parse_row(rows("dev/lines.jsonl", 1)[0])
    item = bench_asr_loss.Item("dev", row, "espeak:en-us")
    judged = bench_asr_loss.judge(item, {"tiny": (spoken("Eight metres."), None)})
    assert judged.gold == {"hedge"} and "hedge" not in judged.heard["tiny"]
    result = bench_asr_loss.report([judged], ["tiny"], errors=True)
    assert json.dumps(result) and capsys.readouterr().out


def test_the_gap_is_summed_up(tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`bench_gap` with a lab that reports without listening: gaps, cut-offs and stages over all runs."""
    lab = tmp_path / "lab.py"
    turn = {"gap_ms": 800.0, "cut_off": False, "pauses": [{"cut": False}], "overlap_ms": 0.0}
    turn |= {"interruptions": [{"backchannel": True, "cut_off": False}]}
    totals = {"gap_ms": 800.0, "cut_offs": 0, "turns_without_reply": 0, "first_interviewer_sound_s": 1.0}
    report = {"turns": [turn], "totals": totals | {"suspected_dropouts": 0}}
    report |= {
        "command": {"peak_rss_mb": 300, "cpu_s": 5, "seconds": 10},
        "lab": {"longest_stall_ms": 1, "load_average": 1},
    }
    lab.write_text(
        f"import sys, pathlib\npathlib.Path(sys.argv[sys.argv.index('--out') + 1]).write_text({json.dumps(report)!r})\n"
    )
    monkeypatch.setattr(bench_gap, "record", lambda text, folder, name: {"file": name})
    out = tmp_path / "gap.json"
    assert bench_gap.main(["--lab", str(lab), "--repeats", "2", "--keep", str(tmp_path / "k"), "--out", str(out)]) == 0
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["turns"] == 2 and made["first_sound_ms"]["p50"] == 800 and made["pauses_cut"] == 0
    assert made["question_ms"]["p50"] == 800 and made["receipts_inside_answers"] == 2
    turn |= {"speech_end_s": 10.0, "utterances": [{"start_s": 10.8}, {"start_s": 11.8}]}
    stages = {"last_voice": 3.0, "receipt": 3.7, "first_sound": 4.7, "turn": 1}
    assert bench_gap.question_ms(turn, stages) == 1800.0
    assert bench_gap.question_ms(turn | {"utterances": [{"start_s": 10.8}]}, stages) == 1800.0
    assert bench_gap.question_ms(turn, {**stages, "receipt": None}) == 800.0
    reports = [{"waterfall": [{"last_voice": 1.0, "soft_end": 1.25, "first_sound": 1.75}]}]
    assert bench_gap.stages(reports) == {"soft_end": 250, "first_sound": 750}
    capsys.readouterr()


def test_pictures_are_cut_and_the_page_is_quoted(
    tmp_path: Path, monkeypatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make_pictures`: empty rows go from the end of a picture, and the history's table stands between its marks."""
    import av

    raw, cut = tmp_path / "raw.png", tmp_path / "cut.png"
    pixels = np.full((200, 120, 3), 255, np.uint8)
    pixels[10:20, 10:40] = (200, 30, 30)
    with av.open(str(raw), "w", format="image2", options={"update": "1"}) as target:
        stream = target.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 120, 200, "rgb24"
        for packet in (*stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")), *stream.encode(None)):
            target.mux(packet)
    make_pictures.keep(raw, cut, width=100, trim=True)
    with av.open(str(cut)) as source:
        shape = next(source.decode(video=0)).to_ndarray(format="rgb24").shape
    assert shape[1] == 100 and 20 < shape[0] < 60
    page = make_pictures.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr(make_pictures, "PAGE", tmp_path / "page.md")
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    make_pictures.quote_history("a table that was made just now")
    assert "a table that was made just now" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_devices_are_lost_in_one_run_a_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`lose_devices` goes through the faults in turn, and fails where a process crashed or a debrief is missing."""
    met: list[str] = []

    def one(number: int, fault: str, *_: object) -> dict[str, object]:
        met.append(fault)
        return {"crashed": fault == "stall", "debrief": True, "hung": False, "defect": False, "code": 0, "tail": ""}

    monkeypatch.setattr(lose_devices, "missing", lambda: "")
    monkeypatch.setattr(lose_devices, "answer_pcm", lambda: np.zeros(1, np.float32))
    monkeypatch.setattr(lose_devices, "one", one)
    assert lose_devices.main(["--runs", "2"]) == 0
    assert lose_devices.main(["--runs", "3", "--json", str(tmp_path / "out.json")]) == 1
    assert met == [*lose_devices.FAULTS[:2], *lose_devices.FAULTS[:3]]
    assert "crashed 1" in capsys.readouterr().out and len(json.loads((tmp_path / "out.json").read_text())) == 3
    monkeypatch.setattr(lose_devices, "missing", lambda: "not installed: pulseaudio")
    assert lose_devices.main([]) == 2


def test_scores_are_counted() -> None:
    """`evaluation`: precision, recall and F1 of hand-counted pairs, and intervals that hold the share."""
    counts = ev.count([(True, True), (True, False), (False, True), (False, False)])
    assert (counts.precision, counts.recall, counts.f1) == (0.5, 0.5, 0.5)
    low, high = ev.wilson(8, 10)
    assert low < 0.8 < high and ev.wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="bad label"):
        ev.parse_row({"id": "x", "text": "abc", "labels": [{"label": "hedge", "start": 0, "end": 9}]})
    row = ev.parse_row({"id": "x", "text": "I am just guessing.", "labels": [{"label": "hedge", "start": 0, "end": 7}]})
    (judged,) = ev.judge([row], lambda text, context: analyze(text, Context(), reader=None))
    assert judged.predicted == {"hedge"}
