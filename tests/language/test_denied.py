"""What is denied word for word is neither held against anybody nor praised."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.weigh.denied import DeniedFile, denied

ASKED = Context("What did you choose not to build?")


@pytest.mark.parametrize(
    "text",
    [
        "I didn't leave out anything.",
        "We didn’t leave anything out of the first version, we built all of it.",
        "We left nothing out.",
        "I've left nothing out of the report, and it covered every case.",
        "We never really skipped a single step.",
        "Honestly, I cut nothing.",
        "We left nothing to chance, every feature was in from the first day.",
        "Nothing was left out, we shipped every feature on the list.",
        "We never said no to anything.",
        "We dropped no feature.",
    ],
)
def test_what_is_denied_is_not_praised(text: str) -> None:
    """Neither surely nor perhaps, also where that is what was asked for."""
    assert denied("restraint", text)
    assert not analyze(text, ASKED).may_have("restraint")


@pytest.mark.parametrize(
    "text",
    [
        "We left nothing out but the search, and that on purpose until people asked for it.",
        "We left out the search until people asked for it.",
        "We did not skip anything that mattered, the rest waited.",
        "I didn't leave anything out for now.",
        "We did not build anything bigger.",
        "There was nothing left in the table.",
        "We don't leave any comments there.",
        "I left the feature store out, and nothing got delayed by that.",
        "We kept it to one queue, so that nothing was dropped.",
        "I said no to the second model, and we never dropped a single request.",
        "We started with a plain baseline and didn't skip any tests.",
        "",
    ],
)
def test_where_something_was_left_out_all_the_same_nothing_is_taken_back(text: str) -> None:
    """Nor where leaving is something else."""
    assert not denied("restraint", text)


def test_restraint_beside_a_denial_stays() -> None:
    """Another sentence keeps its own."""
    assert analyze("I would leave out the feature store, and I would not skip a single test.", ASKED).has("restraint")
    text = "We left nothing out of the report. We left the search out on purpose until somebody asked for it."
    (found,) = analyze(text, ASKED).of("restraint")
    assert "search" in found.text and "nothing" not in found.text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("minimizer", "It wasn't just a small script, it ran the whole depot."),
        ("minimizer", "That was no small project."),
        ("minimizer", "I’m not just a junior."),
        ("minimizer", "It was never only a side project."),
        ("minimizer", "It had nothing to do with luck."),
        ("minimizer", "I didn't just follow what the book says."),
        ("minimizer", "I wouldn't call it a toy."),
        ("minimizer", "It's more than just a small script."),
        ("minimizer", "It was something more than just a small script."),
        ("minimizer", "It was neither a toy nor a hobby."),
        ("minimizer", "I was no longer just a student."),
        ("minimizer", "It's not like it was a toy project."),
        ("minimizer", "I never thought of it as a side project."),
        ("minimizer", "Nobody could call it trivial."),
        ("minimizer", "I was by no means a beginner."),
        ("minimizer", "I wouldn't say it was small, two hundred people used it every day."),
        ("hedge", "I don't want to guess, I would measure it first."),
        ("apology", "I have nothing to apologise for there."),
        ("absence_lead", "I had no shortage of experience with that."),
        ("hedge", "I don't guess, I measure."),
        ("hedge", "I'm not unsure about that."),
        ("apology", "I'm not sorry about it."),
        ("apology", "I'm not sorry that we stopped it."),
        ("apology", "I won't apologize for that."),
        ("apology", "I refuse to apologise for that."),
        ("apology", "I regret that I didn't ask earlier, because the labels were wrong for three weeks."),
        ("absence_lead", "I regret not asking the clinic earlier."),
        ("absence_lead", "It wasn't easy, I was the only one who knew the system."),
        ("absence_lead", "That's not something I did alone, my colleagues helped me with the labels."),
        ("apology", "Not that I'm sorry about it, we shipped it."),
        ("apology", "I regret nothing."),
        ("apology", "Sorry, my dog is barking."),
        ("apology", "Excuse my voice, I have a cold."),
        ("absence_lead", "I don't lack experience there."),
    ],
)
def test_what_is_denied_is_no_accusation(label: str, text: str) -> None:
    """The words of a cost behind a `not`; neither surely nor perhaps."""
    assert denied(label, text)
    assert not analyze(text).may_have(label)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("minimizer", "It was not my best work, only a small script."),
        ("minimizer", "I'm not just a junior, I only copied it."),
        ("minimizer", "It was nothing special, just a script."),
        ("minimizer", "I did not do much, it was just a tiny script."),
        ("minimizer", "It was nothing more than a small script."),
        ("minimizer", "It's no more than a toy, really."),
        ("minimizer", "It was never more than a toy."),
        ("minimizer", "It was hardly more than a small script."),
        ("minimizer", "It wasn't more than a small script, honestly."),
        ("minimizer", "It isn't anything more than a side project."),
        ("apology", "I'm sorry, I'm not sure that this is a good answer."),
        ("apology", "Sorry, my phone app was a small one."),
        ("apology", "Sorry, my dog is barking, and sorry for this answer."),
        ("apology", "I can't apologize enough for this answer."),
        ("hedge", "I don't guess, but I think it is probably the cache."),
        ("hedge", "I am not sure, maybe it is the cache."),
        ("absence_lead", "It wasn't easy, I have never run anything at that scale."),
        ("absence_lead", "It wasn't easy, because I don't have any experience with clusters."),
        ("absence_lead", "I regret that I have no experience with that."),
    ],
)
def test_what_is_said_besides_is_heard(label: str, text: str) -> None:
    """One denial takes back no more than its own words."""
    assert not denied(label, text)
    assert analyze(text).may_have(label)


def test_what_is_denied_beside_a_cost_is_not_marked_with_it() -> None:
    """The words that are shown are those that cost something."""
    (found,) = analyze("I just made a small script, it wasn't trivial.").of("minimizer")
    assert "small script" in found.text and "trivial" not in found.text


def test_what_a_rule_finds_elsewhere_in_the_stretch_stands() -> None:
    """It says the same without the words that were denied."""
    text = "That was no small project, anyone could have done it."
    there = text.index("anyone")
    assert denied("minimizer", text) and not denied("minimizer", text, [(there, len(text))])
    assert denied("minimizer", text, [(text.index("small"), there)])
    assert not denied("ownership", text)


def test_words_without_an_entry_are_a_mistake_of_the_file() -> None:
    """A name that a regular expression uses and nobody wrote down is told when the file is read."""
    with pytest.raises(ValueError, match="words has no entry small"):
        DeniedFile.model_validate({"words": {}, "labels": {"minimizer": {"denied": "not %small", "said": "x"}}})
    with pytest.raises(ValueError, match="words has no entry tiny"):
        DeniedFile.model_validate({"words": {"small": "%tiny"}, "labels": {}})
