"""The training of the assessor, as far as it goes without real answers: labels, what is read, scales, installing."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from places import ROOT

from scripts.lab import fit_assessor
from scripts.lab.assessor import install, items, labels, run, scales
from scripts.lab.reader import place
from voice_interviewer.language.assessor import QUESTIONS, Way
from voice_interviewer.language.weigh import given
from voice_interviewer.language.weigh.assessing import FILE, OnnxAssessor
from voice_interviewer.language.weigh.shipped import OnnxReader, load_reader

TEXT = (
    "The depot was late, and nobody knew why. We decided to count the lists by hand for a week. That cost us two"
    " evenings, but it showed where they were lost. I guess the second counter was the better one. "
) * 6
QUESTION = "Tell me about a time when the numbers did not add up. What did you do?"
ROW = {"id": "a", "episode": "e1", "text": TEXT, "question": QUESTION}
FIRST = TEXT.index("We decided")
LAST = TEXT.index(" That cost")
PLACE = labels.Place("a", "team_voice", FIRST, FIRST + len("We decided"), FIRST, LAST)
SAID = "We decided to count the lists by hand for a week. My own part there was [what you recommended]."


class Heard:
    """Stands for the networks of reader and assessor, and keeps what they are given."""

    def __init__(self) -> None:
        self.given: list[tuple[list[int], int, int]] = []
        self.ids: list[int] = []

    def lower(self, ids: list[int]) -> np.ndarray:
        self.ids = list(ids)
        return np.zeros((1, len(ids), 768), np.float32)

    def run(self, _: None, inputs: dict[str, Any]) -> list[np.ndarray]:
        inside = np.flatnonzero(inputs["inside"][0])
        assert inputs["inside"].shape == (1, len(self.ids))
        self.given.append((self.ids, int(inside[0]), int(inside[-1]) + 1))
        return [np.zeros((1, 2 * len(QUESTIONS)), np.float32)] * 2 + [np.zeros((1, 2), np.float32)]


@pytest.fixture
def reader() -> OnnxReader:
    found = load_reader()
    assert found is not None
    return found


@pytest.fixture
def reads(reader: OnnxReader) -> items.Reads:
    return items.Reads(lambda text: reader.encode(text).ids, reader.limits, reader.marks)


def readings(made: items.Items) -> Iterator[tuple[list[int], int, int]]:
    for begin, size, start, end in made.places.tolist():
        yield made.ids[begin : begin + size].tolist(), start, end


def some(verdicts: list[list[int]], say: list[int]) -> items.Items:
    """Items of which nothing but the labels is asked."""
    n, m = len(verdicts), len(say)
    return items.Items(
        np.zeros(0, np.uint16), np.zeros((0, 4), np.int64), np.zeros(0, np.float32), np.zeros((n, 2), np.int64),
        np.array(verdicts, np.int8), np.arange(m), np.zeros(m, np.int8), np.array(say, np.int8),
        np.array(["hedge"] * m, "<U12"),
        *(np.array([f"e{k % many}" for k in range(size)]) for size, many in ((n, 7), (m, 9))),
        np.array([labels.digest(str(k)) for k in range(m)], "<U12"),
    )  # fmt: skip


def test_labels_of_questions_are_letters_by_id() -> None:
    """No text: the kinds that the program asks, then an id and sixteen letters a line."""
    head, *rows = labels.QUESTIONS.read_text(encoding="utf-8").splitlines()
    assert labels.kinds() == tuple(QUESTIONS) and head == f"# {' '.join(QUESTIONS)}"
    assert all(re.fullmatch(r"[0-9a-f]{12} [gfb-]{16}", row) for row in rows)
    assert len(labels.questions()) == len(rows) == 5060 and len({row[:12] for row in rows}) == 4940
    assert {verdict for judged in labels.questions() for verdict in judged.verdicts} == {-1, 0, 1, 2}


def test_labels_of_reframes_are_places_and_digests() -> None:
    """No text: ids, numbers, a label, a digest, a letter, and whether it can be said, in its place and alone."""
    kinds = {"id": str, "label": str, "start": int, "end": int, "first": int, "last": int, "way": str, "verdict": str}
    rows = [json.loads(line) for line in labels.REFRAMES.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        assert set(row) == {*kinds, "say", "alone"} and all(type(row[name]) is kind for name, kind in kinds.items())
        assert re.fullmatch(r"[0-9a-f]{12}", row["id"]) and re.fullmatch(r"[0-9a-f]{12}", row["way"])
        assert row["verdict"] in labels.LETTERS
        assert all(row[name] is None or type(row[name]) is bool for name in ("say", "alone"))
    judged = [said for _, group in labels.reframes() for said in group]
    assert len(judged) == len(rows) > 7000 and sum(said.alone is not None for said in judged) > 6000


def test_ways_are_made_again_and_known_by_their_digest() -> None:
    """What the forms give is found with its verdict; what they do not give is passed over."""
    asks = "My own part was [what you recommended, decided or argued against]."
    way = f"{TEXT[FIRST:LAST]} {asks}"
    judged = [labels.Said(labels.digest(way), 2, True), labels.Said(labels.digest("Nobody says this."), 0, False)]
    assert list(labels.found_again(PLACE, TEXT, judged)) == [(way, judged[0])]


def test_training_reads_what_the_program_reads(
    reader: OnnxReader, reads: items.Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The windows of an answer and a way in its place: the same word pieces, and the same of them judged."""
    heard = Heard()
    assessor = OnnxAssessor(reader.folder, reader)
    monkeypatch.setattr(reader, "lower", heard.lower)
    monkeypatch.setattr(assessor, "_session", heard)
    judged = labels.Judged("a", (0,) * len(QUESTIONS))
    monkeypatch.setattr(labels, "_ways", lambda place, text: [SAID])
    ways = [(PLACE, [labels.Said(labels.digest(SAID), 1, None)])]
    made = items.build({"a": ROW}, reads, [judged], ways)
    assessor.after(TEXT, QUESTION)
    assessor.sayable([Way("team_voice", TEXT, FIRST, LAST, SAID)])
    assert heard.given == list(readings(made)) and len(heard.given) == made.windows[0, 1] + 1 > 3
    assert made.ways.tolist() == [made.windows[0, 1]] and (made.good[0], made.say[0]) == (1, -1)
    assert made.way_digests.tolist() == [labels.digest(SAID)]


def test_every_window_counts_by_what_it_alone_scores(reads: items.Reads) -> None:
    """Together as much as the answer has word pieces; and nothing is longer than the table of places."""
    windows = given.answer(TEXT, QUESTION, reads.encode, reads.limits, reads.marks)
    assert sum(window.weight for window in windows) == len(reads.encode(TEXT))
    assert not given.answer(" ", QUESTION, reads.encode, reads.limits, reads.marks)
    long = given.instead(Way("team_voice", TEXT * 9, 900, 1900, TEXT * 3), reads.encode, reads.marks)
    assert max(len(one.ids) for one in (*windows, long)) <= 224


def test_items_are_kept_whole(reads: items.Reads, tmp_path: Path) -> None:
    """What was written is read again."""
    made = items.build({"a": ROW}, reads, [labels.Judged("a", (2,) * 16)], [])
    items.write(made, tmp_path / "items.npz")
    assert list(readings(items.read(tmp_path / "items.npz"))) == list(readings(made))
    kept = {field.name: getattr(made, field.name) for field in dataclasses.fields(made) if field.name != "way_digests"}
    np.savez(tmp_path / "items.npz", **kept)
    with pytest.raises(ValueError, match="lacks way_digests"):
        items.read(tmp_path / "items.npz")


def test_no_episode_is_in_two_parts() -> None:
    """Neither its answers nor its ways; and every part has some."""
    made = some([[0]] * 50, [0] * 50)
    answers, ways = made.folds()
    parts: dict[str, set[int]] = {}
    for episode, part in [*zip(made.answer_episodes, answers, strict=True), *zip(made.way_episodes, ways, strict=True)]:
        parts.setdefault(str(episode), set()).add(int(part))
    assert all(len(part) == 1 for part in parts.values()) and set.union(*parts.values()) == set(range(items.FOLDS))


def test_log_odds_that_are_too_sure_are_drawn_together() -> None:
    """Of ten with odds of 4, seven are right; of ten with -4, three: so that is what the scale says."""
    odds = np.repeat([4.0, -4.0], 10)
    right = np.array([n < 7 for n in range(10)] + [n < 3 for n in range(10)])
    slope, shift = scales.platt(odds, right)
    assert 1 / (1 + np.exp(-(4 * slope + shift))) == pytest.approx(0.7, abs=1e-6) and abs(shift) < 1e-6


def test_better_sorted_is_a_greater_auc() -> None:
    """One where all that is right stands above, half where there is nothing to compare."""
    right = np.array([False, False, True, True])
    assert scales.auc(np.array([0.1, 0.2, 0.3, 0.4]), right) == 1.0
    assert scales.auc(np.array([0.1, 0.3, 0.2, 0.4]), right) == 0.75
    assert scales.auc(np.array([0.1, 0.2]), np.array([True, True])) == 0.5


def test_scales_leave_out_what_was_not_judged() -> None:
    """Only answers of which all kinds were judged are counted; ways where it is known whether they can be said."""
    source = np.random.default_rng(4)
    verdicts = source.integers(0, 3, (300, 2))
    verdicts[::3, 1] = -1
    made = some(verdicts.tolist(), [-1, 0, 1, 1] * 50)
    odds = np.stack([np.where(verdicts == 2, 1.0, -1.0), np.where(verdicts == 0, 1.0, -1.0)], -1)
    odds += source.normal(0, 2, odds.shape)
    found = scales.scales(made, ("turn", "near"), odds)
    assert set(found) == {"turn:good", "turn:bad", "near:good", "near:bad"}
    assert all(0 < slope < 2 for slope, _ in found.values())
    odds[::3] = 99
    assert scales.scales(made, ("turn", "near"), odds) == found
    lines = scales.report(made, ("turn", "near"), odds, np.column_stack([made.say, made.good]))
    assert lines[0].startswith("200 answers with all kinds, 200 ways")
    assert lines[-2:] == [f"  can be said, {label:<12} 1.00 (0.67 of 150)" for label in ("all", "hedge")]


def test_what_is_installed_is_written_down(tmp_path: Path) -> None:
    """Files, scales and digests; the rest of the configuration and the manifest stays."""
    models, work = tmp_path / "models", tmp_path / "work"
    (models / "reader").mkdir(parents=True)
    work.mkdir()
    shutil.copy(ROOT / "models" / "manifest.toml", models)
    (models / "reader" / "config.json").write_text('{"held_out": ["a"]}', encoding="utf-8")
    (work / FILE).write_bytes(b"new")
    install.install(work, models, [FILE], ["turn"], {"turn:good": (1.0, 0.5)})
    config = json.loads((models / "reader" / "config.json").read_text(encoding="utf-8"))
    assert config == {"held_out": ["a"], "assessor": {"kinds": ["turn"], "scales": {"turn:good": [1.0, 0.5]}}}
    before = (ROOT / "models" / "manifest.toml").read_text(encoding="utf-8").splitlines()
    after = (models / "manifest.toml").read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [f'sha256 = "{hashlib.sha256(b"new").hexdigest()}"', "bytes = 3"]
    with pytest.raises(ValueError, match="no row"):
        install.with_digest("", FILE, b"new")


def test_files_are_moved_each_at_once(tmp_path: Path) -> None:
    """Under their names, and nothing else is left."""
    (tmp_path / "made").write_text("x", encoding="utf-8")
    place.place(tmp_path, tmp_path / "out", ["made"])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["made"]


def test_training_asks_for_the_real_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """`fit_assessor` names what is missing before torch is needed; what was made before can be reported alone."""
    with pytest.raises(SystemExit):
        fit_assessor.main([])
    assert "--real" in capsys.readouterr().err


def test_a_report_needs_what_was_made_and_no_torch(
    tmp_path: Path, reads: items.Reads, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--stage finish --check` prints how well left-out episodes were told apart, and installs nothing."""
    monkeypatch.setattr(labels, "_ways", lambda place, text: [SAID])
    ways = [(PLACE, [labels.Said(labels.digest(SAID), 1, True)])]
    items.write(items.build({"a": ROW}, reads, [labels.Judged("a", (2,) * 16)], ways), tmp_path / run.ITEMS)
    np.savez(tmp_path / run.LEFT_OUT, answers=np.zeros((1, 16, 2)), ways=np.zeros((1, 2)))
    before = (run.MODELS / "manifest.toml").read_bytes()
    assert fit_assessor.main(["--stage", "finish", "--check", "--work", str(tmp_path)]) == 0
    assert "1 answers with all kinds, 1 ways" in capsys.readouterr().out
    assert (run.MODELS / "manifest.toml").read_bytes() == before


def test_the_network_is_made_of_torchs_parts() -> None:
    """With torch (the `train` extra) every part of the training imports, and the shipped recipe can be read."""
    torch = pytest.importorskip("torch", reason="training needs the `train` extra: pip install -e '.[train]'")
    from scripts.lab.assessor import export, fit, net

    assert issubclass(net.Branch, torch.nn.Module) and callable(export.give_lower)
    verdicts = torch.tensor([[2, 0, -1]])
    sure = torch.tensor([[[9.0, -9.0], [-9.0, 9.0], [9.0, 9.0]]])
    assert fit.Recipe().epochs == 3 and float(fit.loss_of_answers(sure, verdicts, fit.Recipe())) < 0.01
