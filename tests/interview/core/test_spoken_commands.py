"""What the candidate asks of the interviewer in words, and the same words inside an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.interview.core.spoken_commands import recognise

REQUESTS = [
    ("repeat", "Could you repeat that?"),
    ("repeat", "sorry can you say that again please"),
    ("repeat", "Um, I didn't catch the question."),
    ("repeat", "I'm sorry, I didn't hear you."),
    ("repeat", "What was the question again?"),
    ("repeat", "Pardon?"),
    ("repeat", "One more time, please."),
    ("repeat", "can you rephrase the question"),
    ("repeat", "Can you speak slower please?"),
    ("repeat", "Could you speak a bit louder?"),
    ("repeat", "Could you write it down for me?"),
    ("skip", "Can I skip this one?"),
    ("skip", "Pass."),
    ("skip", "Next question, please."),
    ("skip", "I'd rather pass on that one."),
    ("skip", "Well, I don't really know. Can we move on?"),
    ("skip", "let's skip it"),
    ("clarify", "What do you mean by blast radius?"),
    ("clarify", "I don't understand the question."),
    ("clarify", "Do you mean in production or in testing?"),
    ("clarify", "I'm not sure what you're asking."),
    ("clarify", "Can you give me an example?"),
    ("clarify", "what does drift mean here"),
    ("wait", "Give me a second."),
    ("wait", "Sorry, I stutter, please give me a moment."),
    ("wait", "Let me think about that for a moment."),
    ("wait", "Hmm, that's a good one, let me think."),
    ("wait", "Hold on."),
    ("wait", "I need a minute to think."),
    ("done", "That's all I have."),
    ("done", "I think that's it."),
    ("done", "No, nothing else."),
    ("done", "I'm done."),
    ("finish", "Let's stop here."),
    ("finish", "okay let's end the interview"),
    ("finish", "I have to go now."),
    ("finish", "I would like to stop here."),
]

ANSWERS = [
    "We could skip that step, and users could repeat the question as often as they wanted.",
    "I decided to wait a second before the retry fires because the queue was full.",
    "I told them let's stop here and look at the data before we ship it.",
    "I don't understand why the metric moved, so I would look at refunds.",
    "The first thing was a pass over the data.",
    "I would stop here and not build the feature store.",
    "We decided to wait.",
    "We shipped it and that was it.",
    "I asked the vendor whether they could write it down for everybody, and they did so in a week.",
    "I held the launch. That's it.",
    "I want to finish the migration first and then the rest.",
    "Do you mean harm to users? I would look at refunds and complaints first, and then at the appeals we lost.",
    "What did you decide was what my manager asked me, and I said to roll it back the same day.",
    "The clinic asked us to give them a minute to confirm every call, so I put a queue in between.",
    "Nothing else depended on it, so I switched it off.",
    "I let the model pass on easy cases and skip the hard ones to a person.",
    "Sorry.",
    "Yes.",
    "",
    "...",
]


@pytest.mark.parametrize(("name", "text"), REQUESTS)
def test_requests_are_understood(name: str, text: str) -> None:
    """Each request in the words people use, with and without punctuation."""
    for said in (text, text.lower().replace(",", "").replace(".", "").replace("?", ""), text.replace("'", "’")):
        found = recognise(said)
        assert found is not None and found.name == name and not found.rest, said


@pytest.mark.parametrize("text", ANSWERS)
def test_the_same_words_inside_an_answer_are_the_answer(text: str) -> None:
    """Talking about skipping, waiting or stopping is no request."""
    assert recognise(text) is None


def test_what_is_to_be_explained_is_kept() -> None:
    """The topic ends where the sentence does."""
    found = recognise("What do you mean by blast radius?")
    assert found is not None and found.topic == "blast radius"


@pytest.mark.parametrize(
    ("name", "text", "rest"),
    [
        ("clarify", "I rolled it back because the null rate doubled over night. What do you mean by harm?",
         "I rolled it back because the null rate doubled over night."),
        ("repeat", "First I looked at the feed and then at the alerts from Monday. Can you repeat the question?",
         "First I looked at the feed and then at the alerts from Monday."),
        ("wait", "We launched it in two clinics and watched the calls and then, um, let me think",
         "We launched it in two clinics and watched the calls and then, um,"),
    ],
)  # fmt: skip
def test_an_answer_in_front_of_a_request_is_kept(name: str, text: str, rest: str) -> None:
    """Nothing of an answer is lost because it ended in a request."""
    found = recognise(text)
    assert found is not None
    assert (found.name, found.rest) == (name, rest)


def test_yes_and_no_mean_something_only_when_a_skip_was_offered() -> None:
    """The same word, in two situations."""
    yes, no = recognise("Yes please.", skip_offered=True), recognise("No, let me try.", skip_offered=True)
    assert yes is not None and yes.name == "skip"
    assert no is not None and no.name == "wait"
    assert recognise("Yes please.") is None


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    """Anything may be heard."""
    recognise(text)
    recognise(text, skip_offered=True)


def test_a_very_long_answer_costs_little() -> None:
    """Only the end is looked at for a trailing request."""
    assert recognise("let me tell you about it and then " * 5000) is None
