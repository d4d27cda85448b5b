"""Debriefs of simulated candidates, played without sound and read by the real language room."""

from __future__ import annotations

from functools import cache

from debrief_kit import spoken

from voice_interviewer.debrief.data.build import answer_row, build
from voice_interviewer.debrief.data.schema import AnswerRow, Debrief, FollowUp, InterruptionRow
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.interview.rehearsal.personas import load_persona
from voice_interviewer.interview.rehearsal.rehearse import rehearse
from voice_interviewer.interview.rehearsal.simulate import PersonaGuest
from voice_interviewer.language.analyze import Analyser
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.sessions.actions import Listen


@cache
def rehearsed(persona: str, flow: str = "first-five-minutes", seed: int = 1, answers: int = 0) -> Debrief:
    """A session of `persona` as its debrief; with `answers` only so many, from further rounds of other seeds if need
    be. The reader model is used where it is shipped, so numbers differ a little without it."""
    rows: list[AnswerRow] = []
    for round_ in range(6):
        rows += _rows(persona, flow, seed + round_)
        if len(rows) >= answers:
            break
    numbered = [row.model_copy(update={"id": str(i)}) for i, row in enumerate(rows[: answers or None], 1)]
    made = build(numbered, session="2026-11-22-1405-first-five-minutes", flow=flow, started="2026-11-22T14:05:00+00:00")
    made.candidate = persona
    return made


def _rows(persona: str, flow: str, seed: int) -> list[AnswerRow]:
    analyse, read, heard = Analyser(), [], []

    def remembering(text: str, context: Context) -> Analysis:
        read.append((context, analyse(text, context)))
        return read[-1][1]

    class Noted(PersonaGuest):
        def answer(self, listen: Listen) -> str:
            heard.append(listen)
            return super().answer(listen)

    rehearse(load_flow(flow), Noted(load_persona(persona), seed), remembering, seed=seed)
    rows = []
    for listen, after, (context, analysis) in zip(heard, [*heard[1:], None], read, strict=False):
        cut = context.interruption
        follows = after is not None and after.kind != "question"
        rows.append(
            answer_row(
                spoken(analysis.text),
                analysis,
                id=str(len(rows) + 1),
                question=listen.question,
                node=listen.node,
                pattern=listen.pattern,
                kind=listen.kind,
                interruption=InterruptionRow(text=cut.text, at=cut.at) if cut and cut.at else None,
                asked_next=[FollowUp(target=after.target, text=after.question, why="")] if follows else (),
            )
        )
    return rows
