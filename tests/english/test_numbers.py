"""Numbers as people say them: one grammar for findings, claims and contradictions."""

from __future__ import annotations

import pytest

from voice_interviewer.english.numbers import find, values
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("400", [400]),
        ("40k users", [40_000]),
        ("2bn rows", [2e9]),
        ("forty thousand", [40_000]),
        ("1,200 rows", [1200]),
        ("40 thousand", [40_000]),
        ("2.5 million", [2_500_000]),
        ("two hundred and five", [205]),
        ("thirteen", [13]),
        ("seventy-two", [72]),
        ("a dozen", [12]),
        ("three teams of eight", [3, 8]),
        ("none", []),
        ("", []),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, said: list[float]) -> None:
    """Digits, suffixes and spoken numbers come out as the same value."""
    assert values(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The platform had two hundred million users.", [(2e8, "user")]),
        ("We handled 1,200 parcels a day.", [(1200, "parcel")]),
        ("The alert fired eleven times in a week.", [(11, "time")]),
        ("I cut it from nine seconds to forty milliseconds.", [(9, "second"), (40, "millisecond")]),
        ("One of us did it.", []),
    ],
)
def test_a_number_in_a_sentence_has_its_unit(text: str, said: list[tuple[float, str]]) -> None:
    """Words and digits are the same number; the noun behind it is what it counts, in the singular."""
    tokens = prepare(text, rules.codes()).tokens
    assert [(number.value, number.unit) for number in find(tokens, 0, len(tokens))] == said
