"""The turn as a state machine without sound, clock or thread: timestamps and evidence in, decisions out.

    voice     ████████░░████████████░░░░░░░░░░░░░░░░░
                      ▲pause         ▲   ▲   ▲       ▲
    candidate  TALKING               │   │   │       COMMIT: the reply is spoken
                       PAUSING       │   │   ARMED: a reply may be prepared, nothing is heard
                                     │   SOFT END: the audio is frozen as revision n, its tail is decoded
                                     last voiced sample
    resumed speech before COMMIT:  ARMED ─► TALKING, everything prepared for revision n is dropped, n + 1 follows

Stages of a turn: a *soft end* after `soft_end_s` of silence costs nothing and can be taken back; a *commit* cannot.
Between the two the evidence decides how long to wait (`turn_policy`). Every soft end is a new revision, and whatever
arrives for an older one (a late decode, a late score) is ignored, so no text can land in the wrong answer.

One blind spot: voice that begins before the commit but is not yet long enough to be called voice. A commit is therefore
held back while the newest block is `tentative`; the segmenter settles that within a tenth of a second.

Feed signals in order of time. Illegal ones (a decode for a revision that was never frozen) raise `ValueError`: they are
defects of the caller, not of the candidate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from .turn_policy import Evidence, Outlook, TurnPolicy, Wait


class Phase(Enum):
    """Where the turn is."""

    WAITING = "waiting"
    "Nobody has spoken yet (or what sounded like voice held no words)."
    TALKING = "talking"
    PAUSING = "pausing"
    "Silent, but for less than the soft end."
    DECODING = "decoding"
    "Soft end reached; the decode of this revision is under way."
    ARMED = "armed"
    "Decoded; a reply may be prepared while the commit is awaited."
    OVER = "over"


# ---- signals in ----


@dataclass(frozen=True, slots=True)
class VoiceBegan:
    """Voice is certain; it began at `at_s`, which is before `now_s`."""

    now_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class VoiceEnded:
    """The last voiced sample was at `at_s`."""

    now_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes; sent once a block."""

    now_s: float
    tentative: bool = False
    "The newest block may be the beginning of voice."


@dataclass(frozen=True, slots=True)
class Decoded:
    """The words of a revision are known."""

    now_s: float
    revision: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Scored:
    """The turn model has judged the audio up to `silence_s` into the pause of a revision."""

    now_s: float
    revision: int
    silence_s: float
    score: float


@dataclass(frozen=True, slots=True)
class Forced:
    """The turn must end now, whatever the evidence (stuck voice activity)."""

    now_s: float
    why: str


Signal = VoiceBegan | VoiceEnded | Tick | Decoded | Scored | Forced


# ---- decisions out ----


@dataclass(frozen=True, slots=True)
class Freeze:
    """Soft end: decode everything up to `last_voice_s` as `revision`."""

    at_s: float
    revision: int
    last_voice_s: float


@dataclass(frozen=True, slots=True)
class Arm:
    """The words of `revision` are known: a reply may be prepared."""

    at_s: float
    revision: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The candidate went on: drop what was prepared for `revision`."""

    at_s: float
    revision: int


@dataclass(frozen=True, slots=True)
class Commit:
    """The turn is over."""

    at_s: float
    revision: int
    why: str
    trace: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nobody spoke for as long as we were willing to wait."""

    at_s: float
    waited_s: float


@dataclass(frozen=True, slots=True)
class Late:
    """The decode of `revision` is past its deadline."""

    at_s: float
    revision: int


Decision = Freeze | Arm | Withdraw | Commit | GiveUp | Late

TABLE: dict[Phase, dict[str, frozenset[Phase]]] = {
    Phase.WAITING: {"VoiceBegan": frozenset({Phase.TALKING}), "Tick": frozenset({Phase.WAITING})},
    Phase.TALKING: {"VoiceEnded": frozenset({Phase.PAUSING}), "Tick": frozenset({Phase.TALKING})},
    Phase.PAUSING: {
        "VoiceBegan": frozenset({Phase.TALKING}),
        "Tick": frozenset({Phase.PAUSING, Phase.DECODING}),
    },
    Phase.DECODING: {
        "VoiceBegan": frozenset({Phase.TALKING}),
        "Decoded": frozenset({Phase.ARMED, Phase.WAITING}),
        "Tick": frozenset({Phase.DECODING, Phase.ARMED, Phase.WAITING, Phase.OVER}),
    },
    Phase.ARMED: {"VoiceBegan": frozenset({Phase.TALKING}), "Tick": frozenset({Phase.ARMED, Phase.OVER})},
    Phase.OVER: {},
}
"Which signals move which phase where. `Scored` never moves one; `Forced` ends every phase; others are ignored."


class TurnTracker:
    """One turn. `step` takes a signal and returns the decisions that follow from it; nothing else changes the state."""

    def __init__(self, began_s: float, policy: TurnPolicy, *, revision: int = 0) -> None:
        """`began_s`: when listening began. `revision`: the last number used before, so that numbers only grow."""
        self.policy = policy
        self.phase = Phase.WAITING
        self.revision = revision
        "Number of the latest soft end."
        self.wait = Wait(policy.soft_end_s, "")
        "How long this pause is waited out, and why; meaningful in ARMED."
        self._receipt_s: float | None = None
        self._waiting_since = began_s
        self._last_voice_s = began_s
        self._frozen_s = began_s
        self._decoded_s: float | None = None
        self._evidence: Evidence | None = None
        self._late = False
        self._given_up = False

    @property
    def commit_at_s(self) -> float | None:
        """When the turn will be committed if nothing else happens; None unless armed."""
        return self._last_voice_s + self.wait.seconds if self.phase is Phase.ARMED else None

    @property
    def outlook(self) -> Outlook | None:
        """How this silence looks; None unless armed."""
        if self.phase is not Phase.ARMED or self._evidence is None:
            return None
        return Outlook(self._last_voice_s, self._evidence.reading.kind, self._receipt_s, self.wait.seconds)

    def step(self, signal: Signal) -> list[Decision]:
        """One signal → the decisions that follow, in order."""
        if self.phase is Phase.OVER:
            return []
        match signal:
            case VoiceBegan():
                return self._began(signal)
            case VoiceEnded():
                if self.phase is Phase.TALKING:
                    self.phase = Phase.PAUSING
                    self._last_voice_s = signal.at_s
                return []
            case Decoded():
                return self._decoded(signal)
            case Scored():
                self._scored(signal)
                return []
            case Forced():
                return [self._commit(signal.now_s, signal.why)]
            case Tick():
                return self._tick(signal)

    def _began(self, signal: VoiceBegan) -> list[Decision]:
        if self.phase is Phase.TALKING:
            return []
        was, self.phase = self.phase, Phase.TALKING
        self._evidence, self._late = None, False
        if was in (Phase.DECODING, Phase.ARMED):
            return [Withdraw(signal.at_s, self.revision)]
        return []

    def _decoded(self, signal: Decoded) -> list[Decision]:
        if signal.revision > self.revision:
            raise ValueError(f"revision {signal.revision} was never frozen; the latest is {self.revision}")
        if signal.revision != self.revision or self.phase is not Phase.DECODING:
            return []
        self._decoded_s = signal.now_s
        if signal.evidence.reading.words == 0 and not signal.evidence.text.strip():
            self.phase = Phase.WAITING
            return []
        scores = self._evidence.scores if self._evidence is not None else ()
        self._evidence = replace(signal.evidence, scores=(*scores, *signal.evidence.scores))
        self.phase = Phase.ARMED
        self._weigh()
        return [Arm(signal.now_s, self.revision)]

    def _scored(self, signal: Scored) -> None:
        if signal.revision != self.revision or self.phase not in (Phase.DECODING, Phase.ARMED):
            return
        base = self._evidence if self._evidence is not None else Evidence()
        self._evidence = replace(base, scores=(*base.scores, (signal.silence_s, signal.score)))
        if self.phase is Phase.ARMED:
            self._weigh()

    def _tick(self, signal: Tick) -> list[Decision]:
        now = signal.now_s
        silence = now - self._last_voice_s
        if self.phase is Phase.WAITING:
            waited = now - self._waiting_since
            if not self._given_up and not signal.tentative and waited >= self.policy.nothing_after_s:
                self._given_up = True
                return [GiveUp(now, waited)]
            return []
        if self.phase is Phase.PAUSING and silence >= self.policy.soft_end_s - 1e-9 and not signal.tentative:
            self.phase = Phase.DECODING
            self.revision += 1
            self._frozen_s, self._decoded_s, self._evidence, self._late = now, None, None, False
            return [Freeze(now, self.revision, self._last_voice_s)]
        if self.phase is Phase.DECODING and not self._late and now - self._frozen_s >= self.policy.decode_deadline_s:
            self._late = True
            return [Late(now, self.revision)]
        if self.phase is Phase.ARMED and silence >= self.wait.seconds - 1e-9 and not signal.tentative:
            return [self._commit(now, self.wait.why)]
        return []

    def _weigh(self) -> None:
        if self._evidence is not None:
            self.wait = self.policy.wait(self._evidence)
            self._receipt_s = self.policy.receipt(self._evidence)

    def _commit(self, now: float, why: str) -> Commit:
        self.phase = Phase.OVER
        trace = {"last_voice": self._last_voice_s, "soft_end": self._frozen_s, "committed": now}
        if self._decoded_s is not None:
            trace["decoded"] = self._decoded_s
        return Commit(now, self.revision, why, trace)
