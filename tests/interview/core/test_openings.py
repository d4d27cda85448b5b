"""Two utterances in a row never open with the same word, whatever is chosen, and a replay comes to the same words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from typing import get_args

import pytest
from interview_kit import PLAIN as FLAT
from interview_kit import READY, Game, answer, flow, question

from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.flow.model import Flow, styled
from voice_interviewer.flow.schema import Style
from voice_interviewer.hearing.tail import Tail
from voice_interviewer.hearing.turn_policy import Outlook
from voice_interviewer.interview.core.choose import pick
from voice_interviewer.interview.core.conduct import say
from voice_interviewer.interview.core.machine import begin, step
from voice_interviewer.interview.core.openings import PLAIN, first_word, set_apart, unlike
from voice_interviewer.interview.core.replay import first_difference
from voice_interviewer.interview.core.state import CLOSING, LISTENING, OVER, PAUSED, State
from voice_interviewer.interview.live.receipts import WORDS, Receipts
from voice_interviewer.sessions.actions import Action, BreakIn, Say
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
    Yielded,
)

STYLES: tuple[Style, ...] = get_args(Style)
RECEIPTS = tuple(first_word(text) for text in WORDS)
ANSWERS = [
    answer(text)
    for text in (
        FLAT,
        READY,
        FLAT,
        READY,
        "I [hedge]guess we [team_voice]decided it because it was late and nobody else was there to decide it.",
        "I don't know.",
        "Could you repeat that?",
        "What do you mean by that?",
        "Give me a second.",
        "Skip it.",
    )
]
LONG = "we looked at millions of labels, and the traffic, and it was a huge thing, and then we saw, "


@lru_cache
def shipped(name: str, style: Style) -> Flow:
    return styled(load_flow(name), style)


def texts_of(flow: Flow) -> set[str]:
    """Everything that the interviewer may say in a flow, slots as they stand."""
    said = {text for ways in flow.manners.model_dump().values() for text in ways}
    said |= {text for ways in flow.probes.values() for text in ways}
    for asked in flow.questions.values():
        said |= {*asked.ask, *(text for follow_up in asked.follow_ups for text in follow_up.ask)}
    for constraint in flow.constraints.values():
        said |= {*constraint.preface, *constraint.text}
    return said


class Conversation:
    """A session as it is heard: answers armed on a copy, receipts between, replies taken back; random by its seed."""

    def __init__(self, flow: Flow, seed: int, *, varied: bool = True) -> None:
        self.rng = random.Random(seed)
        self.flow, self.state, self.receipts = flow, begin(flow), Receipts()
        self.journal: list[tuple[Event, tuple[Action, ...]]] = []
        self.heard: list[tuple[str, str]] = []
        "(kind, first word) of everything that was heard of the interviewer, in order."
        self.send(Started(0.0, seed, 12.0, True, varied))

    def send(self, event: Event) -> tuple[Action, ...]:
        self.state, actions = step(self.state, event)
        self.journal.append((event, actions))
        for action in actions:
            if isinstance(action, Say):
                self.hear(action, self.state, action.kind)
        return actions

    def hear(self, said: Say, state: State, kind: str) -> None:
        again = said.kind == "repeat" and state.asked is not None and said.text == state.asked.text
        self.heard.append(("said again" if again else kind, first_word(said.text)))

    def play(self) -> Conversation:
        for _ in range(400):
            if self.state.mode == OVER:
                break
            self.turn()
        return self

    def turn(self) -> None:
        rng, now_s = self.rng, self.state.now_s
        if self.state.saying is not None and self.state.mode != PAUSED:
            if rng.random() < 0.05 and self.state.mode != CLOSING:
                self.send(Command(now_s, rng.choice(["pause", "repeat", "clarify", "skip", "wait"])))
            else:
                self.send(SpokenToEnd(now_s + 2, self.state.saying.utterance))
        elif self.state.mode == PAUSED:
            self.send(Command(now_s + 1, "resume"))
        elif rng.random() < 0.12:
            self.send(NothingSaid(now_s + 9))
        else:
            self.broken_into(now_s + 10)
            self.answered(now_s + 20)

    def broken_into(self, at_s: float) -> None:
        actions = self.send(Progress(at_s, LONG * self.rng.randrange(1, 12), 25.0, True))
        broke = next((a for a in actions if isinstance(a, BreakIn)), None)
        if broke is not None and self.rng.random() < 0.8:
            self.heard.append(("break_in", first_word(f"{broke.preface} {broke.text}")))
            self.send(BrokeIn(at_s + 4, 40, 0.4, 0.4))

    def answered(self, at_s: float) -> None:
        """Armed, perhaps acknowledged, perhaps gone on with or taken back, and ended at last."""
        rng = self.rng
        for _ in range(4):
            ended = AnswerEnded(at_s, rng.choice(ANSWERS))
            armed = step(self.state, ended)
            [reply] = [a for a in armed[1] if isinstance(a, Say)] or [None]
            if rng.random() < 0.7:
                self.receipt(at_s, reply)
            what = rng.choice(["commit", "commit", "goes on", "taken back"])
            if what == "taken back" and reply is not None:
                self.hear(reply, armed[0], "taken back")
                self.send(Yielded(at_s, reply.text, 0.3))
            elif what == "commit":
                break
        else:
            armed = step(self.state, ended)
        assert self.send(ended) == armed[1], "what was armed before the receipt is what follows it"
        assert self.state == armed[0]

    def receipt(self, at_s: float, reply: Say | None) -> None:
        beside = {*self.state.openings[-1:], *([first_word(reply.text)] if reply is not None else [])}
        text = replace(self.receipts, given=()).due(at_s, Outlook(at_s - 0.9, Tail.COMPLETE, 0.9, 1.7), beside)
        assert text is not None
        self.receipts = self.receipts.after(at_s)
        self.heard.append(("receipt", first_word(text)))
        assert not self.send(Acknowledged(at_s, text))

    def alike(self) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """Neighbours that open with the same word, but for what is said again in the very same words."""
        pairs = zip(self.heard, self.heard[1:], strict=False)
        again = ("greeting", "said again")
        return ((a, b) for a, b in pairs if a[1] == b[1] and (b[0] not in again or a[0] == "receipt"))


def test_a_first_word_is_folded_and_without_punctuation() -> None:
    """As it is heard, not as it is written; a text of signs alone has none."""
    words = {"Okay.": "okay", "OKAY — next": "okay", "“Right,” she said": "right", "I'm in": "im", "I’m": "im"}
    assert {text: first_word(text) for text in words} == words
    assert first_word("…") == first_word("") == ""
    assert first_word("10 of them") == "10"


def test_the_first_that_opens_otherwise_is_taken() -> None:
    """In the given order; nothing where all open alike, and then a plain word goes in front."""
    assert unlike(("Okay.", "Okay, then.", "I see."), {"okay"}) == "I see."
    assert unlike(("Okay.", "Okay, then."), {"okay"}) is None
    assert set_apart("Right.", {"okay"}) == "Right."
    assert set_apart("All of it?", {"all"}) == "Okay. All of it?"
    assert set_apart("…", {""}) == "…"


def test_a_choice_stays_what_it_is_where_nothing_was_heard() -> None:
    """And it is the same for a seed; a word that was used is taken before one that was just heard."""
    options = ("Okay.", "Right.", "I see.")
    for seed in range(20):
        chosen = pick(options, seed, "here")
        assert chosen == pick(options, seed, "here", heard=("all",)) == pick(options, seed, "here", heard=())
        assert pick(options, seed, "here", heard=(first_word(chosen),)) != chosen
        assert pick(options, seed, used=("I see.", "Right."), heard=("okay",)) != "Okay."
        assert pick(("Okay.", "Okay, then."), seed, heard=("okay",)) == pick(("Okay.", "Okay, then."), seed)


def test_a_plain_word_is_always_left() -> None:
    """Whatever receipts were heard since our last utterance, and whatever that opened with."""
    for heard in {*map(first_word, PLAIN), *RECEIPTS, "other"}:
        assert unlike(PLAIN, {*RECEIPTS, heard}) is not None
    assert len(set(RECEIPTS)) == len(WORDS) >= 3


def test_every_receipt_beside_every_text_of_every_shipped_flow() -> None:
    """After any receipts each text in each style opens otherwise, and so does a receipt between any two of them."""
    texts = set[str]().union(*(texts_of(shipped(name, style)) for name in names() for style in STYLES))
    openings = {first_word(text) for text in texts}
    assert len(texts) > 1000 and {"okay", "right", "i", "all"} < openings
    bare = replace(begin(shipped("mock-15", "neutral")), varied=True)
    some = [some for size in range(4) for some in combinations(RECEIPTS, size)]
    for text in texts:
        own = first_word(text)
        for heard in {(*(w for w in receipts if w != own), own) for receipts in some} | {*some}:
            _, [spoken] = say(replace(bare, openings=heard), text, "question", then="listen")
            assert isinstance(spoken, Say) and spoken.text.endswith(text)
            assert first_word(spoken.text) not in heard
    silence = Outlook(10.0, Tail.COMPLETE, 0.9, 1.7)
    for before in openings:
        for after in openings:
            for word in range(len(WORDS)):
                due = Receipts(word=word).due(10.9, silence, (before, after))
                assert due is not None and first_word(due) not in (before, after)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", names())
def test_in_whole_sessions_no_two_utterances_in_a_row_open_alike(name: str, style: Style) -> None:
    """Receipts, replies, requests, silence, breaking in and pauses; what was armed is what is said, and all replays."""
    for seed in range(3):
        played = Conversation(shipped(name, style), seed).play()
        assert played.state.mode == OVER and len(played.heard) > 5
        assert not list(played.alike())
        assert first_difference(played.flow, played.journal) is None


def test_without_it_they_would() -> None:
    """The sessions above do come to places where the same word is near; and the same seed gives the same session."""
    was = [len(list(Conversation(shipped("mock-15", style), 1, varied=False).play().alike())) for style in STYLES]
    assert sum(was) >= 3
    again = (Conversation(shipped("mock-15", "warm"), 7).play() for _ in range(2))
    assert len({str(played.journal) for played in again}) == 1


def test_in_a_session_of_before_receipts_change_nothing() -> None:
    """Journals whose `Started` does not ask for it replay as they were, whatever receipts they hold."""
    for seed in range(20):
        with_them, without = Game(seed=seed, varied=False), Game(seed=seed, varied=False)
        for text in (FLAT, READY, FLAT):
            with_them.to_listening()
            for receipt in WORDS:
                with_them.send(Acknowledged(with_them.now_s, receipt))
            assert with_them.answer(text) == without.answer(text)


def test_a_flow_of_one_phrase_gets_a_plain_word_in_front() -> None:
    """Where an author leaves no choice the words of the flow stay, and still nothing opens alike."""
    only = dict.fromkeys(type(flow().manners).model_fields, ("What then?",))
    bare = question(ask=["What did you build?"], follow_ups=[], to="first")
    played = replace(flow({"first": bare}), manners=type(flow().manners)(**only))
    for seed in range(10):
        talk = Conversation(played, seed).play()
        assert not list(talk.alike())
        assert {"all", "what"} <= {word for _, word in talk.heard}


def test_listening_again_after_a_reply_that_was_not_heard_changes_nothing() -> None:
    """A reply that was taken back before its first sample was heard by nobody."""
    game = Game()
    game.to_listening()
    before = game.state
    game.send(Yielded(game.now_s, "Okay. What then?", 0.0))
    assert game.state == before and before.mode == LISTENING
    game.send(Yielded(game.now_s, "Okay. What then?", 0.2))
    assert game.state.openings == ("okay",)
