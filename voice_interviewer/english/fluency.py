"""Fillers (with "like" judged by its surroundings) and words said twice by accident."""

from __future__ import annotations

from dataclasses import dataclass

from .tokens import Text, Token

_SOUNDS = frozenset("um uh er erm uhm umm uhh ehm eh em mm mmm uhmm err".split())
_VERB_LIKE_SUBJECTS = frozenset(
    "i we they you who people users customers also really would not do did to might".split()
)
_COMPARING = frozenset(
    "look looks looked looking feel feels felt feeling sound sounds sounded seem seems seemed act acts acted behave "
    "behaves behaved work works worked treat treated treats something anything nothing things stuff someone people "
    "more much just exactly less tools cases places systems models somewhere smell smells smelled taste unlike it them "
    "thing features users customers companies teams signals metrics libraries read reads quite lot bit him her me us "
    "numbers fields words".split()
)
_SUBJECTS = frozenset("i we you they he she it there".split())
_DEGREE = frozenset(
    "really very so totally super pretty always never completely basically literally just maybe kind half all almost "
    "actually constantly suddenly every no zero only not too quite most everything everyone nobody nothing one two "
    "three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred several some a-lot okay yeah".split()
)
_JOINING = frozenset(
    "and but so because or then if when while for in on with by at of from after before until since about was is are "
    "were had has have get got just be been into over".split()
)
_KNOW_VERB_BEFORE = frozenset("do did if as let would lets to once before what when how that not may might can".split())
_KNOW_OBJECT = frozenset(
    "what how who which why where whether if about those these them him her whose exactly nothing everything".split()
)
_EMPHATIC = frozenset(
    "very really so many much far long had that no never again is do way more ha bye yes years blah had well her "
    "up tap one two three four five six seven eight nine zero oh point".split()
)
_OBJECTS = frozenset("it you this".split())
_OPENS = frozenset(
    "and but so because cause or then if when while as that well yes no okay i we you they he she it this is was".split()
)
"Behind these a clause begins, so that its subject said twice is a repeat; behind others it ends: “we kept it, it works”."
_LONGEST_REPEAT = 4


@dataclass(frozen=True, slots=True)
class Disfluency:
    """A filler or a repeat: token indexes `first` to behind `last`, and which of these are no content."""

    label: str
    first: int
    last: int
    drop: tuple[int, int]
    "Token indexes that the fluent text does without."


def _begins(text: Text) -> set[int]:
    return {sentence.first for sentence in text.sentences}


def find(text: Text) -> list[Disfluency]:
    """All disfluencies of a text, left to right, none overlapping another of its label."""
    tokens = text.tokens
    begins = _begins(text)
    fillers = _fillers(text, tokens, begins)
    dropped = {i for filler in fillers for i in range(*filler.drop)}
    return sorted(fillers + _repeats(tokens, begins, dropped), key=lambda d: (d.first, d.last))


def _fillers(text: Text, tokens: list[Token], begins: set[int]) -> list[Disfluency]:
    found: list[Disfluency] = []
    questions = {s.last - 1 for s in text.sentences if s.question}
    taken: set[int] = set()
    for index, token in enumerate(tokens):
        length = 0
        if token.norm in _SOUNDS:
            length = 1
        elif token.norm == "you" and _is_you_know(tokens, index, begins, questions):
            length = 2
        elif token.norm == "i" and _is_i_mean(tokens, index, begins):
            length = 2
        elif token.norm == "well" and _is_well(tokens, index, begins):
            length = 1
        elif token.norm == "right" and _is_right(tokens, index, begins, questions):
            length = 1
        if length:
            found.append(Disfluency("filler", index, index + length, (index, index + length)))
            taken.update(range(index, index + length))
    for index, token in enumerate(tokens):
        if text.raw[token.end : token.end + 3].lstrip(",: ")[:1] in ('"', "“"):
            continue  # the marks say that somebody's words follow
        if token.norm == "like" and _is_like(tokens, index, begins, taken):
            found.append(Disfluency("filler", index, index + 1, (index, index + 1)))
    return found


def _norm(tokens: list[Token], index: int) -> str:
    return tokens[index].norm if 0 <= index < len(tokens) else ""


def _is_you_know(tokens: list[Token], index: int, begins: set[int], questions: set[int]) -> bool:
    if _norm(tokens, index + 1) != "know" or index + 1 in begins:
        return False
    if tokens[index + 1].comma and (index == 0 or tokens[index - 1].comma or index in begins):
        return True
    if _norm(tokens, index - 1) in _KNOW_VERB_BEFORE and index not in begins and not tokens[index - 1].comma:
        return False
    after = _norm(tokens, index + 2)
    if after in _KNOW_OBJECT and not tokens[index + 1].comma:
        return False
    opens = index in begins
    asks = opens and any(q >= index for q in questions) and after in ("the", "that", "a", "those")
    return not asks


def _is_i_mean(tokens: list[Token], index: int, begins: set[int]) -> bool:
    if _norm(tokens, index + 1) != "mean" or index + 1 in begins:
        return False
    before = _norm(tokens, index - 1)
    if before in ("what", "which", "that", "this", "know", "do", "by", "all") and not tokens[index - 1].comma:
        return index in begins
    return _norm(tokens, index + 2) not in ("it", "by", "that") or tokens[index + 1].comma


def _is_well(tokens: list[Token], index: int, begins: set[int]) -> bool:
    opens = index in begins or tokens[index - 1].comma or tokens[index - 1].norm in _SOUNDS
    after = _norm(tokens, index + 1)
    if not opens or index + 1 >= len(tokens):
        return False
    if tokens[index].comma:
        return True
    return index in begins and (after in _SUBJECTS or after in _SOUNDS or after in ("the", "so", "that", "my", "this"))


def _is_right(tokens: list[Token], index: int, begins: set[int], questions: set[int]) -> bool:
    if index in begins or index == 0:
        return False
    if index in questions:  # a tag question asks; it fills nothing
        return False
    return tokens[index].comma and tokens[index - 1].comma


def _is_like(tokens: list[Token], index: int, begins: set[int], fillers: set[int]) -> bool:
    """Filler, or verb, comparison, example, quotation? Judged by the neighbours alone."""
    before, after = _norm(tokens, index - 1), _norm(tokens, index + 1)
    if index in begins:
        before = ""
    comma_before = index > 0 and tokens[index - 1].comma
    comma_after = tokens[index].comma
    if not comma_before and _quotes(before, after, comma_after):
        return False
    if index - 1 in fillers or index + 1 in fillers:
        return before not in _COMPARING or index - 1 in fillers
    if comma_before and comma_after:
        return True
    if comma_after:
        return before not in ("was", "were", "is", "am", "are") or _norm(tokens, index - 2) not in _SUBJECTS | {"all"}
    if after in ("that", "this", "these", "those", "mine", "you", "me", "him", "them") and after not in _SUBJECTS:
        return False
    if before in _COMPARING and not comma_before:
        return False
    if before in _VERB_LIKE_SUBJECTS and not comma_before:
        return False
    if after in _DEGREE or (after[:1].isdigit()):
        return True
    if before in _JOINING:
        return before not in ("was", "is", "were", "are", "be", "been", "just", "about") or after not in (
            "a",
            "an",
            "the",
        )
    if before == "" or comma_before:
        return after in _SUBJECTS and not before
    return after in _SUBJECTS and after != "it" and before not in ("", "the")


_SAYING = frozenset(
    "was were is am are be been being i'm you're he's she's it's we're they're i've goes go went all".split()
)
_SAID_NEXT = _SUBJECTS | frozenset(
    "oh okay ok yeah yes no wow hey well what why how who where when let's let this that's there's i'm i've i'll we're "
    "you're it's they're don't can't please hmm wait".split()
)


def _quotes(before: str, after: str, comma_after: bool) -> bool:
    """`I was like, why`: what comes is what somebody said or thought."""
    return before in _SAYING and (comma_after or after in _SAID_NEXT)


def _repeats(tokens: list[Token], begins: set[int], fillers: set[int]) -> list[Disfluency]:
    spoken = [i for i in range(len(tokens)) if i not in fillers]
    found: list[Disfluency] = []
    place = 0
    while place < len(spoken):
        for size in range(_LONGEST_REPEAT, 0, -1):
            if _repeated(tokens, spoken, place, size, begins):
                end = place + size
                while _repeated(tokens, spoken, end - size, size, begins):
                    end += size
                first, last = spoken[place], spoken[end - 1] + 1
                found.append(Disfluency("repeat", first, last, (first, spoken[end - size])))
                place = end - 1
                break
        place += 1
    return found


def _repeated(tokens: list[Token], spoken: list[int], place: int, size: int, begins: set[int]) -> bool:
    if place + 2 * size > len(spoken):
        return False
    left, right = spoken[place : place + size], spoken[place + size : place + 2 * size]
    if any(tokens[a].norm != tokens[b].norm for a, b in zip(left, right, strict=True)):
        return False
    if any(index in begins for index in (*left[1:], *right)):
        return False
    if size == 1:
        word = tokens[left[0]].norm
        if (
            word in _EMPHATIC
            or word[:1].isdigit()
            or "num" in tokens[left[0]].tags
            or tokens[left[0]].start == tokens[right[0]].start
        ):
            return False
        before = tokens[spoken[place - 1]].norm if place and left[0] not in begins else ""
        if word in _OBJECTS and tokens[left[0]].comma and before and before not in _OPENS:
            return False
    elif tokens[left[-1]].strong or (tokens[left[-1]].comma and size > 2):
        return False
    return not all(tokens[i].norm in _EMPHATIC for i in left)
