"""How long a pause is waited out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.habit import PauseHabit
from voice_interviewer.hearing.tail import read_tail
from voice_interviewer.hearing.turn_policy import Evidence, Pauses, TurnPolicy

POLICY = TurnPolicy()
FORTY = "I ran the ranking for a shop and I decided what it was allowed to show. " * 3


def evidence(text: str, **more: object) -> Evidence:
    return replace(Evidence(text=text, reading=read_tail(text)), **more)


def seconds(text: str, **more: object) -> float:
    return POLICY.wait(evidence(text, **more)).seconds


def test_order_of_endings():
    """Said to be over < a finished sentence < a sentence that goes on < time asked for."""
    closed = seconds(FORTY + "That's it.")
    finished = seconds(FORTY + "So now I look at the refunds first.")
    held = seconds(FORTY + "I turned it off because the")
    asked = seconds("Let me think about that for a second.")
    assert closed < finished < held < asked
    assert closed <= 0.9
    assert held == POLICY.doubtful_s
    assert asked == 8.0


def test_an_um_is_waited_out_longest():
    """Behind an um the pauses are long and the ends are few."""
    assert seconds(FORTY + "I turned it off, um") > POLICY.longest_s


def test_trailing_off_is_no_hold():
    """People end with "so" and "you know" behind a whole sentence; in mid-sentence they go on."""
    assert seconds(FORTY + "We turned the whole thing off that night, so.") <= POLICY.doubtful_s
    assert POLICY.receipt(evidence(FORTY + "We turned the whole thing off that night, you know.")) is not None
    assert POLICY.receipt(evidence(FORTY + "We turned it off because you know.")) is None


def test_the_length_of_an_answer_is_no_evidence():
    """The share of pauses that are ends falls as answers grow: a long answer earns no shorter wait."""
    assert seconds(FORTY * 4) == seconds(FORTY)


def test_every_pause_of_an_answer_makes_its_end_less_likely():
    """Who has gone on ten times is waited for longer, and is acknowledged later; never beyond the longest wait."""
    waits = [seconds(FORTY, paused=paused) for paused in (0, 4, 10, 40)]
    assert waits == sorted(waits) and waits[0] < waits[3] <= POLICY.longest_s
    fresh, paused = POLICY.receipt(evidence(FORTY)), POLICY.receipt(evidence(FORTY, paused=10))
    assert fresh is not None and paused is not None and fresh < paused
    assert seconds(FORTY + "That's it.", paused=40) == seconds(FORTY + "That's it.")


def test_brisk_speakers_are_not_taken_for_finished_in_their_one_long_pause():
    """Brief pauses do not shorten the wait below what words alone can tell; a clear voice does."""
    brisk = PauseHabit([0.3] * 30)
    assert seconds(FORTY, pauses=brisk.law()) == POLICY.shortest_s
    heard = seconds(FORTY, pauses=brisk.law(), scores=((0.2, 0.98), (0.3, 0.98)))
    assert POLICY.closed_s < heard < POLICY.shortest_s
    assert seconds(FORTY, pauses=brisk.law(), scores=((0.2, 0.02),)) >= POLICY.shortest_s


def test_nobody_is_left_without_a_sound_for_long():
    """Where the ending holds, no receipt comes: so the question comes no later than after 2 s, however many pauses."""
    held = evidence(FORTY + "I turned it off because the", paused=30)
    assert POLICY.receipt(held) is None and POLICY.wait(held).seconds == POLICY.doubtful_s


def test_a_question_back_is_answered_soon():
    """Someone who asks the interviewer something is not left waiting."""
    assert seconds("What do you mean by scale?") <= 1.2


def test_a_first_word_is_not_an_answer():
    """After "Sure." there is time to begin."""
    assert seconds("I did.") > seconds(FORTY + "I did it.") > 0.5
    assert seconds("I did.") == POLICY.doubtful_s


def test_parts_still_missing_earn_time():
    """A question for three things is not over after one short sentence."""
    assert seconds(FORTY, wants_parts=6) > seconds(FORTY)


def test_the_sound_of_an_end_shortens_the_wait():
    """A high score of the turn model ends sooner than a low one; without scores it lies between."""
    high = seconds(FORTY, scores=((0.2, 0.97), (0.3, 0.98)))
    low = seconds(FORTY, scores=((0.2, 0.05), (0.3, 0.04)))
    assert high < seconds(FORTY) < low


def test_a_doubtful_full_stop_lengthens_the_wait():
    """When the recogniser doubted the full stop, so do we."""
    assert seconds(FORTY, mark=0.4) > seconds(FORTY, mark=0.95)


def test_long_pausers_are_given_longer():
    """Someone whose own pauses are long gets more time at the same words than someone brisk."""
    slow, brisk = PauseHabit(), PauseHabit()
    for _ in range(20):
        slow.add(1.8)
        brisk.add(0.35)
    assert seconds(FORTY, pauses=slow.law()) > 1.3 * seconds(FORTY, pauses=brisk.law())


def test_patience_scales_every_wait():
    """Patience 2 waits twice as long, whatever the ending."""
    for text in (FORTY, FORTY + "because the", FORTY + "That's it."):
        assert seconds(text, patience=2.0) == pytest.approx(2 * seconds(text))


def test_impatience_never_shortens_time_asked_for():
    """Who asks for a moment gets it."""
    assert seconds("Give me a second.", patience=0.5) == 8.0


def test_every_wait_says_why():
    """The reason names the words it rests on."""
    assert "because" in POLICY.wait(evidence("I stopped it because")).why
    assert "that's it" in POLICY.wait(evidence("I stopped it. That's it.")).why


def test_a_receipt_comes_before_the_question_and_never_into_a_hold():
    """From 0.6 s behind a complete sentence, later where the sentence trails off; never where more is coming."""
    whole, weak = POLICY.receipt(evidence(FORTY)), POLICY.receipt(evidence(FORTY + "It was what I wanted to build."))
    assert whole is not None and weak is not None
    assert POLICY.receipt_from_s <= whole < weak < POLICY.receipt_until_s + 1e-9
    assert whole < seconds(FORTY)
    for text in (FORTY + "because the", FORTY + "um", "Let me think about that for a second.", "", "I rolled it back."):
        assert POLICY.receipt(evidence(text)) is None


def test_a_clear_voice_brings_the_receipt_forward_and_patience_puts_it_off():
    """What the turn model hears counts for both steps; a patient interviewer also waits with the first."""
    plain = POLICY.receipt(evidence(FORTY))
    assert plain is not None
    assert POLICY.receipt(evidence(FORTY, scores=((0.3, 0.98),))) == POLICY.receipt_from_s
    assert POLICY.receipt(evidence(FORTY, patience=1.8)) == pytest.approx(1.8 * plain)
    assert POLICY.receipt(evidence(FORTY, patience=0.7)) == plain


@given(
    text=st.text(max_size=80),
    scores=st.lists(st.tuples(st.floats(0.2, 3), st.floats(0, 1)), max_size=6),
    patience=st.floats(0.5, 3),
    parts=st.integers(0, 9),
    mark=st.floats(0, 1),
)
def test_waits_are_always_sane(text, scores, patience, parts, mark):
    """Any evidence gives a finite wait between the soft end and the longest wait times patience."""
    wait = seconds(text, scores=tuple(scores), patience=patience, wants_parts=parts, mark=mark)
    assert POLICY.closed_s * min(1.0, patience) - 1e-9 <= wait <= POLICY.asked_time_s * max(1.0, patience) + 1e-9


@given(st.floats(0.2, 3), st.floats(0.3, 1.5), st.floats(0.001, 0.999))
def test_pause_law_is_its_own_inverse(median, spread, share):
    """`exceeded_by` gives the seconds that `longer_than` gives the share of."""
    law = Pauses(median, spread)
    assert law.longer_than(law.exceeded_by(share)) == pytest.approx(share, abs=1e-6)


def test_habit_moves_with_the_speaker_and_ignores_silence_asked_for():
    """Own pauses move the law, eight seconds of thinking on request and word boundaries do not."""
    habit = PauseHabit()
    usual = habit.law()
    habit.add(8.0)
    habit.add(0.1)
    assert habit.law() == usual
    for _ in range(30):
        habit.add(1.5)
    assert 1.1 < habit.law().median_s <= 1.5
    assert habit.long_pause_s() > 1.5
