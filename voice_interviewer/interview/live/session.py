"""One spoken session from beginning to debrief: the only way to run one, for the terminal, the web page and a program.

    Interview.new("first-five-minutes")      begins one           ┐
    Interview.retake("last/2")               one answer again     ├─► .run() ─► .finish()
    Interview.resume("last")                 goes on with one     ┘

`run` belongs to one thread and returns when the session is over; `wish` and `stop` may be used from any other
meanwhile. Everything a session touches may be brought along (`Given`): microphone, loudspeaker, engines, a
candidate, the screen, the folder it is kept in, the reader of answers, the wall clock. A page is a screen and a
microphone; a page that goes away is a microphone that is `away`, and the session pauses until it is back.

Sessions may follow one another in one process: each leaves no thread, device or file open behind it.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import InterviewerError, UsageError
from ...flow.catalog import load_flow
from ...flow.model import Flow, styled
from ...flow.schema import STYLES
from ...sessions.choices import Choices as Choices
from ...sessions.events import Event
from ...sessions.journal import Session
from ...sessions.records import Header, Note, OwnView
from . import own_view
from .assemble import assemble, no_microphone, who_answers
from .candidate import check_candidate
from .ctrl_c import Pressed
from .floor import Floor
from .given import NOTHING, Given
from .rescue import rescue
from .resuming import flow_of, plan
from .runner import BROKEN_OFF, Runner
from .screen import Commands, RecordingScreen, Screen, Wish, WishName
from .untimed import BY_THE_CLOCK

if TYPE_CHECKING:  # what comes after a session is loaded after it: nobody shall wait for it before the first word
    from ...debrief.write import Written
    from .second_hearing import Progress, SecondHearing
    from .takes import Take, Takes

DEFAULT_FLOW = "first-five-minutes"
MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of a session ended."""

    id: str
    path: Path
    "The session's folder."
    reason: str
    "Why it ended: `finished`, `asked_to_finish`, `out_of_time`, `interrupted`, …"
    can_resume: bool
    "It was broken off, and `Interview.resume` can go on."


@dataclass(frozen=True, slots=True)
class Finished:
    """What is made of a session that is over."""

    files: Written
    heard_again: SecondHearing | None = None
    "What the second hearing gave; None where there was none."
    takes: Takes | None = None
    "Both takes side by side, after a retake that was answered."
    stopped: bool = False
    "Ctrl-C was pressed during the second hearing: answers it had not come to keep the words of the live session."


@dataclass(frozen=True)
class _Past:
    """What a session that goes on has behind it."""

    events: tuple[Event, ...] = ()
    at_s: float = 0.0


class Interview:
    """One session. Make it with `new`, `retake` or `resume`, `run` it once, then `finish` it; or use `practise`."""

    def __init__(
        self,
        session: Session,
        flow: Flow,
        choices: Choices,
        who: tuple[str, ...],
        given: Given = NOTHING,
        *,
        notes: tuple[str, ...] = (),
        past: _Past = _Past(),
        first: Take | None = None,
    ) -> None:
        """Use `new`, `retake` or `resume` instead."""
        self.session = session
        self.flow = flow
        self.choices = choices
        self.who = who
        "Who answers: a persona's name, files, a given candidate's name; empty: a person."
        self.notes = notes
        "What the user should be told before it begins: what is missing here, and what takes its place."
        self.screen: Screen = given.screen if given.screen is not None else RecordingScreen()
        "May be changed until `run`: a terminal shows it only then."
        self._given = given
        self._past = past
        self._first = first
        self._commands = Commands()
        self._runner: Runner | None = None
        self._stopped = False

    # ---- the three ways to begin ----

    @classmethod
    def new(
        cls,
        flow: str | Path | Flow = DEFAULT_FLOW,
        choices: Choices = Choices(),
        given: Given = NOTHING,
        *,
        seed: int | None = None,
    ) -> Interview:
        """A new session of a flow: a name of `flows list`, a file, or a loaded flow (which `resume` finds again only if
        it is a shipped one).

        `seed` chooses among variants; None: a fresh one for a person, always the same for a simulated candidate, so
        that runs can be compared. Raises an `InterviewerError` that says what is wrong with the flow, the candidate,
        the devices asked for, or the folder; nothing is opened before `run`.
        """
        name = flow.id if isinstance(flow, Flow) else str(flow)
        loaded = flow if isinstance(flow, Flow) else load_flow(name)
        return cls._begin(name, loaded, choices, given, seed, None)

    @classmethod
    def retake(
        cls,
        which: str,
        choices: Choices = Choices(),
        given: Given = NOTHING,
        *,
        seed: int | None = None,
    ) -> Interview:
        """The question of an earlier answer again, `SESSION/ANSWER`; `finish` then puts both takes side by side.

        Raises NotFoundError where there is no such session or answer, else as `new`.
        """
        from .takes import Take

        first = Take.of(which, given.analyse, given.root)
        return cls._begin(first.flow_name, first.flow(), choices, given, seed, first)

    @classmethod
    def _begin(
        cls, name: str, flow: Flow, choices: Choices, given: Given, seed: int | None, first: Take | None
    ) -> Interview:
        check(choices)
        who, notes = who_answers(choices, given)
        if who and choices.type_answers:
            said = f"“{', '.join(who)}” answers in this session, so nobody types."
            raise UsageError(said, where="--type", fix="Leave it out, or leave out `--candidate`.")
        if who and not choices.clock:
            choices = replace(choices, clock=True)
            notes.append(BY_THE_CLOCK)
        if choices.minutes is not None and not choices.clock:
            fix = "Leave it out, or let the clock run (`--clock`)."
            raise UsageError("no clock runs, so minutes would limit nothing.", where="--minutes", fix=fix)
        flow = styled(flow, choices.style)  # type: ignore[arg-type]
        if seed is None:
            seed = choices.seed or _fresh_seed(bool(who))
        choices = replace(choices, seed=seed)
        header = Header(
            flow=str(Path(name).resolve()) if Path(name).is_file() else flow.id,
            title=flow.title,
            candidate=", ".join(who),
            seed=choices.seed,
            minutes=choices.minutes or flow.minutes,
            choices=choices if given.candidate is not None else replace(choices, candidate=who),
            retake=f"{first.session.id}/{first.row.id}" if first is not None else "",
        )
        session = Session.create(given.root, header, now=given.clock() if given.clock is not None else None)
        return cls(session, flow, choices, who, given, notes=tuple(notes), first=first)

    @classmethod
    def resume(
        cls,
        which: str | Path = "last",
        given: Given = NOTHING,
        *,
        by_pipe: bool = False,
        typing: bool = False,
    ) -> Interview:
        """Go on with a session that was broken off, at the question that was open.

        A person's session stays a person's: without a microphone it is refused, unless the rest is to be typed
        (`typing`). `by_pipe`: answers that are typed come from a program, so nobody needs time to read.
        Raises UsageError for one that came to its end or is going on elsewhere, DeviceError without a microphone,
        NotFoundError, InputFileError (its flow no longer loads).
        """
        session = Session.open(which, given.root)
        try:
            session.hold()
            missing = no_microphone(session.header.choices, given)
            going = plan(session.id, session.read(), typing=typing, no_microphone=missing, given=given.candidate)
            if given.candidate is None:
                check_candidate(going.who)
            flow = styled(flow_of(session.id, going), going.choices.style)  # type: ignore[arg-type]
            rescued = rescue(session)
        except BaseException:
            session.close()
            raise
        notes = [*going.notes, *(f"Sound kept from the answer that was broken off: {path}" for path in rescued)]
        choices = replace(going.choices, by_pipe=going.choices.type_answers and by_pipe)
        past = _Past(going.past, going.at_s)
        return cls(session, flow, choices, going.who, given, notes=tuple(notes), past=past)

    # ---- while it runs ----

    @property
    def id(self) -> str:
        """The session's id, also its folder's name."""
        return self.session.id

    @property
    def path(self) -> Path:
        """The session's folder."""
        return self.session.path

    @property
    def is_retake(self) -> bool:
        """An answer of an earlier session is given again."""
        return self._first is not None

    def run(self) -> Outcome:
        """Play the session to its end, in this thread. Raises an `InterviewerError` when something it needs is missing;
        a session that never began then leaves nothing behind."""
        from ...heap import one_arena

        one_arena()
        screen = self.screen
        for note in self.notes:
            screen.notice(note)
        try:
            with assemble(
                self.flow,
                self.choices,
                self.session,
                screen,
                past=self._past.events,
                starts_at_s=self._past.at_s,
                who=self.who,
                analyse=self._given.analyse,
                given=self._given,
                commands=self._commands,
            ) as ready:
                for note in ready.notes:
                    screen.notice(note)
                self._runner = ready.runner
                if self._stopped:
                    ready.runner.stop()
                reason = ready.runner.run()
        except (InterviewerError, KeyboardInterrupt):
            self._forget_if_empty()
            raise
        finally:
            self._runner = None
            self.session.close()
        return Outcome(self.id, self.path, reason, reason in BROKEN_OFF)

    def wish(self, name: WishName, text: str = "") -> None:
        """Ask for something, from any thread; heard with the next block.

        `repeat`, `clarify`, `wait`, `skip`, `finish`, `pause`, `resume`; `typed` with an answer; `done`: the answer is
        over; `take_time`: no silence counts until the candidate speaks again; and switches, which the same again
        leaves: `hold` (the turn is kept), `mute`, `push_to_talk` and, in it, `talk`, `acknowledge` (receipts).
        """
        self._commands.put(Wish(name, text))

    @property
    def floor(self) -> Floor:
        """What of the turn is kept by key at present."""
        return self._commands.floor

    def hold(self, on: bool) -> None:
        """Keep the turn (a key held down), from any thread: until let go, no answer ends by silence or time."""
        self._commands.floor.held = on

    def talk(self, on: bool) -> None:
        """With push to talk (a key held down), from any thread: heard while on."""
        self._commands.floor.talking = on

    def stop(self) -> None:
        """Break off, from any thread, also before `run`; what was heard is kept, and `resume` can go on."""
        self._stopped = True
        if (runner := self._runner) is not None:
            runner.stop()

    # ---- afterwards ----

    def own_question(self) -> str:
        """What a person is asked before the debrief is shown: their own view comes first. Empty where there is nothing
        to ask: a simulated candidate, a retake, fewer than two answers, or a view that was given already."""
        return own_view.QUESTION if own_view.due(self.session.read()) else ""

    def own_view(self, text: str, *, spoken: bool = False) -> None:
        """Keep the answer to `own_question` (empty: skipped), so that `finish` shows it beside the findings. Raises
        StorageError."""
        self.session.write(OwnView(" ".join(text.split()), own_view.QUESTION, spoken))

    def finish(self, progress: Progress = lambda *_: None) -> Finished:
        """Hear the answers again where that was chosen, write the debrief, and after a retake both takes side by side.

        `progress` is called with (seconds heard again, seconds in all). Ctrl-C leaves the second hearing and goes on
        with the debrief (`stopped`); a failing debrief never costs the session. Raises an `InterviewerError`:
        StorageError, or what went wrong in making it.
        """
        again, pressed = None, Pressed()
        try:
            with pressed.watched():
                again = self._hear_again(pressed.told_by(progress))
        except KeyboardInterrupt:
            pressed.at_all = True
        from ...debrief.write import write_debrief

        try:
            files = write_debrief(self.session, self._given.analyse)
            takes = self._first.compare(self.session, self._given.analyse) if self._first is not None else None
        except InterviewerError:
            raise
        except Exception as err:
            raise InterviewerError(
                f"the debrief could not be made ({type(err).__name__}: {err}).",
                where=self.id,
                fix=f"The session is kept; try `voice-interviewer debrief {self.id} --debug`.",
            ) from err
        finally:
            self.session.close()
            _rest()
        return Finished(files, again, takes, pressed.at_all)

    def _hear_again(self, progress: Progress) -> SecondHearing | None:
        """The second hearing, which never costs the debrief: what goes wrong with it is a note."""
        if not self.choices.hear_again or self._given.recogniser is not None:
            return None
        from .second_hearing import hear_session_again

        _rest()  # the engines of the live session go before another model comes; the debrief loads its reader again
        try:
            return hear_session_again(self.session, progress=progress)
        except InterviewerError as err:
            with contextlib.suppress(InterviewerError):
                self.session.write(Note("notice", f"The answers could not be heard again: {err}"))
            return None

    def _forget_if_empty(self) -> None:
        """A session that never began leaves nothing behind."""
        if not self.session.read().events:
            self.session.remove()


def practise(
    flow: str | Path | Flow = DEFAULT_FLOW,
    choices: Choices = Choices(),
    given: Given = NOTHING,
    *,
    seed: int | None = None,
) -> tuple[Outcome, Finished]:
    """A whole new session and its debrief, in this thread; arguments and errors are those of `Interview.new`."""
    interview = Interview.new(flow, choices, given, seed=seed)
    outcome = interview.run()
    return outcome, interview.finish()


def _rest() -> None:
    """Free what nobody needs before the next answer: engines that are over, the reader and the assessor."""
    import gc

    from ...heap import give_back
    from ...language.weigh import assessing, shipped

    assessing.let_go()
    shipped.let_go()
    gc.collect()
    give_back()


def check(choices: Choices) -> None:
    """Raise before anything is opened: UsageError, NotFoundError (no such persona), InputFileError (unusable file)."""
    minutes = choices.minutes
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise UsageError(
            f"{minutes:g} minutes is no time for an interview.", where="--minutes", fix=f"Use 1 to {MOST_MINUTES}."
        )
    if choices.style not in ("", *STYLES):
        raise UsageError(f"`{choices.style}` is no style.", where="--style", fix=f"Use {', '.join(STYLES)}.")
    check_candidate(choices.candidate)


def _fresh_seed(simulated: bool) -> int:
    """A person gets new variants each time; a simulated candidate the same ones, so that runs can be compared."""
    return 1 if simulated else secrets.randbelow(1_000_000)
