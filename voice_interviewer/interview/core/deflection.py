"""Whether an answer took up its question at all, and whether a follow-up got what it was after."""

from __future__ import annotations

import re
from collections import Counter

from ...language.model import Analysis
from ...rubric import keys, patterns
from ...rubric.relations import mended_by

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
    if keys.is_pattern(target):
        return patterns.touched(target, analysis.text) > 0 or analysis.words > 2 * SHORT_WORDS
    wanted = mended_by(target)
    if target == "inflation" and any(claim.has_number for claim in analysis.claims):
        return not analysis.has("inflation")
    return any(analysis.has(label) for label in wanted)
