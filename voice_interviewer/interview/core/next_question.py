"""What an interviewer would ask after one answer, without a session or a flow around it: for `review`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...language.assessor import Chances
from ...language.model import Analysis
from ...rubric import keys, patterns
from . import slots
from .choose import number, pick
from .deflection import why_deflected
from .fitting import READY, asks_again, lines, variants
from .targets import called_for, choose_target, is_ready

DEEPER = "Nothing had to be asked again, so the next question goes further."
"Where the question puts growth or a change of circumstances."


def next_question(
    analysis: Analysis,
    question: str = "",
    pattern: str | None = None,
    probes: Mapping[str, tuple[str, ...]] | None = None,
    seed: int | None = None,
    *,
    constraints: tuple[str, ...] | None = None,
    role: str = "general",
    after: Chances = MappingProxyType({}),
) -> tuple[str | None, str, str]:
    """(target, text, why) of the next question.

    Target is one of `keys.LABELS`, or None when nothing remedial is called for: then the text asks for growth or puts
    a change of circumstances. Without `probes` the words fit the answer (fitting.py), so that nobody is asked for their
    decision after small talk; `after` is what an assessor makes of it. `constraints` are the shipped ones when left
    out; the same answer and seed give the same words.
    """
    fitted = probes is None
    if probes is None or constraints is None:
        from ...flow.catalog import shipped_constraints, shipped_probes

        probes = shipped_probes() if probes is None else probes
        constraints = shipped_constraints() if constraints is None else constraints
    seed = number(0, analysis.text) if seed is None else seed
    listens = patterns.listens(pattern or patterns.infer(question))
    if not analysis.text.strip():
        return None, question or "Could you tell me more about that?", "Nothing was said, so the question stands."
    if question.strip() and asks_again(analysis.text):
        return None, question, "The question was asked for again."
    if analysis.personal:
        return None, pick(lines().open.gently, seed, "gently"), analysis.weakness.why
    if why := why_deflected(analysis.text, analysis, None):
        target = listens[0] if listens else "generic"
        asked = target if listens or not fitted else None
        text, _ = _words(analysis, None, asked, fitted, probes, seed, after)
        return target, text, f"The answer did not take up the question: {why}."
    # What a question hopes to hear is known where its pattern is; from its wording it is only guessed, and then the
    # answer alone says what to pursue.
    weak = called_for(analysis, role) if pattern is None else choose_target(analysis, listens=listens, role=role)
    if weak.target is None and is_ready(analysis, listens):
        if pattern is not None or not fitted:
            return None, _further(analysis, pattern, probes, constraints, seed), weak.why or DEEPER
        text, why = _words(analysis, None, READY, fitted, probes, seed, after)
        return None, text, weak.why or why
    if weak.target is None and not fitted:
        return None, _further(analysis, pattern, probes, constraints, seed), weak.why or DEEPER
    if weak.target is None:
        text, why = _words(analysis, None, None, fitted, probes, seed, after)
        return None, text, weak.why or why
    text, why = _words(analysis, weak.quote, weak.target, fitted, probes, seed, after)
    known = weak.target in keys.LABELS  # the probes for claimed scale are wordings of `exposure`
    return weak.target if known else analysis.weakness.target, text, f"{weak.why} {why}".strip()


def _words(
    analysis: Analysis,
    quote: tuple[int, int] | None,
    target: str | None,
    fitted: bool,
    probes: Mapping[str, tuple[str, ...]],
    seed: int,
    after: Chances,
) -> tuple[str, str]:
    """Words that fit the answer, or, unless `fitted`, those of the bank; and why, where they do not pursue `target`."""
    material = slots.material(analysis, quote, None if target == READY else target)
    if not fitted:
        banks = [(key, tuple(probes.get(key, ())), "") for key in (target or "growth", "generic")]
    else:
        banks = [
            (target or "open", *variants(analysis, target, probes, after)),
            ("open", *variants(analysis, None, probes, after)),
        ]
    said = ((slots.word(bank, material, seed, key), why) for key, bank, why in banks)
    return next(((text, why) for text, why in said if text is not None), ("What did you decide there, and why?", ""))


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
