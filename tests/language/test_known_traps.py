"""The words that mislead lists: each trap in the sense that is no weakness, and beside it the sense that is."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context

MIDDLE = Context(opening=False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I like the second option better.", id="verb"),
        pytest.param("Would you like an example?", id="verb in a question"),
        pytest.param("The curve looks like a staircase.", id="comparison with look"),
        pytest.param("It behaves like a cache.", id="comparison with behave"),
        pytest.param("They said it felt like winter in there.", id="comparison with feel"),
        pytest.param("Tools like that one need a licence.", id="example"),
        pytest.param("He was like a brother to the operators.", id="comparison with be"),
    ],
)
def test_like_is_not_always_a_filler(text: str):
    """Verb, comparison and example are words that the sentence needs."""
    assert not analyze(text, MIDDLE).has("filler")


@pytest.mark.parametrize("text", ["It was, like, forty shops.", "And then, like, the feed was gone."])
def test_like_between_commas_is_a_filler(text: str):
    """Set apart from the sentence, it is a filler, and the span is that word alone."""
    assert [f.text.strip(" ,") for f in analyze(text, MIDDLE).of("filler")] == ["like"]


@pytest.mark.parametrize(
    "text",
    [
        "There are two kinds of alarm in the plant.",
        "What kind of sensor it is decides the sampling rate.",
        "That kind of outage happens once a year.",
        "It is the same sort of pump as in the north.",
    ],
)
def test_a_category_is_no_hedge(text: str):
    """`Kind of` and `sort of` behind a determiner name a category."""
    assert not analyze(text, MIDDLE).has("hedge")


@pytest.mark.parametrize("text", ["I kind of decided it, I guess.", "I sort of helped with it, I suppose."])
def test_kind_of_before_a_verb_of_ones_own_is_a_hedge(text: str):
    """The same words before what the speaker did shrink it."""
    assert analyze(text, MIDDLE).has("hedge")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The talk was about winter demand.", id="about a topic"),
        pytest.param("I asked the nurses about their alarms.", id="ask about"),
        pytest.param(
            "At that time I thought the cause was the network, and then I found the broken cable.", id="thought"
        ),
        pytest.param("The operators felt that the alarm came too late, so I moved it forward.", id="felt"),
        pytest.param("With the new index we could answer in forty milliseconds.", id="could: ability"),
        pytest.param("If the feed stops, the shop would show yesterday's prices.", id="would: condition"),
        pytest.param(
            "I don't know how the second depot counts its pallets, so I would ask them before I promise a number.",
            id="honest scope",
        ),
        pytest.param(
            "We weren't sure the drivers would notice, so I ran it in two towns first.", id="doubt, then a test"
        ),
    ],
)
def test_narrative_ability_and_honest_scope_are_no_hedges(text: str):
    """Past narrative, ability, condition, topic, and not knowing something that one then goes to find out."""
    assert not analyze(text, MIDDLE).has("hedge")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The east gate, sorry, the west gate was closed.", id="repair"),
        pytest.param("The screen said sorry and asked them to come back later.", id="reported"),
        pytest.param("Better safe than sorry was the rule of the plant.", id="fixed phrase"),
        pytest.param("The vendor apologised for the outage and sent a new sensor.", id="somebody else's"),
        pytest.param("I apologised to the ward and switched it off within the hour.", id="part of the work"),
    ],
)
def test_sorry_is_not_always_an_apology(text: str):
    """Repairs, reports, proverbs and apologies that were part of the work are none to the interviewer."""
    assert not analyze(text, MIDDLE).has("apology")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("That is probably not what you were hoping to hear, I wish I had a better example.", id="wish"),
        pytest.param("Forgive me, I am explaining this badly.", id="forgive"),
    ],
)
def test_an_apology_needs_no_sorry(text: str):
    """Apologising for the answer is found without the textbook word."""
    assert analyze(text, MIDDLE).has("apology")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "I added just one cache, and the page went from six seconds to two hundred milliseconds.", id="just"
        ),
        pytest.param("I only let it act on weekdays, because nobody is there on Sunday to stop it.", id="only"),
        pytest.param("The alert only fires when two sensors agree.", id="only: condition"),
    ],
)
def test_scope_and_restraint_do_not_minimise(text: str):
    """`Only` and `just` as a limit that was chosen make nothing smaller."""
    assert not analyze(text, MIDDLE).has("minimizer")


@pytest.mark.parametrize(
    ("doubt", "world"),
    [
        (
            "I guess I more or less chose the threshold, I'm not sure.",
            "The peak may be twice that in December, so I test with double the load.",
        ),
        (
            "I suppose I was maybe the one who stopped it.",
            "The sensor might be off by two degrees, so I would compare it with a second one before I trust it.",
        ),
    ],
)
def test_doubt_about_oneself_costs_and_doubt_about_the_world_does_not(doubt: str, world: str):
    """The main distinction: the first is a hedge and no calibration, the second the other way round."""
    self_doubt, calibrated = analyze(doubt, MIDDLE), analyze(world, MIDDLE)
    assert self_doubt.has("hedge") and not self_doubt.has("calibration")
    assert calibrated.has("calibration") and not calibrated.has("hedge")


def test_the_subject_of_the_decision_counts_not_the_pronoun():
    """`We` with a fact is nothing, `we` with a decision is team_voice, `I` with one is ownership."""
    fact, team, own = (
        analyze(text, MIDDLE)
        for text in (
            "We were six people and we shared one server.",
            "We decided to switch it off at night.",
            "I switched it off at night, because we could not watch it then.",
        )
    )
    assert not fact.has("team_voice") and not fact.has("ownership")
    assert team.has("team_voice") and not team.has("ownership")
    assert own.has("ownership") and not own.has("team_voice")


def test_a_decision_under_a_hedge_is_doubt_and_decision():
    """What softens is marked, and what is softened is kept: that is how listeners of real speech heard it."""
    found = analyze("I guess I sort of decided to wait, maybe.", MIDDLE)
    assert found.has("hedge") and found.has("ownership")


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("We decided to keep the old one for another year. It was cheaper.", True),
        ("I think we decided to keep the old one for another year. It was cheaper.", True),
        ("We decided, on my suggestion, to keep the old one for another year. It was cheaper.", False),
        ("I pushed for the old one, and we decided to keep it for another year.", False),
        ("My idea was the old one. We decided to keep it for another year.", False),
        ("My colleague and I decided to keep the old one, so we chose the small queue.", False),
    ],
)
def test_who_tells_their_part_hides_in_no_team(said: str, hidden: bool) -> None:
    """A decision of `we` with the own part in it or beside it is no hidden one; an opinion is no part."""
    found = analyze(f"There were two queues to choose from. {said}", Context("How did you choose the queue?"))
    assert found.has("team_voice") == hidden
