"""Whether a sentence stands alone: nothing in it points back to what was said before it.

A careful check, not a parser. A pronoun passes when something it may stand for is named in front of it in the same
sentence, or when it stands for nothing (`it took a week`, `there was a gap`).
"""

from __future__ import annotations

import re

from .wordset import words

_TOKEN = re.compile(r"\d[\d,.]*\d|[^\W_]+(?:['’\-/.+][^\W_]+)*|[,;:]")
_PERSONAL = words("it its itself they them their theirs themselves he him his she her hers")
_SUFFIXED = re.compile(r"(it|they|he|she|that|there|this)'(?:s|re|ve|d|ll)$")
_FINITE = words(
    """is was are were has had have do does did will would can could should might may must isn't wasn't aren't weren't
    doesn't didn't won't can't couldn't wouldn't means meant makes made works worked takes took happens happened goes
    went comes came gets got became seems seemed sounds lets helps helped gives gave looks looked"""
)
_LEADS_TO_CLAUSE = words(
    """decided decide agreed agree know knew think thought say said says so found find sure realized realised fact
    idea hope hoped believe believed felt feel see saw means meant argued insisted noticed learned shows showed told
    chose proposed recommended suggested concluded settled reason point way ensure guarantee happy glad convinced
    us me them him her everybody everyone people it's is was"""
)
_BEFORE_NOUN = words(
    "the a an my our your no every each some any many most several both few two three four five six ten"
)
_PREPOSITION = words(
    """of for with to on in at from about after before like than into over under by without around through do did does
    doing done and or but because as during behind since until when if while though although"""
)
_EMPTY_IT = re.compile(
    r"(?:(?:was|is|'s|would be|will be|has been|had been|became|got|makes|made|seems|seemed|can be|could be)"
    r" (?:(?:really|very|so|pretty|just|also|actually|more|much|not|too|always|quite|super|extremely) )*(?!a\b|the\b|an\b)\w+"
    r" (?:to|that|for \w+(?: \w+)? to|how|when|if|because|we|i)\b"
    r"|(?:took|takes|would take|has taken) (?:me|us|about|a|an|\d|two|three|four|five|six|some|almost|over)\b"
    r"|(?:turned|turns) out\b|(?:was|is) (?:me|us|\d|my|our|i)\b|came? (?:down )?to\b)"
)
_MAKES_IT = words("make makes made making find found finding keep kept think thought feel felt")


def stands_alone(sentence: str) -> bool:
    """Whether nothing in the sentence rests on an earlier one. Pure; linear in its length."""
    return not pointing_back(sentence)


def pointing_back(sentence: str, *, named: bool = False) -> list[int]:
    """Which words of the sentence rest on an earlier one, as places among its words and inner marks.

    `named` leaves out those that name what they mean: `those stars`, `this idea`.
    """
    tokens = [t.replace("’", "'") for t in _TOKEN.findall(sentence)]
    low = [t.casefold() for t in tokens]
    found = [at for at in range(len(low)) if _points_back(tokens, low, at)]
    return [at for at in found if not (named and _names(low, at))]


def _names(low: list[str], at: int) -> bool:
    after = low[at + 1] if at + 1 < len(low) else ""
    vague = words("one ones way kind sort thing things stuff point case")
    bare = after in _FINITE | _PREPOSITION | _PERSONAL | vague or after in (
        "",
        ",",
        "out",
        "up",
        "off",
        "down",
        "we",
        "i",
    )
    return low[at] in ("this", "that", "these", "those") and not bare


def _points_back(tokens: list[str], low: list[str], at: int) -> bool:
    word = low[at]
    suffixed = _SUFFIXED.match(word)
    bare = suffixed.group(1) if suffixed else word
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if bare == "there":
        return not (
            suffixed or after in _FINITE | {"to", "being", "been"} or before in ("is", "was", "out", "are", "were")
        )
    if bare == "it":
        rest = " ".join(low[at + 1 : at + 9])
        if _EMPTY_IT.match(("'s " if suffixed else "") + rest if not suffixed else "is " + rest):
            return False
        if before in _MAKES_IT and re.match(r"\w+ (?:to|for)\b", rest):
            return False
        return not _named(tokens, low, at)
    if bare in _PERSONAL:
        return not _named(tokens, low, at)
    if bare == "that":
        return _that_points_back(low, at, bool(suffixed))
    if bare in ("this", "these", "those"):
        if bare == "this" and after in ("year", "week", "month", "morning", "summer", "spring", "winter", "quarter"):
            return False
        return not (bare == "those" and after in ("who", "that", "of", "with", "in"))
    if bare in ("one", "ones"):
        return before in (
            "this",
            "that",
            "the",
            "which",
            "each",
            "first",
            "second",
            "last",
            "other",
            "new",
            "old",
        ) and (after in ("", ",", "and", "or", "but", "because", "so") or after in _FINITE or before == "this")
    if bare in ("same", "such"):
        return bare == "same" and "as" not in low[at:] and "that" not in low[at:] and "time" not in low[at : at + 3]
    if bare in ("latter", "former", "otherwise"):
        return True
    if bare in ("another", "other", "others", "else", "either", "neither", "instead", "too", "so"):
        return after == "" and bare != "other"
    return False


def _that_points_back(low: list[str], at: int, suffixed: bool) -> bool:
    before = low[at - 1] if at else ""
    after = low[at + 1] if at + 1 < len(low) else ""
    if after in ("", ","):
        return True
    if suffixed or after in _FINITE:
        if (
            at >= 6
            and before in (",", "and", "so", "but", "because")
            and any(w in _FINITE or w.endswith(("'m", "'re", "'s", "ed")) for w in low[: at - 1])
        ):
            return False  # what was told in front of it: `we cut the feed, and that was enough`
        # a relative clause after a noun: `the bet that was made`
        return not before or before in _PREPOSITION or before in _LEADS_TO_CLAUSE or before in (",", "then")
    if after in _PREPOSITION or after in ("out", "up", "off", "down", "away", "together", "again", "first"):
        return True
    if before in _LEADS_TO_CLAUSE or before.endswith("ed"):
        return False
    if before in ("", ",") or before in _PREPOSITION:
        return True
    return after in (
        "one",
        "way",
        "kind",
        "sort",
        "point",
        "time",
        "thing",
        "project",
        "part",
        "stuff",
        "exact",
        "same",
    )


def _named(tokens: list[str], low: list[str], at: int) -> bool:
    """Whether something that a pronoun at `at` may stand for is named in front of it."""
    for i in range(at):
        if low[i] in _BEFORE_NOUN and i + 1 < at and low[i + 1] not in _PREPOSITION and low[i + 1] not in _FINITE:
            return True
        if i and tokens[i][:1].isupper() and low[i] != "i" and not low[i].startswith("i'"):
            return True
        if i == 0 and len(tokens) > 1 and low[1] in _FINITE and low[0] not in _PERSONAL | _NOT_NAMES:
            return True
        after = low[i + 1] if i + 1 < at else ""
        plural = after.endswith("s") and after not in _FINITE and len(after) > 3
        if plural and (low[i] in _VERB_LIKE or low[i].endswith(("ed", "ing"))):
            return True
    return False


_NOT_NAMES = words(
    "i we you there this that these those here what who which when where how so then also now and but because if"
)
_VERB_LIKE = words(
    "wrote built made took ran had have has got sent found kept chose used write build run use make with of for from"
)
