"""What an interviewer would ask after one answer, without a session or a flow around it: for `review`."""

from __future__ import annotations

from collections.abc import Mapping

from ...language.model import Analysis, Weakness
from ...rubric import keys, patterns
from . import slots
from .choose import number, pick
from .deflection import why_deflected
from .targets import called_for, choose_target


def next_question(
    analysis: Analysis,
    question: str = "",
    pattern: str | None = None,
    probes: Mapping[str, tuple[str, ...]] | None = None,
    seed: int | None = None,
    *,
    constraints: tuple[str, ...] | None = None,
    role: str = "general",
) -> tuple[str | None, str, str]:
    """(target, text, why) of the next question.

    Target is one of `keys.LABELS`, or None when nothing remedial is called for: then the text asks for growth or puts
    a change of circumstances. `probes` and `constraints` are the shipped ones when left out; the same answer and seed
    give the same words.
    """
    if probes is None or constraints is None:
        from ...flow.catalog import shipped_constraints, shipped_probes

        probes = shipped_probes() if probes is None else probes
        constraints = shipped_constraints() if constraints is None else constraints
    seed = number(0, analysis.text) if seed is None else seed
    listens = patterns.listens(pattern or patterns.infer(question))
    if not analysis.text.strip():
        return None, question or "Could you tell me more about that?", "Nothing was said, so the question stands."
    if why := why_deflected(analysis.text, analysis, None):
        target = listens[0] if listens else "generic"
        return target, _words(analysis, None, target, probes, seed), f"The answer did not take up the question: {why}."
    # What a question hopes to hear is known where its pattern is; from its wording it is only guessed, and then the
    # answer alone says what to pursue.
    weak = called_for(analysis, role) if pattern is None else choose_target(analysis, listens=listens, role=role)
    if weak.target is None and not weak.why:
        weak = Weakness(None, "Nothing in the answer calls for mending, so the question is taken further.")
    if weak.target is None:
        return None, _further(analysis, pattern, probes, constraints, seed), weak.why
    text = _words(analysis, weak.quote, weak.target, probes, seed)
    known = weak.target in keys.LABELS  # the probes for claimed scale are wordings of `exposure`
    return weak.target if known else analysis.weakness.target, text, weak.why


def _words(
    analysis: Analysis, quote: tuple[int, int] | None, target: str, probes: Mapping[str, tuple[str, ...]], seed: int
) -> str:
    material = slots.material(analysis, quote, target)
    for key in (target, "generic"):
        text = slots.word(probes.get(key, ()), material, seed, key)
        if text is not None:
            return text
    return "What did you decide there, and why?"


def _further(
    analysis: Analysis,
    pattern: str | None,
    probes: Mapping[str, tuple[str, ...]],
    constraints: tuple[str, ...],
    seed: int,
) -> str:
    """A harder question: growth, or a change of circumstances."""
    growth = slots.word(probes.get("growth", ()), slots.material(analysis, None, None), seed, "growth")
    if constraints and (growth is None or pattern == "growth" or number(seed, "further") % 2):
        return pick(constraints, seed, "constraint")
    return growth or "What changes if ten times as many people depend on it?"
