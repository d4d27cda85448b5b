"""The candidate's story bank: three to five judgement stories, filled from answers, confirmed by the candidate.

A story is made of sentences the candidate said, part by part; nothing is written for them. It stays a proposal until
confirmed. The bank is one JSON file, replaced as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ..debrief.wording import say
from ..disk import read_json, write_atomic
from ..errors import InputFileError, NotFoundError
from ..paths import stories_file
from ..rubric import patterns
from ..rubric.keys import PATTERNS
from ..rubric.keys import STORY_PARTS as PARTS
from ..sessions.codec import decode_as

FEW, MANY = 3, 5
"How many stories are enough, and how many are too many to tell well."
FEWEST_WORDS = 5
"A part told in fewer words is shown with its sentence."


@dataclass(frozen=True, slots=True)
class Told:
    """Where a story, or a part of it, was told."""

    session: str
    answer: str
    started: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a story in the candidate's own words."""

    text: str
    told: Told
    start_s: float | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One judgement story."""

    id: str
    title: str
    parts: dict[str, Part] = field(default_factory=dict)
    signals: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    "Patterns of the questions it has answered."
    told: tuple[Told, ...] = ()
    words: tuple[str, ...] = ()
    "Content words, by which it is recognised again."
    confirmed: bool = False
    dropped: bool = False
    "The candidate does not want it: remembered, so that it is not proposed again."

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts that were never told."""
        return tuple(part for part in PARTS if part not in self.parts)

    @property
    def serves(self) -> tuple[str, ...]:
        """Question patterns this story can answer, as far as its signals show."""
        return tuple(dict.fromkeys((*self.patterns, *patterns.serves(self.signals))))


def load_bank(path: Path | None = None) -> list[Story]:
    """The stories kept; [] when there are none. Raises InputFileError for a damaged file, which is left as it is."""
    path = path or stories_file()
    try:
        data = read_json(path)
        stories: list[Story] = [decode_as(row, Story) for row in data["stories"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        fix = "Move it away to begin a new bank."
        raise InputFileError(f"the story bank cannot be read ({error})", where=str(path), fix=fix) from error
    return stories


def save_bank(stories: Sequence[Story], path: Path | None = None) -> None:
    """Keep these stories. Raises StorageError."""
    rows = [asdict(s) for s in stories]
    write_atomic(path or stories_file(), json.dumps({"version": 1, "stories": rows}, indent=1) + "\n")


def propose(debrief: Mapping[str, Any], bank: Sequence[Story]) -> list[Story]:
    """The bank with what a session's answers (`debrief.json` as data) add: parts for known stories, new proposals.

    An answer makes a proposal when it tells a decision and two more parts. It belongs to a known story when they share
    enough rare words; then only parts that were missing are filled, and where it was told is added. Telling the same
    session's answer twice changes nothing.
    """
    stories = list(bank)
    session, started = str(debrief.get("session") or ""), str(debrief.get("started") or "")
    rows = [a for a in debrief.get("answers") or () if a.get("language", "en") == "en" and not a.get("personal")]
    for row in rows:
        told = Told(session, str(row["id"]), started)
        parts = _parts(row, told)
        text = row["transcript"]["text"]
        words = _rare(text)
        known = _recognised(stories, words, told)
        if known is not None:
            stories[known] = _enriched(stories[known], row, parts, words, told)
        elif "decision" in parts and len(parts) >= 3:
            identity = _identity(parts["decision"].text, {s.id for s in stories})
            fresh = Story(identity, _title(parts), parts, words=words)
            stories.append(_enriched(fresh, row, {}, words, told))
    return stories


def confirm(bank: Sequence[Story], identity: str, *, title: str = "") -> list[Story]:
    """The bank with one story confirmed (and renamed). Raises NotFoundError."""
    _find(bank, identity)
    return [replace(s, confirmed=True, dropped=False, title=title or s.title) if s.id == identity else s for s in bank]


def discard(bank: Sequence[Story], identity: str) -> list[Story]:
    """The bank with one story dropped: no longer shown, and not proposed again when read anew. Raises NotFoundError."""
    _find(bank, identity)
    return [replace(s, dropped=True, confirmed=False) if s.id == identity else s for s in bank]


def forget(bank: Sequence[Story], session: str) -> list[Story]:
    """The bank without a word of what was told in a session; a story told nowhere else is gone, confirmed or not."""
    left = []
    for story in bank:
        told = tuple(t for t in story.told if t.session != session)
        parts = {name: part for name, part in story.parts.items() if part.told.session != session}
        if told == story.told and parts == story.parts:
            left.append(story)
        elif told and parts:
            left.append(_without(story, parts, told, {s.id for s in bank}))
    return left


def _without(story: Story, parts: dict[str, Part], told: tuple[Told, ...], taken: set[str]) -> Story:
    """A story with fewer parts. Its id and title are made of its decision; a title of the candidate's own stays."""
    identity, title = story.id, story.title
    if parts.get("decision") != story.parts.get("decision"):
        first = next(iter(parts.values())).text
        identity = _identity(first, taken)
        title = _begin(first) if title == _title(story.parts) else title
    words = _rare(" ".join(part.text for part in parts.values()))
    return replace(story, id=identity, title=title, parts=parts, told=told, words=words)


def kept(bank: Sequence[Story]) -> list[Story]:
    """The stories that were not dropped, confirmed ones first."""
    return sorted((s for s in bank if not s.dropped), key=lambda s: not s.confirmed)


def advice(bank: Sequence[Story], *, typed: bool = False) -> str:
    """One line about the bank as a whole: how many are confirmed, and which patterns none of them serves.

    `typed`: with the command that comes next, for who reads it in a terminal.
    """
    mine = [s for s in bank if s.confirmed]
    if len(mine) < FEW:
        need = FEW - len(mine)
        counted = f"{len(mine)} confirmed; {need} more {'is' if need == 1 else 'are'} enough for most interviews."
        if not typed:
            return counted
        if any(not s.confirmed and not s.dropped for s in bank):
            return f"{counted} Keep one with `voice-interviewer stories --confirm ID`."
        how = "They are proposed from your answers; `voice-interviewer practice story-builder` asks for one."
        return f"{counted} {how}"
    served = {p for s in mine for p in s.serves}
    open_patterns = sorted(set(PATTERNS) - served)
    if len(mine) > MANY:
        return f"{len(mine)} confirmed, more than can be told well: keep the {MANY} that serve the most questions."
    if open_patterns:
        kinds = ", ".join(say("patterns", p) for p in open_patterns)
        return f"{len(mine)} confirmed; none of them fits these kinds of question yet: {kinds}."
    return f"{len(mine)} confirmed, and together they serve every kind of question."


def _find(bank: Iterable[Story], identity: str) -> Story:
    for story in bank:
        if story.id == identity:
            return story
    raise NotFoundError("no such story", where=identity, fix="`voice-interviewer stories` lists them.")


def _parts(row: Mapping[str, Any], told: Told) -> dict[str, Part]:
    evidence = row.get("story_evidence") or {}
    whole = str((row.get("transcript") or {}).get("text") or "")
    return {
        part: Part(_readable(evidence[part], whole), told, evidence[part].get("start_s"))
        for part in PARTS
        if part in evidence and str(evidence[part].get("text", "")).strip()
    }


def _readable(evidence: Mapping[str, Any], whole: str) -> str:
    """The words of a part; where a few words tell it, the sentence they stand in."""
    words, start, end = str(evidence["text"]), evidence.get("start"), evidence.get("end")
    if len(words.split()) >= FEWEST_WORDS or not isinstance(start, int) or not isinstance(end, int):
        return words
    before = max((whole.rfind(mark, 0, start) for mark in ".!?"), default=-1) + 1
    after = min((at for mark in ".!?" if (at := whole.find(mark, max(start, end - 1))) >= 0), default=len(whole))
    return whole[before:after].strip() or words


def _enriched(
    story: Story, row: Mapping[str, Any], parts: dict[str, Part], words: tuple[str, ...], told: Told
) -> Story:
    shown = [k for k, s in (row.get("signals") or {}).items() if s.get("evidence")]
    pattern = row.get("pattern")
    return replace(
        story,
        parts={**parts, **story.parts},
        signals=tuple(dict.fromkeys([*story.signals, *shown])),
        patterns=tuple(dict.fromkeys([*story.patterns, *([str(pattern)] if pattern else [])])),
        told=story.told if told in story.told else (*story.told, told),
        words=tuple(dict.fromkeys([*story.words, *words]))[:80],
    )


def _recognised(stories: Sequence[Story], words: tuple[str, ...], told: Told) -> int | None:
    """The story told here before, or the one sharing most rare words: a quarter of the shorter list, at least four."""
    best, most = None, 0
    for i, story in enumerate(stories):
        if told in story.told:
            return i
        shared = len(set(story.words) & set(words))
        if shared >= max(4, 0.25 * min(len(story.words), len(words))) and shared > most:
            best, most = i, shared
    return best


_COMMON = frozenset(
    re.findall(
        r"\S+",
        """about after again also always another around because been before being between both could decided
        different does doing done down during each either enough even every everything first from getting
        going good have having here into just kind know later like little made make many maybe model models
        more most much need never nothing only other over people project really right same should since some
        someone something still system team than that their them then there these they thing things think
        this those though through time together under until very want wanted week weeks well went were what
        when where which while would year years your data problem work worked""",
    )
)


def _rare(text: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z]{4,}", text.casefold())
    stems = dict.fromkeys(re.sub(r"(?:ing|ed|es|s)$", "", w) for w in words if w not in _COMMON)
    return tuple(w for w in stems if len(w) >= 4)[:40]


def _title(parts: Mapping[str, Part]) -> str:
    return _begin(parts["decision"].text) if "decision" in parts else ""


def _begin(text: str) -> str:
    words = text.split()
    return " ".join(words[:9]).strip(" ,.;") + (" …" if len(words) > 9 else "")


def _identity(text: str, taken: set[str]) -> str:
    words = [w for w in re.findall(r"[a-z]{3,}", text.casefold()) if w not in _COMMON][:3] or ["story"]
    base = "-".join(words)
    number = 1
    while (identity := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return identity
