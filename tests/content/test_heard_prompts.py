"""Prompts through a real voice into real ears: a recogniser understands what a candidate would hear."""

from __future__ import annotations

import random

import pytest

from scripts.lab import hear_prompts as module


def test_counting_errors_ignores_spelling_that_sounds_the_same() -> None:
    """Figures, case and homophones are no errors; lost, added and changed words are one each."""
    assert module.errors("A hundred times as many.", "100 times as many") == 0
    assert module.errors("Whose call was that?", "who's call was that") == 0
    assert module.errors("What did you leave out?", "What did you leave?") == 1
    assert module.errors("What did you leave out?", "So what did he leave out?") == 2


def test_every_asked_text_is_heard() -> None:
    """The script covers questions, follow-ups, probes, constraints and manners, each text once."""
    found = module.prompts()
    assert len({prompt.text for prompt in found}) == len(found) >= 900
    kinds = {place.split("/")[0] for prompt in found for place in prompt.places}
    assert kinds >= {"probes", "constraints", "manners", "full-mock"}


@pytest.mark.models
@pytest.mark.voices
def test_a_sample_of_prompts_is_understood() -> None:
    """Forty prompts, drawn by seed, are written down with few errors, and none of them is unrecognisable."""
    _, listen = module.through_sound("auto", "tiny.en")
    sample = random.Random(20).sample(module.prompts(), 40)
    found = list(module.hear(sample, listen))
    assert module.rate(found) <= 0.06
    for row in found:
        assert row.errors <= max(3, row.words // 2), f"said {row.prompt.text!r}, heard {row.heard!r}"
