"""An interview without sound: the machine on one side, written answers on the other, time only added up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from ...flow.model import Flow
from ...language.model import Analysis, Context, Interruption
from ...sessions.actions import Action, BreakIn, End, Listen, Say
from ...sessions.events import (
    Answer,
    AnswerEnded,
    BrokeIn,
    Event,
    NothingSaid,
    SpokenToEnd,
    Started,
    VoiceBegan,
)
from ..core.machine import begin, step
from ..core.pressure import under_way
from ..core.state import State

ASKS_S = 1 / 2.7
"Seconds a word of the interviewer."
ANSWERS_S = 60 / 150
"Seconds a word of the candidate, pauses included (150 words a minute)."
GAP_S = 1.2
"Between an answer and the next utterance, and before an answer."
SILENCE_S = 12.0
"How long nothing is said before the interviewer speaks."
MOST_TURNS = 400
"A rehearsal that goes on longer is broken off; no session of a day gets there."

Analyse = Callable[[str, Context], Analysis]
_CLAUSE = re.compile(r"[^,.;:?!]+[,.;:?!]*\s*")


class Answers(Protocol):
    """Who answers in a rehearsal."""

    def answer(self, listen: Listen) -> str:
        """What is said to this; empty: nothing."""
        ...

    def react(self, broke: BreakIn, listen: Listen) -> str:
        """What is said after this interruption."""
        ...


@dataclass(slots=True)
class Rehearsal:
    """What happened."""

    state: State
    events: list[Event] = field(default_factory=list)
    says: list[Say] = field(default_factory=list)
    breaks: list[BreakIn] = field(default_factory=list)
    reason: str = ""
    seconds: float = 0.0


def rehearse(
    flow: Flow,
    candidate: Answers,
    analyse: Analyse,
    *,
    seed: int,
    minutes: float | None = None,
    pressure: bool = True,
    slowness: float = 1.0,
) -> Rehearsal:
    """Play one session to its end. Pure but for what `candidate` and `analyse` do.

    With `slowness` 2 the candidate takes twice as long for the same words.
    """
    play = Stage(flow, analyse, slowness)
    actions = play.send(Started(0.0, seed, minutes or flow.minutes, pressure, varied=True))
    for _ in range(MOST_TURNS):
        end = next((a for a in actions if isinstance(a, End)), None)
        if end is not None:
            play.out.reason = end.reason
            break
        say = next((a for a in actions if isinstance(a, Say)), None)
        listen = next((a for a in actions if isinstance(a, Listen)), None)
        if say is not None:
            actions = play.spoken(say)
        elif listen is not None:
            actions = play.answered(listen, candidate.answer(listen), partial(candidate.react, listen=listen))
        else:
            break
    play.out.seconds = play.now_s
    play.out.state = play.state
    return play.out


class Stage:
    """The machine with a clock: also what scripted conversations are played on."""

    def __init__(self, flow: Flow, analyse: Analyse, slowness: float = 1.0) -> None:
        self.state = begin(flow)
        self.analyse = analyse
        self.word_s = ANSWERS_S * slowness
        self.now_s = 0.0
        self.out = Rehearsal(self.state)

    def send(self, event: Event) -> tuple[Action, ...]:
        self.out.events.append(event)
        self.state, actions = step(self.state, event)
        self.out.says += [a for a in actions if isinstance(a, Say)]
        return actions

    def spoken(self, say: Say) -> tuple[Action, ...]:
        self.now_s += ASKS_S * len(say.text.split())
        return self.send(SpokenToEnd(self.now_s, say.utterance))

    def answered(
        self, listen: Listen, text: str, react: Callable[[BreakIn], str | None] | None = None
    ) -> tuple[Action, ...]:
        """Say an answer clause by clause; `react` says what follows when a constraint breaks in (None: nobody does)."""
        if not text.strip():
            self.now_s += SILENCE_S
            return self.send(NothingSaid(self.now_s))
        self.now_s += GAP_S
        began_s = self.now_s
        self.send(VoiceBegan(began_s))
        cut: Interruption | None = None
        for part in _growing(text) if react is not None else ():
            words = len(part.split())
            if listen.limit_s is not None and words * self.word_s > listen.limit_s:
                text = part
                break
            actions = self.send(under_way(began_s + words * self.word_s, part, words * self.word_s, clause_edge=True))
            broke = next((a for a in actions if isinstance(a, BreakIn)), None)
            reaction = react(broke) if broke is not None and react is not None else None
            if broke is not None and reaction is not None:
                self.out.breaks.append(broke)
                heard = part.rstrip()
                at_s = began_s + words * self.word_s + ASKS_S * len(f"{broke.preface} {broke.text}".split())
                self.send(BrokeIn(at_s, len(heard) + 1, 0.4, 0.4))
                if broke.kind == "constraint":
                    cut = Interruption(broke.text, len(heard) + 1)
                text = f"{heard} {reaction}".strip()
                began_s += at_s - (began_s + words * self.word_s)
                break
        if listen.kind == "constraint":
            cut = Interruption(listen.question, 0)
        spoken_s = self.word_s * len(text.split())
        self.now_s = began_s + spoken_s
        analysis = self.analyse(text, Context(listen.question, listen.pattern, cut))
        answer = Answer(text, analysis, began_s, self.now_s, spoken_s)
        self.now_s += GAP_S
        return self.send(AnswerEnded(self.now_s, answer))


def _growing(text: str) -> Iterator[str]:
    """The text up to the end of each clause."""
    for match in _CLAUSE.finditer(text):
        yield text[: match.end()]
