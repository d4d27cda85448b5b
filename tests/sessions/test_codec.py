"""Dataclasses survive the way through JSON."""

from __future__ import annotations

import json

import pytest

from voice_interviewer.hearing.model import AudioQuality, Heard, Pause, Word
from voice_interviewer.language.model import Analysis, Finding, Weakness
from voice_interviewer.sessions import actions, events
from voice_interviewer.sessions.codec import decode, encode
from voice_interviewer.sessions.record import Broke, Turn, read_turn

HEARD = Heard(
    text="we, we shipped it",
    words=(Word("we,", 1.0, 1.2, 0.9), Word("shipped", 1.5, 2.0, 0.8)),
    start_s=1.0,
    end_s=2.5,
    voiced=((1.0, 1.4), (1.5, 2.5)),
    pauses=(Pause(1.4, 1.5),),
    latency_s=0.7,
    quality=AudioQuality(-20.0, -55.0, 0.0),
)
ANALYSIS = Analysis(
    "we shipped",
    (Finding("team_voice", 0, 2, "we", "why"),),
    {"decision": (0, 10), "change": None},
    weakness=Weakness("hedge", "w", (0, 2)),
)


@pytest.mark.parametrize(
    "value",
    [
        HEARD,
        events.AnswerEnded(3.0, events.Answer("we shipped", ANALYSIS, 1.0, 2.5, 1.4)),
        events.BrokeIn(2.0, 14, None, 0.3),
        actions.Say(1, "Whose call was that?", "follow_up", "scale", "team_voice", "because"),
        actions.Listen(2, "scale", "Why?", ("a", "b"), limit_s=75.0),
    ],
)
def test_what_goes_in_comes_out(value: object) -> None:
    """Encoded as JSON text and decoded, a record equals itself, tuples and None included."""
    assert decode(json.loads(json.dumps(encode(value))), [type(value)]) == value


def test_a_turn_keeps_all_of_an_answer() -> None:
    """The `heard` record of a journal gives back the whole turn."""
    turn = Turn(
        3,
        HEARD,
        "scale",
        "Why?",
        "follow_up",
        target="team_voice",
        interruption=Broke("Labels are late.", 5, 4.0, 0.4, 0.4),
    )
    assert read_turn(json.loads(json.dumps(turn.as_data()))) == turn


def test_fields_of_another_version_do_not_hurt() -> None:
    """A field this version does not know is dropped, one it knows and misses takes its default."""
    data = encode(actions.Say(1, "Hello", "greeting", ""))
    data["colour"] = "blue"
    del data["why"]
    assert decode(data, [actions.Say]) == actions.Say(1, "Hello", "greeting", "")


@pytest.mark.parametrize("data", [None, 3, [], {}, {"type": "Nothing"}, {"type": "Say"}, {"type": "Say", "text": ""}])
def test_what_is_no_record_is_refused(data: object) -> None:
    """Wrong shapes raise ValueError, never something else."""
    with pytest.raises(ValueError):
        decode(data, [actions.Say])
