"""Debriefs of simulated sessions, made in memory: every flow with every persona, seed after seed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.flow.model import Flow
from voice_interviewer.interview.core.state import State, Turn
from voice_interviewer.interview.rehearsal.personas import Persona, list_personas, load_persona
from voice_interviewer.interview.rehearsal.rehearse import rehearse
from voice_interviewer.interview.rehearsal.simulate import PersonaGuest, remembering
from voice_interviewer.language.analyze import Analyser


def debriefs(most: int) -> Iterator[Debrief]:
    """So many debriefs; the same ones each time."""
    analyse = remembering(Analyser())
    flows = [load_flow(name) for name in names()]
    players = [load_persona(name) for name in list_personas()]
    made = 0
    for seed in count(1):
        for flow in flows:
            for player in players:
                if made == most:
                    return
                made += 1
                played = rehearse(flow, PersonaGuest(player, seed), analyse, seed=seed)
                yield debrief_of(flow, player, played.state, seed)


def debrief_of(flow: Flow, player: Persona, state: State, seed: int) -> Debrief:
    """The debrief of one played session, its answers as if typed."""
    turns = [turn for thread in state.threads for turn in thread.turns]
    rows = [_row(flow, thread.node, turn) for thread in state.threads for turn in thread.turns]
    for row, after in zip(rows, turns[1:], strict=False):
        if after.asked.kind != "question":
            row.asked_next.append(FollowUp(target=after.asked.target, text=after.asked.text, why=""))
    return build(rows, session="simulated", flow=flow.id, candidate=player.name, seed=seed)


def _row(flow: Flow, node: str, turn: Turn) -> AnswerRow:
    question = flow.questions[node]
    text = turn.answer.text
    cut = None
    if turn.constraint:
        cut = InterruptionRow(text=flow.constraints[turn.constraint].text[0], at=min(turn.constraint_at, len(text)))
    return answer_row(
        text_answer(text),
        turn.answer.analysis,
        id=str(turn.number),
        question=turn.asked.text,
        node=node,
        pattern=question.pattern,
        kind=turn.asked.kind,
        signals_asked=question.listens_for or None,
        interruption=cut,
        typed=True,
    )
