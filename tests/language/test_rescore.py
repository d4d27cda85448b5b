"""An accusation is heard only where all that the reader holds agrees; a second weighing never makes one."""

from __future__ import annotations

import dataclasses
import json

import pytest

from voice_interviewer import paths
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.reader import EVEN, Reading, Rescored, Rescoring
from voice_interviewer.language.weigh import rescore
from voice_interviewer.language.weigh.shipped import _rescoring
from voice_interviewer.rubric.keys import COSTS, SIGNALS

TEXT = "Sorry, that was a rambling answer. The list runs in the clinic."
SPANS = ((0, 34), (35, len(TEXT)))
MANY = rescore.count(2)


def weights(bias: float, heard: float = 0.5) -> Rescoring:
    """Weights that look at nothing."""
    none = (0.0,) * MANY
    return Rescoring(none, (1.0,) * MANY, none, {"apology": Rescored(bias, (0.0,) * rescore.OWN, heard)})


@dataclasses.dataclass(frozen=True)
class Hears:
    """A reader that is sure of an apology in the first sentence, and of restraint in the second."""

    rescoring: Rescoring | None = None
    id: str = "hears"

    def read(self, text: str, context: Context) -> Reading:
        """Always the same."""
        both = ("apology", "restraint")
        return Reading(
            both, SPANS, ((9.0, -9.0), (-9.0, 9.0)), dict.fromkeys(both, EVEN), {"mode:chat": 0.1}, self.rescoring
        )


def found(rescoring: Rescoring | None) -> tuple[set[str], set[str]]:
    """Labels that are heard, and that are perhaps there."""
    said = analyze(TEXT, reader=Hears(rescoring))
    return {f.label for f in said.findings}, {f.label for f in said.perhaps}


def test_what_is_withdrawn_is_a_perhaps_and_nothing_else_is_touched() -> None:
    """Where the second weighing disagrees it is folded away; labels without weights stay as they are."""
    assert "apology" in found(None)[0] and "restraint" in found(None)[0]
    assert found(weights(9.0)) == found(None)
    heard, perhaps = found(weights(-9.0))
    assert "apology" not in heard and "apology" in perhaps and "restraint" in heard


def test_a_second_weighing_makes_no_finding() -> None:
    """What the join does not hear stays unheard, however sure the weights are."""
    text = "The list runs in the clinic. We print it at six."
    assert not analyze(text, reader=Hears(weights(9.0))).of("team_voice")


def test_what_is_weighed_is_the_stretch_in_its_answer() -> None:
    """The label's own opinion first, then the answer as a whole, the place, and every logit."""
    reading = Hears().read(TEXT, Context())
    row = rescore.features("apology", reading, 1, 9.0, True, 0.5, 12)
    assert len(row) == MANY and row[:4] == [-9.0, 4.0, 1.0, 0.0]
    assert row[-2:] == [-9.0, 9.0] and row[-3] == 0.5 and row[-5] == 0.0
    assert rescore.features("apology", reading, 0, 0.0, False, 0.5, 12)[-5] == 1.0


def test_weights_shift_the_chance_within_bounds() -> None:
    """One feature, far out, counts as if it were four deviations away."""
    own = Rescored(0.0, (1.0, 0.0, 0.0, 0.0), 0.5)
    one = Rescoring((0.0,) * 5, (1.0,) * 5, (0.0, 0.0, 0.0, 0.0, 0.0), {"hedge": own})
    near, far = (rescore.rescored(one, "hedge", [x, 0.0, 0.0, 0.0, 0.0]) for x in (rescore.MOST, 900.0))
    assert near == far and rescore.rescored(one, "hedge", [0.0] * 5) == 0.5


def test_the_shipped_weights_are_for_costs_alone() -> None:
    """Praise is not weighed twice, and each cost that speech carries is."""
    given = json.loads((paths.shipped("models") / "reader" / "config.json").read_text(encoding="utf-8"))["rescoring"]
    assert set(given["labels"]) <= set(COSTS) and not set(given["labels"]) & set(SIGNALS)
    assert {"apology", "hedge", "minimizer", "team_voice", "absence_lead"} <= set(given["labels"])
    assert len(given["mean"]) == len(given["scale"]) == len(given["shared"])


@pytest.mark.parametrize("broken", ["mean", "all", "label", "own"])
def test_weights_that_do_not_fit_are_refused(broken: str) -> None:
    """Numbers that are too few, a label that the reader has not: told before anything is read with them."""
    config = json.loads((paths.shipped("models") / "reader" / "config.json").read_text(encoding="utf-8"))
    known, given = tuple(config["id2label"].values()), config["rescoring"]
    assert _rescoring(given, known) is not None and _rescoring(None, known) is None
    for name in ("mean", "scale", "shared"):
        if broken in (name, "all"):
            given[name] = given[name][1:]
    if broken == "label":
        given["labels"]["nobody"] = given["labels"]["hedge"]
    if broken == "own":
        given["labels"]["hedge"]["own"] = [0.0]
    with pytest.raises(ValueError, match="rescoring"):
        _rescoring(given, known)


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [
        (
            "Tell me about a project you know well.",
            "I built the intake checker for a small clinic. It was really just a little toy, nothing special, anybody"
            " could have written it. It ran for two years and the nurses used it every morning.",
            "minimizer",
        ),
        (
            "Tell me about something you deployed.",
            "Sorry, I know that is not very impressive, I have never worked at a large company. The list ran in nine"
            " clinics, and I decided what it was allowed to do.",
            "apology",
        ),
    ],
)
def test_what_is_said_to_an_interviewer_is_still_heard(question: str, text: str, label: str) -> None:
    """In an account of own work, plain words of excuse and of shrinking count."""
    assert label in {f.label for f in analyze(text, Context(question)).findings}
