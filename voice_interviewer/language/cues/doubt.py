"""Doubt: about oneself (hedge, a cost) or about the world with something to hold on to (calibration, a strength).

The object of the doubt decides, not the word: "maybe it was my call" doubts the speaker, "maybe a third of them are
real, so I read fifty" doubts the world and acts on it (Gaertig & Simmons 2018: only the first costs trust).
"""

from __future__ import annotations

import dataclasses

from ..rules.candidate import Candidate, at, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit

NEAR = 7
"How many words may lie between a weak marker and the own act that it weakens."

_CALIBRATED = "Uncertainty about the world with a number, condition or check to hold on to: this builds trust."
_SELF = "The doubt is about your own act; either you did it or somebody else did."
_STACKED = "Doubt upon doubt, with nothing to hold on to."
_LONE = "It takes back your own statement and gives no reason, number or check instead."
_LONE_ENOUGH = ("w-think", "w-adverb", "w-unsure", "w-modal")
"Markers of which one is enough where a sentence offers nothing to hold on to."
_PLANS = frozenset("would will should shall".split())

_MAYBE = frozenset("may might could perhaps maybe probably possibly likely unlikely".split())
_THEREFORE = frozenset("so therefore hence why".split())
_FOLLOWS = 12
"A check that follows from a doubt begins within this many words."


def find(passage: Passage, hits: list[Hit], reaction_from: int | None) -> list[Candidate]:
    """Candidates for hedge and calibration; doubt that reacts to a new constraint is left to `reactions`."""
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        if reaction_from is None or hit.first < reaction_from:
            kinds.setdefault(hit.rule.label, []).append(hit)
    certain = kinds.get("hedge", [])
    found = [from_hit(passage, hit) for hit in certain]
    taken = {passage.sentence_of[hit.first] for hit in certain}
    weak = [hit for hit in kinds.get("_weak", ()) if not _planned(passage, hit)]
    own = kinds.get("_self", [])
    levers = [hit for hit in kinds.get("_lever", ())]
    for hit in weak:
        pair = next((s for s in own if _near(passage, hit, s)), None)
        if pair is not None and not _levered(passage, hit, levers, pair):
            first, last = min(hit.first, pair.first), max(hit.last, pair.last)
            found.append(at(passage, "hedge", first, last, _SELF, 0.8, "doubted-act"))
            taken.add(passage.sentence_of[hit.first])
    found += _stacked(passage, weak, levers, taken)
    found += _calibrated(passage, kinds, taken)
    return found


def _planned(passage: Passage, hit: Hit) -> bool:
    """Whether the marker stands on a plan ("maybe I would", "I think I'd"), which is neither hedge nor strength."""
    return any(word in _PLANS for word in passage.norms(hit.last, hit.last + 3))


def _near(passage: Passage, hit: Hit, act: Hit) -> bool:
    """Whether a marker and an own act stand in one sentence, at most `NEAR` words apart."""
    if passage.sentence_of[hit.first] != passage.sentence_of[act.first]:
        return False
    return act.first - hit.last <= NEAR and hit.first - act.last <= NEAR - 3


def _levered(passage: Passage, hit: Hit, levers: list[Hit], act: Hit | None = None) -> bool:
    """Whether a reason, check or condition is in reach of the doubt, other than the own act that is doubted."""
    left, right = passage.bounds(hit.first)
    return any(
        left <= lever.first < right
        and (act is None or lever.first >= act.last or lever.last <= act.first)
        and (lever.first >= hit.last or lever.last <= hit.first)
        for lever in levers
    )


def _stacked(passage: Passage, weak: list[Hit], levers: list[Hit], taken: set[int]) -> list[Candidate]:
    """Sentences with doubt and nothing else: several markers, or one before a bare opinion."""
    by_sentence: dict[int, list[Hit]] = {}
    for hit in weak:
        by_sentence.setdefault(passage.sentence_of[hit.first], []).append(hit)
    found: list[Candidate] = []
    for index, group in by_sentence.items():
        if index in taken or _levered(passage, group[0], levers):
            continue
        sentence = passage.sentences[index]
        if sentence.question or any("num" in passage.tokens[i].tags for i in range(sentence.first, sentence.last)):
            continue
        if _plans(passage.norms(sentence.first, sentence.last)):
            continue
        if len(group) >= 2 and group[-1].first >= group[0].last:
            found.append(_alone(passage, group[0].first, group[-1].last, _STACKED, "stacked"))
        elif group[0].rule.id in _LONE_ENOUGH:
            found.append(_alone(passage, group[0].first, group[0].last, _LONE, "lone"))
    return found


def _plans(words: list[str]) -> bool:
    """Whether a sentence tells a plan or weighs a possibility ("people would", "I will") rather than stating something."""
    if "would" in words or "should" in words:
        return True
    return any(a in ("i", "we") and "will" in words[n + 1 : n + 3] for n, a in enumerate(words))


def _alone(passage: Passage, first: int, last: int, why: str, rule: str) -> Candidate:
    return dataclasses.replace(at(passage, "hedge", first, last, why, 0.6, rule), alone=True)


def _calibrated(passage: Passage, kinds: dict[str, list[Hit]], hedged: set[int]) -> list[Candidate]:
    """Uncertainty about the world with a lever in the same or the next sentence."""
    found: list[Candidate] = []
    levers = kinds.get("_lever", [])
    seen: set[int] = set()
    for hit in kinds.get("_uncertain", ()):
        index = passage.sentence_of[hit.first]
        if index in seen or index in hedged:
            continue
        left, right = passage.bounds(hit.first)
        after = right
        if index + 1 < len(passage.sentences) and right == passage.sentences[index].last:
            after = min(passage.sentences[index + 1].last, right + 24)
        strong = hit.rule.id == "u-strong"
        wanted = ("l-act", "l-so") if strong else ("l-act",)
        held = [v for v in levers if left <= v.first < after and v.rule.id in wanted and not _inside(hit, v)]
        ranged = any("num" in passage.tokens[i].tags for i in range(left, right))
        if not held:
            continue
        if strong or (ranged and held[0].first >= hit.first):
            end = max([right, *(v.last for v in held)])
            sure = 0.9 if strong and _guarded(passage, hit, held) else 0.75
            found.append(
                at(
                    passage,
                    "calibration",
                    left,
                    min(end, after),
                    _CALIBRATED,
                    sure if strong else 0.6,
                    "guarded" if sure == 0.9 else "levered",
                )
            )
            seen.add(index)
    return found


def _guarded(passage: Passage, hit: Hit, levers: list[Hit]) -> bool:
    """Whether something other than the speaker may turn out so, and a check of the speaker's follows from it: "the
    forms may come late, so I compare with the till"."""
    words = passage.norms(hit.first, hit.last)
    if not _MAYBE & set(words) or passage.norms(hit.first - 1, hit.first) in (["i"], ["we"]) or words[0] in ("i", "we"):
        return False
    for lever in levers:
        if not 0 <= lever.first - hit.last <= _FOLLOWS or not _THEREFORE & set(
            passage.norms(lever.first, lever.first + 3)
        ):
            continue
        if any("check" in t.tags or "ops" in t.tags for t in passage.tokens[lever.first : lever.last]):
            return True
    return False


def _inside(hit: Hit, lever: Hit) -> bool:
    return lever.first < hit.last and hit.first < lever.last
