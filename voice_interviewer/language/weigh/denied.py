"""Words that take back what their sentence is about: "we left nothing out" names no restraint, and "it wasn't just a small
script" makes nothing small. Pure.

Cues hear the words, and the reader the matter; both may pass over the `not`. What is denied word for word is taken back
here, unless the same stretch says it once more without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_OUT = (
    r"(?:leav(?:e|ing) (?:out|off)|left (?:out|off)|cut|skip(?:ped|ping)?|omit(?:ted)?|drop(?:ped|ping)?|postponed?|defer(?:red)?"
    r"|delayed?|h[eo]ld back|put off|take out|took out|taken out|sa(?:y|id) no to|ruled? out)"
)
"What one does to keep something out, or to put it off."
_ANY = r"(?:any(?:thing|body)?|a single|even one)"
_NO = r"(?:n['’]t|\bnot|\bnever|\bwithout)(?: (?:\w+ly|ever|even|have|had|(?:want|need|have) to)){0,3}"
_WE = r"\b(?:I|we)(?:['’](?:ve|d)| have| had)?(?: \w+ly)? "
_NOTHING_OUT = re.compile(
    rf"{_NO} (?:{_OUT} {_ANY}\b|leav(?:e|ing) {_ANY}\b(?: \w+){{0,3}}? (?:out|off|to chance)\b)"
    rf"|{_WE}(?:{_OUT} (?:nothing|no \w+)|left (?:nothing|no \w+) (?:out|off|to chance))\b"
    rf"|\bnothing (?:was|is|were|got|has been|had been) (?:\w+ly )?{_OUT}\b",
    re.IGNORECASE,
)
_EVEN_SO = re.compile(
    r"\b(?:until|unless|yet|for now|on purpose|deliberately|intentionally|by choice|by design|except|apart from|other than|besides"
    r"|beyond|but|though|although|however|instead|later|just|only|that (?:mattered|counted|we|I|people|anyone|anybody|users?"
    r"|customers?)|important|essential|else)\b",
    re.IGNORECASE,
)
"Next to these something was left out all the same."

_NOT = (
    r"(?:(?:n['’]t|\b(?:not|never|hardly|nobody would))(?: call (?:it|this|that|them|us|me|myself))?"
    r"|(?<!\bno )(?<!\bnot )(?<!nothing )(?<!much )\bmore than|\b(?:neither|nor|no longer|far from|anything but|nothing to do with|no))"
)
_FILL = r"(?: (?:really|actually|that|so|very|just|only|merely|simply|an?|some|any|the|my|our|pure|sheer|about|of))*"
_SMALL = (
    r"(?:just|only|merely|small|little|tiny|minor|toys?|trivial|juniors?|beginners?|amateurs?|hobby|luck|lucky|silly|humble"
    r"|side project)"
)
_UNSURE = r"(?:guess|guessing|guessed|unsure|uncertain)"
_SORRY = r"(?:sorry|apologi[sz]e|apologi[sz]ing|apolog(?:y|ies)|regret(?:s|ted)?)"
_DENIED: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    label: (re.compile(denied, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for label, (denied, said) in {
        "minimizer": (rf"{_NOT}{_FILL} {_SMALL}\b", rf"\b{_SMALL}\b"),
        "hedge": (
            rf"(?<!\bca)(?<!\bcould)(?:n['’]t|\b(?:not|never)){_FILL} {_UNSURE}\b",
            rf"\b(?:{_UNSURE}|think|maybe|perhaps|probably|might|possibly|(?:kind|sort) of|not (?:\w+ )?(?:sure|certain))\b",
        ),
        "apology": (
            rf"(?:(?<!\bca)n['’]t|\b(?:not|never|no|refused? to|without))(?: (?:really|even|that I['’]?m|that I|going to|gonna"
            rf"|want to|need to|have to|be|have|any|make|made))* {_SORRY}\b|\bregret(?:ted)? nothing\b",
            r"\b(?:sorry|apolog\w+|forgive|pardon|excuse|my bad|regret\w*|ashamed|embarrass\w*)\b",
        ),
        "absence_lead": (
            r"(?:n['’]t|\b(?:not|never|no))(?: (?:really|exactly|any))* lack(?:ing|ed)?\b",
            r"\b(?:lack(?:ing|ed)?|without|never|no|nothing)\b",
        ),
    }.items()
}
"Of each label: what is denied, and what would be an instance where it is not."


def denied(label: str, stretch: str, rules: Iterable[tuple[int, int]] = ()) -> bool:
    """Whether a stretch says the opposite of a label, and nothing that is one. Linear in its length.

    `rules`: characters of the stretch that some rule takes for the label.
    """
    if label == "restraint":
        return bool(_NOTHING_OUT.search(stretch)) and not _EVEN_SO.search(stretch)
    if label not in _DENIED:
        return False
    taken_back, said = _DENIED[label]
    spans = [found.span() for found in taken_back.finditer(stretch)]

    def within(start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in spans)

    return bool(spans) and all(within(*span) for span in (*(m.span() for m in said.finditer(stretch)), *rules))
