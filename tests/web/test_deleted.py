"""A session that is deleted is gone from the running program too: no word of it can be reached any more."""

from __future__ import annotations

import gc
import secrets
from collections.abc import Iterator
from pathlib import Path

from places import TINY_FLOW
from web_kit import browser, served

from voice_interviewer.interview.core import facts
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.session import Choices, practise
from voice_interviewer.testing import FakeVad, FakeVoice, ScriptedCandidate
from voice_interviewer.web.live.sitting import Sitting

MANY = 50_000
"Objects asked at once: one by one takes long in a process that has run all other tests."


def reachable() -> Iterator[str]:
    """Every text that some object of this process holds."""
    seen: set[int] = set()
    waiting: list[object] = gc.get_objects()
    while waiting:
        many, waiting = waiting, []
        for at in range(0, len(many), MANY):
            held = gc.get_referents(*many[at : at + MANY])
            fresh = dict(zip(map(id, held), held, strict=True))
            for known in seen & fresh.keys():
                del fresh[known]
            seen.update(fresh)
            yield from (one for one in fresh.values() if isinstance(one, str))
            waiting += [one for one in fresh.values() if not isinstance(one, str) and not gc.is_tracked(one)]


def holding(word: str) -> list[str]:
    gc.collect()
    return [text for text in reachable() if word in text and text != word]


def test_no_word_of_a_deleted_session_is_left(tmp_path: Path):
    """Practised, its debrief read, then deleted in the same process."""
    word = "zyx" + secrets.token_hex(6)

    def practised() -> str:
        candidate = ScriptedCandidate([f"the feed called {word} fails first so I alert on it", f"I left {word} out."])
        given = Given(
            candidate=candidate, recogniser=candidate.recogniser, voice=FakeVoice(), voice_activity=FakeVad(),
            root=tmp_path,
        )  # fmt: skip
        return practise(TINY_FLOW, Choices(), given)[0].id

    fenced = served(tmp_path)
    client = browser(fenced)
    session = practised()
    assert word in client.get(f"/sessions/{session}/").text
    fenced.app.state.desk.sitting = Sitting(lambda given: _Over(session))
    fenced.app.state.desk.sitting.phase = "over"
    fenced.app.state.desk.sitting.screen.said(f"What of {word}?", "question")
    assert facts._topics.cache_info().currsize and holding(word), "the test would see it"
    assert client.post(f"/sessions/{session}/delete").status_code == 303
    assert holding(word) == []


class _Over:
    def __init__(self, session: str) -> None:
        self.id = session
        self.choices = Choices()
