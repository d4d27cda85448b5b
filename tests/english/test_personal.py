"""What touches somebody themselves is known by words of the first person, and look-alikes of our trade are not it."""

from __future__ import annotations

import pytest

from voice_interviewer.english.personal import is_about, told


@pytest.mark.parametrize(
    "text",
    [
        "I was ill for a year.",
        "I had cancer and the treatment took long.",
        "I have a disability.",
        "I'm blind, so I use a screen reader.",
        "My mother was ill that winter.",
        "I was on parental leave.",
        "I'm sorry, I have depression and it is hard for me to talk.",
        "Sorry, I stutter, give me a moment.",
        "I am autistic and I need it in writing.",
        "My father died in the spring.",
        "We lost our daughter that year.",
        "I was on sick leave until March.",
        "I was laid off with forty others.",
        "The whole team was let go in a video call.",
        "They let me go in January.",
        "I got burned out and I did nothing for a while.",
        "I couldn't finish it because of the chemotherapy.",
        "I'd rather not go into that.",
        "I really don't want to talk about the details.",
    ],
)
def test_it_is_known(text: str) -> None:
    """Illness, disability, loss, a job taken away, and what is declined."""
    assert told(text) == ((0, len(text)),) and is_about(text, told(text))


@pytest.mark.parametrize(
    "text",
    [
        "We let go of the old model.",
        "The matrix was ill conditioned and I was sick of it.",
        "I was blind to the drift.",
        "I had a blind spot there.",
        "The alert fired and I got fired up.",
        "My patients had cancer, and I built the screening.",
        "My child process died at night.",
        "I worked in the hospital ward where the sensors were.",
        "We lost our position in the ranking.",
        "They let me go on with it.",
        "I don't want to say that it was perfect.",
        "My parent process was killed.",
        "We lost our child process to the memory killer.",
        "I had cancer images from three hospitals.",
        "Our depression classifier was wrong for half of them.",
        "My diagnosis was that the cache was cold.",
        "Our treatment for outliers was simple.",
        "I got a breakdown by region.",
        "I had a stroke of luck.",
        "I had disabled the alert, and I had fired the event twice.",
        "We were blind for two days, because the dashboard was down.",
        "I was ill prepared for that release, and I'm blind without metrics.",
        "I was sick and tired of the pager.",
        "I don't want to share state between the workers.",
        "",
    ],
)
def test_the_words_of_our_trade_are_not_it(text: str) -> None:
    """Processes die, alerts fire, and models are ill conditioned."""
    assert told(text) == () and not is_about(text, told(text))


def test_a_mention_does_not_make_an_answer_about_it() -> None:
    """One sentence of several about work: that sentence is touched, the answer is about work."""
    text = (
        "Before I got ill I built a tool for the ward. "
        + "I decided to keep it simple, because two nurses ran it. " * 3
    )
    assert len(told(text)) == 1 and not is_about(text, told(text))
