"""The debrief of a recorded session, made from its journal alone; making it again gives the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...language.model import Analysis, Context, Interruption
from ...rubric import patterns
from ...sessions.journal import Entry, Session
from ...sessions.record import Broke, Turn, read_turn
from . import build, correct
from .schema import AnswerRow, Debrief, FollowUp, InterruptionRow

Analyse = Callable[[str, Context], Analysis]
_ASKING = frozenset({"question", "follow_up", "constraint", "reprompt"})


@dataclass
class _Answered:
    """A turn with what its journal says before and after it."""

    turn: Turn
    hints: tuple[str, ...]
    asked_next: list[FollowUp] = field(default_factory=list)


def debrief_of(session: Session, analyse: Analyse) -> Debrief:
    """Everything known of a session; `analyse` is `language.analyze.analyze`. Works on an unfinished session too.

    Damaged journal lines are left out and counted in the notes. Raises StorageError when the journal cannot be read.
    """
    entries = session.entries()
    meta = next((e.data for e in entries if e.kind == "meta"), {})
    answered, unreadable = _answers(entries)
    corrections: dict[str, list[tuple[dict[str, Any], str]]] = {}
    opinions: dict[str, dict[tuple[str, int, int], bool]] = {}
    retakes: dict[str, list[str]] = {}
    for entry in entries:
        answer = str(entry.data.get("answer", ""))
        if entry.kind == "correction":
            corrections.setdefault(answer, []).append((entry.data, entry.wall))
        elif entry.kind == "label" and isinstance(entry.data.get("accept"), bool):
            key = (str(entry.data.get("label")), _int(entry.data.get("start")), _int(entry.data.get("end")))
            opinions.setdefault(answer, {})[key] = entry.data["accept"]
        elif entry.kind == "retake":
            retakes.setdefault(answer, []).append(f"{entry.data.get('session')}/{entry.data.get('take', 1)}")
    notes = list(dict.fromkeys(str(e.data["text"]) for e in entries if e.kind == "note" and e.data.get("text")))
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
    damaged = session.damaged + unreadable
    if damaged:
        lines = "line" if damaged == 1 else "lines"
        notes.append(f"{damaged} damaged {lines} of the journal could not be used; kept aside in journal.damaged.")
    if answered and not any(e.kind == "end" for e in entries):
        notes.append("The session did not come to its end; this is what was kept.")
    return build.build(
        rows,
        session=session.id,
        flow=str(meta.get("flow") or ""),
        started=str(meta.get("started") or ""),
        candidate=str(meta.get("candidate") or ""),
        seed=meta.get("seed") if isinstance(meta.get("seed"), int) else None,
        timeline=_timeline(entries, answered),
        notes=notes,
    )


def _row(
    item: _Answered,
    identity: str,
    fixed: correct.Corrected,
    analyse: Analyse,
    opinions: dict[tuple[str, int, int], bool],
    retakes: Sequence[str],
) -> AnswerRow:
    turn, heard = item.turn, fixed.heard
    pattern = turn.pattern or patterns.infer(turn.question)
    broke = turn.interruption
    at = min(fixed.move(broke.at), len(heard.text)) if broke else 0
    context = Context(
        question=turn.question,
        pattern=pattern,
        interruption=Interruption(broke.text, at) if broke else None,
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
    return build.answer_row(
        heard,
        analyse(heard.text, context),
        id=identity,
        question=turn.question,
        node=turn.node,
        pattern=pattern,
        kind=turn.kind,
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
        opinions=opinions,
        retakes=retakes,
    )


def _answers(entries: Sequence[Entry]) -> tuple[list[_Answered], int]:
    """The turns in order, each with the labels hinted at before it in its thread and what was asked after it."""
    found: dict[int, _Answered] = {}
    hints: dict[str, list[str]] = {}
    said: list[dict[str, Any]] = []
    last: _Answered | None = None
    unreadable = 0
    for entry in entries:
        if entry.kind == "action" and entry.data.get("type") == "Say" and entry.data.get("kind") in _ASKING:
            say = entry.data
            said.append(say)
            follow = FollowUp(target=say.get("target"), text=str(say.get("text", "")), why=str(say.get("why", "")))
            if last is not None:
                last.asked_next.append(follow)
            if say.get("target") and say.get("kind") in ("follow_up", "reprompt"):
                hints.setdefault(str(say.get("node", "")), []).append(str(say["target"]))
        elif entry.kind == "heard":
            try:
                turn = read_turn(entry.data)
            except (ValueError, TypeError, KeyError):
                unreadable += 1
                continue
            turn = _completed(turn, entries, said)
            thread = list(hints.get(turn.node, ()))
            if turn.target and turn.target not in thread:
                thread.append(turn.target)
            last = _Answered(turn, tuple(thread))
            found[turn.turn] = last
    return [found[n] for n in sorted(found)], unreadable


def _completed(turn: Turn, entries: Sequence[Entry], said: Sequence[dict[str, Any]]) -> Turn:
    """The turn with what only the interviewer's records say: what it replied to, and its interruption."""
    from dataclasses import replace

    if said and turn.kind == "question" and said[-1].get("node") == turn.node:
        kind = str(said[-1].get("kind"))
        turn = replace(turn, kind=kind, target=turn.target or said[-1].get("target"))
    if turn.interruption is None:
        current, put_in = -1, ""
        for entry in entries:
            data = entry.data
            if entry.kind == "action" and data.get("type") == "Listen":
                current = _int(data.get("turn"))
            elif entry.kind == "action" and data.get("type") == "BreakIn" and current == turn.turn:
                put_in = str(data.get("text", ""))
            elif entry.kind == "event" and data.get("type") == "BrokeIn" and current == turn.turn and put_in:
                return replace(
                    turn,
                    interruption=Broke(
                        text=put_in,
                        at=_int(data.get("at_char")),
                        at_s=_float(data.get("at_s")),
                        stop_time_s=_float(data.get("stop_time_s")),
                        overlap_s=_float(data.get("overlap_s")),
                    ),
                )
    return turn


def _timeline(entries: Sequence[Entry], answered: Sequence[_Answered]) -> list[dict[str, object]]:
    """Who was audible when, in session seconds: the interviewer's utterances, the candidate's voice, interruptions."""
    rows: list[dict[str, object]] = []
    begun: dict[int, tuple[float, dict[str, Any]]] = {}
    for entry in entries:
        data = entry.data
        if entry.kind == "action" and data.get("type") in ("Say", "BreakIn"):
            begun[_int(data.get("utterance"))] = (entry.at_s, data)
        elif entry.kind == "event" and data.get("type") == "SpokenToEnd":
            started = begun.pop(_int(data.get("utterance")), None)
            if started is not None:
                at, say = started
                end = _float(data.get("at_s")) or entry.at_s
                kind = str(say.get("kind") or "question")
                rows.append(build.timeline_row(kind, at, max(at, end), "interviewer", str(say.get("text", ""))))
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


def _int(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _float(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
