"""A long recording is cut at the interviewer's questions, and guesswork is called that."""

from __future__ import annotations

import pytest
from debrief_kit import spoken

from voice_interviewer.review.split import by_channels, by_questions, by_speakers, cut
from voice_interviewer.review.transcripts import Line, ReadTranscript

TALK = [
    ("A", "Thanks for coming. What would break first in your system?"),
    ("B", "The address feed goes quiet first, and nobody owns it."),
    ("A", "Mm-hm."),
    ("B", "So I put an alarm on its null rate."),
    ("A", "Right. And when would you roll it back?"),
    ("B", "When refunds rise two days in a row I go back to the table."),
    ("A", "Can you hear me?"),
    ("B", "Yes I can."),
]


def transcript(talk: list[tuple[str, str]] = TALK) -> ReadTranscript:
    return ReadTranscript(tuple(Line(text, i * 5.0, i * 5.0 + 4, who) for i, (who, text) in enumerate(talk)))


def test_speaker_turns_become_questions_and_answers() -> None:
    """The asker is found, a back-channel does not cut, and small talk is no answer."""
    parts = by_speakers(transcript())
    assert [(p.question, p.heard.text) for p in parts] == [
        (TALK[0][1], f"{TALK[1][1]} {TALK[3][1]}"),
        (TALK[4][1], TALK[5][1]),
    ]
    assert parts[0].heard.start_s == 5.0 and parts[0].heard.end_s == 19.0 and not parts[0].note


def test_the_interviewer_may_be_named() -> None:
    """A given name, or a telling one in the transcript, decides who asks."""
    assert by_speakers(transcript(), "B")[0].heard.text.startswith("Thanks for coming")
    named = [("Candidate" if who == "A" else "Jo", text) for who, text in TALK]
    assert by_speakers(transcript(named))[0].heard.text.startswith("Thanks for coming")


def test_a_third_person_is_never_judged_as_the_candidate() -> None:
    """One person is judged; what a third says is in nobody's answer."""
    talk = [*TALK[:2], ("C", "And I owned the alarm with the pager for a year."), *TALK[4:6]]
    assert [p.heard.text for p in by_speakers(transcript(talk))] == [TALK[1][1], TALK[5][1]]
    assert "pager" in by_speakers(transcript(talk), me="C")[0].heard.text


def test_two_channels_are_cut_by_who_speaks() -> None:
    """Each side on its own channel: turns follow the clock, and times, voice and pauses stay those of the recording."""
    asks = spoken("What would break first?", start=0.0)
    asks_again = spoken("And when would you revert it?", start=40.0)
    interviewer = type(asks)(
        f"{asks.text} {asks_again.text}",
        (*asks.words, *asks_again.words),
        0.0,
        asks_again.end_s,
        (*asks.voiced, *asks_again.voiced),
    )
    one = spoken("The feed goes quiet first. I alert on it every single morning.", start=5.0)
    two = spoken("When refunds rise two days in a row I go back.", start=50.0)
    candidate = type(one)(
        f"{one.text} {two.text}", (*one.words, *two.words), 5.0, two.end_s, (*one.voiced, *two.voiced), one.pauses
    )
    parts = by_channels([interviewer, candidate])
    assert [(p.question, p.heard.text) for p in parts] == [(asks.text, one.text), (asks_again.text, two.text)]
    assert parts[0].heard.pauses == one.pauses and parts[1].heard.voiced == two.voiced
    assert parts[1].heard.start_s == 50.0
    with pytest.raises(ValueError):
        by_channels([interviewer])


def test_one_voice_is_cut_at_questions_and_says_it_guessed() -> None:
    """Without speakers, questions addressed to `you` and known requests cut; the note says nobody was recognised."""
    text = (
        "What would you fix first? The feed, since it goes quiet and nobody owns it. "
        "Okay, tell me about the launch. I held it back for a week until the alarm was there."
    )
    parts = by_questions(spoken(text))
    assert [p.question for p in parts] == ["What would you fix first?", "Okay, tell me about the launch."]
    assert parts[1].heard.text == "I held it back for a week until the alarm was there."
    assert parts[1].heard.start_s > parts[0].heard.end_s and "nobody was recognised" in parts[0].note


def test_a_monologue_is_one_answer() -> None:
    """Nothing to cut: the whole is the answer; nothing said: none."""
    assert [p.heard.text for p in by_questions(spoken("I held it back for a week."))] == ["I held it back for a week."]
    assert by_questions(spoken(" ")) == []
    assert by_speakers(ReadTranscript(())) == []


def test_a_rhetorical_question_of_the_candidate_does_not_cut() -> None:
    """A longer question that addresses nobody belongs to the answer."""
    text = (
        "So what does the alarm tell the operator at night when nobody reads it? Nothing, so I moved it to the pager."
    )
    assert len(by_questions(spoken(text))) == 1


def test_cutting_keeps_words_and_sound_of_that_part_only() -> None:
    """A part has its own words, voice and pauses."""
    heard = spoken("The gate moved. Then we waited. It was late.")
    made = cut(heard, 16, 31)
    assert made.text == "Then we waited." and [w.text for w in made.words] == ["Then", "we", "waited."]
    assert len(made.voiced) == 1 and made.pauses == ()
