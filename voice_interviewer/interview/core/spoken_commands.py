"""What the candidate asks of the interviewer in words: repeat, skip, clarify, wait, done, finish.

A request is one only when it is all that was said, or stands at the very end. The same words inside an answer ("users
could skip that step") are the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

OWN_WORDS = 5
"Up to this many other words, and it is nothing but the request; more, and they are an answer of their own."


Request = Literal["repeat", "skip", "clarify", "wait", "done", "finish"]
"What may be asked for in words."


@dataclass(frozen=True, slots=True)
class SpokenCommand:
    """A request found in what was said."""

    name: Request
    topic: str = ""
    "What is to be explained."
    rest: str = ""
    "The answer in front of the request; empty when there was none."


_YOU = r"(?:can|could|would|will|may)(?: you| i| we)(?: please| maybe| just| possibly)*"
_ASK = r"(?:that|it|this|(?:the|your|that|this) (?:last )?(?:question|bit|part)|the last (?:bit|part))"
_ONE = r"(?:(?:this|that|it)(?: one| question)?|(?:the|this|that) question)"
_LET = r"(?:let's|lets|let us|i(?:'d| would) (?:like to|rather)|i want to|i'll(?: just)?|i will|i think i'll)"
_BIT = r"(?:second|sec|moment|minute|bit|beat)"
_ABOUT = r"(?: about (?:that|it|this)(?: one)?)?"
_QUITE = r"(?: quite| really)?"
_NOT = r"(?:do not|don't|did not|didn't|could not|couldn't|can't|cannot)"
_WHAT = r"[\w' -]{2,60}"
_INTERVIEW = r"(?:(?:the|this) )?(?:interview|session|practice|call)"

_PATTERNS: dict[Request, tuple[str, ...]] = {
    "repeat": (
        rf"{_YOU} (?:repeat|rephrase|restate|reread|say|ask)(?: {_ASK})?(?: again| once more| one more time| for me)*",
        rf"(?:please )?(?:repeat|say|ask)(?: me)? {_ASK}(?: again| once more| please)*",
        rf"{_YOU} (?:speak|talk|go)(?: a (?:bit|little))?(?: more)? (?:slower|slowly|louder|up|clearly)(?: please)?",
        rf"{_YOU} (?:write|type|show)(?: me)? {_ASK}(?: down| out)?(?: please| for me)*",
        r"one more time(?: please)?|come again|(?:i )?beg your pardon|pardon(?: me)?",
        r"what was (?:that|the question|your question)(?: again)?|what(?:'s| is) the question(?: again)?",
        r"what did you (?:say|ask)(?: me)?(?: again)?",
        rf"i {_NOT}{_QUITE} (?:hear|catch|get) (?:you|what you said|all of that|{_ASK})(?: properly| clearly)?",
        r"i missed (?:that|the question|the last part|what you said)|i (?:lost|forgot) (?:the|your) question"
        r"|i lost my place",
    ),
    "skip": (
        rf"{_YOU} (?:skip|pass on|leave|come back to) {_ONE}|{_LET} (?:skip|pass)(?: on)?(?: {_ONE})?",
        rf"skip(?: {_ONE})?(?: please)?|next question(?: please)?|(?:i )?pass(?: on {_ONE})?",
        rf"{_YOU} (?:move on|go on|go to the next(?: one| question)?|have (?:the next|another) (?:one"
        rf"|question))(?: please)?",
        r"(?:let's|let us) (?:move on|(?:go on to|take) the next(?: one| question)?)",
    ),
    "clarify": (
        rf"what (?:exactly )?do you mean(?: exactly)?(?: (?:by|with|when you say) (?P<topic1>{_WHAT}))?",
        rf"what does (?P<topic2>{_WHAT}) mean(?: here| in this context)?|what is meant by (?P<topic3>{_WHAT})",
        rf"{_YOU} (?:clarify|be more specific|give me an example)(?: {_ASK}| what you mean)?",
        rf"{_YOU} (?:explain|elaborate|clarify)(?: on| about)? (?:{_ASK}|what you mean|(?P<topic4>{_WHAT}))",
        rf"i(?:'m| am) not{_QUITE} sure (?:what you(?: mean|'re asking| are asking)"
        rf"|i understand(?: the question| what you mean)?)",
        rf"i {_NOT}{_QUITE} (?:understand|get|follow) (?:(?:the|your|this) question|what you(?: mean|'re asking"
        rf"| are asking))",
        rf"i {_NOT}{_QUITE} (?:understand|follow)|what (?:does|do) (?:that|you) mean",
        rf"(?:do|did) you mean (?P<topic5>{_WHAT})|are you asking (?:about |me |for |how |whether "
        rf"|if )(?P<topic6>{_WHAT})",
    ),
    "wait": (
        rf"(?:{_YOU} )?(?:please )?(?:just )?(?:give|allow) me (?:just )?(?:a|one|another|some)(?: quick"
        rf"| little)? (?:{_BIT}|time)"
        rf"(?: to think{_ABOUT}| please)*",
        rf"gimme (?:a|one) {_BIT}|(?:just )?(?:a|one) {_BIT}(?: please)?|(?:hold on|hang on|wait)(?: a {_BIT})?",
        rf"let me (?:just )?(?:think|see|(?:gather|collect) my thoughts){_ABOUT}(?: for (?:a|one) {_BIT}| here)?",
        rf"i (?:need|would need|'d need)(?: just)? (?:a|some|one)(?: more)? (?:{_BIT}|time)(?: to think{_ABOUT})?",
        rf"(?:can|could|may) (?:i|we) (?:have|take|get) (?:a|some|one) (?:{_BIT}|time"
        rf"|(?:short )?break)(?: to think{_ABOUT})?",
        rf"(?:i'm|i am|still)(?: still)? thinking{_ABOUT}|(?:can|could) we pause(?: here| for a moment)?",
    ),
    "finish": (
        rf"(?:{_LET}|can we|could we|we can|we should|please|i (?:have|need) to|i must|i'm going to|i am going to)"
        rf" (?:stop|end|finish|quit|wrap up|call it a day|leave)"
        rf"(?: here| now| it| this| there| for today| at this point| {_INTERVIEW})*",
        rf"(?:stop|end|finish|quit) {_INTERVIEW}(?: now| please| here)*|i (?:have|need) to (?:go|leave)(?: now)?",
    ),
    "done": (
        r"(?:that's|that is|that was|that would be) (?:about |pretty much |basically |really )?(?:all|it|everything)"
        r"(?: (?:i have|i've got|i got|from me|from my side|i can think of|i can say|really|for (?:this"
        r"|that) (?:one|question)))*",
        r"(?:i'm|i am) (?:done|finished)(?: with (?:this|that)(?: one| question)?)?",
        r"(?:i have )?nothing (?:else|more|further)(?: to add| to say| from me)?|i have nothing to (?:add|say)"
        r"|nothing to add",
        rf"i {_NOT} have anything (?:else|more)(?: to add| to say)?",
    ),
}
_COMPILED = tuple(
    (name, re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])"))
    for name, patterns in _PATTERNS.items()
    for pattern in patterns
)
_POLITE = re.compile(
    r"\b(?:um+|uh+|er+m?|hmm+|mm+|ah|oh|well|so|okay|ok|sorry|please|thanks|thank you|actually|maybe|yeah|yes"
    r"|no|right|sure|hi|"
    r"i think|i guess|just|then|for me|again|now|and|but|excuse me|to be honest|honestly|if that's okay"
    r"|if that is okay|"
    r"if possible|is that okay|for now|here|quickly|about it|about that)\b"
)
_YES = re.compile(
    r"(?:yes|yeah|yep|sure|okay|ok|please|yes please|skip|skip it|go ahead|next|fine|that's fine|let's do that)\Z"
)
_NO = re.compile(r"(?:no|nope|not yet|no thanks|no thank you|i'll try|let me try|no let me try|no wait)\Z")


_PLAIN_REQUEST = re.compile(
    r"(?:please |just )*(?:"
    r"(?:can|could|would|will|may) (?:you|i|we)\b|(?:let's|lets|let us) (?:skip|pass|move|go on|take|stop|end"
    r"|finish|quit|wrap)"
    r"|let me|give|gimme|what|come again|pardon|i missed|i (?:lost|forgot)|do you|did you|are you|hold on"
    r"|hang on|next question"
    r"|i (?:do not|don't|did not|didn't|could not|couldn't|can't|cannot) |i(?:'m| am) not|(?:stop|end|finish"
    r"|quit) (?:the|this))"
)
"Openings that nobody uses but to ask for something."


def _plain(text: str) -> str:
    """Lower case, straight apostrophes, no punctuation but a lone dot between sentences, single spaces."""
    text = text.lower().replace("’", "'").replace("‘", "'")
    text = re.sub(r"[.?!…]+(?=\s|$)", " . ", text)
    return re.sub(r"\s+", " ", re.sub(r"[^\w' .-]", " ", text)).strip(" .")


def _own_words(text: str) -> int:
    return len(re.findall(r"\w[\w'-]*", _POLITE.sub(" ", text)))


def recognise(text: str, *, skip_offered: bool = False) -> SpokenCommand | None:
    """The request in what was said, or None when it is simply an answer.

    `skip_offered`: the interviewer has just offered to skip, so that a bare yes or no is understood.
    """
    plain = _plain(text[-2000:])
    if not plain:
        return None
    if skip_offered and _YES.match(plain):
        return SpokenCommand("skip")
    if skip_offered and _NO.match(plain):
        return SpokenCommand("wait")
    best: tuple[int, SpokenCommand] | None = None
    for name, pattern in _COMPILED:
        for match in pattern.finditer(plain):
            found = _judge(name, match, plain, text)
            if found is not None and (best is None or match.end() - match.start() > best[0]):
                best = (match.end() - match.start(), found)
    return best[1] if best else None


def _judge(name: Request, match: re.Match[str], plain: str, text: str) -> SpokenCommand | None:
    """Whether these words are a request, from what stands around them."""
    before, after = _own_words(plain[: match.start()]), _own_words(plain[match.end() :])
    if not _PLAIN_REQUEST.match(match[0]):  # "wait", "pass", "i want to stop": the same words may tell a story
        sentence = _plain(re.split(r"[.?!…]\s+", _up_to(text, match[0]))[-1])
        if after or _own_words(sentence):
            return None
        if name == "done" and before > 1:
            return None
    alone = before + after <= OWN_WORDS
    if not alone and (after or not _may_trail(name, text)):
        return None
    topic = next((value.strip() for value in match.groupdict().values() if value), "")
    return SpokenCommand(name, topic, "" if alone else _up_to(text, match[0]))


def _may_trail(name: str, text: str) -> bool:
    """Whether a request may follow an answer; "that's it" then only says that the answer is over."""
    if name in ("repeat", "clarify"):
        return True
    if name == "finish":
        return bool(re.search(r"\b(?:interview|session|stop here|end here|for today)\b", text, re.IGNORECASE))
    return name == "wait"


def _up_to(text: str, request: str) -> str:
    """The original text in front of the last place where the request stands."""
    words = [re.escape(word) for word in request.split()]
    pattern = r"\W+".join(words).replace("'", "['’‘]")
    found = list(re.finditer(rf"(?<![\w'’]){pattern}", text, re.IGNORECASE))
    return text[: found[-1].start()].strip() if found else ""
