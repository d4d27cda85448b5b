"""What the last words say about whether an answer is over. Pure text in, a reading out.

Grammar is a poor judge of *ends* (a complete sentence ends most in-answer pauses too) and a good one of *holds*: nobody
ends an answer with "because the". So the readings are mostly holds; a few set phrases release ("that's it").
Terminal punctuation of a recogniser that hears only this stretch is not evidence, and is dropped first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Tail(Enum):
    """Kinds of endings; the order is that in which they are looked for."""

    NOTHING = "nothing"
    "No words."
    ASKED_TIME = "asked_time"
    "The speaker asked for time: let me think, give me a second."
    CLOSED = "closed"
    "The speaker said so: that's it, that's all."
    QUESTION_BACK = "question_back"
    "The speaker asks the interviewer something."
    FILLER = "filler"
    "um, uh, you know, I mean, well: speech is being planned."
    CUT_OFF = "cut_off"
    "A word or phrase broken off: a dash or dots at the end."
    FUNCTION_WORD = "function_word"
    "An article, preposition, conjunction, auxiliary or subject pronoun that cannot end a sentence."
    OPEN_PHRASE = "open_phrase"
    "A phrase that announces more: the reason is, for example, the first thing."
    OPEN_LIST = "open_list"
    "Two reasons announced, one given."
    DEPENDENT = "dependent"
    "A subordinate clause without its main clause: when the labels arrive late."
    COMPLETE = "complete"
    "A sentence that could be the last."


HOLDS = frozenset(
    {Tail.FILLER, Tail.CUT_OFF, Tail.FUNCTION_WORD, Tail.OPEN_PHRASE, Tail.OPEN_LIST, Tail.DEPENDENT, Tail.NOTHING}
)
"Endings that mean: more is coming."


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tail says."""

    kind: Tail
    evidence: str = ""
    "The words it rests on."
    words: int = 0
    "Words in the answer so far, fillers left out."
    last_sentence_words: int = 0
    "Words since the last sentence mark."

    @property
    def holds(self) -> bool:
        """Whether more is surely coming."""
        return self.kind in HOLDS


_FILLERS = {
    "um",
    "uh",
    "umm",
    "uhm",
    "er",
    "erm",
    "uhh",
    "hm",
    "hmm",
    "mm",
    "mmm",
    "ah",
    "eh",
    "well",
    "like",
    "okay so",
}
_FILLER_END = re.compile(r"(?:\b(?:you know|i mean|sort of|kind of|you see|how do i say|what's the word|let's see))$")
_KNOWS = re.compile(
    r"\b(?:do|did|don't|didn't|let|as|if|would|wouldn't|what|never|lets|to|they) (?:not )?(?:you know|i mean)$"
)
_COMPLETE_LIKE = re.compile(
    r"\b(?:look|looks|looked|feel|feels|felt|sound|sounds|sounded|was|is|it's|be|something|things?|not|stuff) like$"
)

_ARTICLES = {
    "a",
    "an",
    "the",
    "my",
    "our",
    "their",
    "its",
    "your",
    "his",
    "every",
    "each",
    "these",
    "no",
    "another",
    "such",
}
_CONJUNCTIONS = {
    "and", "but", "or", "because", "so", "if", "that", "which", "while", "although", "though", "unless", "until", "since",
    "whereas", "than", "whether", "plus", "then", "where", "when", "nor", "cause", "'cause", "whose", "who", "except", "once",
    "yet", "however", "therefore", "what", "why", "how", "as",
}  # fmt: skip
_PREPOSITIONS = {
    "of", "to", "for", "with", "from", "at", "by", "into", "about", "between", "without", "during", "through", "under",
    "against", "toward", "towards", "per", "via", "onto", "within", "among", "across", "despite", "upon", "including",
    "like", "versus", "beyond", "instead",
}  # fmt: skip
_AUXILIARIES = {
    "am", "are", "was", "were", "is", "be", "been", "being", "has", "had", "have", "having", "will", "would", "could",
    "should", "can", "may", "might", "must", "shall", "do", "does", "did", "it's", "that's", "there's", "he's", "she's",
    "what's", "i'm", "we're", "they're", "you're", "i'd", "we'd", "they'd", "i'll", "we'll", "they'll", "i've", "we've",
    "they've", "you've", "wasn't", "weren't", "isn't", "aren't", "couldn't", "wouldn't", "shouldn't", "didn't", "don't",
    "doesn't", "can't", "won't", "haven't", "hadn't", "hasn't", "let's", "gonna", "wanna", "gotta",
}  # fmt: skip
_SUBJECTS = {"i", "we", "they", "he", "she"}
_TRANSITIVE = {
    "make", "made", "making", "use", "used", "using", "need", "needed", "wanted", "want", "took", "take", "taking",
    "called", "gave", "give", "giving", "get", "put", "keep", "kept", "built", "build", "said", "means", "meant", "became",
    "mostly", "basically", "actually", "really", "very", "pretty", "quite", "just", "only", "also", "even", "especially",
    "particularly", "maybe", "probably", "usually", "always", "never", "almost", "about", "roughly", "around", "over",
    "trying", "going", "able", "supposed", "more", "most", "several", "many", "certain", "different", "specific", "new",
    "whole", "main", "biggest", "first", "second", "third", "one", "two", "three", "other", "same", "own", "big", "large",
    "small", "single", "high", "low", "some", "any", "both", "this", "those", "mr", "tends", "seems", "depends", "decided",
    "noticed", "realised", "realized", "turned", "ended", "started", "managed", "tried", "let", "lets", "letting",
}  # fmt: skip
"Words that seldom end an answer: verbs that want an object, adverbs and adjectives that want their word."
# What makes some of them an ordinary end after all.
_ENDS_AFTER = re.compile(
    r"(?:\b(?:ever|before|at|not|for|the|a|an|to|we|i|they|it|that|had|how|than|as|that much|any|all|is|was|are|were|of|by|be|from|no|"
    r"each|every|this|the very|in|on) (?:used|need|needed|want|wanted|built|kept|made|took|first|second|third|one|two|three|other|same|own|"
    r"more|most|this|those|some|any|both|started|tried|new|different|high|low|big|small|large|decided|noticed|over|around|do|did|"
    r"have|had|can|could|would|should|will|does|main|only|never|always|so|then|ended|using|making|able|single|is|was|are|were))$"
)
_ASKED = re.compile(
    r"\b(?:(?:let|lemme)(?: me| us)? (?:just )?(?:quickly )?(?:think|consider|see|recall|remember|gather|collect|reflect|pause|take)\b|lemme think|"
    r"(?:give|gimme)(?: me)? (?:just )?(?:a|one|some|two|few|another|half)|"
    r"(?:just )?(?:a|one|half a) (?:second|sec|moment|minute|mo)\b(?: please)?$|hang on|hold on|bear with me|wait a (?:second|sec|minute|moment)|"
    r"(?:i(?:'d| would)? (?:just )?(?:need|like|want|take|have)|can i (?:just )?(?:have|take|get)|could i (?:just )?(?:have|take|get)|may i (?:have|take)|"
    r"i'll (?:just )?(?:need|take)|taking|take|i'm going to take) (?:just )?(?:a|one|another|some|a few|a couple of|to)? ?(?:of )?(?:short |quick |little |bit of )?"
    r"(?:second|seconds|moment|moments|minute|sec|time to think|think)\b|"
    r"(?:i'm|i am) (?:just |still )?thinking|"
    r"(?:(?:have|need|want|trying) to|gotta) (?:think|remember|recall)|trying to (?:think|remember|recall)|good question)\b"
)
_ASKED_REST = re.compile(
    r"^(?:a |an |one |some |the |just |few |about |of |for |over |through |how |what |where |which |when |why |to |that|this|it|here|on|best|right|good|"
    r"second|seconds|sec|moment|moments|minute|minutes|bit|little|while|time|think|thinking|thoughts?|my|me|question|example|examples|one|there|please|"
    r"think|back|carefully|properly|out|loud|aloud|about|i|should|would|can|could|put|say|start|begin|answer|describe|explain|order|with|"
    r"so|um|uh|er|hmm|okay|ok|yeah|yes|well|now|and|then|really|again|was|were|is|had|most|recent|case|project|before|if|need|want|have|do|did|"
    r"get|got|let|recall|remember|actually|sorry|thanks|thank|you|first|"
    r"\s)*$"
)
_CLOSED = re.compile(
    r"\b(?:that(?:'s| is| was| would be|'d be) (?:really |pretty much |basically |about |probably |kind of |just |more or less )?"
    r"(?:it|all|everything|about it|my answer|the answer|the (?:whole )?story|how i(?:'d| would| did| do)? (?:do it|approach it|did it|handle it|see it|think about it)|"
    r"all i (?:have|had|can think of|wanted to say|got|would (?:say|add|do))|what i(?:'d| would)? (?:do|say|did|change|add|have)|it (?:for|from) (?:me|now|that|my side)|"
    r"all (?:from|for) me|all from my side|where i(?:'d| would) (?:stop|leave it)|the gist|the short version|my (?:take|view|story|example)|the main (?:thing|point|idea))|"
    r"i(?:'m| am) (?:done|finished)|i think i(?:'m| am) done|nothing (?:else|more)(?: to (?:add|say)| comes to mind)?|i(?:'d| would|'ll| will) (?:stop|leave it|leave it at that|end|finish)(?: it)?(?: there| here| at that)|"
    r"end of (?:story|answer)|over to you|does that answer (?:your|the) question|does that make sense|hope that (?:helps|answers|makes sense)\w*|"
    r"(?:so )?(?:yeah|yep) that's (?:it|that|all|basically it)|so that's (?:that|it)|and that's (?:that|it)|that's that|i have nothing (?:else|more|to add)|"
    r"i(?:'ll| will)? leave it (?:there|at that)|i rest my case|the end)"
    r"(?: really| basically| i think| i guess| for now| then| so far| on that| from me| thanks| thank you| yeah| honestly| actually| to say| i'd say| i would say|"
    r" about that| on my side| from my side| for me| for that| to add| so)*$"
)
_BACK = re.compile(
    r"(?:\b(?:can|could|would|will|do|did|are|is|may|should|shall) (?:you|i|we|it|that|this) (?:[\w']+ )*"
    r"(?:repeat|rephrase|clarify|explain|mean|meant|say|asking|ask|asked|want|looking|talking|referring|elaborate|give|like|interested|expect|hear)\b(?: [\w']+){0,9}$)|"
    r"\b(?:what (?:do|did|exactly do|exactly did) you mean|what was (?:the|your|that) question|what do you want|"
    r"say that again|come again|repeat (?:that|the question|it)|i(?:'m| am) not sure (?:i (?:understand|follow|got)|what you)|pardon|"
    r"sorry what|i(?:'m| am) sorry what|i didn't (?:catch|hear|get|quite catch|quite get)|i (?:don't|do not) (?:quite )?(?:understand|follow)(?: the| your)? ?(?:question)?|"
    r"in what sense|in which sense|as in what|like what|which one do you|how do you mean|does that count|is that (?:what|okay|ok|allowed|enough))\b(?: [\w']+){0,9}$"
)
_OPEN = re.compile(
    r"(?:\b(?:the (?:main |first |second |third |other |next |biggest |real |key |only |last |whole |big )?(?:reason|thing|problem|point|issue|question|part|idea|trick|"
    r"challenge|trade-?off|lesson|difference|way|step|case|example|fact|result|assumption|constraint|risk|goal|worry|plan)s?(?: here| there| (?:i|we)(?:'d| would| did| had| have)? [\w']+)?"
    r"(?: is| was| are| were| being| would be|'s)|for (?:example|instance)|such as|as well as|in order to|so that|rather than|because of|"
    r"in terms of|depending on|based on|kind of|sort of|a lot of|a couple of|a bunch of|a few|bit of|number of|set of|instead of|out of|"
    r"first of all|firstly|secondly|thirdly|first off|to begin with|on the one hand|on one hand|on the other hand|not only|either|neither|"
    r"in addition|in other words|that is to say|i'd say|i would say|i think|i guess|i suppose|i believe|i'd like to|i'd have to|i'd want to|"
    r"i would have to|i would want to|had to|have to|has to|want to|wanted to|need to|needed to|going to|trying to|tried to|able to|decided to|supposed to|used to|"
    r"the one|one of|some of|most of|all of|many of|part of|it turned out|it turns out|which means|meaning|let's say|say|namely|"
    r"as i said|like i said|what i did|what we did|what happened|what i mean|what i'd do|what i would do|"
    r"at the time|at that point|at some point|back then|in my (?:last |previous |current )?(?:job|role|team|project|company|position)|"
    r"in (?:the|that|this|our|my) [\w']+(?: [\w']+)? (?:i|we) (?:had|was|were)|when it comes to|as soon as|as long as|even though|even if|given that|the way))$"
)
_OPEN_FALSE = re.compile(r"(?:\b(?:that's|thats|so|yes|yeah|no|not|is|was) (?:what i did|what we did|what happened|what i'd do|what i would do|i think|i guess|i suppose|i believe|i'd say|i would say|"
                         r"the way))$")  # fmt: skip
_NUMBER = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "a couple of": 2,
    "couple": 2,
    "both": 2,
}
_LIST = re.compile(
    r"\b(two|three|four|five|2|3|4|5|a couple of) (?:[\w'-]+ ){0,2}?(reasons?|things|problems|points|parts|steps|ways|issues|options|choices|"
    r"signals|factors|changes|risks|metrics|answers|examples|approaches|lessons|assumptions|questions|decisions|causes|checks|pieces|concerns|"
    r"aspects|ideas|mistakes|constraints|trade-?offs|goals|layers|kinds|types|cases)\b"
)
_ORDINALS = (
    re.compile(r"\b(?:first|firstly|first of all|one (?:is|was|of them|reason|thing|would be)|number one|the one|to begin with|to start with|for one|for a start|on the one hand|on one hand)\b"),
    re.compile(r"\b(?:second|secondly|number two|the other|another|next|and also|on the other hand|then there(?:'s| is| was)|the latter|and two|plus)\b"),
    re.compile(r"\b(?:third|thirdly|number three|lastly|finally|and last|the last)\b"),
    re.compile(r"\b(?:fourth|fourthly|number four|finally|lastly|and last|the last)\b"),
    re.compile(r"\b(?:fifth|number five|finally|lastly|and last|the last)\b"),
)  # fmt: skip
_SUBORDINATE = re.compile(
    r"^(?:(?:and|but|so|or|well|um|uh|because|yeah|then) )*(?:if|when|whenever|while|although|though|even though|even if|unless|once|since|because|after|before|as soon as|given that|"
    r"as long as|instead of|rather than|without|despite|in case|whether|by the time)\b"
)
_MAIN = re.compile(
    r"\b(?:i|we|you|they|he|she|it|that|this|there|the [\w']+(?: [\w']+)?|[\w']+s)(?:'d|'ll|'s|'re| would| will| could| should| can| had| was| were| is| are| do| did| just| then| also| always| still| never| usually)*\b"
)


def read_tail(text: str) -> Reading:
    """The whole answer so far, as recognised → what its end says.

    Casing and punctuation may be a recogniser's; only a trailing dash or dots count. Linear in the length of the text
    (set phrases are looked for near the end only).
    """
    raw = text.strip().replace("’", "'")
    lowered = raw.lower()
    plain = re.sub(r"[^\w'\s-]", " ", lowered)
    plain = re.sub(r"(?<!\w)-+|-+(?!\w)", " ", plain)
    words = plain.split()
    if not words:
        return Reading(Tail.NOTHING)
    content = sum(word not in _FILLERS or word == "like" for word in words)
    sentence = re.split(r"[.?!]\s+(?=\S)", lowered)[-1]
    sentence = re.sub(r"[^\w'\s]", " ", sentence)
    length = len(sentence.split())

    def reading(kind: Tail, evidence: str) -> Reading:
        return Reading(kind, evidence.strip(), content, length)

    near = " ".join(words[-18:])
    bare = list(words)
    while bare and bare[-1] in {"um", "uh", "umm", "uhm", "er", "erm", "uhh", "hm", "hmm", "mm", "mmm", "ah", "eh"}:
        bare.pop()
    trimmed = " ".join(bare[-18:])

    if (
        (asked := _last(_ASKED, near))
        and len(near) - asked.end() < 70
        and _ASKED_REST.match(near[asked.end() :].strip())
    ):
        return reading(Tail.ASKED_TIME, asked.group())
    if trimmed and (closed := _CLOSED.search(trimmed)) and len(bare) == len(words):
        return reading(Tail.CLOSED, closed.group())
    if len(bare) == len(words) and (back := _BACK.search(" ".join(sentence.split()[-14:]))) and length <= 24:
        return reading(Tail.QUESTION_BACK, back.group())
    if not bare or len(bare) < len(words):
        return reading(Tail.FILLER, words[-1])
    if re.search(r"(?:--|-|–|—|\.\.\.|…)$", raw):
        return reading(Tail.CUT_OFF, " ".join(words[-2:]))
    last = bare[-1]
    if (
        last in {"well", "so", "okay", "ok", "yeah", "right"}
        and len(bare) == 1
        and last not in {"yeah", "right", "okay", "ok"}
    ):
        return reading(Tail.FILLER, last)
    if (found := _FILLER_END.search(near)) and not _KNOWS.search(near) and not _COMPLETE_LIKE.search(near):
        return reading(Tail.FILLER, found.group())
    if last == "like" and not _COMPLETE_LIKE.search(near):
        return reading(Tail.FILLER, last)
    if (found := _OPEN.search(near)) and not _OPEN_FALSE.search(near):
        return reading(Tail.OPEN_PHRASE, found.group())
    if last in _ARTICLES | _CONJUNCTIONS | _PREPOSITIONS | _AUXILIARIES | _SUBJECTS | _TRANSITIVE:
        if not _can_end(last, near, content):
            return reading(Tail.FUNCTION_WORD, last)
    if (open_list := _open_list(plain)) is not None:
        return reading(Tail.OPEN_LIST, open_list)
    clause = " ".join(sentence.split())
    if (found := _SUBORDINATE.match(clause)) and _only_subordinate(clause[found.end() :]):
        return reading(Tail.DEPENDENT, found.group())
    return reading(Tail.COMPLETE, "")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007
        pass
    return found


def _can_end(last: str, near: str, content: int) -> bool:
    """Whether a word that seldom ends a sentence is an ordinary end here ("not that I know of", "as I did")."""
    if content <= 2 and last in {
        "never",
        "always",
        "maybe",
        "probably",
        "both",
        "actually",
        "usually",
        "some",
        "one",
        "two",
        "three",
        "no",
    }:
        return True
    if last in _ARTICLES and last != "no":
        return False
    if last == "no":
        return near in {"no", "oh no", "well no", "no no"} or near.endswith(
            (" say no", " said no", " was no", " is no")
        )
    if last in {"to", "for", "with", "about", "of", "from", "at", "by"}:
        return bool(re.search(r"\b(?:what|who|which|where|how|nothing|something|anything|used|get|dealt|deal|know|care|cared|talk|talked|worried|worry|"
                              r"aware|want|wanted|have|had|need|needed|asked|waiting|looking|thought|working|worked|signed|responsible|supposed) (?:[\w']+ )?(?:to|for|with|about|of|from|at|by)$", near)
                    and re.search(r"\b(?:what|who|which|where|nothing|something|anything|that i know of|taken care of|not that|didn't (?:have|want|need) to|not supposed to|heard of|all i)\b", near))  # fmt: skip
    if last in {"so", "then", "though", "however", "yet", "once", "how", "why", "when", "where", "what", "instead"}:
        return last in {"though", "however", "instead"} or bool(
            re.search(r"\b(?:think|guess|hope|believe|said|did|do|by|since|until|back|right|just|even|before|than|only|not|at|know|more|i'd say|or|if|see|matters?|exactly|asked) (?:so|then|yet|once|how|why|when|where|what)$", near))  # fmt: skip
    return bool(_ENDS_AFTER.search(near))


def _open_list(plain: str) -> str | None:
    """The announcement of a list of which fewer items than announced were begun; None when closed or absent."""
    found = _last(_LIST, plain)
    if found is None or plain[max(0, found.start() - 8) : found.start()].strip().endswith(
        ("those", "these", "the", "of")
    ):
        return None
    announced = _NUMBER[found.group(1)]
    rest = plain[found.end() :]
    given = 0
    for ordinal in _ORDINALS[:announced]:
        if ordinal.search(rest):
            given += 1
    # Without any ordinal the items are joined by "and"; after that many words the list is taken as given.
    if given == 0:
        words = len(rest.split())
        given = announced if (" and " in rest and words >= 5 * announced) or words >= 14 * announced else 0
    return found.group() if given < announced else None


def _only_subordinate(rest: str) -> bool:
    """Whether what follows the subordinator is one clause only (no second subject and verb)."""
    words = rest.split()
    if len(words) > 14:
        return False
    return len(_clauses(rest)) <= 1


def _clauses(text: str) -> list[str]:
    subjects = re.findall(
        r"\b(?:i|we|you|they|he|she|it|there|nobody|someone|everyone)(?:'\w+)?\b(?! (?:know|mean)$)", text
    )
    return subjects
