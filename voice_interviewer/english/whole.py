"""Whether words are a whole sentence that anybody could say: subject, finite verb, no break, no loose end.

A careful check, not a parser: what it lets pass is nearly always a sentence, and of the sentences that people say it
refuses the tangled ones. Names of the parts are those of grammar.
"""

from __future__ import annotations

import re

from .inflect import past_forms
from .wordset import words

LEAST = 4
MOST = 36
"Words of a sentence that can be said in one breath or two."

_TOKEN = re.compile(r"\d[\d,.]*\d|[^\W_]+(?:['’\-/.+][^\W_]+)*|[,;:]")
_BROKEN = re.compile(r"\.\.|…|--|\s[-–—]|[–—]\s|[\"“”()\[\]{}<>]|(?<!\w)['‘’]|\?")
"A break, a quoted voice, an aside, a question."
_TANGLED = re.compile(
    r"\b(?:um+|uh+|erm?|hmm+|ah|oh|wow|gosh|okay|yeah|yep|nope|blah)\b"
    r"|\b(\w+)[,]? \1\b(?<!that that)(?<!had had)(?<!very very)"
    r"|\b(\w+ \w+),? \2\b"
    r"|, (?:like|right|you know|i mean|sorry|no|or rather|i should say|i don't know|well|see|yes)\b"
    r"|\b(?:was|were|is|are|i'm|you're|he's|she's|we're|they're|am|be|been|it's|just|all|goes?|went) like,? (?:i"
    r"|we|you|he|she|they|it|oh|what|why|no|this is|that's|there's)\b"
    r"|\b(?:was|were|is|are) (?:was|were|is|are)\b|\b(?:says?|said|goes|went|thought|thinking|asked|asking|saying"
    r"|tell(?:ing)?|told \w+), (?<!much thought, )(?<!some thought, )"
    r"|\b(?:i|we|they|he|she) (?:i|we|they|he|she|it|the|my|our|a|an|to|of)\b|\bit (?:i|we|they|he|she|it|of)\b"
    r"|(?<!make )(?<!made )(?<!making )(?<!give )(?<!gave )(?<!call )(?<!called )(?<!keep )(?<!kept )\bit (?:the|my|our|an?)\b"
    r"|\b(?:i'm|we're|they're|it's|he's|she's|that's) (?:i|we|they|he|she|it|is|was|are|were|have|had)\b"
    r"|\b(?:i've|we've|they've|you've) (?:i|we|they|is|was|the)\b"
    r"|\b(?:the|a|an|my|our|their|your) (?:the|an?|my|our|i|we|they|is|was|and|or|to|of|that's|it's)\b(?<!a lot)"
    r"|\b(?:to|of|with|for|from) (?:to|of|with|for|from|is|was|are|were)\b(?<!of from)"
    r"|\b(?:with|for|from) (?:decided|chose|went|took)\b"
    r"|\bwhat (?:i|we|you|they) \w+(?: \w+){0,3} (?:was|is) (?:i|we|they|you|that we)\b"
    r"|\b(?:thing|point|question|problem|idea|answer) is,|\bnot only\b"
    r"|\bmore (?:\w+ ){1,4}as (?:possible|much|many|well as)\b|\bas \w+ than\b|\bmore (?:better|worse|easier|faster)\b"
    r"|\b(?:because|but|and|so|that) (?:when|if|once|whenever) (?!we'd|i'd|they'd)[^,]*$|\bso that \w+ (?:we|i|they) "
    r"|\b(?:because|but|so|and) like\b|\b(?:so|and|but|because) (?:i|we|they) like (?!to|the|a|an|my|our|this|that|it|how)\w"
    r"|\b(?:out|up|do|doing|did|have|had|made|built|building|in|with|of) like an?\b|\bgot like\b"
    r"|\bof that (?:i|we)\b|\b(?:in|of|for|with|to) it's\b"
    r"|\bbecause (?:when|if)\b|\b(?:decided|means?|is) that rather than [^,]*$"
    r"|\b(?:i|we|they) like (?:\w+ly|just|kind)\b|\band how (?:do|does|did|can)\b|\bstill even\b"
    r"|\b(?:didn't|did not) (?:was|were|went|came|did|had|took|made|got|saw)\b|\bhow (?:does|do|did) \w+ \w+ to\b",
    re.IGNORECASE,
)
_REPEATED_FAR = re.compile(r"\b((?:i|we|they|it|he|she) \w+), (?:and )?\1\b", re.IGNORECASE)
_LOOSE = words(
    """a an the to of for with from by at in into on onto about and or but so because that which who whom whose when where
    if as than my our your their its his i we they he she is was are were am be been has have had do does did will
    would can could
    should may might must not very really just only also like some any every each these those until while although
    though
    including such between via per both either neither whether i'm we're they're it's i've we've they've i'd we'd
    don't didn't
    doesn't isn't wasn't aren't can't couldn't wouldn't won't probably maybe actually basically then"""
)
"A sentence does not end with these."
_MAY_END = words(
    "in on about with from for to be do did does is was are were have had can could would will not it that like so"
)
"… unless what stands before them makes it likely: `what it was for`, `as it is`."
_PRONOUNS = words(
    "i we they he she it you this that these those there nobody somebody everybody everyone someone anyone nothing everything"
)
_CONTRACTED = re.compile(r"(?:i|we|they|he|she|it|you|that|there|this|who|what|here)['’](?:m|re|s|ve|d|ll)$")
_DETERMINERS = words(
    "the a an my our their his her its your this that these those some many most all both each every no one two three four five six "
    "seven eight nine ten several few another other any much more half people users customers part"
)
_AUXILIARY = words(
    "am is are was were have has had do does did will would can could should may might must shall isn't aren't wasn't weren't haven't "
    "hasn't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't mustn't"
)
_ADVERBS = words(
    """also then just only still always never really actually simply basically already even ever often usually sometimes now
    finally eventually recently quickly soon first later mostly largely initially originally probably definitely
    certainly all both
    each generally typically currently kind sort literally honestly deliberately explicitly consciously immediately
    specifically
    absolutely essentially truly once almost nearly merely personally primarily obviously clearly specifically
    pretty quite
    together myself ourselves"""
)
_NO_VERB = words(
    """and or but so because of to for with from in on at by into as than the a an my our your their his her its who which whose
    i we they he she it you this these those there me us them him if when where while although though not no yes
    very such
    both either one two three stuff things ones guys folks"""
)
_STRONG_PAST = words("chose wrote took ran went came gave began broke fell grew knew saw spoke threw became drove rose")
"Past forms that are no participles: `the team chose`, but `the list kept …` may go on with a verb."
_PAST = frozenset(past_forms())
_OPENING_PREPOSITIONS = words(
    "in at on after before during from for with by since until within under across through over inside outside throughout besides beyond "
    "like unlike without despite instead to as prior"
)
_SUBORDINATORS = words(
    "when if because although though while once as since after before until unless whenever where given by"
)
_OPENING_ADVERBS = words(
    """then today now yesterday later eventually finally initially originally ultimately obviously unfortunately fortunately luckily
    recently typically usually often sometimes generally specifically again first second third secondly firstly
    here hence instead meanwhile
    afterwards sadly clearly currently personally historically naturally additionally similarly overall maybe
    perhaps apparently
    actually basically essentially"""
)
_WHY = words("reason way difference idea goal plan problem answer")
"`The reason we chose it is …`: what stands between is a clause of its own."
_TIME = re.compile(r"(?:last|this|that|one|two|three|four|five|six|ten|the next|the first|a few|\d+|every|each|all)$")


def is_whole(sentence: str) -> bool:
    """Whether the words are one whole declarative sentence. Pure; quick, for it has at most `MOST` words."""
    body = sentence.strip()
    if not body or body[-1] not in ".!":
        return False
    return len(body.split()) <= MOST and all(_is_whole(part) for part in body[:-1].split("; "))


def _is_whole(body: str) -> bool:
    if _BROKEN.search(body) or _TANGLED.search(body) or _REPEATED_FAR.search(body) or re.search(r"[.!]\s", body):
        return False
    tokens = [t.replace("’", "'") for t in _TOKEN.findall(body)]
    low = [t.casefold() for t in tokens]
    spoken = [t for t in low if t not in ",;:"]
    if not LEAST <= len(spoken) <= MOST or low.count(",") > 4 or ";" in low or ":" in low:
        return False
    if not (tokens[-1][0].isupper() and spoken[-1] != "i") and not _ends(spoken):
        return False
    return _main_clause(tokens, low)


def _ends(spoken: list[str]) -> bool:
    last = spoken[-1]
    if last not in _LOOSE:
        return True
    if last not in _MAY_END:
        return False
    before = spoken[-6:-1]
    if last in ("in", "on") and len(before) > 1 and before[-1].endswith("ing"):
        return before[-2] not in _AUXILIARY | {"be", "been"} and not _CONTRACTED.match(before[-2])
    if last in ("so", "that", "it"):
        return last == "it" or before[-1:] in (["do"], ["or"]) or last == "that"
    asked = ("what", "which", "who", "how", "where", "as", "than", *(() if last == "be" else ("to",)))
    return any(w in asked for w in before) and before[-1] not in (
        "a", "the", "and", "or", "but",
    )  # fmt: skip


def _main_clause(tokens: list[str], low: list[str]) -> bool:
    at = 0
    opener = False
    while at < len(low) and low[at] in _OPENING_ADVERBS and not _is_subject(tokens, low, at):
        at += 1
        opener = True
        if at < len(low) and low[at] == ",":
            at += 1
    if low[at : at + 2] == ["right", "now"]:
        at += 3 if low[at + 2 : at + 3] == [","] else 2
        opener = True
    if at >= len(low):
        return False
    if low[at] in _SUBORDINATORS and low[at] not in ("as", "by", "since", "after", "before", "until", "given"):
        comma = _main_after_comma(tokens, low, at)
        return comma
    if (
        low[at] in _SUBORDINATORS | _OPENING_PREPOSITIONS
        or _TIME.match(low[at])
        or low[at : at + 2] == ["a", "couple"]
        or (low[at] == "around" and re.fullmatch(r"(?:19|20)\d\d", (low[at + 1 : at + 2] or [""])[0]))
        or (low[at] == "the" and low[at + 1 : at + 2] in (["next"], ["first"], ["last"], ["following"], ["same"]))
        or (opener and not _is_subject(tokens, low, at))
    ):
        if (low[at] == "the" or _TIME.match(low[at])) and _subject_and_verb(tokens, low, at):
            return _no_splice(tokens, low, at)
        if _main_after_comma(tokens, low, at):
            return True
        return _main_after_phrase(tokens, low, at)
    return _subject_and_verb(tokens, low, at) and _no_splice(tokens, low, at)


def _main_after_comma(tokens: list[str], low: list[str], at: int) -> bool:
    commas = [i for i in range(at, len(low)) if low[i] == ","]
    for comma in commas[:2]:
        start = comma + 1
        if start < len(low) and low[start] == "then":
            start += 1
        if start < len(low) and _is_subject(tokens, low, start) and _subject_and_verb(tokens, low, start):
            return _no_splice(tokens, low, start)
    return False


def _main_after_phrase(tokens: list[str], low: list[str], at: int) -> bool:
    """`After a week we decided …`: a pronoun as subject within a few words behind a preposition."""
    for i in range(at + 2, min(len(low), at + 8)):
        if low[i] == ",":
            return False
        if (low[i] in ("i", "we", "they", "he", "she") or _CONTRACTED.match(low[i])) and low[i - 1] not in _NO_VERB:
            return _subject_and_verb(tokens, low, i) and _no_splice(tokens, low, i)
    return False


def _is_subject(tokens: list[str], low: list[str], at: int) -> bool:
    word = low[at]
    return (
        word in _PRONOUNS
        or word in _DETERMINERS
        or bool(_CONTRACTED.match(word))
        or (tokens[at][:1].isupper() and at > 0)
        or (at + 1 < len(low) and tokens[at].isupper() and len(tokens[at]) > 1)
    )


def _subject_and_verb(tokens: list[str], low: list[str], at: int) -> bool:
    """Whether a subject begins at `at` and a finite verb follows it."""
    word = low[at]
    if _CONTRACTED.match(word):
        return _follows(low, at + 1)
    if word in ("i", "we", "they", "he", "she", "you", "it", "there"):
        return _verb_behind(low, at + 1)
    if word in _PRONOUNS and at + 1 < len(low) and (low[at + 1] in _AUXILIARY or _looks_past(low[at + 1])):
        return True
    if word in ("nobody", "somebody", "everybody", "everyone", "someone", "nothing", "everything"):
        return _verb_behind(low, at + 1)
    if word == "the" and (low[at + 1 : at + 2] or [""])[0] in _WHY and _reason(low, at + 2):
        return True
    if at == 0 and tokens[0].isalpha() and _named_and_acted(low):
        return True
    if not _is_subject(tokens, low, at) and at > 0:
        return False
    if word in _NO_VERB | _AUXILIARY and word not in _DETERMINERS and word not in _PRONOUNS:
        return False
    if at == 0 and word not in _DETERMINERS and (word.endswith("ing") or _looks_past(word)):
        return False
    for i in range(at + 1, min(len(low), at + 9)):
        if low[i] in (",", "that", "which", "who", "where", "because", "if", "when"):
            return False
        if low[i] in _AUXILIARY or low[i] in _STRONG_PAST:
            return low[i - 1] not in _NO_VERB and _follows(low, i + 1)
    return False


def _reason(low: list[str], at: int) -> bool:
    """`The reason why we chose it is that …`: a clause of a speaker's, and the verb behind it."""
    at += low[at : at + 1] in (["why"], ["that"])
    if low[at : at + 1] not in (["we"], ["i"], ["they"]) or not _verb_behind(low, at + 1):
        return False
    verbs = [i for i in range(at + 2, len(low)) if low[i] in ("is", "was")]
    return bool(verbs) and "," not in low[at : verbs[0]] and _follows(low, verbs[0] + 1)


def _named_and_acted(low: list[str]) -> bool:
    """`Kestrel made a choice`: what can hardly be but a name, a past form, and what it was done to."""
    known = _NO_VERB | _ADVERBS | _OPENING_ADVERBS | _OPENING_PREPOSITIONS | _SUBORDINATORS | _AUXILIARY | _PAST
    return (
        len(low) > 3
        and low[0] not in known
        and not low[0].endswith(("ing", "ed", "ly", "s"))
        and (low[1] in _STRONG_PAST or low[1] in ("made", "joined", "had"))
        and (low[2] in _DETERMINERS or low[2] in ("me", "us", "him", "them", "it"))
    )


def _verb_behind(low: list[str], at: int) -> bool:
    """A finite verb at `at`, adverbs before it passed over."""
    while at < len(low) and (low[at] in _ADVERBS or (low[at].endswith("ly") and len(low[at]) > 4)):
        if low[at] in ("kind", "sort") and at + 1 < len(low) and low[at + 1] == "of":
            at += 1
        at += 1
    if at >= len(low):
        return False
    word = low[at]
    if word in _AUXILIARY:
        return _follows(low, at + 1)
    if word in _NO_VERB or word in ",;:" or not word[0].isalpha():
        return False
    return not (word.endswith("ing") and word not in ("bring", "sing", "ring", "swing", "cling"))


def _follows(low: list[str], at: int) -> bool:
    """Something that an auxiliary can lead to."""
    return at < len(low) and low[at] not in (",", "and", "or", "but", "i", "we", "they", "is", "was", "are")


def _looks_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 3)


def _spliced(low: list[str], at: int, comma: int) -> bool:
    """Whether behind the comma a noun has a verb of its own, as a second sentence has."""
    if any(w in _SUBORDINATORS for w in low[at:comma]) or "," in low[comma + 1 : comma + 7]:
        return False
    for word in low[comma + 2 : comma + 7]:
        if word in ("that", "which", "who", "of", "and", "or", "to", "for", "with", "where", "i", "we"):
            return False
        if word in _AUXILIARY or word in _STRONG_PAST or word in ("liked", "wanted", "needed", "loved", "used"):
            return True
    return False


_NEW_CLAUSE = words("i we they he she it you there i'm we're they're it's i've we've i'd we'd i'll we'll")


def _no_splice(tokens: list[str], low: list[str], at: int) -> bool:
    """No second sentence behind a comma without a joining word, and no verb lost behind one."""
    for i in range(at, len(low) - 1):
        if low[i] != ",":
            continue
        if low[i + 1] in _NEW_CLAUSE or low[i + 1] in ("that's", "this", "let's"):
            inner = [w for w in low[at:i] if w in ("when", "if", "because", "although", "while", "as", "once", "since")]
            if not inner or low[i - 1] == ",":
                return False
        if low[i + 1] in ("the", "my", "our", "a") and _spliced(low, at, i):
            return False
        if low[i + 1] in ("then", "the") and i + 2 < len(low) and low[i + 2] in _NEW_CLAUSE:
            return False
        if low[i + 1] in ("and", "but", "so", "or", "because") and i + 2 < len(low) and low[i + 2] == ",":
            return False
    return True
