"""Without a clock no time is limited: silence ends no answer, nothing is over by itself; words and keys end it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import TINY_FLOW
from stage_kit import PLAIN, STRONG, Stage

from voice_interviewer.errors import UsageError
from voice_interviewer.interview.live.given import Given
from voice_interviewer.interview.live.screen import RecordingScreen, Wish
from voice_interviewer.interview.live.session import Choices, Interview
from voice_interviewer.interview.live.untimed import TOLD, TOLD_TO_TYPE, says_so
from voice_interviewer.sessions.journal import Session
from voice_interviewer.testing import FakeVad, FakeVoice, Room, ScriptedCandidate

MakeStage = Callable[[list[str | None]], Stage]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[MakeStage]:
    """Makes a session whose candidate says these texts."""
    made: list[Stage] = []

    def make(texts: list[str | None]) -> Stage:
        made.append(Stage(tmp_path, texts))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


def ended(here: Stage) -> list[tuple[float, str]]:
    """(session second, words) of each answer."""
    return [(entry.at_s, entry.data["heard"]["text"]) for entry in here.session.of("heard")]


def test_silence_ends_no_answer_and_no_time_the_interview(stage: MakeStage):
    """Minutes of silence behind an answer, far beyond what was planned: it is over when the key says so."""
    here = stage([STRONG, None])
    here.screen.queue = [(300.0, Wish("done")), (700.0, Wish("finish"))]
    assert here.run(clock=False) == "asked_to_finish"
    assert [(at_s >= 300, text) for at_s, text in ended(here)] == [(True, STRONG)]
    assert here.said("nudge") == [] and "paused" not in here.screen.states
    assert here.screen.now_s >= 700, "three minutes were planned"


def test_an_answer_goes_on_after_half_a_minute_and_the_silence_is_one_of_its_pauses(stage: MakeStage):
    """One answer, both parts in it; the time between is told as what it was."""
    here = stage([STRONG])
    more = FakeVoice().speak(PLAIN).pcm

    class Going(RecordingScreen):
        said_more = False

        def time(self, elapsed_s: float, budget_s: float | None) -> None:
            super().time(elapsed_s, budget_s)
            if elapsed_s >= 45 and not self.said_more:
                self.said_more = True
                here.recogniser.text = PLAIN
                here.room.say(more)

    here.parts.screen = here.screen = Going(queue=[(80.0, Wish("done")), (81.0, Wish("finish"))])
    here.run(clock=False)
    (turn,) = here.turns()
    assert turn.heard.text == f"{STRONG} {PLAIN}"
    assert [pause.end - pause.start > 25 for pause in turn.heard.pauses if pause.end - pause.start > 5] == [True]


def test_with_a_clock_the_same_silence_ends_it(stage: MakeStage):
    """What the test above would show without the choice."""
    here = stage([STRONG, None])
    here.screen.queue = [(300.0, Wish("done")), (700.0, Wish("finish"))]
    here.run()
    assert ended(here)[0][0] < 30 and here.screen.now_s < 300


@pytest.mark.parametrize("last", ["that is my answer.", "that's all I have to say.", "can you say that again?"])
def test_words_that_say_so_end_it(stage: MakeStage, last: str):
    """Closing words, or a request; each is met within seconds."""
    here = stage([f"{PLAIN}. So, {last}", None])
    here.screen.queue = [(60.0, Wish("finish"))]
    here.run(clock=False)
    assert ended(here)[0][0] < 30


def test_a_draft_is_never_taken(stage: MakeStage):
    """What stands on the line stays there until it is sent, however long."""
    here = stage([None])
    here.screen.drafts = [(8.0, "I decided to keep the old")]
    here.screen.queue = [(1500.0, Wish("typed", "I decided to keep the old list.")), (1510.0, Wish("finish"))]
    here.run(clock=False)
    assert [text for _, text in ended(here)] == ["I decided to keep the old list."]
    assert not any("Time is up" in text for text in here.said("notice"))


def test_a_moment_that_was_asked_for_has_no_end(stage: MakeStage):
    """Half a minute is granted by the clock; without one nobody asks again."""
    here = stage([None])
    here.screen.queue = [(8.0, Wish("wait")), (400.0, Wish("finish"))]
    here.run(clock=False)
    assert here.said("nudge") == [] and here.screen.now_s >= 400


def test_no_time_is_shown(stage: MakeStage):
    """A screen is given no budget, and 'thinking', which says that an end is near, never comes."""
    budgets: set[float | None] = set()

    class Watching(RecordingScreen):
        def time(self, elapsed_s: float, budget_s: float | None) -> None:
            super().time(elapsed_s, budget_s)
            budgets.add(budget_s)

    here = stage([STRONG])
    here.parts.screen = here.screen = Watching(queue=[(40.0, Wish("finish"))])
    here.run(clock=False)
    assert budgets == {None} and "thinking" not in here.screen.states


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("I left it. That's it.", True),
        ("That is my answer.", True),
        ("I'm done.", True),
        ("Can you repeat the question?", True),
        ("Let's skip this one.", True),
        ("I held it back, and that's how I see it.", False),
        ("That's basically what I did.", False),
        ("Let me think.", False),
        ("I left the feature store out on purpose.", False),
        ("And why did we do that?", False),
        ("", False),
    ],
)
def test_which_words_say_so(text: str, over: bool):
    """Only what is surely the end or a request; a moment to think is granted already, and what may go on goes on."""
    assert says_so(text) is over


def person(folder: Path, choices: Choices) -> Interview:
    room = Room()
    voice = {"voice": FakeVoice(), "voice_activity": FakeVad(), "recogniser": ScriptedCandidate([]).recogniser}
    given = Given(microphone=room.microphone, speaker=room.speaker, root=folder, screen=RecordingScreen(), **voice)
    return Interview.new(TINY_FLOW, choices, given)


@pytest.mark.parametrize(("typing", "told"), [(False, TOLD), (True, TOLD_TO_TYPE)])
def test_a_person_is_told_how_it_ends_and_it_is_kept(tmp_path: Path, typing: bool, told: str):
    """In the journal, so that the session goes on in the same way another day. Who types is told of no letter key."""
    interview = person(tmp_path, Choices(clock=False, type_answers=typing))
    interview.stop()
    interview.run()
    screen = interview.screen
    assert isinstance(screen, RecordingScreen)
    assert [text for kind, text in screen.lines if kind == "notice" and "No clock" in text] == [told]
    assert "press D" not in TOLD_TO_TYPE
    assert Session(interview.path).header.choices.clock is False


def test_minutes_without_a_clock_would_limit_nothing(tmp_path: Path):
    """An option without effect is bad input."""
    with pytest.raises(UsageError, match="--clock"):
        person(tmp_path, Choices(clock=False, minutes=5))


def test_a_simulated_candidate_answers_by_the_clock(tmp_path: Path):
    """Nobody would end its answers."""
    candidate = ScriptedCandidate([STRONG, PLAIN])
    parts = {"recogniser": candidate.recogniser, "voice": FakeVoice(), "voice_activity": FakeVad()}
    interview = Interview.new(TINY_FLOW, Choices(clock=False), Given(candidate=candidate, root=tmp_path, **parts))
    assert interview.run().reason == "finished"
    assert Session(interview.path).header.choices.clock is True
