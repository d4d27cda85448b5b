"""The candidate's own sentence, said so that it counts: delete first, one bracket last, else nothing.

The softener, the apology, the disclaimer go, and what is left must be a whole sentence. Where that sentence still lacks
what the advice asks for, one sentence of `reframes.yaml` follows it, with one [bracket] for what only the candidate
knows. Where no good sentence results there is none, and the drill stands alone. So a reframe never invents: its words
are the candidate's, from the sentence that carries the finding, or a template's. `invented_words` checks exactly that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Protocol

from pydantic import model_validator

from ...english.inflect import past_forms
from ...english.sentences import sentences
from ...english.spoken import clauses, content_words, finished, fluent, opened
from ...english.whole import MOST, is_whole
from ...rubric.keys import COSTS, DISFLUENCIES, Label
from ...rubric.relations import LACKING, MENDED_WITH_ONESELF, POINTS, UNDERSELLING
from ...tables import Part, Text, covering, shipped
from . import plainly


class Found(Protocol):
    """What a reframe needs of a finding; `schema.FindingRow` and `language.model.Finding` both have it."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Template(Part):
    """What follows the candidate's own sentence."""

    asks: Text | None = None
    "One sentence with one [bracket], for what the advice asks for and the sentence lacks; None: deleting is enough."
    unless: Text | None = None
    "A regular expression; a sentence in which it is found does not lack it."
    cue: Text | None = None
    "A regular expression; of several sentences under one finding, the one in which it is found carries it."
    offered: bool = True
    "False: nothing of the kind can be said with the candidate's own sentence; the drill stands alone."

    @model_validator(mode="after")
    def _has_one_bracket(self) -> Template:
        if self.asks is not None and len(_BRACKETED.findall(self.asks)) != 1:
            raise ValueError("asks needs exactly one [bracket]")
        for expression in (self.unless, self.cue):
            re.compile(expression or "")
        return self


class Reframes(Part):
    """`reframes.yaml`: how each label that can be mended is, and the measures that can."""

    labels: Annotated[dict[Label, Template], covering((*COSTS, *LACKING, *DISFLUENCIES))]
    measures: dict[str, Template]


_BRACKETED = re.compile(r"\[[^\[\]]*\]")
LEAST_CONTENT = 1
"Content words without which a sentence says nothing."
LONGEST = 1200
"Characters of a sentence that is still read."
MOST_WORDS = 30
"Words of the candidate's own part; longer ones are not remembered."


@cache
def templates() -> Mapping[str, Template]:
    """The template of each label and measure. Raises TableError that names the line of a mistake."""
    found = shipped("voice_interviewer.debrief", "reframes.yaml").read(Reframes)
    return dict([*found.labels.items(), *found.measures.items()])


def reframe(label: str, text: str, start: int, end: int, findings: Sequence[Found] = ()) -> str:
    """A better way to say the sentence of `text[start:end]`, or "" where there is none.

    `label` is a key of the language room or a measure, `findings` those of the answer. Pure; time linear in the text.
    """
    about = templates().get(label)
    if about is None or not about.offered or not text[start:end].strip():
        return ""
    for said in _candidates(label, text, start, end, findings):
        suggestion = _completed(about, said)
        if suggestion and not invented_words(text, suggestion):
            return suggestion
    return ""


def _completed(about: Template, said: str) -> str:
    if about.asks is None or (about.unless and re.search(about.unless, said, re.IGNORECASE)):
        return said
    return f"{said} {about.asks}"


# ---- the candidate's own part ----

_US = (
    r"\b(?:we|the team|our team|my team|everyone|everybody)(?:'ve| have| had|'d| all| then| also| eventually"
    r"| finally| just| kind of| sort of| really|"
    r" ultimately| basically| literally| explicitly| deliberately| originally| actually| first| intentionally"
    r"| consciously)* "
)
_DECIDED_WE = re.compile(
    _US + r"(?:decided|chose|chosen|agreed|opted|elected|settled|concluded|determined|picked|went with|made (?:the|a"
    r"|that|this|those) (?:decisions?|choices?|call))\b",
    re.IGNORECASE,
)
_DID_WE = re.compile(
    _US + rf"(?:(?!need|want|used\b)[a-z]+ed|{'|'.join(past_forms())}|cut|put|set|done|built|taken|written)\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\bI (?:(?:also|then|just|only|still|simply|first|deliberately|eventually|finally) )*(?:decided|chose|built"
    r"|blocked|cut|dropped|picked|set|wrote|moved"
    r"|refused|kept|stopped|switched|changed|removed|left|pushed|put|took|asked|told|tested|measured|started|made"
    r"|created|added|turned|ran|held|gave|led"
    r"|designed|fixed|rolled|reverted|replaced|rewrote|cancelled|postponed|argued|insisted|recommended|proposed"
    r"|checked|found|shipped|launched|worked)\b"
)
_DENIED = re.compile(
    r"\b(?:if|whether|unless|\w+n't (?:think|know|say|believe|mean|recall)|not (?:that|as if|just)|\w+n't just)\b",
    re.IGNORECASE,
)
_NO_DECISION = re.compile(
    r"\b(?:thought|felt|knew|had|got|saw|wanted|liked|talked|used|realized|realised|looked|heard|said|met|learned"
    r"|hoped|tried"
    r"|happened|did|was|were|put|enjoyed|ended|asked|told|came|worked|noticed|believed|loved|needed|found|started)\Z",
    re.IGNORECASE,
)
"Past verbs with which nothing was settled: no part of one's own follows them."
_LEANS = re.compile(r"(?:that's|that is|this is|which is) (?:why|how|when|where|what)\b", re.IGNORECASE)
"A sentence that rests on the one before it."
_LOST = re.compile(r"\W*(?:\w+ )?(?:it|them|those|these|this|that|there|him|her)\b(?! \w+s\b)", re.IGNORECASE)
_LOST_ENDS = re.compile(r"\b(?:it|this|that|them|those)[.,]", re.IGNORECASE)
"What an act is done to, named only in an earlier sentence."
_JUST = re.compile(r"(?<=\b[Ww]e )(?:just|simply|only|kind of|sort of) ")
_TURNED = re.compile(r"\b(?:not|never|no longer|nobody|without|instead of|rather than)\b|n't\b", re.IGNORECASE)
"What is cut off from a clause with one of these in it may say the opposite."
_ASIDE = re.compile(
    r"(?:it|that|this)(?:'s| is| was) (?:just |really |very |pretty |quite )*(?:a |an )?(?:\w+ ){0,2}thing",
    re.IGNORECASE,
)
"A remark on the side: nothing of it is worth saying again."
_OF_THE_TALK = re.compile(
    r"\b(?:lost (?:my|the)|miss(?:ed)?|question|train of thought|answer|interrupt\w*|my turn|late|rambl\w+)\b",
    re.IGNORECASE,
)
"What an apology about the talk itself is for: nothing of it needs saying again."
_SUPPOSED = re.compile(r"(?:if|unless|whether)\b", re.IGNORECASE)
"What did not happen is no act to add a part to."
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_EFFECT = re.compile(
    r"\b(?:impact|effect|grow\w*|improv\w*|difference|success\w*|popular|results?|performan\w+|fast\w*|scal\w+"
    r"|increase\w*|reduc\w+|sav\w+|adoption"
    r"|users|customers)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"^(?:and|but|so|or|yet|then)(?: then)?,? ", re.IGNORECASE)
_OPENS = re.compile(r"^(?:(?:and|but|so|yeah|yes|no|well|okay|or|also|then|now),? )+", re.IGNORECASE)
_NEVER = re.compile(
    r"^(?:I've|I have|I haven't|I have not|I had not|I never|I did not|I didn't)\b.*\b(?:never|not|n't)\b"
    r"|^I haven't\b|^I never\b",
    re.I,
)
"A bounded fact of what the speaker has not done; a verdict about oneself is none."
_DID = re.compile(
    r"\b(?:I|[Ww]e)(?:'ve| have)? (?:\w+ly )?(?:ran|run|seen|done|built|[a-z]+ed|chose|set|cut|wrote|kept|put"
    r"|took|led|made|gave|held)\b"
)
_CONTRAST = re.compile(r",?\s+(?:but|though|although|however)\b,?\s+|;\s+", re.IGNORECASE)


def _candidates(label: str, text: str, start: int, end: int, findings: Sequence[Found]) -> Iterable[str]:
    """Whole sentences of the candidate's that mend what `label` marked, the fullest first."""
    first, last = _carrying(label, text, start, end)
    if last - first > LONGEST:
        return
    if label == "absence_lead":
        yield from _behind_the_absence(text[first:last])
        return
    if label in LACKING or label == "answer_length":
        heard = {f.label for f in findings if f.start < last and f.end > first} - set(DISFLUENCIES)
        if not heard & set(POINTS) and not (heard and _ACT.search(text[first:last])):
            return
    for piece in _pieces(label, text, first, last, max(first, start), min(last, end)):
        said = _mended(label, piece)
        if said:
            yield said


def _carrying(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that carries the finding: the one with its cue, else the one that holds most of it."""
    spans = sentences(text)
    at = max(0, bisect_right(spans, (start, len(text))) - 1)
    under = [s for s in spans[at : at + 12] if s[0] < end and s[1] > start] or [(start, end)]
    cue = _cue(label)
    with_cue = [s for s in under if cue and cue.search(text[max(s[0], start) : min(s[1], end)])]
    return max(with_cue or under, key=lambda s: min(s[1], end) - max(s[0], start))


def _pieces(label: str, text: str, first: int, last: int, start: int, end: int) -> Iterable[str]:
    """The sentence, then runs of its clauses that hold the finding's cue, longest first."""
    sentence = text[first:last]
    cue = _cue(label)
    found = _found(cue, sentence, start - first, end - first)
    if label == "team_voice" and found is None:
        found = _found(_DID_WE, sentence, start - first, end - first)
    low, high = (found.start(), found.end()) if found else (start - first, end - first)
    for piece in clauses(sentence, low, high):
        if not _cut_off(sentence, sentence.find(piece)):
            yield piece


def _cut_off(sentence: str, at: int) -> bool:
    """Whether the piece that begins at `at` hangs on a denial or a contrast in front of it."""
    before = re.split(r"[.;:]|\b(?:but|though)\b", sentence[: max(0, at)])[-1]
    return bool(_TURNED.search(before)) and not re.match(r"but\b", sentence[at:], re.IGNORECASE)


def _cue(label: str) -> re.Pattern[str] | None:
    if label == "team_voice":
        return _DECIDED_WE
    about = templates().get(label)
    return re.compile(about.cue, re.IGNORECASE) if about and about.cue else None


def _found(cue: re.Pattern[str] | None, sentence: str, start: int, end: int) -> re.Match[str] | None:
    return None if cue is None else cue.search(sentence, start, end) or cue.search(sentence)


def _mended(label: str, piece: str) -> str:
    """The piece without what costs, when that is a whole sentence that no longer costs; else ""."""
    said = fluent(piece)
    if label in UNDERSELLING:
        said = plainly.softened_less(said)
        if label == "minimizer":
            said = plainly.grown(said)
        if plainly.UNDERSOLD.search(said):
            return ""
    elif label == "inflation":
        whole, said = said, plainly.bounded(said)
        if said == whole or plainly.OVERSOLD.search(said):
            return ""
        if not _EFFECT.search(said):
            return ""
    if label == "minimizer" and _ASIDE.match(opened(said)):
        return ""
    if label in MENDED_WITH_ONESELF and not _OWN.search(said):
        return ""
    if label == "team_voice":
        act = _DECIDED_WE.search(said) or _DID_WE.search(said)
        if act is None or _DENIED.search(said[: act.start()]) or _LEANS.match(opened(said)):
            return ""
        decided = _DECIDED_WE.search(said)
        if decided is None and (_NO_DECISION.search(act[0]) or _lost(said, act)):
            return ""
        said = _JUST.sub("", said)
    said = _JOINS.sub("", opened(said))
    said = finished(said)
    if label not in UNDERSELLING and _SUPPOSED.match(said):
        return ""
    if label in UNDERSELLING and (_same(said, piece) or (label == "apology" and _OF_THE_TALK.search(said))):
        return ""
    return said if _fit(said) else ""


def _lost(said: str, act: re.Match[str]) -> bool:
    """Whether what was done is named only in an earlier sentence."""
    return not content_words(said[: act.start()]) and bool(
        _LOST.match(said, act.end()) or _LOST_ENDS.match(said, act.end() + 1)
    )


def _behind_the_absence(sentence: str) -> Iterable[str]:
    """What is said behind an opening on what is missing; an honest bound of experience then follows it."""
    for contrast in _CONTRAST.finditer(sentence):
        lead, rest = sentence[: contrast.start()], sentence[contrast.end() :]
        own = finished(plainly.softened_less(rest))
        if not _DID.search(own) or plainly.UNDERSOLD.search(own) or not _fit(own):
            continue
        bound = finished(plainly.softened_less(lead).replace("never really ", "never "))
        if _NEVER.search(bound) and is_whole(bound) and len(bound.split()) <= 16:
            yield f"{own} {bound}"
        elif not _NEVER.search(bound):
            yield own


def _fit(said: str) -> bool:
    return len(said.split()) <= min(MOST, MOST_WORDS) and is_whole(said) and len(content_words(said)) >= LEAST_CONTENT


def _same(said: str, piece: str) -> bool:
    """Whether nothing but an opening word was taken out."""
    return list(_tokens(said)) == list(_tokens(_OPENS.sub("", piece)))


def plain_sentence(text: str, start: int, end: int) -> str:
    """The sentence at a stretch of the text without sounds and markers, when it is a whole one; else ""."""
    first, last = _carrying("", text, start, end)
    said = finished(_JOINS.sub("", fluent(text[first:last]))) if last - first <= LONGEST else ""
    return said if said and _fit(said) else ""


def keeps_words(label: str, text: str, start: int, end: int, findings: Sequence[Found] = ()) -> bool:
    """Whether the finding's sentence can be said better."""
    return bool(reframe(label, text, start, end, findings))


# ---- the check ----

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@cache
def template_words() -> frozenset[str]:
    """Every word the templates themselves bring along; none of them is a fact."""
    return frozenset(_tokens(" ".join(about.asks for about in templates().values() if about.asks)))


def invented_words(original: str, suggestion: str) -> set[str]:
    """Words of `suggestion` outside [brackets] that neither `original` (the whole answer) nor a template contains."""
    return set(_tokens(suggestion)) - set(_tokens(original)) - template_words() - {"a", "an"}


def _tokens(text: str) -> Iterable[str]:
    bare = _BRACKETED.sub(" ", text)
    return (t.replace("’", "'").casefold() for t in _TOKEN.findall(bare))
