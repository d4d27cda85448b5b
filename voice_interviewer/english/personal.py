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
    r"|fiancée?|girlfriend|boyfriend|son|daughter|kids?|child|children|baby|brother|sister|twin|grand(?:father|mother|ma|pa"
    r"|dad|son|daughter)|uncle|aunt|cousin|family|friend)"
    r"(?!(?:'s)? (?:process|node|task|account|record|table|row|class|component|service|company|team|workflow|thread)\w*)"
)
_OF_WORK = (
    r"(?![- ](?:data|images?|scans?|patients?|records?|cases?|models?|screening|detect\w+|datasets?|labels?|registry|registries|trials?"
    r"|stud(?:y|ies)|classifier|predict\w+|cohorts?|codes?|features?|notes?|schedules?|scheduling|slots?|reports?|research|projects?"
    r"|teams?|clinics?|wards?|apps?|services?|systems?|forecast\w*|risk|scores?|rates?|tests?|treatments?|center|centre)\b)"
)
"What makes an illness the subject of somebody's work."
_ILLNESS = (
    r"(?:cancer|leuk\w+|a tumou?r|chemo(?:therapy)?|burn-?out|depression|anxiety|PTSD|ADHD|autism|dyslexia|epilepsy"
    r"|diabetes|long covid|covid|multiple sclerosis|migraines?|panic attacks|surgery|health (?:problems?|issues?)|a (?:bad "
    r"|serious |minor )?(?:stroke(?! of)|heart attack|concussion|(?:nervous|mental) breakdown|miscarriage|stutter|stammer"
    r"|disability|lisp|speech (?:impediment|disorder|impairment)|hearing (?:loss|aid|impairment)|panic attack|chronic (?:illness"
    rf"|condition|disease)|medical (?:condition|issue|emergency)))\b{_OF_WORK}"
)
_HOW = (
    r"(?:(?:just|also|still|then|really|very|so|quite|too|pretty|seriously|badly|suddenly|actually|all|both|recently|being"
    r"|been) )*"
)
_OFF = r"(?:laid[ -]off|made redundant|let go(?! of\b)|fired(?! up\b)|sacked)"
_STATE = (
    r"(?:ill(?![- ]\w+ed\b)|sick(?! (?:of|and tired)\b)|unwell|hospitali[sz]ed|depressed|burn(?:ed|t)[ -]out|pregnant|diagnosed"
    r"|in (?:the )?hospital(?! (?:wing|ward|system|sector|domain|business|project|setting|network)\b)|in therapy|in rehab"
    rf"|off sick|grieving|bereaved|{_OFF})\b"
)
_LASTING = r"(?:disabled|autistic|dyslexic|bipolar|neurodivergent|hard of hearing|deaf(?! to\b)|blind(?! (?:to|on|here|without|if|spots?)\b))"
_LEAVE = r"(?:sick|medical|maternity|paternity|parental|bereavement|compassionate) leave"
_WAYS = (
    rf"(?:I|we) (?:was|were|am|got|get|became|fell|felt|had been|have been) {_HOW}{_STATE}",
    rf"I(?:'m|’m|'ve been|’ve been| am) {_HOW}(?:{_STATE}|{_LASTING}\b)",
    rf"I(?:'ve|’ve)? {_HOW}(?:have|had|got|get|suffer(?:ed)? from|live with|survived|went through|developed) {_HOW}{_ILLNESS}",
    rf"(?:my|our) {_HOW}(?:{_ILLNESS}|(?:illness|miscarriage|divorce|pregnancy|disability|redundancy){_OF_WORK}|therapist"
    rf"|{_LEAVE}|stutter|stammer|grief)\b",
    rf"(?:my|our) {_KIN} {_HOW}(?:(?:has|had|have|was|were|is|are|got|became|fell) )?{_HOW}(?:died|dying|dead|passed away|ill"
    r"|sick|killed|diagnosed|in (?:the )?hospital)\b",
    rf"lost (?:my (?:job|position)|(?:my|our) {_KIN})\b",
    rf"(?:I|we|I'm|I’m|me|us)\b[^.?!]{{0,80}}\b(?:on|after|back from|during) (?:my |a )?(?:long )?{_LEAVE}",
    r"(?:the|our|my) (?:whole |entire )?(?:team|department|office|company|group|role|position|job) (?:was|were|got|has been"
    rf"|had been) {_HOW}(?:laid off|let go(?! of\b)|made redundant|eliminated)",
    rf"(?:they|he|she|the company|my (?:boss|manager|employer)) {_HOW}(?:let me go(?! (?:to|home|on|into|back|and)\b)|fired me"
    r"|laid (?:me|us) off|made (?:me|us) redundant)",
    r"(?:I|my)\b[^.?!]{0,80}\b(?:the|my) (?:chemo(?:therapy)?|radiotherapy|miscarriage|funeral)\b",
    rf"I {_HOW}(?:stutter|stammer)\b",
    r"I(?: (?:really |would |do )?(?:don't|don’t|do not|not) (?:really )?want to|(?:'d|’d| would) (?:really )?rather not"
    r"|(?: would)? prefer not to|(?:'m|’m| am) not comfortable) (?:talk(?:ing)? about|go(?:ing)? into|discuss(?:ing)?"
    r"|answer(?:ing)?|get(?:ting)? into|shar(?:e|ing) (?:that|this|more|(?:the )?details))\b",
)
"How it is told; the last: what somebody would rather not go into."
_TOLD = re.compile(rf"\b(?:{'|'.join(_WAYS)})", re.IGNORECASE)
SHARE = 0.5
"So much of an answer's words must tell it, for the answer to be about it."


def told(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences that tell something of the kind, in order. Pure; linear."""
    return tuple((start, end) for start, end in sentences(text) if _TOLD.search(text[start:end]))


def is_about(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether the answer as a whole is about what its sentences at `spans` tell."""
    within = sum(len(text[start:end].split()) for start, end in spans)
    return bool(spans) and within >= SHARE * len(text.split())
