"""Puts a session's engines together: which microphone, loudspeaker, voice, recogniser and candidate, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ...audio.protocols import Pcm
from ...availability import Missing
from ...errors import DeviceError
from ...flow.model import Flow
from ...hearing.asides import TurnScore
from ...hearing.protocols import SpeechToText
from ...language.analyze import Analyser
from ...sessions.choices import Choices as Choices
from ...sessions.journal import Session
from ...voice.choose import Speaking
from .candidate import Guest, make_candidate
from .given import NOTHING, Given
from .opening import DEFAULT_PERSONA, open_microphone, open_speaker
from .receipts import PACE, WORDS
from .reworder import Reworder
from .runner import Analyse, Parts, Runner
from .screen import Commands, Screen
from .sound import candidate_mouth, find_sound
from .spares import Spares
from .speaking import Mouth, Prompts
from .untimed import LEAST_PATIENCE, TOLD, TOLD_TO_TYPE

if TYPE_CHECKING:
    from ...voice.cache import Prefetcher


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
    analyse: Analyse = Analyser(),
    given: Given = NOTHING,
    commands: Commands | None = None,
) -> Assembled:
    """Open what is needed and connect it. Raises an `InterviewerError` that says what is missing and how to mend it.

    `who` is who answers, from `who_answers`; worked out here when left out. `given`: parts that the caller brings.
    """
    from ...hearing.choose import make_voice_activity
    from ...hearing.executors import InlineExecutor, ThreadExecutor
    from ...hearing.listener import Listener
    from ...voice.cache import Prefetcher, PromptCache
    from ...voice.choose import spare_voice

    stack = ExitStack()
    found: list[str] = list(notes)
    try:
        if who is None:
            who, more = who_answers(choices, given)
            found += more
        voice = _voice(choices, given)
        brought = given.voice is not None or voice.engine.name == "fake"
        simulated = bool(who) or given.candidate is not None
        only_typing = choices.type_answers and not simulated
        sound = find_sound(choices, given, simulated=simulated, notes=found, starts_at_s=starts_at_s)
        fixed = [*fixed_texts(flow, retake=bool(session.header.retake)), *WORDS]
        cache = PromptCache(voice)
        spare = None if brought else partial(spare_voice, rate=voice.rate)
        prompts = Prefetcher(cache, flow_texts(flow), fixed, spare, start=False)
        if choices.acknowledge == "normal":
            prompts.want(WORDS, pace=PACE)
        stack.enter_context(prompts)
        whose = _panel(flow, choices, prompts, fixed, found, stack) if choices.panel and not choices.silent else None
        recogniser = NothingToHear() if only_typing else _recogniser(choices, given)
        if given.recogniser is None and (close := getattr(recogniser, "close", None)):
            stack.callback(close)  # its weights go before the debrief's are loaded
        executor = ThreadExecutor() if sound.realtime else InlineExecutor()
        stack.callback(executor.shutdown)
        smart_turn = _turn_model(given, found, stack)
        ears = Listener(
            recogniser=recogniser,
            vad=given.voice_activity or make_voice_activity(),
            executor=executor,
            smart_turn=smart_turn,
        )
        candidate = given.candidate or (make_candidate(who, voice.id, choices.seed) if who else None)
        open_microphone(sound.microphone, stack, choices.microphone)
        sound.speaker = open_speaker(sound.speaker, stack, choices.loudspeaker, found)
        guest = Guest(candidate, *candidate_mouth(sound, stack)) if candidate is not None else None
        # In the order they are needed: each would take the others' time while the greeting is awaited.
        later = (prompts.start, *(task for part in (recogniser, smart_turn) if (task := getattr(part, "start", None))))
        parts = Parts(
            later=later,
            microphone=sound.microphone,
            mouth=Mouth(sound.speaker, prompts, whose),
            ears=ears,
            session=session,
            screen=screen,
            analyse=analyse,
            full_duplex=sound.full_duplex if sound.duplex is None else sound.duplex.full,
            duplex=sound.duplex,
            guest=guest,
            reworder=_reworder(choices),
            spares=Spares(sound.reopen_microphone, sound.text_microphone, sound.reopen_speaker),
            commands=commands or Commands(),
            only_typing=only_typing,
            acknowledge=choices.acknowledge,
        )
        stack.callback(parts.close)
        if not choices.clock:
            found.append(TOLD_TO_TYPE if choices.type_answers else TOLD)
        minutes = choices.minutes or flow.minutes
        runner = Runner(
            parts,
            flow,
            seed=choices.seed,
            minutes=minutes,
            pressure=choices.pressure,
            patience=choices.patience if choices.clock else max(choices.patience, LEAST_PATIENCE),
            clock=choices.clock,
            past=past,
            starts_at_s=starts_at_s,
        )
        return Assembled(runner, ", ".join(who), found, stack)
    except BaseException:
        stack.close()
        raise


def _reworder(choices: Choices) -> Reworder | None:
    """Other words for follow-ups; nothing of it is loaded unless it was asked for."""
    if not choices.wording:
        return None
    from ...wording.choose import make_rewording

    part = make_rewording(choices.wording)
    return Reworder(part) if part is not None else None


def _panel(
    flow: Flow, choices: Choices, first: Prefetcher, fixed: list[str], found: list[str], stack: ExitStack
) -> Callable[[str], Prompts] | None:
    """Whose turn it is by topic: every other question of the flow is the second voice's. None with a note where there
    is no second voice."""
    from ...voice.cache import Prefetcher, PromptCache
    from ...voice.choose import second_voice, spare_voice

    second = second_voice(first.cache.speaking)
    if second is None:
        found.append(
            "Only one voice is installed, so one interviewer asks everything; see `voice-interviewer voices list`."
        )
        return None
    seats = {node: seat % 2 for seat, node in enumerate(flow.questions)}
    mine = [text for node, seat in seats.items() if seat for text in flow.questions[node].ask]
    other = Prefetcher(PromptCache(second), mine, fixed, partial(spare_voice, rate=second.rate))
    if choices.acknowledge == "normal":
        other.want(WORDS, pace=PACE)
    stack.enter_context(other)
    return lambda topic: other if seats.get(topic) else first


def no_microphone(choices: Choices, given: Given = NOTHING) -> str:
    """Why nobody can be heard, in a sentence; empty when there is a microphone or none is needed."""
    if choices.candidate or choices.type_answers or given.microphone is not None:
        return ""
    try:
        _look_for_microphone(choices)
    except DeviceError as err:
        return err.what
    return ""


def _look_for_microphone(choices: Choices) -> None:
    from ...audio.portaudio import default_microphone, find_device

    if choices.microphone is None:
        default_microphone()
    else:
        find_device(choices.microphone, "input")


def who_answers(choices: Choices, given: Given = NOTHING) -> tuple[tuple[str, ...], list[str]]:
    """Who will answer, and what the user should be told: a person (empty), a persona, or recorded files."""
    if given.candidate is not None:
        return (given.candidate.name,), []
    if choices.candidate or choices.type_answers or given.microphone is not None:
        return choices.candidate, []
    try:
        _look_for_microphone(choices)
    except DeviceError as err:
        if choices.microphone is not None:
            raise
        return (DEFAULT_PERSONA,), [
            f"{err.sentence} A simulated candidate (“{DEFAULT_PERSONA}”) answers instead. {err.fix}".strip()
        ]
    return (), []


def _voice(choices: Choices, given: Given) -> Speaking:
    from ...voice.choose import make_voice

    if given.voice is None:
        return make_voice(choices.voice, choices.rate)
    return given.voice if isinstance(given.voice, Speaking) else Speaking(given.voice, None, choices.rate)


def _recogniser(choices: Choices, given: Given) -> SpeechToText:
    from ...hearing.choose import LoadingRecogniser, recogniser_maker

    return given.recogniser or LoadingRecogniser(recogniser_maker(choices.model), start=False)


def _turn_model(given: Given, found: list[str], stack: ExitStack) -> TurnScore | None:
    """The turn model, or None with a note: without it turns end by silence and words alone."""
    from ...hearing.choose import LoadingTurnModel, turn_model_maker

    if given.turn_model is not None or given.recogniser is not None:
        return given.turn_model
    make, state = turn_model_maker()
    if isinstance(state, Missing):
        found.append(f"Without the turn model ({state.reason}) pauses are waited out a little longer. {state.fix}")
    if make is None:
        return None
    model = LoadingTurnModel(make)
    stack.callback(model.close)
    return model


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


def fixed_texts(flow: Flow, *, retake: bool = False) -> list[str]:
    """Everything the flow itself says, without a word of a candidate; a retake's question may be a quoting one."""
    manners = [text for texts in flow.manners.model_dump().values() for text in texts]
    constraints = [t for c in flow.constraints.values() for t in (*c.preface, *c.text)]
    probes = [text for texts in flow.probes.values() for text in texts]
    asked = [] if retake else flow_texts(flow)
    explained = [q.clarify for q in flow.questions.values() if q.clarify]
    return [t for t in (*manners, *constraints, *probes, *asked, *explained) if "{" not in t]


class NothingToHear:
    """Stands in for the recogniser where answers are typed, so that typing needs no weights."""

    name = "none"

    def transcribe(self, pcm: Pcm, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> tuple[Any, ...]:
        """No words: there is no microphone."""
        return ()
