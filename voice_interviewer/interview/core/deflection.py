"""Whether an answer took up its question at all, and whether a follow-up got what it was after."""

from __future__ import annotations

import re
from collections import Counter

from ...language.model import Analysis
from ...rubric import keys, topics

SHORT_WORDS = 12
"Up to this many words an answer can be a mere way out."

GIBBERISH_WORDS = 30
_VOWEL = re.compile(r"[aeiouy\d]")
_NO_IDEA = re.compile(
    r"\b(?:(?:i )?(?:do not|don't|wouldn't|would not) (?:really |actually |even )?(?:know|remember|recall)"
    r"|no idea|not sure|no clue|"
    r"can(?:'t|not) (?:really |actually )?(?:think of|say|remember|recall|come up)|couldn't (?:tell|say)|hard to say|"
    r"nothing (?:comes to mind|really|special)|never thought about|haven't (?:really )?thought|good question"
    r"|no comment|"
    r"i have no (?:answer|example)|i'm blank|my mind is blank|drawing a blank)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"\?\s*\Z")
_OWN = re.compile(r"\b(?:i|we|my|our)\b", re.IGNORECASE)

_ANY_ACT = ("ownership", "decision_ownership")
_INSTEAD: dict[str, tuple[str, ...]] = {
    "hedge": (*_ANY_ACT, "calibration"),
    "apology": _ANY_ACT,
    "absence_lead": (*_ANY_ACT, "scale_translation"),
    "minimizer": (*_ANY_ACT, "failure_anticipation", "learning_loop"),
    "team_voice": _ANY_ACT,
    "exposure": (*_ANY_ACT, "systems_thinking", "failure_anticipation"),
    "inflation": ("calibration", "metric_skepticism", "constraint_tradeoff", *_ANY_ACT),
    "generic": ("constraint_tradeoff", "learning_loop", "failure_anticipation", "metric_skepticism", *_ANY_ACT),
    "outcome_only": ("constraint_tradeoff", "restraint", "metric_skepticism", *_ANY_ACT),
    "defense": ("calm_adaptation",),
    "restart": ("calm_adaptation",),
    "freeze": ("calm_adaptation", "failure_anticipation", "restraint"),
    "decision_authority": _ANY_ACT,
    "failure_visibility": ("failure_anticipation", "systems_thinking", "learning_loop"),
    "apologetic_minimising": _ANY_ACT,
    "inflated_compensation": ("calibration", "metric_skepticism", *_ANY_ACT),
    "decision_ownership": _ANY_ACT,
    "ownership": _ANY_ACT,
}
"What counts as mending a weakness; a judgement signal is mended by itself."


def why_deflected(text: str, analysis: Analysis, target: str | None) -> str:
    """Why this is no answer to what was asked, in a few words; empty when it is one.

    `target` is what a follow-up pursued, None for a question itself.
    """
    words = re.findall(r"[\w']+", text.lower())
    if not words:
        return "nothing was said"
    if analysis.language != "en":
        return "it was not in English"
    if _gibberish(words):
        return "it could not be understood"
    substance = any(analysis.has(label) for label in keys.SIGNALS + keys.STRENGTHS)
    if len(words) <= 2 * SHORT_WORDS and not substance and _NO_IDEA.search(text):
        return "the candidate had no answer"
    if len(words) <= 2 * SHORT_WORDS and not substance and _BACK.search(text) and not _OWN.search(text):
        return "it was a question back"
    if target is not None and len(words) <= SHORT_WORDS and not substance and not told(analysis):
        return "it stayed too short to say anything about it"
    return ""


def told(analysis: Analysis) -> bool:
    """Whether any part of a story was told."""
    return any(span is not None for span in analysis.story.values())


def _gibberish(words: list[str]) -> bool:
    """The same word over and over, or strings without vowels."""
    if len(words) >= 6 and Counter(words).most_common(1)[0][1] > 0.6 * len(words):
        return True
    some = words[:GIBBERISH_WORDS]  # who babbles does so from the beginning
    odd = sum(len(word) > 2 and not _VOWEL.search(word) for word in some)
    return len(some) >= 2 and odd >= 0.5 * len(some)


def yielded(target: str | None, analysis: Analysis) -> bool:
    """Whether an answer to a follow-up gave what was pursued."""
    if target is None:
        return analysis.words > SHORT_WORDS
    if target in keys.STORY_PARTS:
        return analysis.story.get(target) is not None
    if target in keys.PATTERNS:
        return topics.count(target, analysis.text) > 0 or analysis.words > 2 * SHORT_WORDS
    wanted = _INSTEAD.get(target, (target,))
    if target == "inflation" and any(claim.has_number for claim in analysis.claims):
        return not analysis.has("inflation")
    return any(analysis.has(label) for label in wanted)
