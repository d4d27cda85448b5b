"""Every window is judged once, for the findings and for the answer as a whole."""

from __future__ import annotations

from voice_interviewer.language.cues import families
from voice_interviewer.language.model import Context
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare
from voice_interviewer.language.weigh.judge import judge
from voice_interviewer.language.weigh.weigher import load


def test_each_window_has_a_chance_and_a_threshold_for_each_label() -> None:
    """All in 0 to 1; an apology is likely where one is said; without weights there is nothing to say."""
    passage = prepare("Sorry, that was a small thing. It ran for a year.", rules.codes())
    view = families.read(passage, Context(), None, 0)
    weights = load()
    assert weights is not None
    judged = judge(view, weights)
    assert len(judged) == len(view.windows)
    column = weights.labels.index("apology")
    for item in judged:
        assert len(item.said) == len(weights.labels)
        assert all(0.0 <= chance <= 1.0 for chance, _ in item.said)
    assert max(item.said[column][0] for item in judged) > 0.5
    assert judge(view, None) == ()
