"""Puts a session's engines together: which microphone, loudspeaker, voice, recogniser and candidate, and why.

What is missing decides the kind of session, never whether there is one:

    microphone  loudspeaker   session
    yes         yes           live
    yes         no            live, questions shown as text
    no          yes           a simulated candidate, in real time, both voices audible
    no          no            a simulated candidate, as fast as the machine can
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...audio.protocols import RATE_HZ, Microphone, Pcm, Speaker
from ...availability import Missing
from ...errors import DeviceError, InputFileError
from ...flow.model import Flow
from ...hearing.protocols import TurnModel
from ...language.analyze import Analyser
from ...sessions.journal import Session
from .candidate import Asked, Candidate, Guest, PersonaCandidate, RecordedCandidate
from .runner import Parts, Runner
from .screen import Screen
from .spares import Spares
from .speaking import Mouth

DEFAULT_PERSONA = "apologetic"


@dataclass(frozen=True)
class Choices:
    """What the user asked for, or what was remembered."""

    candidate: tuple[str, ...] = ()
    "A persona's name, or files with recorded answers; empty: the person at the microphone."
    voice: str = "auto"
    rate: float = 1.0
    model: str = "tiny.en"
    patience: float = 1.0
    headphones: bool | None = None
    "True: full duplex; False: half duplex; None: as calibrated, else half duplex."
    microphone: str | None = None
    loudspeaker: str | None = None
    type_answers: bool = False
    by_pipe: bool = False
    "Typed answers come from a pipe: nobody reads along, so without a loudspeaker nothing takes longer than it must."
    silent: bool = False
    "Questions are shown as text and not spoken."
    seed: int = 0
    minutes: float | None = None
    pressure: bool = True


@dataclass
class Assembled:
    """A session ready to run; leave it as a context manager to release devices and threads."""

    runner: Runner
    candidate: str
    "Who answers: empty for a person."
    notes: list[str] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Assembled:
        return self

    def __exit__(self, *exc: Any) -> None:
        self.stack.__exit__(*exc)


@dataclass
class _Sound:
    """The two ends of sound of one session."""

    microphone: Microphone
    speaker: Speaker | None
    realtime: bool
    full_duplex: bool
    room: Any = None
    "The in-memory room, where a simulated candidate speaks."
    reopen_microphone: Callable[[float], Microphone] | None = None
    reopen_speaker: Callable[[], Speaker] | None = None


def assemble(
    flow: Flow,
    choices: Choices,
    session: Session,
    screen: Screen,
    *,
    past: tuple[Any, ...] = (),
    starts_at_s: float = 0.0,
    notes: Iterable[str] = (),
    who: tuple[str, ...] | None = None,
    analyse: Analyser = Analyser(),
) -> Assembled:
    """Open what is needed and connect it. Raises an `InterviewerError` that says what is missing and how to mend it.

    `who` is who answers, from `who_answers`; worked out here when left out.
    """
    from ...hearing.choose import LoadingRecogniser, make_voice_activity, recogniser_maker
    from ...hearing.executors import InlineExecutor, ThreadExecutor
    from ...hearing.listener import Listener
    from ...voice.cache import Prefetcher, PromptCache
    from ...voice.choose import make_voice

    stack = ExitStack()
    found: list[str] = list(notes)
    try:
        if who is None:
            who, more = who_answers(choices)
            found += more
        voice = make_voice(choices.voice, choices.rate)
        sound = _sound(choices, simulated=bool(who), found=found, starts_at_s=starts_at_s)
        prompts = stack.enter_context(Prefetcher(PromptCache(voice), flow_texts(flow)))
        executor = ThreadExecutor() if sound.realtime else InlineExecutor()
        stack.callback(executor.shutdown)
        ears = Listener(
            recogniser=NothingToHear()
            if choices.type_answers and not who
            else LoadingRecogniser(recogniser_maker(choices.model)),
            vad=make_voice_activity(),
            executor=executor,
            smart_turn=_turn_model(found),
        )
        candidate = make_candidate(who, voice.id, choices.seed) if who else None
        stack.enter_context(sound.microphone)
        if sound.speaker is not None:
            stack.enter_context(sound.speaker)
        guest = Guest(candidate, *_candidate_mouth(sound, stack)) if candidate is not None else None
        parts = Parts(
            microphone=sound.microphone,
            mouth=Mouth(sound.speaker, prompts),
            ears=ears,
            session=session,
            screen=screen,
            analyse=analyse,
            full_duplex=sound.full_duplex,
            guest=guest,
            spares=Spares(sound.reopen_microphone, _text_microphone if sound.realtime else None, sound.reopen_speaker),
            only_typing=choices.type_answers and not who,
        )
        minutes = choices.minutes or flow.minutes
        runner = Runner(
            parts,
            flow,
            seed=choices.seed,
            minutes=minutes,
            pressure=choices.pressure,
            patience=choices.patience,
            past=past,
            starts_at_s=starts_at_s,
        )
        return Assembled(runner, ", ".join(who), found, stack)
    except BaseException:
        stack.close()
        raise


def who_answers(choices: Choices) -> tuple[tuple[str, ...], list[str]]:
    """Who will answer, and what the user should be told: a person (empty), a persona, or recorded files."""
    if choices.candidate or choices.type_answers:
        return choices.candidate, []
    try:
        from ...audio.portaudio import default_microphone, find_device

        if choices.microphone is None:
            default_microphone()
        else:
            find_device(choices.microphone, "input")
    except DeviceError as err:
        if choices.microphone is not None:
            raise
        return (DEFAULT_PERSONA,), [
            f"No microphone: {err.what} A simulated candidate (“{DEFAULT_PERSONA}”) answers instead. {err.fix}".strip()
        ]
    return (), []


def _sound(choices: Choices, *, simulated: bool, found: list[str], starts_at_s: float) -> _Sound:
    from ...audio import devices, memory

    clock: list[Microphone] = []

    def now() -> float:
        return getattr(clock[0], "now", lambda: 0.0)() if clock else 0.0

    speaker: Speaker | None = None
    try:
        if not choices.silent:
            speaker = devices.open_speaker(choices.loudspeaker, clock=now)
    except DeviceError as err:
        if choices.loudspeaker is not None:
            raise
        what = "Both voices stay silent, and the session runs as fast as this machine can."
        found.append(f"No loudspeaker: {err.what} {what if simulated else 'The questions are shown as text.'}")
    if simulated:
        room = memory.Room(realtime=speaker is not None, record=False)
        clock.append(room.microphone)
        quiet = None if choices.silent else room.speaker
        return _Sound(room.microphone, speaker or quiet, speaker is not None, True, room)
    if choices.type_answers:
        realtime = speaker is not None or not choices.by_pipe
        microphone: Microphone = memory.SilentMicrophone(realtime=realtime)
        clock.append(microphone)
        return _Sound(microphone, speaker, realtime, False)
    microphone = devices.open_microphone(choices.microphone, start_s=starts_at_s)
    clock.append(microphone)

    def reopen_microphone(at_s: float) -> Microphone:
        clock[0] = devices.open_microphone(None, start_s=at_s)
        return clock[0]

    return _Sound(
        microphone,
        speaker,
        True,
        bool(choices.headphones),
        reopen_microphone=reopen_microphone,
        reopen_speaker=lambda: devices.open_speaker(None, clock=now),
    )


def _turn_model(found: list[str]) -> TurnModel | None:
    """The turn model, or None with a note: without it turns end by silence and words alone."""
    from ...hearing.choose import turn_model

    model, state = turn_model()
    if isinstance(state, Missing):
        found.append(f"Without the turn model ({state.reason}) pauses are waited out a little longer. {state.fix}")
    return model


def _text_microphone(at_s: float) -> Microphone:
    from ...audio.memory import SilentMicrophone

    return SilentMicrophone(start_s=at_s)


def _candidate_mouth(
    sound: _Sound, stack: ExitStack
) -> tuple[Callable[[Pcm, float], tuple[float, float]], Callable[[float], None]]:
    """How a simulated candidate speaks: into the room's microphone, and audibly where there is a loudspeaker."""
    room = sound.room
    audible: Speaker | None = None
    if sound.realtime:
        from ...audio.devices import open_speaker

        try:
            audible = stack.enter_context(open_speaker(None))
        except DeviceError:
            audible = None

    def say(pcm: Pcm, at_s: float) -> tuple[float, float]:
        span: tuple[float, float] = room.say(pcm, at_s)
        if audible is not None:
            import numpy as np

            lead = np.zeros(round(max(0.0, span[0] - room.now_s) * RATE_HZ), np.float32)
            audible.play(np.concatenate([lead, pcm]), RATE_HZ)
        return span

    def hush(at_s: float) -> None:
        room.hush(at_s=at_s)
        if audible is not None:
            audible.flush()

    return say, hush


def make_candidate(who: tuple[str, ...], interviewer_voice: str, seed: int) -> Candidate:
    """A persona by name, or files with recorded answers. Raises NotFoundError when it is neither."""
    from ...audio.files import load
    from ...audio.playout import resample
    from ...voice.choose import candidate_voice
    from ..rehearsal.personas import Performance, list_personas, load_persona

    if len(who) == 1 and who[0] in list_personas():
        persona = Performance(load_persona(who[0]), seed)
        voice = candidate_voice(interviewer_voice)

        def words(asked: Asked) -> str:
            return persona.answer(
                question=asked.question,
                node=asked.node,
                pattern=asked.pattern,
                kind=asked.kind if asked.kind in ("follow_up", "constraint") else "question",
                target=asked.target,
                turn=asked.turn,
            )

        def speak(text: str) -> Pcm:
            clip = voice.say(text)
            return resample(clip.pcm, clip.rate_hz, RATE_HZ)

        return PersonaCandidate(who[0], words, speak)
    return RecordedCandidate([Path(name) for name in who], lambda path: load(path).pcm)


def check_candidate(who: tuple[str, ...]) -> None:
    """Raise before anything is opened: NotFoundError for an unknown persona, InputFileError for an unusable file."""
    from ...audio.files import probe
    from ..rehearsal.personas import list_personas, load_persona

    if len(who) == 1 and who[0] in list_personas():
        return
    for name in who:
        file = Path(name)
        if not file.is_file() and not file.suffix and len(file.parts) == 1:
            load_persona(name)  # says which persona was probably meant
        if not file.is_file():
            raise InputFileError("there is no such file.", where=name, fix="Name a persona or audio files.")
        probe(file)


def flow_texts(flow: Flow) -> list[str]:
    """Everything a flow may say word for word, most needed first, for synthesis ahead of time."""
    manners = flow.manners
    first = [*getattr(manners, "greeting", ())]
    start = flow.questions[flow.start]
    ordered: list[str] = [*first, *start.ask]
    for question in flow.questions.values():
        ordered += [*question.ask, *(t for f in question.follow_ups for t in f.ask if "{" not in t)]
    for constraint in flow.constraints.values():
        ordered += list(constraint.text)
    return list(dict.fromkeys(ordered))


class NothingToHear:
    """Stands in for the recogniser where answers are typed, so that typing needs no weights."""

    name = "none"

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Any, ...]:
        """No words: there is no microphone."""
        return ()
