"""What each family of rules proposes, before anything is weighed: labels on the words that carry them."""

from __future__ import annotations

import pytest

from voice_interviewer.language.cues import agency, claims, doubt, features, ownership, reactions, signals
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.candidate import Candidate, at
from voice_interviewer.language.rules.passage import Passage, prepare


def passage(text: str) -> Passage:
    return prepare(text, rules.codes())


def hits(family: str, here: Passage) -> list[rules.Hit]:
    return rules.hits(rules.load(family), here)


def labels(found: list[Candidate]) -> set[str]:
    return {candidate.label for candidate in found}


def test_the_subject_of_a_decision_is_read_not_the_count_of_pronouns() -> None:
    """`we decided, but I chose`: two decisions, two subjects; what others did is no decision of the speaker."""
    here = passage("We decided on Monday, but I chose the limit.")
    found = [(act.subject, here.tokens[act.verb].norm) for act in agency.acts(here)]
    assert found == [("we", "decided"), ("i", "chose")]


def test_a_decision_of_ones_own_is_proposed_and_one_of_the_team_too() -> None:
    """`I decided` proposes ownership, `we decided` team voice, each over its own words."""
    here = passage("I decided to wait.")
    assert "ownership" in labels(ownership.find(here, hits("agency", here), agency.acts(here)))
    here = passage("We decided it together as a team.")
    found = ownership.find(here, hits("agency", here), agency.acts(here))
    assert "team_voice" in labels(found) and "ownership" not in labels(found)


def test_doubt_about_oneself_is_a_hedge() -> None:
    """`I guess` is proposed as a hedge, on the words themselves."""
    here = passage("I guess it might be right.")
    (found,) = (c for c in doubt.find(here, hits("doubt", here), None) if c.start == 0)
    assert (found.label, here.text.raw[found.start : found.end]) == ("hedge", "I guess")
    assert found.why


def test_size_without_a_part_in_it_is_proposed_as_exposure() -> None:
    """Billions at a famous firm are proposed, and the claim they make is kept with its kind."""
    here = passage("At Google we served billions of requests a day.")
    assert "exposure" in labels(claims.find(here, hits("claims", here)))
    kept = claims.statements(passage("I cut the false alarms by thirty percent."), hits("claims", here), ())
    assert all(0 <= claim.start < claim.end for claim in kept)


def test_what_was_left_out_on_purpose_is_restraint() -> None:
    """Leaving something out by decision is proposed as a judgement signal."""
    here = passage("I decided to leave the feature store out.")
    assert "restraint" in labels(signals.find(here, hits("signals", here)))


def test_a_reaction_is_only_looked_for_behind_an_interruption() -> None:
    """The same words are a defence after a new constraint and nothing without one."""
    text = "I would keep it exactly as it is, that was already right."
    here = passage(text)
    every = [hit for family in rules.FAMILIES for hit in hits(family, here)]
    without = labels(reactions.find(here, every, None))
    behind = labels(reactions.find(here, every, 0))
    assert not without & {"defense", "restart", "freeze", "calm_adaptation"}
    assert behind


@pytest.mark.parametrize(
    ("word", "shape"), [("because", "because"), ("12", "#"), ("quickly", "-ly"), ("decided", "<decide_past>")]
)
def test_content_words_lose_their_content(word: str, shape: str) -> None:
    """The weigher sees function words, classes and endings, never what somebody talked about."""
    assert features.shape(passage(word).tokens[0]) == shape


def test_long_speech_without_marks_is_cut_at_joining_words() -> None:
    """No unit is much longer than asked for, none is empty, and together they are everything."""
    here = passage("nobody had looked at the feed " + "and the feed was late again " * 12)
    cut = features.units(here, longest=20)
    assert [first for first, _ in cut[1:]] == [last for _, last in cut[:-1]]
    assert cut[0][0] == 0 and cut[-1][1] == len(here.tokens)
    assert all(0 < last - first <= 30 for first, last in cut)


def test_a_candidate_points_at_characters() -> None:
    """Token indexes become offsets of the text, fillers before it included."""
    here = passage("Um, sorry about that.")
    found = at(here, "apology", 0, 1, "because", 0.9)
    assert here.text.raw[found.start : found.end] == "sorry"
