"""How it is fitted whether a way to say a sentence can be said: the solver, what is printed, and what is written."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from scripts.lab import fit_sayable as fitting
from scripts.lab.assessor import items, labels, run
from scripts.lab.assessor.scales import logistic
from voice_interviewer.debrief.data import verbatim
from voice_interviewer.debrief.data.sayable import NAMES, ONE, Sayable, weighed
from voice_interviewer.tables import Table

TEXT = "The depot was late. We decided to count the lists by hand for a week. That cost us two evenings."
FIRST, LAST = TEXT.index("We"), TEXT.index(" That")
PLACE = labels.Place("a", "outcome_only", FIRST, FIRST + 10, FIRST, LAST)
SAID = ("We decided to count the lists by hand for a week. My own part was [what].", "We decided to count.")
JUDGED = [(PLACE, [labels.Said(labels.digest(way), 2 - n, True, n == 0) for n, way in enumerate(SAID)])]
DIGESTS = [labels.digest(way) for way in SAID]
OPINIONS = np.array([[2.0, 1.0], [-2.0, -1.0]])


def some(label: str = "hedge", places: int = 50) -> fitting.Ways:
    """Two ways a sentence: one is whole and can be said alone, the other neither; half of the sentences are good."""
    n = 2 * places
    x = np.zeros((n, len(NAMES)))
    x[::2, NAMES.index("whole")] = 1
    x[:, NAMES.index("lost")] = np.arange(n) % 7
    place = np.arange(n) // 2
    return fitting.Ways(x, np.arange(n) % 2 == 0, place % 2 == 0, np.array([label] * n), place, place % items.FOLDS)


def both(one: fitting.Ways, other: fitting.Ways) -> fitting.Ways:
    """Ways of two labels."""
    parts = ((getattr(one, name), getattr(other, name)) for name in fitting.Ways.__slots__)
    return fitting.Ways(*(np.concatenate(pair) for pair in parts))


def every(ways: fitting.Ways) -> np.ndarray:
    return np.ones(len(ways.label), bool)


def test_a_planted_weight_is_found_and_held_back() -> None:
    """Weights that made the data are found again; drawn towards 0, each is smaller."""
    source = np.random.default_rng(3)
    planted = np.array([1.5, -0.7, 0.4])
    x = np.column_stack([source.normal(size=(20_000, 2)), np.ones(20_000)])
    right = source.random(len(x)) < 1 / (1 + np.exp(-x @ planted))
    free, held = (logistic(x, right, np.array([hold, hold, 0.0])) for hold in (0.0, 3000.0))
    assert free == pytest.approx(planted, abs=0.08)
    assert all(0.1 < abs(small) < abs(large) for small, large in zip(held[:2], free[:2], strict=True))


def test_the_unit_of_a_number_does_not_matter() -> None:
    """Numbers are standardised before weights are held: ten times the number has a tenth of the weight."""
    ways = some()
    found = fitting.weights(ways, "hedge", every(ways))
    assert found[NAMES.index("whole")] > 1
    ways.x[:, NAMES.index("lost")] *= 10
    again = fitting.weights(ways, "hedge", every(ways))
    found[NAMES.index("lost")] /= 10
    assert again == pytest.approx(found, abs=1e-9)


def test_no_opinion_counts_against_itself() -> None:
    """Where a good opinion goes with what cannot be said, it counts nothing."""
    ways = some()
    ways.x[:, NAMES.index("good")] = np.where(ways.alone, -1.0, 1.0)
    ways.x[:, NAMES.index("say")] = np.where(ways.alone, 1.0, -1.0)
    found = fitting.weights(ways, "hedge", every(ways))
    assert found[NAMES.index("good")] == 0 and found[NAMES.index("say")] > 0


def test_a_rare_label_is_learnt_from_all() -> None:
    """With few ways that can be said, the weights are those of all labels together."""
    ways = both(some(), some("apology", 3))
    together = fitting.Ways(ways.x, ways.alone, ways.good, np.array(["hedge"] * 106), ways.place, ways.fold)
    assert (
        fitting.weights(ways, "apology", every(ways)).tolist()
        == fitting.weights(together, "hedge", every(ways)).tolist()
    )
    assert (
        fitting.weights(ways, "hedge", every(ways)).tolist() != fitting.weights(ways, "apology", every(ways)).tolist()
    )


def test_a_report_has_a_line_a_bar_and_a_star_at_the_own_one() -> None:
    """A sentence is offered its surest way: here always the whole one, which can always be said alone."""
    head, *lines = fitting.report(some(), {"hedge": 0.52}, [])
    assert head == "hedge: 50 sentences, 100 ways" and len(lines) == len(fitting.BARS) + 1
    assert lines[0] == "  from 0.50: 50 offered (1.00), alone 1.00, in place 0.50"
    assert lines[1] == " *from 0.52: 50 offered (1.00), alone 1.00, in place 0.50"


def test_a_report_passes_over_what_is_not_entire() -> None:
    """Under a label with whole sentences only, half of the sentences here are offered nothing."""
    ways = some()
    ways.x[:, NAMES.index("kept")] = np.where(ways.place % 2 == 0, 1.0, 0.5)
    assert fitting.report(ways, {}, ["hedge"])[1] == "  from 0.50: 25 offered (0.50), alone 1.00, in place 1.00"
    assert "50 offered (1.00)" in fitting.report(ways, {}, [])[1]


def test_chances_come_from_other_episodes() -> None:
    """What is known of a part of the episodes changes the chances of all the others, and not its own."""
    ways = some()
    before = fitting.left_out(ways, "hedge")
    own = ways.fold == 2
    ways.alone[own] = ~ways.alone[own]
    changed = fitting.left_out(ways, "hedge") != before
    assert not changed[own].any() and changed[~own].all()


def test_what_is_written_can_be_read() -> None:
    """The labels that have a bar, every number, and no weight of minus nothing."""
    text = fitting.written(both(some(), some("apology")), {"hedge": 0.75}, ["hedge"])
    found = Table("sayable.yaml", text).read(Sayable).root
    assert (
        list(found) == ["hedge", "team_voice"]  # what is said again as it was stays
        and found["team_voice"].heard
        and (found["hedge"].offered, found["hedge"].entire) == (0.75, True)
        and "-0.0000" not in text
    )
    assert list(found["hedge"].weights) == [*NAMES, ONE] and found["hedge"].weights["whole"] > 1


def test_what_is_shipped_has_every_number_and_no_other() -> None:
    """The shipped weights are of the numbers that are taken now, and the shipped words are the program's."""
    for about in weighed().values():
        names = verbatim.NAMES if about.heard else NAMES
        assert list(about.weights) == [*names, ONE] and 0.5 <= about.offered < 1
    assert fitting.SAYABLE.read_text(encoding="utf-8") == fitting.text_of(weighed())


def test_ways_are_taken_with_their_numbers_and_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of which it is known whether they can be said alone; others than were assessed are refused."""
    monkeypatch.setattr(labels, "_ways", lambda place, text: SAID)
    rows = {"a": {"text": TEXT}}
    ways = fitting.collect(rows, JUDGED, OPINIONS, DIGESTS, np.array([3, 3]))
    assert ways.x[:, :2].tolist() == OPINIONS.tolist() and ways.x[:, NAMES.index("kept")].tolist()[0] == 1
    assert (ways.alone.tolist(), ways.good.tolist(), ways.fold.tolist()) == ([True, False], [True, False], [3, 3])
    unknown = [(PLACE, [JUDGED[0][1][0], labels.Said(labels.digest(SAID[1]), 1, True)])]
    assert len(fitting.collect(rows, unknown, OPINIONS, DIGESTS, np.array([3, 3])).x) == 1
    others = [DIGESTS[0], labels.digest("We counted.")]
    for opinions, assessed, folds in ((OPINIONS, others, [3, 3]), (OPINIONS, [], [3, 3]), (OPINIONS, DIGESTS, [3])):
        with pytest.raises(ValueError, match="fit the assessor again"):
            fitting.collect(rows, JUDGED, opinions, assessed, np.array(folds))
    with pytest.raises(ValueError, match="fit the assessor again"):
        fitting.collect(rows, JUDGED, OPINIONS[:1], DIGESTS, np.array([3, 3]))


def test_it_reports_and_then_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` writes nothing; a bar for a label that nobody judged, or that is none, is refused."""
    monkeypatch.setattr(labels, "_ways", lambda place, text: SAID)
    monkeypatch.setattr(labels, "reframes", lambda: JUDGED)
    monkeypatch.setattr(fitting, "SAYABLE", tmp_path / "sayable.yaml")
    with gzip.open(tmp_path / "pool.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"id": f"{n}", "text": "", "episode": f"e{n}"}) + "\n" for n in range(9))
        lines.write(json.dumps({"id": "a", "text": TEXT, "episode": "e1"}) + "\n")
    none = np.zeros(0, np.int64)
    made = items.Items(
        none, none, none, none, none, none, none, none, np.array(["outcome_only"] * 2), np.array(["e2"]),
        np.array(["e1", "e1"]), np.array(DIGESTS),
    )  # fmt: skip
    items.write(made, tmp_path / run.ITEMS)
    np.savez(tmp_path / run.LEFT_OUT, ways=OPINIONS, digests=DIGESTS)
    asked = ["--real", str(tmp_path), "--work", str(tmp_path), "--bars"]
    monkeypatch.setattr(fitting, "left_out", lambda ways, label: np.array([0.9, 0.2]))
    assert fitting.main([*asked, "outcome_only=.8", "--check"]) == 0
    assert "*from 0.80: 1 offered (1.00), alone 1.00, in place 1.00" in capsys.readouterr().out
    assert not fitting.SAYABLE.exists()
    assert fitting.main([*asked, "outcome_only=.8"]) == 0
    assert "outcome_only:\n  offered: 0.8\n" in fitting.SAYABLE.read_text(encoding="utf-8")
    for wrong in ("hedge=.5", "outcome_only=8", "outcome_only", "team_voice=.8"):
        with pytest.raises(SystemExit):
            fitting.main([*asked, wrong])
        assert "--bars" in capsys.readouterr().err
