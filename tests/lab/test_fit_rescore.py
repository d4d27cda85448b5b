"""What withdraws accusations is learnt from verdicts by id; nothing is tuned."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.lab import fit_rescore as lab
from voice_interviewer.language.weigh import rescore


def test_verdicts_are_counted_as_they_were_given() -> None:
    """An arguable finding is half right, two readers count as much as each other, and there is no text."""
    said = lab.verdicts()
    assert {one.part for one in said} == {"train", "dev"} and {x for one in said for x in one.letters} == set("raw")
    assert lab.Verdict("dev", "a", "hedge", 0, 4, "heard", "ra").right == 0.75
    dev = [one for one in said if one.part == "dev"]
    assert len(dev) == 233 and all(len(one.letters) == 2 for one in dev)
    assert sum(one.right < 0.5 for one in dev) == 90 and sum(one.right > 0.5 for one in dev) == 92


def rows(seed: int, many: int = 6) -> lab.Rows:
    """Findings that are right where the first feature is high, for one label the other way round."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(400, many))
    label = draw.integers(0, 2, 400)
    right = ((x[:, 0] > 0) != (label == 1)).astype(float)
    return lab.Rows(x, label, right, np.ones(400, bool), np.zeros(400, int))


def test_each_label_may_differ_from_the_shared_weights() -> None:
    """What is learnt of one half holds for the other, for both labels."""
    first, second = rows(1), rows(2)
    found = lab.fit([(first, 1.0)], first.x.mean(0), first.x.std(0))
    p = found.chances(second)
    for label in (0, 1):
        which = second.label == label
        assert np.mean((p >= lab.HEARD)[which] == (second.right[which] > 0.5)) > 0.8
    assert len(found.theta) == 6 + len(lab.LABELS) * (1 + rescore.OWN)


def test_what_is_written_is_what_the_program_weighs() -> None:
    """The probability of the fit is that of `rescore.rescored` with the written weights."""
    from voice_interviewer.language.weigh.shipped import _rescoring

    given = rows(3, rescore.count(len(lab.LABELS)))
    found = lab.fit([(given, 1.0)], given.x.mean(0), given.x.std(0))
    own = lab.written(found)
    weights = _rescoring(own, lab.LABELS)  # type: ignore[arg-type]
    assert weights is not None
    for n in range(20):
        mine = rescore.rescored(weights, lab.LABELS[given.label[n]], given.x[n].tolist())
        assert mine == pytest.approx(float(found.chances(given)[n]), abs=2e-3)


def test_figures_are_of_what_was_heard() -> None:
    """A perhaps is in neither count."""
    given = rows(4)
    given.heard[:] = False
    given.heard[:3] = True
    given.right[:3] = [1.0, 1.0, 0.0]
    p = np.zeros(400)
    p[0] = 0.9
    line = lab.figures("x", given, p)
    assert "1 of 2 right" in line and "0 of 1 wrong" in line
