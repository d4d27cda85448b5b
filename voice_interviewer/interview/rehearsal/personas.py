"""Simulated candidates: written answers chosen by a stable hash, so the same seed always says the same words.

A persona is one YAML file in `question_flows/personas`, or in `personas` of the user's data folder. It holds an
invented background, written answers for each kind of question, replies to follow-ups that either mend the weakness or
persist in it, reactions to injected constraints, and small human behaviours (asking to repeat, thinking aloud, falling
silent). Nothing here knows time, sound or chance: everything is a function of seed, turn and node.

Texts are written to be spoken. `{pause 1.8}` marks 1.8 s of silence; `plain` removes the marks, `speech_parts` splits
at them.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import NotFoundError
from ...paths import data_dir, shipped
from ...rubric.keys import PATTERNS
from ...rubric.patterns import infer
from ...rubric.relations import nearest
from .persona_file import Behaviour, PersonaFile, read_persona

_PAUSE = re.compile(r"\s*\{pause\s+(\d+(?:\.\d+)?)\}\s*")

# Tried in order when a question carries no pattern; node ids come first because authors choose them to mean something.
_QUESTION_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("profiles", ("profile", "two candidates", "two people", "two engineers")),
    ("conflict", ("conflict", "disagree", "argued against", "say no to a person", "push back")),
    ("mistake", ("mistake", "own_error", "feedback", "criticism", "went wrong")),
    ("story", ("story", "tell me about a decision", "walk me through a decision")),
    ("backend", ("backend", "service", "endpoint", "storage", "queue", "interface")),
    ("opening", ("opening", "intro", "about yourself", "warm_up", "warmup")),
)
_CONSTRAINT_CUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("labels", ("label", "ground truth", "feedback arrives", "outcomes arrive", "annotat")),
    ("volume", ("double", "twice", "ten times", "hundred times", "traffic", "country")),
    ("cost", ("cost", "budget", "bill", "cheaper", "spend", "money", "price", "graphics card", "one ordinary server")),
)
# What is told when every answer to a kind of question has been given.
_SPARE: tuple[str, ...] = ("default", "story", "mistake", "conflict")


@dataclass(frozen=True, slots=True)
class Persona:
    """A simulated candidate."""

    name: str
    "The id, as used on the command line."
    content: PersonaFile

    @property
    def about(self) -> str:
        """One line for `--help` and listings."""
        return self.content.about

    @property
    def reaction(self) -> str:
        """How constraints are met, one of `keys.REACTIONS`."""
        return self.content.constraints.reaction

    def answer(
        self,
        *,
        question: str,
        node: str,
        pattern: str | None,
        kind: str,
        target: str | None,
        turn: int,
        seed: int,
        attempt: int = 0,
        said: Collection[str] = (),
    ) -> str:
        """What this persona says, with pause marks; the same arguments always give the same words.

        `kind` is `question`, `follow_up` or `constraint`. `attempt` counts replies already given to this very question:
        from the second on there are no more behaviours, so "could you repeat that?" is always followed by an answer.
        Texts in `said` are avoided as long as others are left.
        """
        before = ""
        if attempt == 0:
            behaviour = self._behaviour(kind, turn=turn, seed=seed, node=node)
            if behaviour is not None:
                words = behaviour.text[_pick(len(behaviour.text), seed, turn, node, behaviour.kind)]
                if not behaviour.prefix:
                    return words
                before = words + " "
        pool = self._pool(question, node, pattern, kind, target, turn=turn, seed=seed)

        def new(texts: Iterable[str]) -> list[str]:
            return [text for text in texts if not any(text in earlier for earlier in said)]

        fresh = new(pool)
        if not fresh and kind == "question":  # rather another true thing than the same words twice
            fresh = new(text for key in _SPARE for text in self.content.answers.get(key, ()))
        elif not fresh and kind == "follow_up":
            fresh = new(self._follow_up_pool("default", mended=self._mends(seed, turn, node)))
        fresh = fresh or list(pool)
        return before + fresh[_pick(len(fresh), seed, turn, node, kind, str(attempt))]

    def _behaviour(self, kind: str, *, turn: int, seed: int, node: str) -> Behaviour | None:
        for index, behaviour in enumerate(self.content.behaviours):
            if kind not in behaviour.when:
                continue
            chance = _fraction(seed, turn, node, f"{behaviour.kind}{index}")
            if turn in behaviour.turns or chance < behaviour.probability:
                return behaviour
        return None

    def _pool(
        self, question: str, node: str, pattern: str | None, kind: str, target: str | None, *, turn: int, seed: int
    ) -> Sequence[str]:
        if kind == "constraint":
            topic = _first_cue(_CONSTRAINT_CUES, question.lower()) or "default"
            texts: tuple[str, ...] = getattr(self.content.constraints, topic)
            return texts or self.content.constraints.default
        if kind == "follow_up":
            return self._follow_up_pool(target, mended=self._mends(seed, turn, node))
        if node in self.content.nodes:
            return self.content.nodes[node]
        return self.content.answers.get(question_kind(question, node, pattern)) or self.content.answers["default"]

    def _mends(self, seed: int, turn: int, node: str) -> bool:
        if self.content.mends == "partly":
            return _fraction(seed, turn, node, "mends") < 0.5
        return self.content.mends is True

    def _follow_up_pool(self, target: str | None, *, mended: bool) -> Sequence[str]:
        blocks = {key: block for block in self.content.follow_ups for key in block.targets}
        key = target or "default"
        if key not in blocks:
            key = nearest(key)  # where a persona keeps no replies to a target of its own
        if key not in blocks and key in self.content.answers:
            return self.content.answers[key]  # a topic of its own: what they would say to the full question
        block = blocks.get(key) or blocks["default"]
        first, second = (block.mend, block.persist) if mended else (block.persist, block.mend)
        return first or second


class Performance:
    """A persona in one session: it does not say the same thing twice, and answers when it is asked once more."""

    def __init__(self, persona: Persona, seed: int) -> None:
        self.persona, self.seed = persona, seed
        self._said: list[str] = []
        self._attempts: Counter[str] = Counter()

    def answer(self, *, question: str, node: str, pattern: str | None, kind: str, target: str | None, turn: int) -> str:
        """What is said now; the same calls in the same order give the same words."""
        text = self.persona.answer(
            question=question,
            node=node,
            pattern=pattern,
            kind=kind,
            target=target,
            turn=turn,
            seed=self.seed,
            attempt=self._attempts[question],
            said=self._said,
        )
        self._attempts[question] += 1
        self._said.append(text)
        return text


def question_kind(question: str, node: str, pattern: str | None) -> str:
    """The key under which a persona keeps answers to this question: its pattern, or a guess from node id and words."""
    if pattern in PATTERNS:
        return pattern
    words = question.lower()
    return (
        _first_cue(_QUESTION_CUES, node.lower())
        or _first_cue(_QUESTION_CUES, words)
        or infer(question)  # a person who writes their own questions gives no pattern either: their words decide
        or "default"
    )


def load_persona(name: str, folder: Path | None = None) -> Persona:
    """Read a persona by its id. Raises NotFoundError for an unknown id, InputFileError for a damaged file."""
    names = list_personas(folder)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(names)}."
        raise NotFoundError(f'there is no simulated candidate "{name}".', fix=hint)
    content = read_persona(_files(folder)[name])
    return Persona(content.id, content)


def list_personas(folder: Path | None = None) -> list[str]:
    """Ids of all shipped personas and the user's own (or of those in `folder`), sorted."""
    return sorted(_files(folder))


def plain(text: str) -> str:
    """The words alone, without pause marks."""
    return _PAUSE.sub(" ", text).strip()


def speech_parts(text: str) -> list[tuple[str, float]]:
    """Words to speak and the seconds of silence after them; a part without words is silence only."""
    parts: list[tuple[str, float]] = []
    at = 0
    for mark in _PAUSE.finditer(text):
        parts.append((text[at : mark.start()].strip(), float(mark[1])))
        at = mark.end()
    rest = text[at:].strip()
    if rest or not parts:
        parts.append((rest, 0.0))
    return parts


def _files(folder: Path | None) -> dict[str, Path]:
    """Files by id; one of the user's own replaces a shipped one of the same id."""
    folders = [folder] if folder is not None else [shipped("question_flows") / "personas", data_dir() / "personas"]
    return {path.stem: path for some in folders for path in some.glob("*.yaml")}


def _first_cue(cues: tuple[tuple[str, tuple[str, ...]], ...], words: str) -> str | None:
    return next((name for name, parts in cues if any(part in words for part in parts)), None)


def _fraction(seed: int, turn: int, node: str, purpose: str) -> float:
    """A number in [0, 1) that depends on nothing but its arguments (Python's own `hash` changes between runs)."""
    digest = hashlib.blake2b(f"{seed}|{turn}|{node}|{purpose}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _pick(count: int, seed: int, turn: int, node: str, *purpose: str) -> int:
    return int(_fraction(seed, turn, node, "|".join(purpose)) * count)
