"""Measure what is decided about whole answers: story parts, trap, reaction, what is pursued, and the first priority.

    python -m scripts.lab.bench_answers [--test] [--errors PART] [--out answers.json]

One line a part: the training answers, three other writers', the development part, the planted answers of the
interviewer; with `--test` the test part of the language room as well. `target` is what the language room proposes,
`chosen` what `review` would ask next, `machine` what the interviewer says next when the answer is given to a question
of the same kind in the longest flow (a harder question, a constraint or the next question counts as pursuing nothing);
after the slash, targets that ask for the same thing in other words count too. `ready`: answers with nothing to mend
that get a harder question. Then the first priority of the debrief's planted sessions. Which parts were fitted on is
said in `fit_answers`: their lines are flattered. `--errors` lists what went wrong in a part that is no test.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from scripts.lab import answer_sets, planted
from scripts.lab.answer_sets import AnswerRow
from scripts.lab.evaluation import wilson
from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.debrief.data.schema import AnswerRow as AnswerRowOfDebrief
from voice_interviewer.debrief.data.schema import FollowUp, InterruptionRow
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.flow.model import Flow
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.interview.core.next_question import next_question
from voice_interviewer.interview.core.policy import FURTHER
from voice_interviewer.interview.core.state import LISTENING
from voice_interviewer.interview.rehearsal.personas import load_persona
from voice_interviewer.interview.rehearsal.rehearse import Rehearsal, rehearse
from voice_interviewer.interview.rehearsal.simulate import PersonaGuest
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Analysis
from voice_interviewer.rubric.keys import REACTIONS, STORY_PARTS
from voice_interviewer.rubric.patterns import infer, listens
from voice_interviewer.rubric.relations import EXCUSES, meant_by
from voice_interviewer.sessions.actions import Say
from voice_interviewer.sessions.events import Answer, AnswerEnded, SpokenToEnd, Started

FLOW = "full-mock"
SECONDS_A_WORD = 0.4


@cache
def _node(pattern: str | None) -> str | None:
    """A question of the flow with this pattern."""
    questions = load_flow(FLOW).questions
    return next((name for name, q in questions.items() if pattern and q.pattern == pattern), None)


def _asking(row: AnswerRow) -> Flow:
    """The flow, beginning with a question of the row's pattern, or with the row's own where it has none."""
    flow = load_flow(FLOW)
    node = _node(row.context.pattern or infer(row.context.question))
    if node is not None:
        return dataclasses.replace(flow, start=node)
    own = flow.questions[flow.start].model_copy(
        update={"ask": (row.context.question,), "follow_ups": (), "listens_for": (), "wants": (), "pattern": None}
    )
    return dataclasses.replace(flow, questions=MappingProxyType({**flow.questions, flow.start: own}))


def said_next(row: AnswerRow, analysis: Analysis, pressure: bool = False) -> Say:
    """What the interviewer says after the answer."""
    state = begin(_asking(row))
    now = 0.0
    state, actions = step(state, Started(now, 1, 45.0, pressure))
    while state.mode != LISTENING:
        now += 3.0
        say = next(a for a in actions if isinstance(a, Say))
        state, actions = step(state, SpokenToEnd(now, say.utterance))
    seconds = SECONDS_A_WORD * len(row.text.split())
    answer = Answer(row.text, analysis, now, now + seconds, seconds)
    _, actions = step(state, AnswerEnded(now + seconds, answer))
    return next(a for a in actions if isinstance(a, Say))


def pursued(say: Say) -> str | None:
    """What an utterance mends; None for a harder question, a constraint, or the next question."""
    if say.kind != "follow_up" or say.why == FURTHER:
        return None
    return meant_by(say.target)


def share(values: Sequence[bool]) -> str:
    """A share as text."""
    return f"{sum(values) / len(values):.2f}" if values else " -- "


def both(rows: Sequence[AnswerRow], said: Sequence[str | None]) -> str:
    """Strict and lenient share of right targets."""
    strict = [row.target == target for row, target in zip(rows, said, strict=True)]
    lenient = [row.target == target or target in row.also for row, target in zip(rows, said, strict=True)]
    return f"{share(strict)}/{share(lenient)}"


def measure(name: str, rows: Sequence[AnswerRow]) -> dict[str, object]:
    """One part: print its line, give its figures."""
    found = [analyze(row.text, row.context) for row in rows]
    told: list[bool] = []
    parts = []
    for part in STORY_PARTS:
        right = [
            bool(row.story[part]) == (a.story.get(part) is not None)
            for row, a in zip(rows, found, strict=True)
            if row.story
        ]
        told += right
        parts.append(share(right))
    full = [(row, a) for row, a in zip(rows, found, strict=True) if row.story is not None]
    cut = [(row, a) for row, a in full if row.context.interruption is not None]
    trap = [row.trap == a.trap for row, a in full]
    reaction = [row.reaction == a.reaction for row, a in cut]
    proposed = [a.weakness.target for a in found]
    chosen = [
        next_question(a, row.context.question, row.context.pattern)[0] for row, a in zip(rows, found, strict=True)
    ]
    machine = [pursued(said_next(row, a)) for row, a in zip(rows, found, strict=True)]
    ready = [target is None for row, target in zip(rows, chosen, strict=True) if row.target is None]
    ready_machine = [target is None for row, target in zip(rows, machine, strict=True) if row.target is None]
    print(
        f"{name:<14}{len(rows):>4}  {' '.join(parts)}  {share(told)}  {share(trap)}  {share(reaction)}     "
        f"{both(rows, proposed)}  {both(rows, chosen)}  {both(rows, machine)}  {share(ready)} {share(ready_machine)}"
    )
    hits = sum(row.target == t or t in row.also for row, t in zip(rows, machine, strict=True))
    return {
        "n": len(rows), "story": share(told), "trap": share(trap), "reaction": share(reaction),
        "target": both(rows, proposed), "chosen": both(rows, chosen), "machine": both(rows, machine),
        "machine_interval": wilson(hits, len(rows)), "ready": share(ready), "ready_machine": share(ready_machine),
    }  # fmt: skip


def first_priorities() -> None:
    """The first priority of the debrief's planted sessions."""
    sessions = planted.sessions()
    firsts = {session["name"]: planted.first_of(session) for session in sessions}
    wrong = {s["name"]: firsts[s["name"]] for s in sessions if firsts[s["name"]] not in s["first"]}
    right = len(sessions) - len(wrong)
    print(f"\nfirst priority right in {right} of {len(sessions)} planted sessions; wrong: {wrong or 'none'}")


EXPECTED: dict[str, set[str]] = {
    "apologetic": set(EXCUSES),
    "inflated": {"inflation", "exposure"},
    "team_hider": {"team_voice"},
    "generic": {"generic"},
    "rambler": {"answer_length"},
    "terse": {"too_short"},
    "defensive": {"defense"},
    "freezer": {"freeze"},
    "restarter": {"restart"},
    "bluffer": {"contradiction", "inflation"},
}
"What a careful reader would name first of each shipped persona; the ready and the non-native one have no such thing."


def session_rows(played: Rehearsal) -> list[AnswerRowOfDebrief]:
    """The rows of a rehearsed session, as its debrief would have them."""
    rows = []
    for thread in played.state.threads:
        question = played.state.flow.questions[thread.node]
        for turn in thread.turns:
            cut = None
            if turn.constraint and turn.asked.kind != "constraint":
                text = played.state.flow.constraints[turn.constraint].text[0]
                cut = InterruptionRow(text=text, at=turn.constraint_at)
            rows.append(
                answer_row(
                    text_answer(turn.answer.text),
                    turn.answer.analysis,
                    id=str(turn.number),
                    question=turn.asked.text,
                    node=thread.node,
                    pattern=question.pattern,
                    kind=turn.asked.kind,
                    signals_asked=question.listens_for or listens(question.pattern),
                    interruption=cut,
                )
            )
    return rows


def alike(name: str, rows: Sequence[AnswerRow]) -> None:
    """The first priority after three answers with one thing to pursue; what all three also allow counts as right."""
    groups: dict[str | None, list[AnswerRow]] = {}
    for row in rows:
        groups.setdefault(row.target, []).append(row)
    right = total = 0
    for target, members in groups.items():
        if target is None or len(members) < 3:
            continue
        made = []
        for number, row in enumerate(members[:3]):
            cut, found = row.context.interruption, analyze(row.text, row.context)
            next_up = next_question(found, row.context.question, row.context.pattern)
            made.append(
                answer_row(
                    text_answer(row.text),
                    found,
                    id=str(number),
                    question=row.context.question,
                    pattern=row.context.pattern,
                    follow_up=FollowUp(target=next_up[0], text=next_up[1], why=next_up[2]),
                    interruption=InterruptionRow(text=cut.text, at=cut.at) if cut else None,
                )
            )
        allowed = {target} | set.intersection(*(set(row.also) for row in members[:3]))
        chosen = build(made).debrief.priorities
        right, total = right + (bool(chosen) and chosen[0].label in allowed), total + 1
    print(f"first priority right in {right} of {total} sessions of three alike answers, {name}")


def personas(flow: str = "mock-15", seeds: int = 6) -> None:
    """The first priority after sessions that the shipped personas played."""
    right = total = 0
    for name, expected in EXPECTED.items():
        firsts: Counter[str] = Counter()
        for seed in range(seeds):
            played = rehearse(load_flow(flow), PersonaGuest(load_persona(name), seed), analyze, seed=seed)
            rows = session_rows(played)
            if expected <= set(REACTIONS) and not any(row.reaction for row in rows):
                continue  # no constraint was put, so nothing could show
            chosen = build(rows).debrief.priorities
            firsts[chosen[0].label if chosen else "none"] += 1
        hits = sum(number for label, number in firsts.items() if label in expected)
        right, total = right + hits, total + firsts.total()
        print(f"  {name:<12}{hits} of {firsts.total()}  {dict(firsts)}")
    print(f"first priority right in {right} of {total} sessions of {flow} played by personas")


def errors(rows: Sequence[AnswerRow]) -> None:
    """What went wrong, for reading."""
    for row in rows:
        a = analyze(row.text, row.context)
        chosen = next_question(a, row.context.question, row.context.pattern)[0]
        wrong: list[str] = []
        if row.story is not None:
            wrong += [p for p in STORY_PARTS if bool(row.story[p]) != (a.story.get(p) is not None)]
            wrong += [f"trap {row.trap} → {a.trap}"] if row.trap != a.trap else []
            wrong += [f"reaction {row.reaction} → {a.reaction}"] if row.reaction != a.reaction else []
        if row.target != chosen:
            near = "near " if chosen in row.also else ""
            wrong.append(f"{near}target {row.target} → {a.weakness.target} → {chosen} → {pursued(said_next(row, a))}")
        if wrong:
            labels = [f"{f.label} {f.confidence:.2f}" for f in a.findings if f.label not in ("filler", "repeat")]
            print(f"{row.id}: {'; '.join(wrong)}\n  {row.context.question}\n  {row.text}\n  {', '.join(labels)}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--test", action="store_true", help="the language room's test part as well")
    parser.add_argument("--errors", metavar="PART", help="list errors of a part, such as `lab` or `development`")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(argv)
    rows = [*answer_sets.training(), *answer_sets.development(), *answer_sets.planted("test")]
    if args.test:
        rows += answer_sets.test()
    parts: dict[str, list[AnswerRow]] = {}
    for row in rows:
        parts.setdefault("training" if row.writer.startswith("train") else row.writer, []).append(row)
    if args.errors:
        if "test" not in args.errors:
            errors(parts[args.errors])
        return 0
    print(f"{'':<18}  cont deci expe resu chan  story trap  reaction target     chosen     machine    ready")
    result = {name: measure(name, part) for name, part in parts.items()}
    first_priorities()
    alike("development", parts["development"])
    alike("three writers", [row for name in ("bay", "lab", "rail") for row in parts[name]])
    alike("planted test", parts["planted test"])
    personas()
    if args.out:
        args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
