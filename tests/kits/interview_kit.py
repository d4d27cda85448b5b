"""A small flow and a toy analyser for tests of the pure interviewer: labels are written into the answers."""

from __future__ import annotations

import re
from types import MappingProxyType

from voice_interviewer.flow.manners import manners
from voice_interviewer.flow.model import Flow
from voice_interviewer.flow.schema import Constraint, Question
from voice_interviewer.interview.core.machine import State, begin, step
from voice_interviewer.interview.core.state import LISTENING
from voice_interviewer.language.model import Analysis, Context, Finding, Weakness
from voice_interviewer.rubric import keys
from voice_interviewer.sessions.actions import Action, Listen, Say
from voice_interviewer.sessions.events import Answer, AnswerEnded, Event, SpokenToEnd, Started

_MARK = re.compile(r"\[(\w+)\](\S+)")


def analyse(text: str, context: Context = Context()) -> Analysis:
    """`[hedge]maybe` is a finding over `maybe`; `[why:hedge]` is not needed: the first cost found is the weakness.

    Story parts are marked the same way; `[reaction_freeze]x` sets the reaction, `[trap_inflated]x` the trap.
    """
    findings, story, reaction, trap = [], dict.fromkeys(keys.STORY_PARTS), None, None
    for match in _MARK.finditer(text):
        label, span = match[1], match.span(2)
        if label in keys.LABELS:
            findings.append(Finding(label, *span, match[2], f"why {label}"))
        elif label in keys.STORY_PARTS:
            story[label] = span
        elif label.startswith("reaction_"):
            reaction = label.removeprefix("reaction_")
        elif label == "trap_inflated":
            trap = "inflated_compensation"
    cost = next((f for f in findings if f.label in keys.COSTS), None)
    weak = Weakness(cost.label, cost.why, (cost.start, cost.end)) if cost else Weakness(None, "")
    return Analysis(text, tuple(findings), story, trap=trap, reaction=reaction, weakness=weak, words=len(text.split()))


READY = (
    "I held the launch [decision_ownership]back because nothing would have told us, and I watched the "
    "[failure_anticipation]feed and gave up [constraint_tradeoff]recall for fewer alarms in the first [ownership]week."
)
PLAIN = "It is a service for bookings and it does what it should do for the people at the desk every single day."


def answer(text: str, start_s: float = 0.0, end_s: float = 10.0, confidence: float = 1.0) -> Answer:
    return Answer(text, analyse(text), start_s, end_s, end_s - start_s, confidence)


def question(**more: object) -> Question:
    base: dict[str, object] = {"ask": ["What did you build?", "What have you built?"], "to": "END"}
    return Question.model_validate({**base, **more})


def flow(
    questions: dict[str, Question] | None = None,
    *,
    constraints: dict[str, dict[str, object]] | None = None,
    probes: dict[str, tuple[str, ...]] | None = None,
    minutes: float = 10,
    **more: str,
) -> Flow:
    """A flow; the standard one has two questions, a constraint and a small probe bank."""
    standard = {
        "first": question(
            ask=["What would fail first?", "Which part breaks first?", "Where is the weak spot?", "What worries you?"],
            pattern="break_first",
            listens_for=["failure_anticipation", "systems_thinking"],
            limits={"seconds": 90, "words": 120, "follow_ups": 2},
            clarify="I mean the part you trust least.",
            constraints=["double"],
            vocabulary=["drift"],
            patience=1.5,
            follow_ups=[
                {
                    "id": "quiet",
                    "when": "missing(failure_anticipation)",
                    "target": "failure_anticipation",
                    "ask": ["What could go wrong without an alarm?", "What would nobody notice?"],
                },
                {
                    "id": "whose",
                    "when": "heard(team_voice)",
                    "target": "team_voice",
                    "ask": ["You said: {quote}. Whose call was that?", "Whose call was that?"],
                },
            ],
            to="second",
        ),
        "second": question(
            ask=["What did you leave out?", "What did you not build?"],
            pattern="not_do",
            listens_for=["restraint"],
            limits={"seconds": 90, "follow_ups": 1},
        ),
    }
    built = questions or standard
    named = (
        constraints
        if constraints is not None
        else {"double": {"text": "Traffic has doubled. What now?", "after": {"seconds": 10}}}
    )
    bank = probes if probes is not None else {
        "hedge": ("What do you know for certain there?", "You said: {quote}. Which part is certain?"),
        "growth": ("What changes at ten times the size?",),
        "freeze": ("What would you do in the first hour?",),
        "restraint": ("What did you turn down?",),
        "systems_thinking": ("Who gets the call at night?",),
    }  # fmt: skip
    return Flow(
        id="kit",
        title="Kit",
        summary="For tests.",
        minutes=minutes,
        role=more.get("role", "general"),
        style="neutral",
        start=next(iter(built)),
        questions=MappingProxyType(built),
        constraints=MappingProxyType({k: Constraint.model_validate(v) for k, v in named.items()}),
        manners=manners("neutral"),
        probes=MappingProxyType(bank),
        interruptions=more.get("interruptions", "always"),
    )


class Game:
    """Steps a machine and keeps what came out."""

    def __init__(
        self,
        played: Flow | None = None,
        *,
        seed: int = 1,
        minutes: float = 10,
        pressure: bool = True,
        varied: bool = True,
        clock: bool = True,
    ) -> None:
        self.state: State = begin(played or flow())
        self.events: list[Event] = []
        self.actions: tuple[Action, ...] = ()
        self.listen: Listen | None = None
        self.now_s = 0.0
        self.send(Started(0.0, seed, minutes, pressure, varied, clock))

    def send(self, event: Event) -> tuple[Action, ...]:
        self.events.append(event)
        self.state, self.actions = step(self.state, event)
        self.listen = next((a for a in self.actions if isinstance(a, Listen)), self.listen)
        return self.actions

    @property
    def say(self) -> Say:
        return next(a for a in self.actions if isinstance(a, Say))

    def spoken(self, seconds: float = 3.0) -> tuple[Action, ...]:
        self.now_s += seconds
        return self.send(SpokenToEnd(self.now_s, self.say.utterance))

    def to_listening(self) -> Listen:
        """Speak until the interviewer listens."""
        while self.state.mode != LISTENING:
            self.spoken()
        assert self.listen is not None
        return self.listen

    def answer(self, text: str, seconds: float = 20.0, confidence: float = 1.0) -> Say:
        """Listen, answer, and return what the interviewer says next."""
        self.to_listening()
        began, self.now_s = self.now_s, self.now_s + seconds
        self.send(AnswerEnded(self.now_s, answer(text, began, self.now_s, confidence)))
        return self.say
