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
        "I'd prefer not to answer.",
        "I don't want to talk about why I left.",
        "He fired me a week later.",
        "They let me go after the merger.",
        "I lost a year to my cancer treatment.",
        "I have had cancer twice.",
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
        "I don't want to go into too much detail, but the cache was sharded.",
        "I do not want to go into the details of the algorithm.",
        "I don't want to talk about the frontend, I want to talk about the backend.",
        "Our team was eliminated in the second round of the hackathon.",
        "They let me go deep into the compiler.",
        "My manager let me go ahead with the rewrite.",
        "He fired me an email about the outage.",
        "I built the chemotherapy scheduling system.",
        "I was in hospital administration for four years.",
        "Our covid dashboard had ten thousand users.",
        "I had a stutter in the playback.",
        "I had health issues in the cluster.",
        "We lost our partner, and the launch slipped.",
        "I felt sick about the bug.",
        "I built a bot that answers questions on parental leave policies.",
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


def test_many_adverbs_are_read_to_their_end() -> None:
    """A recogniser that loops writes a word without end; work that grew with its square would not get here."""
    assert not told("my father " + "just " * 400_000)
