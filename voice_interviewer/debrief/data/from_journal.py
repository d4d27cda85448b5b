"""The debrief of a recorded session, made from its journal alone; making it again gives the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ... import __version__
from ...language.model import Analysis, Context, Interruption
from ...rubric import patterns
from ...sessions.actions import BreakIn, Listen, Say
from ...sessions.choices import PATIENCE
from ...sessions.events import BrokeIn, SpokenToEnd
from ...sessions.journal import Session
from ...sessions.kinds import ASKING, TurnKind
from ...sessions.lines import Journal, Line
from ...sessions.record import Broke, Turn
from ...sessions.records import Correction, Header, HeardAgain, Label, OwnView, Remark, RetakeOf
from . import build, correct, own_view
from .broken_off import kept_sounds
from .schema import AnswerRow, Debrief, FollowUp, InterruptionRow, OpinionRow, RemarkRow, Setup

Analyse = Callable[[str, Context], Analysis]


@dataclass
class _Answered:
    """A turn with what its journal says before and after it."""

    turn: Turn
    hints: tuple[str, ...]
    asked_next: list[FollowUp] = field(default_factory=list)


def debrief_of(session: Session, analyse: Analyse) -> Debrief:
    """Everything known of a session; `analyse` is `language.analyze.analyze`. Works on an unfinished session too.

    What of the journal cannot be read is left out and told in the notes. Raises StorageError when it cannot be opened.
    """
    journal = session.read()
    header = journal.header or Header()
    answered = _answers(journal)
    corrections: dict[str, list[Line[Correction]]] = {}
    for line in journal.of(Correction):
        corrections.setdefault(line.record.answer, []).append(line)
    opinions: dict[str, dict[tuple[str, int, int], dict[str, bool]]] = {}
    for label in journal.records(Label):
        of_answer = opinions.setdefault(label.answer, {})
        of_answer.setdefault((label.label, label.start, label.end), {})[label.by] = label.accept
    retakes: dict[str, list[str]] = {}
    for retake in journal.records(RetakeOf):
        retakes.setdefault(retake.answer, []).append(f"{retake.session}/{retake.take}")
    notes = list(journal.notes)
    rows: list[AnswerRow] = []
    for item in answered:
        identity = str(item.turn.turn)
        fixed = correct.apply(item.turn.heard, corrections.get(identity, ()))
        notes.extend(
            f"Answer {identity}: the correction {line} no longer fits and was left out." for line in fixed.refused
        )
        rows.append(_row(item, identity, fixed, analyse, opinions.get(identity, {}), retakes.get(identity, ())))
    if lost := [row.id for row in rows if row.unheard]:
        which = f"Answer {lost[0]}" if len(lost) == 1 else f"Answers {', '.join(lost)}"
        why = next(row.unheard for row in rows if row.unheard)
        notes.append(
            f"{which} could not be turned into words ({why}). The sound is kept: "
            f"`voice-interviewer debrief {session.id} --hear-again` listens once more."
        )
    if (trouble := getattr(analyse, "trouble", "")) and trouble not in notes:  # the session may have said so itself
        notes.append(str(trouble))
    notes += journal.not_understood()
    if answered and not journal.finished:
        notes.append("The session did not come to its end; this is what was kept.")
    made = build.build(
        rows,
        session=session.id,
        flow=header.flow,
        title=header.title,
        started=header.started,
        candidate=header.candidate,
        seed=header.seed,
        timeline=_timeline(journal, answered),
        notes=notes,
        heard_with=_heard_with(header.choices.model, journal, answered),
    )
    made.broken_off = kept_sounds(journal, session.recordings())
    made.setup = _setup(header, answered)
    made.own_view = own_view.of(next(reversed(list(journal.records(OwnView))), None), rows)
    for remark in latest_remarks(journal):
        about = next((row for row in rows if row.id == remark.answer), None)
        (about or made).remarks.append(RemarkRow(text=remark.text, by=remark.by))
    return made


def _setup(header: Header, answered: Sequence[_Answered]) -> Setup:
    """How the session was set up, as far as its header says."""
    chosen = header.choices
    patience = next((word for word, factor in PATIENCE.items() if factor == chosen.patience), f"× {chosen.patience:g}")
    setup = Setup(minutes=header.minutes, clock=chosen.clock, patience=patience, version=__version__)
    if header.candidate or all(item.turn.typed for item in answered):
        return setup
    microphone = f"microphone {chosen.microphone}" if chosen.microphone else "the default microphone"
    return setup.model_copy(update={"microphone": microphone})


def _heard_with(live: str, journal: Journal, answered: Sequence[_Answered]) -> str:
    """Which model heard the answers, in words; empty where everything was typed."""
    spoken = {item.turn.turn for item in answered if not item.turn.typed}
    again = {record.turn: record.model for record in journal.records(HeardAgain) if record.turn in spoken}
    models = ", ".join(dict.fromkeys(again.values()))
    if not spoken or not again:
        return live if spoken else ""
    if len(again) == len(spoken):
        return f"{models}, from the recordings (live: {live})"
    return f"{models}, from the recordings, for {len(again)} of {len(spoken)} answers; {live} for the others"


def _row(
    item: _Answered,
    identity: str,
    fixed: correct.Corrected,
    analyse: Analyse,
    opinions: dict[tuple[str, int, int], dict[str, bool]],
    retakes: Sequence[str],
) -> AnswerRow:
    turn, heard = item.turn, fixed.heard
    pattern = turn.pattern or patterns.infer(turn.question)
    broke = turn.interruption
    at = min(fixed.move(broke.at), len(heard.text)) if broke else 0
    context = Context(
        question=turn.question,
        pattern=pattern,
        interruption=Interruption(broke.text, at) if broke else _put_as_question(turn),
    )
    interruption = None
    if broke:
        interruption = InterruptionRow(
            text=broke.text,
            at=at,
            at_s=None if broke.at_s is None else round(broke.at_s - turn.audio_start_s, 3),
            stop_time_s=broke.stop_time_s,
            overlap_s=broke.overlap_s,
        )
    row = build.answer_row(
        heard,
        analyse(heard.text, context),
        id=identity,
        question=turn.question,
        node=turn.node,
        pattern=pattern,
        kind=turn.kind,
        again_of=turn.again_of or "",
        signals_asked=turn.listens or None,
        hints=item.hints,
        asked_next=item.asked_next,
        interruption=interruption,
        audio=turn.audio,
        audio_start_s=turn.audio_start_s,
        duration_s=turn.audio_s,
        typed=turn.typed,
        corrections=fixed.applied,
        heard_text=turn.heard.text if fixed.applied else None,
        opinions={place: said for place, each in opinions.items() if (said := agreed(each)) is not None},
        retakes=retakes,
    )
    for finding in row.findings:
        each = opinions.get((finding.label, finding.start, finding.end), {})
        finding.opinions = [OpinionRow(by=by, accept=accept) for by, accept in sorted(each.items())]
    return row


def agreed(each: dict[str, bool]) -> bool | None:
    """What counts of several people's opinions: the candidate's own, else what all say; None where they differ."""
    if "" in each:
        return each[""]
    return next(iter(each.values())) if len(set(each.values())) == 1 else None


def latest_remarks(journal: Journal) -> list[Remark]:
    """The last remark of each person about each answer, those that were taken back left out."""
    last = {(remark.answer, remark.by): remark for remark in journal.records(Remark)}
    return [remark for remark in last.values() if remark.text.strip()]


def _put_as_question(turn: Turn) -> Interruption | None:
    """A changed constraint that was the question itself: all of the answer is the reaction to it."""
    return Interruption(turn.question, 0) if turn.kind == "constraint" else None


def _answers(journal: Journal) -> list[_Answered]:
    """The turns in order, each with the labels hinted at before it in its thread and what was asked after it."""
    found: dict[int, _Answered] = {}
    hints: dict[str, list[str]] = {}
    again = {record.turn: record for record in journal.records(HeardAgain)}
    put = _breaks(journal)
    said: Say | None = None
    last: _Answered | None = None
    for line in journal.lines:
        record = line.record
        if isinstance(record, Say) and record.kind in ASKING:
            said = record
            if last is not None:
                last.asked_next.append(FollowUp(target=record.target, text=record.text, why=record.why))
            if record.target and "follow_up" in (record.kind, record.again_of):
                hints.setdefault(record.node, []).append(record.target)
        elif isinstance(record, Turn):
            turn = _completed(record, said, put.get(record.turn))
            turn = again[turn.turn].over(turn) if turn.turn in again else turn
            thread = list(hints.get(turn.node, ()))
            if turn.target and turn.target not in thread:
                thread.append(turn.target)
            last = _Answered(turn, tuple(thread))
            found[turn.turn] = last
    return [found[n] for n in sorted(found)]


def _completed(turn: Turn, said: Say | None, put: Broke | None) -> Turn:
    """The turn with what only the interviewer's records say: what it replied to, and its interruption."""
    if said is not None and turn.kind == "question" and said.node == turn.node:
        turn = replace(turn, kind=_replies(said), again_of=said.again_of, target=turn.target or said.target)
    return replace(turn, interruption=put) if turn.interruption is None and put is not None else turn


def _replies(said: Say) -> TurnKind:
    match said.kind:
        case "follow_up" | "constraint" | "reprompt":
            return said.kind
        case _:
            return "question"


def _breaks(journal: Journal) -> dict[int, Broke]:
    """The first interruption that was really spoken into each answer, by the answer's number."""
    found: dict[int, Broke] = {}
    current, ordered = -1, ""
    for line in journal.lines:
        match line.record:
            case Listen(turn=number):
                current = number
            case BreakIn(text=text):
                ordered = text
            case BrokeIn() as broke if ordered and current not in found:
                found[current] = Broke(ordered, broke.at_char, broke.at_s, broke.stop_time_s, broke.overlap_s)
    return found


def _timeline(journal: Journal, answered: Sequence[_Answered]) -> list[dict[str, object]]:
    """Who was audible when, in session seconds: the interviewer's utterances, the candidate's voice, interruptions."""
    rows: list[dict[str, object]] = []
    begun: dict[int, Line[Say] | Line[BreakIn]] = {}
    for line in journal.lines:
        if isinstance(line.record, Say | BreakIn):
            begun[line.record.utterance] = line
        elif isinstance(line.record, SpokenToEnd) and (started := begun.pop(line.record.utterance, None)) is not None:
            said, end = started.record, line.record.at_s or line.at_s
            rows.append(build.timeline_row(said.kind, started.at_s, max(started.at_s, end), "interviewer", said.text))
    for item in answered:
        turn = item.turn
        spans = turn.heard.voiced or (((turn.heard.start_s, turn.heard.end_s),) if turn.heard.text else ())
        rows.extend(build.timeline_row("speech", a, b, "candidate", str(turn.turn)) for a, b in spans)
        if turn.interruption and turn.interruption.at_s is not None:
            at = turn.interruption.at_s
            rows.append(build.timeline_row("interruption", at, at, "interviewer", turn.interruption.text))
    return sorted(rows, key=_start)


def _start(row: dict[str, object]) -> float:
    at = row["start_s"]
    return at if isinstance(at, float) else 0.0
