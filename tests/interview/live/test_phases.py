"""The phases of an answer: what each thing that is heard means, as a table; and what silence means."""

from __future__ import annotations

import itertools

import pytest

from voice_interviewer.interview.live.phases import TABLE, Do, Phase, Signal, indicator, on_silence, phase_of, react


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, Phase.IDLE),
        ({"listening"}, Phase.LISTENING),
        ({"listening", "armed"}, Phase.ARMED),
        ({"listening", "held", "armed"}, Phase.HELD),
        ({"listening", "breaking", "held", "armed"}, Phase.BREAKING),
        ({"breaking", "held", "armed"}, Phase.IDLE),
    ],
)
def test_the_phase_follows_from_what_is_there(facts: set[str], phase: Phase):
    """Interrupting outweighs a held turn, that outweighs an armed reply, and without a question nothing counts."""
    assert phase_of(**{name: name in facts for name in ("listening", "breaking", "held", "armed")}) is phase


def test_every_signal_means_something_definite_in_every_phase():
    """The table is total: what it does not name is ignored."""
    for phase, signal in itertools.product(Phase, Signal):
        assert react(phase, signal) is TABLE[phase].get(signal, Do.IGNORE)
    assert set(TABLE) == set(Phase)


@pytest.mark.parametrize("signal", list(Signal))
def test_nobody_who_is_not_asked_is_heard(signal: Signal):
    """Late decodes and voices between questions change nothing."""
    assert react(Phase.IDLE, signal) is Do.IGNORE


def test_an_answer_ends_only_by_a_commit():
    """A soft end only arms, resumed speech takes it back; both as often as they come."""
    for phase in (Phase.LISTENING, Phase.ARMED):
        assert react(phase, Signal.SOFT_END) is Do.ARM
        assert react(phase, Signal.RESUMED) is Do.DISARM
        assert react(phase, Signal.COMMITTED) is Do.ANSWER
        assert react(phase, Signal.NOTHING) is Do.SILENCE


def test_silence_means_nothing_while_the_turn_is_held():
    """What was said aloud is kept, and the same answer goes on."""
    assert react(Phase.HELD, Signal.COMMITTED) is react(Phase.HELD, Signal.NOTHING) is Do.GO_ON


def test_without_a_clock_only_words_that_say_so_end_an_answer():
    """Silence means nothing there, held or not; what is said is followed as ever, and it is shown as listening."""
    facts = {"listening": True, "breaking": False, "armed": True}
    assert phase_of(**facts, held=False, clock=False) is Phase.UNTIMED
    assert phase_of(**facts, held=True, clock=False) is Phase.HELD
    assert react(Phase.UNTIMED, Signal.COMMITTED) is react(Phase.UNTIMED, Signal.NOTHING) is Do.GO_ON
    assert react(Phase.UNTIMED, Signal.SAID_SO) is Do.ANSWER and react(Phase.HELD, Signal.SAID_SO) is Do.GO_ON
    assert react(Phase.UNTIMED, Signal.WORDS) is Do.FOLLOW
    assert indicator(Phase.UNTIMED, paused=False) == "listening"


def test_an_interruption_hears_the_first_part_out():
    """While we interrupt nothing else is decided, above all no reply is armed."""
    done = {signal: react(Phase.BREAKING, signal) for signal in Signal}
    assert done.pop(Signal.COMMITTED) is done.pop(Signal.SAID_SO) is Do.HEARD_OUT
    assert set(done.values()) == {Do.IGNORE}


@pytest.mark.parametrize(
    ("phase", "paused", "shown"),
    [
        (Phase.IDLE, False, "speaking"),
        (Phase.LISTENING, False, "listening"),
        (Phase.HELD, False, "listening"),
        (Phase.ARMED, False, "thinking"),
        (Phase.BREAKING, False, "speaking"),
        (Phase.IDLE, True, "paused"),
    ],
)
def test_what_is_shown(phase: Phase, paused: bool, shown: str):
    """One indicator follows from the phase; a pause outweighs it."""
    assert indicator(phase, paused=paused) == shown


@pytest.mark.parametrize(
    ("facts", "meaning"),
    [
        ({"held", "said_before"}, "wait"),
        ({"paused"}, "wait"),
        ({"reading", "nobody_left"}, "listen_on"),
        ({"nobody_left", "said_before"}, "finish"),
        ({"said_before"}, "answer"),
        (set(), "nothing_said"),
    ],
)
def test_what_silence_means(facts: set[str], meaning: str):
    """A granted moment and a pause are waited out; silence after a first part is the answer's end."""
    names = ("held", "paused", "reading", "nobody_left", "said_before")
    assert on_silence(**{name: name in facts for name in names}) == meaning
