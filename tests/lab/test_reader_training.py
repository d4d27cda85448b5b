"""The training of the reader, as far as it goes without real answers: counting, thresholds, joins, parts of torch."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from scripts.lab import bench_about, bench_firing, fit_join, train_reader, words_kept
from scripts.lab import real_speech as rs
from scripts.lab.reader import data, judge, thresholds


def item(name: str, label: str, votes: int, *, real: bool = True) -> data.Item:
    """A text of two sentences, the second of which carries a label."""
    text = "It was late in the week. I guess it broke."
    gold = {"spans": [{"label": label, "start": 25, "end": len(text), "votes": votes, "sure": True}]}
    empty = np.zeros((2, 1))
    spans = [(0, 24), (25, len(text))]
    return data.Item(name, name, real, text, [], spans, [], empty, [], np.zeros(1), meta={"gold": gold})


def scores(chance: float, label: str = "hedge") -> np.ndarray:
    """The second sentence has `chance` of the label; nothing else has any."""
    found = np.zeros((2, 1 + max(judge.INDEX.values())))
    found[1, judge.INDEX[label]] = chance
    return found


def test_findings_are_right_arguable_or_wrong_by_votes() -> None:
    """Two votes are right, one is arguable, none is wrong; below the threshold there is no finding."""
    limits = dict.fromkeys(data.LABELS, 0.5)
    for votes, kind in ((2, "right"), (1, "arguable"), (0, "wrong")):
        counted = judge.tally([item("a", "hedge", votes)], [scores(0.9)], limits)
        assert {k: sum(getattr(counted, k)) for k in ("right", "arguable", "wrong")} == {
            k: int(k == kind) for k in ("right", "arguable", "wrong")
        }
    missed = judge.tally([item("a", "hedge", 2)], [scores(0.4)], limits)
    assert (sum(missed.met), sum(missed.there), sum(missed.right)) == (0, 1, 0)


def test_scores_become_chances_of_being_right() -> None:
    """Where high scores are right and low ones wrong, the slope is positive and the threshold lies between."""
    many = [item(str(n), "hedge", 2 if n % 2 else 0) for n in range(20)]
    scored = [scores(0.9 if n % 2 else 0.1) for n in range(20)]
    how = thresholds.scales(many, scored, steps=300)
    least = thresholds.thresholds(many, scored, how, 0.5, budget=False)
    assert how["hedge"][0] > 0 and 0.1 < least["hedge"] < 0.9


def test_real_answers_are_held_out_by_whole_episodes() -> None:
    """Nothing is in both parts, and invented texts are never held out."""
    many = [item(str(n), "hedge", 2, real=n < 8) for n in range(12)]
    training, held = data.folds(many, 0.5, 1)
    assert len(held) == 4 and all(one.real for one in held)
    assert not {one.id for one in training} & {one.id for one in held} and len(training) + len(held) == 12


def test_later_labels_do_not_change_what_is_held_out() -> None:
    """Answers labelled later go where their episode already is."""
    many = [item(str(n), "hedge", 2) for n in range(8)]
    before = {one.id for one in data.folds(many, 0.5, 1)[1]}
    later = [item(f"later {n}", "hedge", 2) for n in range(8)]
    for n, one in enumerate(later):
        one.episode, one.meta["late"] = str(n), True
    training, held = data.folds(many + later, 0.5, 1)
    assert {one.id for one in held if "late" not in one.meta} == before
    assert {one.episode for one in held} == before and len(training) + len(held) == 16


def test_log_odds_become_chances_of_being_marked() -> None:
    """`calibrate`: odds that are too sure of themselves are drawn together, and what is unknown is passed over."""
    many, odds = [], []
    for n in range(40):
        one = item(str(n), "hedge", 2)
        one.targets = np.zeros((2, len(data.LABELS)), np.float32)
        # Of ten stretches with log odds of 4, seven are marked; of ten with -4, three.
        one.targets[0, 0], one.targets[1, 0] = n % 10 < 7, n % 10 < 3
        one.targets[:, 1:] = data.SKIP
        many.append(one)
        odds.append(np.array([[4.0], [-4.0]]) * np.ones((1, len(data.LABELS))))
    slope, shift = thresholds.calibrate(many, odds)
    assert abs(1 / (1 + np.exp(-(4 * slope + shift))) - 0.7) < 0.01 and abs(shift) < 0.01


def test_three_voices_are_joined() -> None:
    """`fit_join`: a stretch is marked by votes, and where the reader is right its word counts."""
    places = [rs.Place("hedge", 0, 10, 2, True), rs.Place("apology", 0, 10, 1, True)]
    marked = fit_join.mark([(0, 10), (20, 30)], places)
    hedge, apology = (fit_join.JUDGED.index(label) for label in ("hedge", "apology"))
    assert marked[0, hedge] == 1 and marked[0, apology] == -1 and not marked[1].any()
    y = np.array([0.0, 1.0] * 10)
    x = np.column_stack([np.where(y > 0, 2.0, -2.0), np.zeros(20), np.zeros(20)])
    given = fit_join.Data(np.zeros(20, int), x, y, np.arange(20) % 2, 1000.0)
    joint = fit_join.chances(given, fit_join.fit(given, np.ones(20, bool)))
    assert joint[y > 0].min() > 0.5 > joint[y == 0].max()


def test_levels_keep_to_the_budget_of_wrong_findings() -> None:
    """`fit_join.tiers`: all costs share the lowest level their budget allows, and one that is too loud has its own."""
    hedge, apology = (fit_join.JUDGED.index(label) for label in ("hedge", "apology"))
    label = np.array([hedge] * 10 + [apology] * 10)
    p = np.concatenate([np.linspace(0.21, 0.9, 10), np.full(10, 0.25)])
    given = fit_join.Data(label, np.zeros((20, 3)), np.zeros(20), np.zeros(20, int), 10_000.0)
    together, single = (rate * 10 for rate in fit_join.BUDGETS[True])
    least = fit_join.tiers(given, p)
    over = [sum((label == k) & (p >= least[k])) for k in (hedge, apology)]
    assert sum(over) <= max(1, together) and over[0] <= max(1, single) and over[1] == 0
    assert least[hedge] > least[apology] > 0.25


def test_the_subject_of_an_act_is_held_against_annotators() -> None:
    """`bench_about`: a place of `team_voice` is about a team, and one of ownership about the speaker."""
    text = "We decided to stop it. I pulled the release myself."
    places = (rs.Place("team_voice", 0, 22, 2, True), rs.Place("ownership", 23, len(text), 2, True))
    answer = rs.Answer("a", "a", "", text, places, frozenset(["none"]), None, "chat")
    assert bench_about.places([answer], bench_about.grammar) == {"team_voice": [1, 1], "ownership": [1, 1]}
    assert bench_about.telling([answer], bench_about.grammar) == {"team": (1, 1, 1), "self": (1, 1, 1)}


def test_firing_is_counted_on_answers_that_nobody_labelled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`bench_firing` leaves out what is labelled, and every text but its first."""
    rows = [
        {"id": name, "part": "train", "episode": name, "question": "What happened?", "text": text}
        for name, text in (("a", "It ran."), ("b", "We decided to stop it."), ("c", "We decided to stop it."))
    ]
    with gzip.open(tmp_path / "pool.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("\n".join(map(json.dumps, rows)))
    gold = {"id": "a", "mode": "chat", "spans": [], "trap": None, "targets": ["none"]}
    (tmp_path / "train_gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    assert bench_firing.main(["--real", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("1 answers, 5 words; marked: 1 answers, 2 words")
    assert "team_voice" in said


def test_lost_words_are_runs_not_single_ones() -> None:
    """`words_kept`: three words of stock's without any counterpart are a loss; one is not."""
    assert words_kept.bare("It's LATE, now!")[-1] == "now"
    stock = "we held it back for a week and then it broke".split()
    assert words_kept.lacking(stock, "we held it back and then it broke".split()) == ["for a week"]
    assert words_kept.lacking(stock, "we held it back for a week and then it".split()) == []


def test_training_asks_for_its_folders(capsys: pytest.CaptureFixture[str]) -> None:
    """`train_reader` names what is missing before torch is needed."""
    with pytest.raises(SystemExit):
        train_reader.main([])
    assert "--base" in capsys.readouterr().err


def test_the_network_is_made_of_torchs_parts() -> None:
    """With torch (the `train` extra) every part of the training imports, and the shipped recipe can be read."""
    torch = pytest.importorskip("torch", reason="training needs the `train` extra: pip install -e '.[train]'")
    from scripts.lab.reader import export, fit, net, run

    assert issubclass(net.Layer, torch.nn.Module) and callable(run.go) and callable(export.prune)
    assert fit.Recipe().epochs > 0
