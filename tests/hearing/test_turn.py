"""The turn tracker: a timeline, and every race."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.hearing.tail import read_tail
from voice_interviewer.hearing.turn import (
    TABLE,
    Arm,
    Commit,
    Decision,
    Decoded,
    Forced,
    Freeze,
    GiveUp,
    Late,
    Phase,
    Scored,
    Tick,
    TurnTracker,
    VoiceBegan,
    VoiceEnded,
    Withdraw,
)
from voice_interviewer.hearing.turn_policy import Evidence, TurnPolicy

POLICY = TurnPolicy()
DONE = "I rolled it back the same day and wrote down why. That's it."


def said(text: str = DONE) -> Evidence:
    return Evidence(text=text, reading=read_tail(text))


def ticks(tracker: TurnTracker, begin: float, end: float, step: float = 0.032) -> list[Decision]:
    """Silence from `begin` to `end`."""
    out: list[Decision] = []
    now = begin
    while now <= end + 1e-9:
        out += tracker.step(Tick(now))
        now += step
    return out


def armed(text: str = DONE) -> TurnTracker:
    """A tracker whose revision 1 was decoded 0.4 s after the last voice at 2.0 s."""
    tracker = TurnTracker(0.0, POLICY)
    tracker.step(VoiceBegan(1.1, 1.0))
    tracker.step(VoiceEnded(2.1, 2.0))
    assert [type(d) for d in ticks(tracker, 2.1, 2.25)] == [Freeze]
    assert tracker.step(Decoded(2.4, 1, said(text))) == [Arm(2.4, 1)]
    return tracker


def test_timeline_of_a_plain_turn():
    """Soft end at 200 ms, armed when decoded, committed once the wait is over; the trace has every stage."""
    tracker = armed()
    [commit] = ticks(tracker, 2.42, 3.0)
    assert isinstance(commit, Commit)
    assert commit.at_s == pytest.approx(2.83, abs=0.04)
    assert commit.trace["last_voice"] == 2.0
    assert commit.trace["soft_end"] <= commit.trace["decoded"] <= commit.trace["committed"]
    assert "that's it" in commit.why
    assert tracker.phase is Phase.OVER


def test_resumed_speech_withdraws_what_was_armed():
    """The candidate goes on: the revision is withdrawn, the next soft end is a new one."""
    tracker = armed()
    assert tracker.step(VoiceBegan(2.48, 2.4)) == [Withdraw(2.4, 1)]
    tracker.step(VoiceEnded(3.1, 3.0))
    assert ticks(tracker, 3.1, 3.3)[0] == Freeze(pytest.approx(3.2, abs=0.04), 2, 3.0)


def test_resumed_exactly_at_the_commit_time_is_no_cut_off():
    """Voice that becomes certain in the block in which the wait ends wins over the commit."""
    tracker = armed()
    at = tracker.commit_at_s
    assert tracker.step(VoiceBegan(at, at - 0.09)) == [Withdraw(at - 0.09, 1)]
    assert tracker.step(Tick(at)) == []


def test_commit_is_held_back_while_voice_is_tentative():
    """A block that may be voice delays the commit; when it was a click, the commit follows."""
    tracker = armed()
    at = tracker.commit_at_s
    assert tracker.step(Tick(at, tentative=True)) == []
    assert [type(d) for d in tracker.step(Tick(at + 0.032))] == [Commit]


def test_a_late_decode_after_resumed_speech_is_ignored():
    """Words of a withdrawn revision reach nobody."""
    tracker = TurnTracker(0.0, POLICY)
    tracker.step(VoiceBegan(1.1, 1.0))
    tracker.step(VoiceEnded(2.1, 2.0))
    ticks(tracker, 2.1, 2.25)
    assert tracker.step(VoiceBegan(2.4, 2.3)) == [Withdraw(2.3, 1)]
    assert tracker.step(Decoded(2.5, 1, said())) == []
    assert tracker.phase is Phase.TALKING


def test_a_decode_nobody_asked_for_is_the_callers_fault():
    """A revision that was never frozen cannot have been decoded."""
    with pytest.raises(ValueError, match="never frozen"):
        TurnTracker(0.0, POLICY).step(Decoded(1.0, 1, said()))


def test_a_score_for_an_older_revision_changes_nothing():
    """The turn model's late verdict on an earlier pause is ignored."""
    tracker = armed()
    tracker.step(VoiceBegan(2.48, 2.4))
    tracker.step(VoiceEnded(3.1, 3.0))
    ticks(tracker, 3.1, 3.25)
    tracker.step(Decoded(3.3, 2, said("I rolled it back the same day.")))
    before = tracker.wait
    tracker.step(Scored(3.31, 1, 0.4, 0.01))
    assert tracker.wait == before


def test_scores_before_the_decode_count():
    """The turn model may answer before Whisper does."""
    waits = []
    for score in (0.02, 0.98):
        tracker = TurnTracker(0.0, POLICY)
        tracker.step(VoiceBegan(1.1, 1.0))
        tracker.step(VoiceEnded(2.1, 2.0))
        ticks(tracker, 2.1, 2.25)
        tracker.step(Scored(2.3, 1, 0.2, score))
        tracker.step(Decoded(2.4, 1, said("I rolled it back the same day. " * 6)))
        waits.append(tracker.wait.seconds)
    assert waits[0] > waits[1]


def test_voice_without_words_goes_back_to_waiting():
    """A cough is no answer: nothing is armed, nothing committed."""
    tracker = TurnTracker(0.0, POLICY)
    tracker.step(VoiceBegan(1.1, 1.0))
    tracker.step(VoiceEnded(1.4, 1.3))
    ticks(tracker, 1.4, 1.55)
    assert tracker.step(Decoded(1.7, 1, Evidence())) == []
    assert tracker.phase is Phase.WAITING
    assert [type(d) for d in ticks(tracker, 1.7, 20.0)] == [GiveUp]


def test_nobody_speaks():
    """Silence from the start is told once."""
    tracker = TurnTracker(5.0, POLICY)
    [gave_up] = ticks(tracker, 5.0, 60.0)
    assert isinstance(gave_up, GiveUp)
    assert gave_up.waited_s == pytest.approx(POLICY.nothing_after_s, abs=0.05)


def test_a_hanging_decode_is_told_once():
    """Past its deadline the decode is called late; a forced end then closes the turn."""
    tracker = TurnTracker(0.0, POLICY)
    tracker.step(VoiceBegan(1.1, 1.0))
    tracker.step(VoiceEnded(2.1, 2.0))
    out = ticks(tracker, 2.1, 12.0)
    assert [type(d) for d in out] == [Freeze, Late]
    assert isinstance(tracker.step(Forced(12.1, "late"))[0], Commit)
    assert tracker.step(Decoded(12.2, 1, said())) == []


def test_revisions_go_on_from_the_answer_before():
    """Numbers only grow over a session, so a late result can never match a newer answer."""
    tracker = TurnTracker(0.0, POLICY, revision=7)
    tracker.step(VoiceBegan(1.1, 1.0))
    tracker.step(VoiceEnded(2.1, 2.0))
    assert ticks(tracker, 2.1, 2.25)[0].revision == 8


TEXTS = st.sampled_from(
    ["", DONE, "I rolled it back.", "I rolled it back because the", "um", "Let me think.", "What do you mean by that?"]
)


@settings(max_examples=120, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.floats(0.1, 2.5),  # voiced seconds
            st.floats(0.1, 5.0),  # silence after it
            st.integers(0, 60),  # ticks a decode takes
            TEXTS,
            st.lists(st.floats(0, 1), max_size=4),
        ),
        min_size=1,
        max_size=6,
    ),
    tentative=st.sets(st.integers(0, 800), max_size=60),
)
def test_every_race(steps, tentative):
    """Random speech, decode delays, scores and tentative blocks: the grammar of a turn always holds.

    Never a commit in voice or on a tentative block; revisions only grow; only the newest decoded revision is armed or
    committed; a withdrawn one never is; nothing follows a commit; transitions are those of the table.
    """
    tracker = TurnTracker(0.0, POLICY)
    block, now = 0, 0.0
    voiced = False
    decodes: list[tuple[int, int, Evidence]] = []  # (due block, revision, evidence)
    newest, withdrawn, arms = 0, set(), []
    last_text = ""
    committed = False

    def take(decisions: list[Decision], is_tentative: bool) -> None:
        nonlocal newest, committed
        for decision in decisions:
            assert not committed
            if isinstance(decision, Freeze):
                assert decision.revision == newest + 1 and not voiced
                newest = decision.revision
                decodes.append((block + delay, newest, Evidence(text=text, reading=read_tail(text), scores=())))
                for score in scores:
                    tracker.step(Scored(now, newest, 0.2, score))
            elif isinstance(decision, Arm):
                assert decision.revision == newest and newest not in withdrawn
                arms.append(decision.revision)
            elif isinstance(decision, Withdraw):
                assert decision.revision == newest
                withdrawn.add(decision.revision)
            elif isinstance(decision, Commit):
                assert not voiced and not is_tentative
                assert decision.revision == newest and newest in arms and newest not in withdrawn
                committed = True

    def step(signal: object, is_tentative: bool = False) -> None:
        before = tracker.phase
        take(tracker.step(signal), is_tentative)
        allowed = TABLE[before].get(type(signal).__name__, frozenset({before})) | {before}
        assert tracker.phase in allowed

    def one_block() -> None:
        nonlocal block, now
        block += 1
        now = block * 0.032
        for due in [d for d in decodes if d[0] <= block]:
            decodes.remove(due)
            step(Decoded(now, due[1], due[2]))
        step(Tick(now, not voiced and block in tentative), not voiced and block in tentative)

    for speech, silence, delay, text, scores in steps:  # noqa: B007
        last_text = text
        voiced = True
        step(VoiceBegan(now + 0.1, now))
        for _ in range(int(speech / 0.032) + 1):
            one_block()
        voiced = False
        step(VoiceEnded(now, now - 0.1))
        for _ in range(int(silence / 0.032) + 1):
            one_block()
    for _ in range(1500):
        one_block()
    assert committed or last_text == "" or tracker.phase in (Phase.WAITING,)
    if last_text not in ("",) and delay * 0.032 < POLICY.decode_deadline_s:
        assert committed
