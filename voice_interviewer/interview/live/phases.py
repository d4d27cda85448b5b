"""Where the answer being given stands, and what each thing that is heard means there: a table. Pure.

    IDLE ──asked──► LISTENING ──soft end──► ARMED ──committed──► REPLYING ──► IDLE   the reply is spoken
                     ▲     ▲                  │
                     │     └─────resumed──────┘                            what was armed is dropped, nothing was heard
                     └── said to its end ── BREAKING ◄── at a clause edge  we interrupt, and hear them out first

While something is typed, or the turn is held by a key (HELD), silence means nothing: what was said aloud is kept, and
the same answer goes on. Where no clock runs at all (UNTIMED) neither does it, but words that say so end the answer.
The phase is worked out from what is there (`phase_of`), so it cannot contradict it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Phase(StrEnum):
    """Where the answer stands."""

    IDLE = "idle"
    "Nobody is asked anything: we speak, or the interview is paused or over."
    LISTENING = "listening"
    ARMED = "armed"
    "It may be over: the reply is decided on a copy, and nothing of it is heard."
    HELD = "held"
    "Something is typed and not yet sent, or the turn is held: it does not end by silence."
    UNTIMED = "untimed"
    "No clock runs in this session: the answer ends by words that say so, or by key, never by silence."
    REPLYING = "replying"
    "The reply has begun, and is taken back if the candidate goes on (`yielding`)."
    BREAKING = "breaking"
    "We are interrupting, and what the candidate says up to their stop still belongs to the first part."


class Signal(StrEnum):
    """What hearing says."""

    VOICE = "voice"
    WORDS = "words"
    SOFT_END = "soft_end"
    RESUMED = "resumed"
    COMMITTED = "committed"
    SAID_SO = "said_so"
    "Committed by words that say it is over, or that ask for something."
    NOTHING = "nothing"


class Do(StrEnum):
    """What is done about it."""

    IGNORE = "ignore"
    BEGIN = "begin"
    "The answer has begun."
    FOLLOW = "follow"
    "Show the words, tell the interviewer, perhaps break in."
    ARM = "arm"
    DISARM = "disarm"
    ANSWER = "answer"
    "The answer is over."
    GO_ON = "go_on"
    "Keep what was said and listen on."
    HEARD_OUT = "heard_out"
    "The first part of an interrupted answer is over."
    SILENCE = "silence"


_HEARD: dict[Signal, Do] = {
    Signal.VOICE: Do.BEGIN,
    Signal.WORDS: Do.FOLLOW,
    Signal.SOFT_END: Do.ARM,
    Signal.RESUMED: Do.DISARM,
    Signal.COMMITTED: Do.ANSWER,
    Signal.SAID_SO: Do.ANSWER,
    Signal.NOTHING: Do.SILENCE,
}
TABLE: dict[Phase, dict[Signal, Do]] = {
    Phase.IDLE: {},
    Phase.LISTENING: _HEARD,
    Phase.ARMED: _HEARD,
    Phase.HELD: {**_HEARD, Signal.COMMITTED: Do.GO_ON, Signal.SAID_SO: Do.GO_ON, Signal.NOTHING: Do.GO_ON},
    Phase.UNTIMED: {**_HEARD, Signal.COMMITTED: Do.GO_ON, Signal.NOTHING: Do.GO_ON},
    Phase.REPLYING: {},
    Phase.BREAKING: {Signal.COMMITTED: Do.HEARD_OUT, Signal.SAID_SO: Do.HEARD_OUT},
}
"What is not here is ignored: hearing delivers late and double."


def phase_of(
    *, listening: bool, breaking: bool, held: bool, armed: bool, replying: bool = False, clock: bool = True
) -> Phase:
    """The phase, from what is there."""
    if not listening:
        return Phase.IDLE
    if replying:
        return Phase.REPLYING
    if breaking:
        return Phase.BREAKING
    if held:
        return Phase.HELD
    if not clock:
        return Phase.UNTIMED
    return Phase.ARMED if armed else Phase.LISTENING


def react(phase: Phase, signal: Signal) -> Do:
    """What to do about a signal in a phase. Total."""
    return TABLE[phase].get(signal, Do.IGNORE)


Indicator = Literal["speaking", "listening", "thinking", "paused"]


def indicator(phase: Phase, *, paused: bool) -> Indicator:
    """What is shown of it: who has the floor. `thinking`: it seems the candidate has ended, and nothing is said yet."""
    if paused:
        return "paused"
    if phase is Phase.ARMED:
        return "thinking"
    return "listening" if phase in (Phase.LISTENING, Phase.HELD, Phase.UNTIMED) else "speaking"


Silence = Literal["wait", "listen_on", "finish", "answer", "nothing_said"]


def on_silence(*, held: bool, paused: bool, reading: bool, nobody_left: bool, said_before: bool) -> Silence:
    """What it means that nobody spoke for as long as we were willing to wait.

    `held`: a moment was granted; `reading`: answers are only typed, and somebody may be reading and thinking;
    `nobody_left`: a simulated candidate has no more to say; `said_before`: part of this answer is there already.
    """
    if held or paused:
        return "wait"
    if reading:
        return "listen_on"
    if nobody_left:
        return "finish"
    return "answer" if said_before else "nothing_said"
