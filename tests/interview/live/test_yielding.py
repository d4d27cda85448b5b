"""A reply that has begun and can still be taken back."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.model import Heard
from voice_interviewer.interview.live.replying import Replying
from voice_interviewer.interview.live.yielding import MOST, WINDOW_S, Reply, fate, withdrawable
from voice_interviewer.sessions.actions import Hold, Listen, Say

SAY = Say(3, "Okay. What then?", "follow_up", "weakest")


def armed(*actions: Any, answered: int = 1) -> Any:
    return SimpleNamespace(actions=actions, state=SimpleNamespace(answered=answered))


REPLY = Reply(armed(SAY), Heard("so", (), 1.0, 2.0), {}, Listen(1, "weakest", "What?"), SAY, 10.0)


def test_only_a_reply_to_an_answer_can_be_taken_back():
    """A request is answered at once, what holds more than one utterance is carried out, and there is a most."""
    assert withdrawable(armed(SAY), answered=0, taken_back=0) is SAY
    assert withdrawable(armed(SAY), answered=1, taken_back=0) is None
    assert withdrawable(armed(Hold(30.0), SAY), answered=0, taken_back=0) is None
    assert withdrawable(armed(), answered=0, taken_back=0) is None
    assert withdrawable(armed(SAY), answered=0, taken_back=MOST) is None


def test_where_nobody_is_heard_meanwhile_none_is_taken_back():
    """In half duplex, or without a loudspeaker, a reply is carried out at once: none has begun."""
    for full_duplex, has_speaker in ((False, True), (True, False)):
        parts = SimpleNamespace(full_duplex=full_duplex, mouth=SimpleNamespace(has_speaker=has_speaker))
        book = SimpleNamespace(turn=SimpleNamespace(taken_back=0))
        answering: Any = SimpleNamespace(book=book, listen=REPLY.listen)
        host: Any = SimpleNamespace(parts=parts, now_s=10.0)
        replying = Replying(answering, host)
        assert replying.begin(armed(SAY), REPLY.heard, {}) is None and replying.take() is None


def test_its_window():
    """Voice in the first 0.4 s takes it back, also before its first sample; later it stands."""
    assert fate(REPLY, None, voicing=True, now_s=10.1) == "take_back"
    assert fate(REPLY, 10.1, voicing=False, now_s=10.3) == "open"
    assert fate(REPLY, 10.1, voicing=True, now_s=10.1 + WINDOW_S + 0.1) == "take_back"
    assert fate(REPLY, 10.1, voicing=True, now_s=10.1 + WINDOW_S + 0.2) == "stands"
    assert fate(REPLY, None, voicing=False, now_s=13.0) == "stands"


@given(st.floats(0, 5), st.one_of(st.none(), st.floats(0, 3)), st.booleans())
def test_it_never_stays_open_for_long(after, began, voicing):
    """Whatever the loudspeaker says, a reply is settled within 1.7 s of its sound or 1.2 s without."""
    began_s = None if began is None else 10.0 + began
    what = fate(replace(REPLY, since_s=10.0), began_s, voicing=voicing, now_s=(began_s or 11.0) + 0.2 + after)
    assert what in ("take_back", "stands") or after < 0.4
