"""Follow-ups that fit how an answer was given: nothing is asked about a decision where there was only small talk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from pydantic import Field

from ...english.inflect import past_forms
from ...language.model import Analysis
from ...rubric import keys
from ...rubric.relations import OF_ACTS
from ...tables import Part, Text, shipped
from .acts import acts

Manner = Literal["told", "view", "talk"]
"What the speaker did; an explanation, opinion or plan; courtesies, a host's line, a question back."

READY: Final = "ready"
"Asked for in the place of a target after an answer that showed a good deal."
TALK_LEADS = 0.6
"By so much talk must lead: taking an answer for talk and turning away from it is the worse mistake."
MANY = 3.0
"Of a hundred words, so many second or third persons make an answer one about somebody else."


class Lines(Part):
    """The lines of one manner: where nothing needs pursuing, after a rich answer, and by target."""

    named: tuple[Text, ...] = ()
    "About an act that was told, with a slot of acts.py each; they go before `open` and `decision_ownership`."
    open: tuple[Text, ...] = Field(min_length=1)
    ready: tuple[Text, ...] = Field(min_length=1)
    decision_ownership: tuple[Text, ...] = ()
    constraint_tradeoff: tuple[Text, ...] = ()
    failure_anticipation: tuple[Text, ...] = ()
    systems_thinking: tuple[Text, ...] = ()
    metric_skepticism: tuple[Text, ...] = ()
    learning_loop: tuple[Text, ...] = ()
    restraint: tuple[Text, ...] = ()
    scale_translation: tuple[Text, ...] = ()
    team_voice: tuple[Text, ...] = ()
    minimizer: tuple[Text, ...] = ()
    hedge: tuple[Text, ...] = ()
    apology: tuple[Text, ...] = ()
    absence_lead: tuple[Text, ...] = ()
    exposure: tuple[Text, ...] = ()
    inflation: tuple[Text, ...] = ()
    generic: tuple[Text, ...] = ()
    outcome_only: tuple[Text, ...] = ()


class Fitting(Part):
    """`fitting.yaml`."""

    weights: Mapping[str, tuple[float, float, float]]
    "For each sign of `SIGNS`, for `words` and `bias`: how much it speaks for talk, told, view."
    told: Lines
    view: Lines
    talk: Lines


_PAST = rf"(?:(?!need|used to|want)[a-z]{{2,}}ed|{'|'.join(past_forms())}|put|set|cut|had to|did)"
SIGNS: Mapping[str, re.Pattern[str]] = {
    sign: re.compile(expression, re.IGNORECASE)
    for sign, expression in {
        "did": rf"\bI(?:'ve|'d| have| had)?(?: (?:also|then|just|only|really|first|finally|eventually|actually"
        rf"|basically))* {_PAST}\b",
        "we_did": rf"\bwe(?:'ve|'d| have| had)?(?: (?:also|then|just|only|really|first|finally|eventually"
        rf"|actually|basically))* {_PAST}\b",
        "was": r"\b(?:was|were|had|didn't|wasn't|couldn't)\b",
        "i": r"\b(?:I|I'm|I've|my|me)\b",
        "we": r"\b(?:we|we're|we've|our|us)\b",
        "you": r"\b(?:you|you're|your|you've)\b",
        "is": r"\b(?:is|are|it's|that's|they're|there's|can|will)\b",
        "opinion": r"\b(?:think|feel|believe|should|need|important|better|people)\b",
        "time": r"\b(?:ago|years?|months?|then|when I|when we|started|back in|at the time|last|eventually|20\d\d"
        r"|19\d\d)\b",
        "asks": r"\?",
        "host": r"\b(?:welcome|thank(?:s| you)|show|episode|podcast|listeners|guest|interview|let's|curious|break"
        r"|awesome|cool|yeah|congrat\w*|laughs|bye|joke|fun)\b",
        "names_you": r"\b(?:you (?:guys|mentioned|said|were|think|want|know about)|do you|did you|have you"
        r"|are you|what do you|tell (?:us|me))\b",
        "makes": r"\b(?:so that|which means|basically|for example|means|called|use[sd]?|using|data|code|model"
        r"|system)\b",
        "open_end": r"(?:\?|\.\.\.|--)\s*\Z",
    }.items()
}
"What is counted of an answer, each for a hundred words."
_TOGETHER = re.compile(
    r"\bwe(?:'ve|'d| have| had)? (?:\w+ )?(?:decided|chose|opted|settled|agreed|switched|moved|went with|dropped"
    r"|refused|replaced|rewrote|built|started)\b",
    re.IGNORECASE,
)
"Something was decided or built, and it was not said by whom."
_SECOND = re.compile(
    r"\b(?:you guys|you mentioned|you said|you've|you were|your|congrat\w*|thank you|thanks)\b", re.IGNORECASE
)
_THIRD = re.compile(r"\b(?:he|she|he's|she's|his|her|him)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:what was (?:the|your)(?: \w+)? question|(?:repeat|rephrase|say) (?:the|that|your)(?: \w+)? question"
    r"|(?:ask|question)(?: me)?(?: that)? (?:once more|again)|(?:missed|forgot|forgotten|lost) (?:the|your"
    r"|what the) question)\b",
    re.IGNORECASE,
)
TAIL = 160
"Characters at the end of an answer in which the question may be asked for again."


def counts(text: str) -> list[float]:
    """Each of `SIGNS` for a hundred words of the text, and hundreds of words (at most four). Pure."""
    words = max(1, len(text.split()))
    return [
        *(min(12.0, 100 * len(sign.findall(text)) / max(words, 30)) for sign in SIGNS.values()),
        min(words, 400) / 100,
    ]


@cache
def _lines() -> Fitting:
    return shipped(__package__ or "", "fitting.yaml").read(Fitting)


def manner(analysis: Analysis, target: str | None = None) -> Manner:
    """How an answer was given, from what is counted of its words and what was found in it. Pure; linear in the text.

    Seen by what is to be pursued, one act is enough where the target is about acts.
    """
    weights = _lines().weights
    counted = (*counts(analysis.text), 1.0)
    parts = [[w * count for w in weights[sign]] for sign, count in zip((*SIGNS, "words", "bias"), counted, strict=True)]
    talk, told, view = (sum(part[kind] for part in parts) for kind in range(3))
    shown = any(analysis.has(label) for label in (*keys.SIGNALS, *keys.STRENGTHS, "team_voice"))
    if talk > max(told, view) + TALK_LEADS and not shown and not _telling(analysis.text):
        return "talk"
    did = any(SIGNS[sign].search(analysis.text) for sign in ("did", "we_did"))
    acted = target in OF_ACTS and did
    if not shown and addressed(analysis.text):
        return "talk"
    return "told" if acted or (told >= view and did) else "view"


def _telling(text: str) -> bool:
    """Whether an act was told, or several past things, and the answer does not end by asking back."""
    asks_back = text.rstrip(" .…-").endswith("?")
    return next(acts(text), None) is not None or (not asks_back and len(SIGNS["did"].findall(text)) >= 2)


def addressed(text: str) -> bool:
    """Whether an answer ends in a question, or is about the listener or a third person. Pure."""
    if next(acts(text), None) is not None:
        return False
    if text.rstrip(" .…-").endswith("?"):
        return True
    hundreds = max(30, len(text.split())) / 100
    return any(len(sign.findall(text)) >= max(2.0, MANY * hundreds) for sign in (_SECOND, _THIRD))


def asks_again(text: str) -> bool:
    """Whether an answer ends by asking for the question once more. Pure."""
    return bool(_AGAIN.search(text[-TAIL:]))


def about_acts(how: Manner, target: str | None) -> tuple[str, ...]:
    """Lines that name what was done or chosen, where the target leaves room for them."""
    if target not in (None, "decision_ownership"):
        return ()
    named_lines: tuple[str, ...] = getattr(_lines(), how).named
    return named_lines


def variants(how: Manner, target: str | None, bank: Mapping[str, Sequence[str]], text: str = "") -> tuple[str, ...]:
    """What may be asked after an answer given like this; `bank` has words for targets that the manner has none for.

    Whose decision it was is asked where several decided, by the answer's `text`.
    """
    lines: Lines = getattr(_lines(), how)
    if target is None:
        return _lines().talk.open if how == "told" and not _TOGETHER.search(text) else lines.open
    if target == READY:
        return lines.ready
    own: tuple[str, ...] = getattr(lines, target, ()) if target in Lines.model_fields else ()
    if own:
        return own
    return lines.open if how == "talk" else tuple(bank.get(target, ())) or lines.open
