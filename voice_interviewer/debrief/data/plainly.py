"""A spoken sentence without its softeners: words are taken out where that leaves a sentence, and nowhere else.

Nothing is added but the article's own `n`. What stands for the speaker's meaning stays: negations, numbers, names,
doubt about the world. Where words cannot be taken out without harm they stay, and whoever asked sees that they do.
"""

from __future__ import annotations

import re

from ...english.spoken import TAIL, fluent, opened

_SOFTENERS = re.compile(
    r"\b(?:i guess|i suppose|i feel like|i think|i believe|i would say|i'd say) (?:maybe |probably )?"
    r"(?=(?:i|we|my|our|it|that|this|the|there|they|it's|that's|i'm|i've|we've|what)\b)(?:that (?=(?:i|we|my|our"
    r"|it|the|there|they)\b))?"
    r"|(?<=\bi )(?:guess|suppose) i (?=[a-z]+ed\b)",
    re.IGNORECASE,
)
_PADDED = (
    r"(?<!, )(?<!not )(?<!isn't )(?<!wasn't )(?<!can't )(?<!don't )(?<!didn't )(?<!the )(?<!if )\b(?:just|merely"
    r"|simply|literally|basically|honestly) "
    r"(?!(?:as|like|because|about|before|after|now|over|under|in case|yet|when|if|in time|that|to|fine|enough|so"
    r"|and|or|one|two|three|some|an excuse|me)\b)"
)
"Adverbs that only soften; where they mean `only` or `exactly` they stay."
_SHRINKING = re.compile(
    _PADDED
    + r"|(?<!not )(?<!the )(?<!if )(?<!my )(?<!our )(?<!n't )\bonly (?=(?:helped|did|worked|built|made|wrote|ran"
    r"|used|an?(?! (?:year|month|week|day|few|couple|handful|fraction))|did|added|fixed|changed)\b)"
    r"|(?<=\ba )(?:(?:really|very|pretty|super|tiny|small|little),? )*(?:small|tiny|silly|stupid|dumb|toy|minor"
    r"|trivial|modest|humble|simple|basic|little|quick) "
    r"(?!(?:bit|while|few|more|less|too|late|bigger|of|amount|number|part|and|or|but|in|,)\b)(?=[a-z])"
    r"|(?<=\bmy )(?:little|silly|small|tiny|stupid|humble|toy) (?=[a-z])",
    re.IGNORECASE,
)
PLAINLY_SHRUNK = re.compile(
    r"(?!.*\b(?:small|little|tiny|minor|simple|quick|basic|modest|toy|trivial|silly|stupid|dumb)\b)"
    r"(?:(?:I'm|I am|I was|we're|we are|we were) (?:just|only|merely|simply) (?:a|an|the)(?= )"
    r"|(?:I|we) (?:just|only|merely|simply)(?= [a-z]))"
    r"(?: (?!(?:and|but|or|because|so|if|when|while|who|which|that|not|than|as)\b)[\w'-]+){1,14}[.!…]*$",
    re.IGNORECASE,
)
"`I'm just a nurse`, `I just wrote the report`, and nothing else in the sentence: there the word only shrinks."
_ACTUALLY = re.compile(r",? actually(?= [a-z])|(?<=\w) actually(?=[,.])")
_PADDED_OUT = re.compile(_PADDED, re.IGNORECASE)
_PADDING = re.compile(
    r"\b(I|[Ww]e|I've|[Ww]e've) (?:(?:just|simply|basically|literally|honestly|actually|really|kind of|sort of) )+"
    r"(?!(?:not|to|as|because|the|a|an)\b)(?=[a-z])"
)
"Between a subject and what it did; elsewhere such a word may carry the meaning."
_SWELLING = re.compile(
    r"(?<!not )(?:\b(?:truly|incredibly|massively|hugely|enormously|insanely|extremely|absolutely|totally"
    r"|completely|unbelievably|super|hyper|really|very)\b[ -])"
    r"|(?<=\ba )(?:huge|massive|enormous|tremendous|amazing|incredible|groundbreaking|revolutionary|giant"
    r"|gigantic|phenomenal)(?:,)? (?=[a-z])"
    r"|\b(?:world[- ]class|best[- ]in[- ]class|cutting[- ]edge|state[- ]of[- ]the[- ]art|game[- ]changing"
    r"|next[- ]gen(?:eration)?) (?=[a-z])",
    re.IGNORECASE,
)
_SORRY = re.compile(
    r"^(?:(?:i'm |i am )?(?:so |really |very )?sorry(?: about that| for that)?|i apologi[sz]e(?: for (?:that"
    r"|this))?|forgive me|my apologies|excuse me)"
    r"(?:,|\.| -|;)?\s*(?:but\s+)?"
    r"|,\s*(?:i'm )?sorry(?:,|(?=\s*[.!]))",
    re.IGNORECASE,
)
_OWN_VERDICT = re.compile(
    r"^(?:i'm not (?:really |quite )?sure (?:if |whether |that )?(?:this|that|it)(?:'s| is| counts| helps)[^.,;!?]*"
    r"|i (?:don't|do not) know (?:if|whether) (?:this|that|it)(?:'s| is| counts| helps)[^.,;!?]*"
    r"|(?:this|that|it)(?:'s| is| was)(?: probably| maybe| really)? (?:not (?:a |the )?(?:very |really |so "
    r"|particularly )?(?:good|great|impressive|interesting|exciting|strong|best)"
    r"|(?:a )?(?:bad|silly|stupid|boring|terrible|weak)(?: \w+)?)[^.,;!?]*),?\s+but\s+",
    re.IGNORECASE,
)
"A verdict on one's own answer, in front of what was to be said."

UNDERSOLD = re.compile(
    r"\b(?:sorry|apolog\w+|forgive|embarrass\w*|i guess|i suppose|i think|i believe|i feel like|i'd say"
    r"|i would say|(?:kind|sort) of (?!(?:\w+ ){0,1}(?:thing|work|people|data|system|model|problem)s?\b)|maybe"
    r"|perhaps|probably|not sure|i don't (?:really |even |quite )?(?:know|remember|recall)"
    r"|can't (?:remember|recall|say)|hopefully|i hope|or something|or whatever|if that makes|just|simply|merely"
    r"|only (?!\d)|lucky|luck|luckily|accident\w*|nothing (?:special|serious|fancy|big|much)|not (?:a|an|the|very"
    r"|really|that|so)\b"
    r"|silly|stupid|dumb|toy|hobby\w*|trivial|tiny|small|little|a little|lousy|amateur|newbie|beginner|giggles"
    r"|cheerleader|rookie|hacks?|bunch of|suck|sucks|sucked|wasn't (?:a|an|the|that|very|all|really|so|good)|to blame"
    r"|not smart|third wheel|lame|minimal|limited|narrow|random|geeky|ugly|poorly|poor|hacky|goof\w*|side projects?"
    r"|pet projects?|unfortunately|i forgot|could have|hope to|unfocused|vague|pretty much|sure if|no expert|keenly"
    r"|in some ways|things?|stuff"
    r"|isn't (?:a|an|the|that"
    r"|very|all|really|so)|a bit|tried to|anybody could|no big deal|not much|i wish|might|somehow|honestly|try to"
    r"|dude|guy|gaps?|(?:threw|thrown|hacked|slapped) \w* ?together|dork\w*|novice|struggl\w+|fail(?:ed|ing)?|immodest"
    r"|weird"
    r"|i'm no\b|i'm not\b|i am not\b|bad|terrible|worst|hard to say)",
    re.IGNORECASE,
)
"What still undersells, wherever it is left."


def softened_less(sentence: str) -> str:
    """Without softeners of one's own act and of one's own answer; see `fluent`."""
    said = fluent(_SORRY.sub("", _OWN_VERDICT.sub("", fluent(sentence))))
    said = TAIL.sub("", _OWN_VERDICT.sub("", said))
    return opened(_SOFTENERS.sub("", said))


def unpadded(sentence: str) -> str:
    """Without the adverbs that only soften what is told: `we just decided`, `I basically rewrote it`."""
    return _PADDED_OUT.sub("", _ACTUALLY.sub("", _PADDING.sub(r"\1 ", sentence)))


def grown(sentence: str) -> str:
    """Without the words that shrink one's own work."""
    return _SHRINKING.sub("", _SHRINKING.sub("", sentence))


def bounded(sentence: str) -> str:
    """Without superlatives that can be left out."""
    return _SWELLING.sub("", _SWELLING.sub("", sentence))
