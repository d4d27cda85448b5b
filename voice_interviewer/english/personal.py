"""What touches somebody themselves: an illness or disability, a death, a birth, a job that was taken from them; and what
they would rather not go into.

Nobody is corrected on how they speak of it, nobody is asked for more of it, and nothing is missing where it is told. It is
told by words of the first person only: a patient's cancer is work to whoever built the screening.
"""

from __future__ import annotations

import re

from .sentences import sentences

KIN = (
    r"(?:dad|father|mom|mum|mother|parents?|wife|husband|partner|fiancée?|girlfriend|boyfriend|son|daughter|kids?|child|children"
    r"|baby|brother|sister|twin|grand(?:father|mother|ma|pa|dad|son|daughter)|uncle|aunt|cousin|family|friend)"
    r"(?!(?:'s)? (?:process|node|task|account|record|table|row|class|component|service|company|team|workflow|thread|plan"
    r"|feature|app|bank|container|pod|job)\w*)"
)
"Who is near to somebody; a child process is not."
_KIN = rf"(?:(?:late|older|younger|little|own|first|best|whole) )?{KIN}"
_OF_WORK = (
    r"(?![- ](?:data\w*|images?|scans?|patients?|records?|cases?|models?|screening|detect\w+|labels?|registry|registries"
    r"|trials?|stud(?:y|ies)|classifier|predict\w+|cohorts?|codes?|features?|notes?|schedule\w*|scheduling|slots?|reports?|research"
    r"|projects?|teams?|clinics?|wards?|apps?|services?|systems?|forecast\w*|risk|scores?|rates?|tests?|center|centre"
    r"|dashboards?|track\w+|plann\w+|software|tools?|\w*bots?|surveys?|questionnaires?|numbers|levels|videos?|genomes?"
    r"|response|polic(?:y|ies)|rules|thesis|platform|website|pipeline|benchmarks?|departments?|machines?|equipment"
    r"|appointments?|monitor\w*|analy\w+|simulat\w+|statistics|curves?|treatments? (?:data|models?|plan\w*|recommend\w*"
    r"|records?|outcomes?|cohorts?))\b)"
)
"What makes an illness the subject of somebody's work."
_ILLNESS = (
    r"(?:cancer|leuk\w+|a tumou?r|chemo(?:therapy)?|burn-?out|depression|anxiety|PTSD|ADHD|autism|dyslexia|epilepsy"
    r"|diabetes|long covid|covid|multiple sclerosis|migraines?|panic attacks|surgery|health (?:problems?|issues?)"
    r"(?! (?:in|on|with|across) (?:\w+ ){0,2}(?:clusters?|services?|nodes?|servers?|systems?|pods?|deployments?)\b)|a (?:bad "
    r"|serious |minor )?(?:stroke(?! of)|heart attack|concussion|(?:nervous|mental) breakdown|miscarriage|(?:stutter|stammer)(?! (?:in|on|of) (?:the|our|its|every|each)\b)"
    r"|disability|lisp|speech (?:impediment|disorder|impairment)|hearing (?:loss|aid|impairment)|panic attack|chronic (?:illness"
    rf"|condition|disease)|medical (?:condition|issue|emergency)))\b{_OF_WORK}"
)
_HOW = (
    r"(?:(?:just|also|still|then|really|very|so|quite|too|pretty|seriously|badly|suddenly|actually|all|both|recently|being"
    r"|been) ){0,6}"
)
_OFF = r"(?:laid[ -]off|made redundant|let go(?! of\b)|fired(?! up\b)|sacked)"
_STATE = (
    r"(?:ill(?![- ](?:\w+ed|at ease)\b)|sick(?! (?:of|about|and tired)\b)|unwell|hospitali[sz]ed|depressed|burn(?:ed|t)[ -]out|pregnant|diagnosed"
    r"|in (?:the )?hospital(?! (?:wing|ward|system|sector|domain|business|project|setting|network|administration|management|IT"
    r"|operations|software)\b)|in therapy|in rehab"
    rf"|off sick|grieving|bereaved|{_OFF})\b"
)
_LASTING = r"(?:disabled|autistic|dyslexic|bipolar|neurodivergent|hard of hearing|deaf(?! to\b)|blind(?! (?:to|on|here|without|if|spots?)\b))"
_LEAVE = r"(?:sick|medical|maternity|paternity|parental|bereavement|compassionate) leave(?! (?:polic|request|form|rule|law|calculations?|appl)\w*)"
_GOES = (
    r"(?:to|home|on|into|back|and|deep\w*|ahead|through|first|over|wild|abroad|live|all|further|straight|out|forward|beyond"
    r"|in and|down|for (?:it|the)|as (?:far|deep))\b"
)
"Who is let go this way was let do something."
_SHOT = r"(?:up|off|(?:an?|the|some) (?:\w+ )?(?:e-?mails?|messages?|notes?|questions?|texts?|links?|requests?))\b"
_END = r"(?= ?(?:[.,;:!?…—–-]|$)| (?:here|now|right now|today|at all|at the moment|please|if|because|and|but|so|with you|in an?)\b)"
_MATTER = (
    rf"(?:(?:(?:it|that|this|them|those|any of (?:it|that|this)|what happened|(?:the |any |more |my )*details?){_END})"
    r"|(?:that|this) (?:part|time|period|chapter|topic|subject|story|year|question)\b|why I\b|my\b|(?:personal|private|family"
    r"|medical) )"
)
"""What somebody declines to tell: it, or what is theirs. “I don't want to go into too much detail” orders a talk, and
declines nothing."""
_WAYS = (
    rf"(?:I|we) (?:was|were|am|got|get|became|fell|felt|had been|have been) {_HOW}{_STATE}",
    rf"I(?:'m|’m|'ve been|’ve been| am) {_HOW}(?:{_STATE}|{_LASTING}\b)",
    rf"I(?:'ve|’ve)? {_HOW}(?:have had|have|had|got|get|suffer(?:ed)? from|live with|survived|went through|developed) {_HOW}{_ILLNESS}",
    rf"(?:my|our) {_HOW}(?:{_ILLNESS}|(?:illness|miscarriage|divorce|pregnancy|disability|redundancy){_OF_WORK}|therapist"
    rf"|{_LEAVE}|stutter|stammer|grief)\b",
    rf"(?:my|our) {_KIN} {_HOW}(?:(?:has|had|have|was|were|is|are|got|became|fell) )?{_HOW}(?:died|dying|dead|passed away|ill"
    r"|sick|killed|diagnosed|in (?:the )?hospital)\b",
    rf"lost (?!our (?:partner|parent)\b)(?:my (?:job|position)|(?:my|our) {_KIN})\b",
    rf"(?:I|we|I'm|I’m|me|us)\b[^.?!]{{0,80}}\b(?:on|after|back from|during) (?:my |a )?(?:long )?{_LEAVE}",
    r"(?:the|our|my) (?:whole |entire )?(?:(?:team|department|office|company|group|role|position|job) (?:was|were|got"
    rf"|has been|had been) {_HOW}(?:laid off|let go(?! of\b)|made redundant)|(?:department|office|role|position|job) (?:was"
    rf"|were|got|has been|had been) {_HOW}eliminated)",
    rf"(?:they|he|she|the company|my (?:boss|manager|employer)) {_HOW}(?:let me go(?! {_GOES})|fired me(?! {_SHOT})"
    r"|laid (?:me|us) off|made (?:me|us) redundant)",
    rf"(?:I|my)\b[^.?!]{{0,80}}\b(?:the|my) (?:chemo(?:therapy)?|radiotherapy|miscarriage|funeral)\b{_OF_WORK}",
    rf"I {_HOW}(?:stutter|stammer)\b",
    r"I(?: (?:really |would |do )?(?:don't|don’t|do not|not) (?:really )?want to|(?:'d|’d| would) (?:really )?rather not"
    r"|(?:'d|’d| would)? prefer not to|(?:'m|’m| am) not comfortable) (?:(?:(?:talk(?:ing)? about|go(?:ing)? into|discuss(?:ing)?"
    rf"|answer(?:ing)?|get(?:ting)? into|shar(?:e|ing)) {_MATTER})|answer(?:ing)?{_END})",
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
