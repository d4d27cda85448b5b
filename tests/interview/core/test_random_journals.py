"""Ten thousand interviews of legal and illegal events: no exception, always an end, replay identical, always quick."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace

from interview_kit import PLAIN, READY, answer, flow, question

from voice_interviewer.interview.core.machine import State, begin, step
from voice_interviewer.interview.core.replay import (
    first_difference,
    read_action,
    read_event,
    read_state,
    write,
    write_state,
)
from voice_interviewer.sessions.actions import BreakIn, End, Listen, Say
from voice_interviewer.sessions.events import (
    Acknowledged,
    AnswerEnded,
    BrokeIn,
    Command,
    Event,
    NothingSaid,
    Progress,
    SpokenToEnd,
    Started,
    VoiceBegan,
    Yielded,
)

JOURNALS = 10_000
FLOWS = (
    flow(),
    flow(minutes=3, interruptions="some"),
    flow(  # a loop that only time or an answer ends, and a question without anything
        {
            "round": question(next=[{"when": "heard(ownership)", "to": "END"}], to="round", constraints=["double"]),
        },
        probes={},
    ),
)
ANSWERS = [
    answer(text)
    for text in (
        PLAIN,
        READY,
        "",
        "  ",
        "Could you repeat that?",
        "What do you mean by weak spot?",
        "Give me a second.",
        "Skip it.",
        "That's all I have.",
        "Let's stop here.",
        "Yes.",
        "No.",
        "bla bla bla bla bla bla bla",
        "I don't know.",
        "I [hedge]guess we [team_voice]decided it because it was late.",
        "It was [exposure]huge and [trap_inflated]massive, millions of people.",
        "We just carry on, [reaction_defense]it holds. [defense]Nothing changes at all for us.",
        "The feed goes [failure_anticipation]quiet first. Can you say that again?",
        "\x00\u202e<script>{quote}</script> {decision} %s 😀",
        "word " * 900,
    )
]
NAMES = ("repeat", "skip", "pause", "resume", "finish", "wait", "clarify", "dance", "")


def legal(state: State, rng: random.Random, now_s: float) -> Event:
    """An event that fits what the interviewer is doing."""
    if state.mode == "new":
        minutes, clock = rng.choice([1.0, 3.0, 10.0]), rng.random() < 0.8
        return Started(now_s, rng.randrange(50), minutes, rng.random() < 0.8, rng.random() < 0.5, clock)
    if state.saying is not None:
        return SpokenToEnd(now_s, state.saying.utterance, rng.choice([1.0, 1.0, 0.3]))
    if state.mode == "paused":
        return Command(now_s, "resume")
    kind = rng.randrange(10)
    if kind < 5:
        return AnswerEnded(now_s, rng.choice(ANSWERS))
    if kind < 8:
        text = "we looked at the label and the traffic and " * rng.randrange(1, 12)
        return Progress(now_s, text, rng.uniform(0, 60), rng.random() < 0.5)
    return NothingSaid(now_s) if kind == 8 else VoiceBegan(now_s)


def anything(state: State, rng: random.Random, now_s: float) -> Event:
    """An event that need not make any sense."""
    at_s = rng.choice([now_s, now_s, now_s, now_s - 50, -1e9, float("nan"), float("inf")])
    return rng.choice(
        [
            Started(at_s, 1, rng.choice([0.0, -3.0, float("nan"), 5.0])),
            SpokenToEnd(at_s, rng.choice([0, state.utterance, 10**6]), rng.uniform(-1, 2)),
            VoiceBegan(at_s),
            Progress(at_s, rng.choice(["", "so", "x " * 2000]), rng.choice([-1.0, 0.0, 1e6]), True),
            AnswerEnded(at_s, rng.choice(ANSWERS)),
            BrokeIn(at_s, rng.choice([-5, 0, 10**7]), None, 0.0),
            NothingSaid(at_s),
            Command(at_s, rng.choice(NAMES)),
            Acknowledged(at_s, rng.choice(["Okay.", "", "…"])),
            Yielded(at_s, rng.choice(["I see. What then?", ""]), rng.choice([-1.0, 0.0, 0.3])),
        ]
    )


def check(before: State, state: State, actions: tuple[object, ...]) -> None:
    """What must hold after every step."""
    assert sum(isinstance(a, Say) for a in actions) <= 1, "never two things at once"
    assert state.turn >= before.turn and state.utterance >= before.utterance and state.now_s >= before.now_s
    for action in actions:
        if isinstance(action, Say | BreakIn):
            assert action.utterance == state.utterance == before.utterance + 1
            assert action.text.strip() and "{" not in action.text.replace("{quote}</script>", "")
        if isinstance(action, Listen):
            assert action.turn == state.turn and action.question
            assert (action.limit_s is None) == (not state.clock) and (action.limit_s or 1.0) > 0
    if before.mode == "over":
        assert not actions and state.end_reason == before.end_reason


def journal(number: int) -> tuple[State, list[tuple[Event, tuple[object, ...]]], int]:
    rng = random.Random(number)
    state, now_s = begin(FLOWS[number % len(FLOWS)]), 0.0
    rows: list[tuple[Event, tuple[object, ...]]] = []
    sense = rng.choice([0.5, 0.9, 1.0])

    def send(event: Event) -> None:
        nonlocal state
        before = state
        state, actions = step(state, event)
        check(before, state, actions)
        rows.append((event, actions))

    started = Started(0.0, number, rng.choice([1.0, 4.0]), True, number % 2 == 0, number % 5 > 0)
    send(started) if rng.random() < 0.9 else None
    for _ in range(rng.randrange(5, 30)):
        now_s += rng.choice([0.1, 3.0, 12.0])
        send((legal if rng.random() < sense else anything)(state, rng, now_s))
    if state.mode == "new":
        send(Started(now_s, 1, 1.0))
    send(Command(now_s, "resume"))  # whatever was paused goes on, so that its time can run out
    for _ in range(4):
        now_s += 60 * state.minutes * 1.3 + 60
        send(VoiceBegan(now_s))
    if not state.clock and state.mode != "over":  # no time ends it: somebody must
        send(Command(now_s, "finish"))
        send(SpokenToEnd(now_s, state.utterance))
    return state, rows, number % len(FLOWS)


def test_random_journals_never_raise_always_end_and_replay() -> None:
    """The property the whole design rests on."""
    for number in range(JOURNALS):
        state, rows, which = journal(number)
        assert state.mode == "over" and state.end_reason, number
        assert sum(isinstance(a, End) for _, actions in rows for a in actions) == 1
        if number % 20 == 0:
            assert first_difference(FLOWS[which], rows) is None


def finite(event: Event) -> bool:
    return event.at_s == event.at_s and abs(event.at_s) != float("inf")


def test_a_journal_survives_its_way_through_json() -> None:
    """Events, actions and states written as JSON and read back are equal, and go on alike."""
    for number in range(60):
        _, rows, which = journal(number)
        events = [event for event, _ in rows if finite(event) and not isinstance(event, Started)]
        for event in events:
            assert read_event(json.loads(json.dumps(write(event)))) == event
        for _, actions in rows:
            for action in actions:
                assert read_action(json.loads(json.dumps(write(action)))) == action
        middle = begin(FLOWS[which])
        for event, _ in rows[: len(rows) // 2]:
            middle, _ = step(middle, event)
        back = read_state(json.loads(json.dumps(write_state(middle))), FLOWS[which])
        assert back == middle
        for event, _ in rows[len(rows) // 2 :]:
            middle, first = step(middle, event)
            back, second = step(back, event)
            assert first == second


def test_a_decision_takes_less_than_five_milliseconds() -> None:
    """Twenty answers into a session the next utterance is chosen in time; the median of many, in processor time."""
    many = {
        f"q{n}": FLOWS[0].questions["first"].model_copy(update={"to": f"q{n + 1}" if n < 39 else "END"})
        for n in range(40)
    }
    state, _ = step(begin(flow(many, minutes=120)), Started(0, 1, 120))
    took: list[float] = []
    long = answer(
        "I held it [decision_ownership]back. " + "The model reads the table every night and writes a list. " * 20
    )
    for second in range(200):
        if state.answered >= 30:
            break
        event = (
            SpokenToEnd(second * 20.0, state.saying.utterance)
            if state.saying is not None
            else AnswerEnded(second * 20.0, replace(long, text=f"{long.text} {second}"))
        )
        began = time.process_time()
        state, _ = step(state, event)
        if isinstance(event, AnswerEnded) and state.answered > 20:
            took.append(time.process_time() - began)
    assert len(took) >= 8
    assert sorted(took)[len(took) // 2] <= 0.005
