"""What the last words say."""

import time

import pytest

from voice_interviewer.hearing.tail import Tail, read_tail


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I turned it off because the", Tail.FUNCTION_WORD),
        ("I turned it off because the.", Tail.FUNCTION_WORD),
        ("The one thing we never had was a.", Tail.FUNCTION_WORD),
        ("So we moved the alert to", Tail.FUNCTION_WORD),
        ("And then I", Tail.FUNCTION_WORD),
        ("We looked at the feed, um", Tail.FILLER),
        ("Uh.", Tail.FILLER),
        ("It was slow, you know,", Tail.CUT_OFF),
        ("It was slow you know", Tail.FILLER),
        ("and the labels were...", Tail.CUT_OFF),
        ("The main reason is", Tail.OPEN_PHRASE),
        ("I'd check two feeds. For example.", Tail.OPEN_PHRASE),
        ("We were going to", Tail.OPEN_PHRASE),
        ("For two reasons. First, the cost.", Tail.OPEN_LIST),
        ("There are three things I watch. The first is the null rate. The second is the delay.", Tail.OPEN_LIST),
        ("When the labels arrive late.", Tail.DEPENDENT),
        ("If it happens again", Tail.DEPENDENT),
        ("Let me think about that for a second.", Tail.ASKED_TIME),
        ("Hmm, give me a moment.", Tail.ASKED_TIME),
        ("Good question. Let me think.", Tail.ASKED_TIME),
        ("Can I have a few seconds to think?", Tail.ASKED_TIME),
        ("I rolled it back the same day. That's it.", Tail.CLOSED),
        ("So yes, that's what I would do.", Tail.CLOSED),
        ("I think I'm done.", Tail.CLOSED),
        ("Could you repeat the question?", Tail.QUESTION_BACK),
        ("What do you mean by scale?", Tail.QUESTION_BACK),
        ("I didn't quite get that.", Tail.QUESTION_BACK),
        ("", Tail.NOTHING),
        ("Mm-hm.", Tail.NOTHING),
        ("The feed broke twice so we just", Tail.WEAK),
    ],
)
def test_reading(text, kind):
    """Each kind of ending is told from its words, with or without a recogniser's full stop."""
    assert read_tail(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "Yes, I did.",
        "I think so.",
        "It was my decision and nobody else's.",
        "We rolled it back before anyone noticed.",
        "When the feed froze, I turned the model off.",
        "When the feed froze I turned it down to zero again for everybody.",
        "For two reasons. First the cost, and second nobody would have been there.",
        "There were two of us and a hundred customers.",
        "I let the team think about it and they agreed with me.",
        "Since then we check it every Monday.",
        "I gave the thinking part to a colleague.",
    ],
)
def test_whole_sentences_are_complete(text):
    """Ordinary ends are not held, though they contain the same words as holds."""
    assert read_tail(text).kind is Tail.COMPLETE


def test_asking_for_time_is_over_once_the_answer_begins():
    """What follows "let me think" is read for itself."""
    assert read_tail("Let me think. The address feed would break first.").kind is Tail.COMPLETE
    assert read_tail("Let me think about the feeds we had in the second warehouse").kind is not Tail.ASKED_TIME


def test_reading_counts_without_fillers():
    """Fillers are no part of the length of an answer."""
    reading = read_tail("Um, I, uh, rolled it back. It took an hour.")
    assert (reading.words, reading.sentences, reading.last_sentence) == (8, 2, "it took an hour")


def test_evidence_names_the_words():
    """The reading says which words it rests on."""
    assert read_tail("I stopped it because").evidence == "because"


def test_a_very_long_answer_is_read_quickly():
    """Reading the tail of 20,000 words stays within a fraction of a second."""
    text = "we looked at the two reasons and the feed. " * 2500
    began = time.process_time()
    read_tail(text)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("text", ["...", "???", "’’’", "\n\t", "🙂 🙂", "-" * 500, "a" * 10_000])
def test_odd_text_is_read_without_harm(text):
    """Punctuation, emoji and one endless word give some reading and no exception."""
    read_tail(text)


def test_a_compound_is_one_word():
    """What a hyphen joins is no filler: "said-so" ends a sentence as "agreed" does."""
    assert read_tail("So I dropped the rare classes in said-so.").kind is Tail.COMPLETE
    assert read_tail("I dropped the rare classes, so.").kind is not Tail.COMPLETE
