"""A posting chooses among kinds of questions by its words, and notes are asked about in theirs; each with its line."""

from __future__ import annotations

import pytest

from voice_interviewer.tailor.material import lines
from voice_interviewer.tailor.posting import QUOTE_WORDS, Reading, read_notes, read_posting

POSTING = """Machine Learning Engineer
You deploy models to production and own the rollout of new versions.
You are on call with clear runbooks, monitoring and alerts.
You work with product managers and the legal team.
Python, PyTorch and Kafka; we like PyTorch.
We are an equal opportunity employer and do not discriminate; reliability of our benefits is high.
"""


def _read(text: str) -> Reading:
    return read_posting(lines(text))


def test_what_is_taken_stands_where_it_says() -> None:
    """Every word shown is in the line it is said to be from."""
    reading = _read(POSTING)
    text = POSTING.splitlines()
    assert reading.taken and all(one.words in text[one.line - 1] for one in reading.taken)
    assert set(reading.patterns[:3]) == {"rollback", "break_first", "stakeholders"}


def test_machine_learning_is_no_learning() -> None:
    """The name of the field points to no pattern, and neither does what every posting says at its end."""
    assert _read("Machine Learning Engineer\nWe do not discriminate. Equal opportunity.").patterns == ()


@pytest.mark.parametrize("words", ["roll back", "rolling back", "rollbacks", "roll-back"])
def test_going_back_is_a_kind_of_question(words: str) -> None:
    """However it is spelled."""
    assert _read(f"Engineer\nYou know about {words} of bad models.").patterns == ("rollback",)


def test_what_is_denied_does_not_count() -> None:
    """A duty that a posting says there is none of calls for no question."""
    assert "break_first" not in _read("Analyst\nThere is no on-call here.").patterns
    assert "break_first" in _read("Analyst\nYou are on call.").patterns


@pytest.mark.parametrize(
    ("text", "role", "flow"),
    [
        ("Site Reliability Engineer\nYou keep it alive.", "infra_heavy", "infra-heavy"),
        (
            "Engineer\nKubernetes.\nLow latency.\nOn call, and incidents.",
            "infra_heavy",
            "infra-heavy",
        ),
        (POSTING, "general", "mock-30"),
        ("Engineer\nYou care for latency.", "general", "mock-30"),
        ("Backend Developer\nJava services.", "general", "backend-design"),
        ("Backend Engineer, Machine Learning\nServices.", "general", "mock-30"),
    ],
)
def test_the_role(text: str, role: str, flow: str) -> None:
    """Size counts for itself only where the job's name or three of its four marks say so."""
    reading = _read(text)
    assert (reading.role, reading.flow) == (role, flow)


def test_vocabulary_is_names_and_no_headings() -> None:
    """Tools and abbreviations, the most frequent first; no word that is only written large."""
    assert _read(POSTING).vocabulary == ("PyTorch", "Python", "Kafka")
    assert _read("ABOUT THE ROLE\nRequirements\nGood English. You use NDCG.").vocabulary == ("NDCG",)


NOTES = """Jane Doe, born 1990, +49 170 1234567, jane@example.org served 5 users
- Built the alerts for 40 harbours, serving 120k users a day
- Reduced false alarms by 35% with a two-stage filter
Data analyst 2016-2019
The company has 3 million customers
- Led three people
"""


def test_claims_are_quoted_from_the_notes() -> None:
    """Sizes of one's own work and results with a number: nothing private, nothing about the company, none made up."""
    claims, _ = read_notes(lines(NOTES))
    assert [(claim.kind, claim.line) for claim in claims] == [("scale", 2), ("result", 3)]
    for claim in claims:
        assert claim.quote.replace(" percent", "%") in NOTES
        assert len(claim.quote.split()) <= QUOTE_WORDS


def test_notes_without_claims_are_not_asked_about() -> None:
    """Nothing is invented."""
    assert read_notes(lines("I like sailing.\nStudied history.\n"))[0] == ()


def test_two_hundred_pages_give_three_claims() -> None:
    """However much there is."""
    page = "\n".join(f"- Ran service {n} for {n}000 users a day" for n in range(1, 6001))
    claims, terms = read_notes(lines(page))
    assert len(claims) == 3 and len(terms) <= 24
