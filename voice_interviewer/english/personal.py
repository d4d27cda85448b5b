"""What touches somebody themselves: an illness or disability, a death, a birth, a job that was taken from them; and what
they would rather not go into.

Nobody is corrected on how they speak of it, nobody is asked for more of it, and nothing is missing where it is told. It is
told by words of the first person only: a patient's cancer is work to whoever built the screening.
"""

from __future__ import annotations

import re

from .sentences import sentences

_KIN = (
    r"(?:(?:late|older|younger|little|own|first|best|whole) )?(?:dad|father|mom|mum|mother|parents?|wife|husband|partner"
    r"|fiancée?|girlfriend|boyfriend|son|daughter|kids?|child|children|baby|brother|sister|twin|grand(?:father|mother|ma|pa|dad"
    r"|son|daughter)|uncle|aunt|cousin|family|friend)"
)
_ILLNESS = (
    r"(?:cancer|leuk\w+|a tumou?r|chemo(?:therapy)?|burn-?out|depression|anxiety|PTSD|ADHD|autism|dyslexia|epilepsy|diabetes"
    r"|long covid|covid|a (?:bad |serious |minor )?(?:stroke|heart attack|accident|concussion|breakdown|miscarriage|stutter"
    r"|stammer|disability|lisp|speech (?:impediment|disorder|impairment)|hearing (?:loss|aid|impairment)|chronic (?:illness"
    r"|condition|disease)|panic attacks?|medical (?:condition|issue|emergency))|panic attacks|surgery|migraines?"
    r"|multiple sclerosis|health (?:problems?|issues?))"
)
_OFF = r"(?:laid[ -]off|made redundant|let go(?! of\b)|fired(?! up\b)|sacked|dismissed)"
_HOW = r"(?:(?:just|also|still|then|really|very|so|quite|too|pretty|seriously|badly|suddenly|actually|all|both|recently|being|been) )*"
_TOLD = re.compile(
    rf"\b(?:I|we) (?:was|were|am|got|get|became|fell|felt|had been|'?ve been|have been|have|had|had to be) {_HOW}(?:ill\b"
    rf"|sick(?! of\b)|unwell|hospitali[sz]ed|depressed|burn(?:ed|t)[ -]out|pregnant|diagnosed|in (?:the )?hospital(?! (?:wing|ward|system|sector|domain|business|project|setting|network)\b)|in therapy"
    rf"|in rehab|off sick|grieving|bereaved|disabled|autistic|dyslexic|deaf|blind(?! (?:to|spots?)\b)|bipolar|{_OFF})\b"
    rf"|\bI(?:'m|’m|'ve been|’ve been| am) {_HOW}(?:ill\b|sick(?! of\b)|unwell|pregnant|depressed|disabled|autistic|dyslexic|deaf"
    rf"|hard of hearing|bipolar|grieving|neurodivergent|burn(?:ed|t)[ -]out|{_OFF})\b"
    rf"|\b(?:I|I've|I’ve) {_HOW}(?:have|had|got|get|suffer(?:ed)? from|live with|survived|went through|developed) {_HOW}{_ILLNESS}\b"
    rf"|\b(?:my|our) {_HOW}(?:{_ILLNESS}|illness|diagnosis|treatment for|miscarriage|divorce|pregnancy|therapist|sick leave"
    rf"|maternity leave|paternity leave|parental leave|stutter|stammer|disability|layoff|redundancy|grief)\b"
    rf"|\b(?:my|our) {_KIN} {_HOW}(?:(?:has|had|have|was|were|is|are|got|became|fell) )?{_HOW}(?:died|dying|dead|passed away"
    rf"|ill\b|sick\b|killed|diagnosed|in (?:the )?hospital)"
    rf"|\blost (?:my (?:job|position)|(?:my|our) {_KIN})\b"
    rf"|\b(?:I|we|I'm|I’m|me|us)\b[^.?!]{{0,80}}\b(?:on|after|back from|during) (?:my |a )?(?:long )?(?:sick|medical|maternity"
    rf"|paternity|parental|bereavement|compassionate) leave"
    rf"|\b(?:the|our|my) (?:whole |entire )?(?:team|department|office|company|group|role|position|job|site) (?:was|were|got|has been"
    rf"|had been) {_HOW}(?:laid off|let go(?! of\b)|made redundant|shut down in a layoff|eliminated)"
    rf"|\b(?:they|he|she|the company|my (?:boss|manager|employer)) {_HOW}(?:let me go(?! (?:to|home|on|into|back|and)\b)|laid me off"
    rf"|fired me|laid us off|made me redundant)"
    rf"|\b(?:I|my)\b[^.?!]{{0,80}}\b(?:the|my) (?:chemo(?:therapy)?|radiotherapy|miscarriage|funeral)\b"
    rf"|\bI {_HOW}(?:stutter|stammer|have a stammer)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\bI(?: (?:really |would |do )?(?:don't|don’t|do not|not) (?:really )?want to|(?:'d|’d| would) (?:really )?rather not"
    r"|(?: would)? prefer not to|(?:'m|’m| am) not comfortable) "
    r"(?:talk(?:ing)? about|go(?:ing)? into|discuss(?:ing)?|share|sharing|answer(?:ing)?|get(?:ting)? into)\b",
    re.IGNORECASE,
)
SHARE = 0.5
"So much of an answer's words must tell it, for the answer to be about it."


def told(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences that tell something of the kind, in order. Pure; linear."""
    return tuple(
        (start, end)
        for start, end in sentences(text)
        if _TOLD.search(text[start:end]) or _DECLINED.search(text[start:end])
    )


def is_about(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether the answer as a whole is about what its sentences at `spans` tell."""
    within = sum(len(text[start:end].split()) for start, end in spans)
    return bool(spans) and within >= SHARE * len(text.split())
