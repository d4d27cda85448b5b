"""The condition language: reading it, its errors, its meaning, and what can be proved about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.flow.conditions import ConditionError, Facts, evaluate, holds, parse, unknown_names
from voice_interviewer.flow.logic import always_holds, can_hold, implies

FACTS = Facts(
    counts={"hedge": 4, "rollback": 1},
    ever=frozenset({"hedge", "exposure"}),
    asked=frozenset({"team_voice"}),
    visits={"first": 2},
    words=100,
    minutes_left=4.0,
    trap="apologetic_minimising",
    reaction="freeze",
    role="infra_heavy",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", True),
        ("heard(hedge)", True),
        ("missing(hedge)", False),
        ("missing(result)", True),
        ("heard(rollback)", True),
        ("ever(exposure) and not heard(exposure)", True),
        ("asked(team_voice)", True),
        ("hedge.count >= 4", True),
        ("hedge.per_100_words > 3", True),
        ("hedge.per_100_words > 4", False),
        ("words < 40", False),
        ("visits(first) == 2", True),
        ("visits(other) == 0", True),
        ("minutes_left < 5", True),
        ("trap == apologetic_minimising", True),
        ("trap != none", True),
        ("reaction == adapts or role == infra_heavy", True),
        ("heard(hedge) and missing(hedge) or heard(rollback)", True),
        ("heard(hedge) and (missing(hedge) or missing(rollback))", False),
        ("not (heard(hedge) and heard(apology))", True),
        ("not not heard(hedge)", True),
    ],
)
def test_conditions_mean_what_they_say(text: str, value: bool) -> None:
    """Each construct of the language over one set of facts."""
    assert evaluate(text, FACTS) is value


def test_no_rate_is_formed_over_few_words() -> None:
    """Below sixty words a rate is unknown, and a comparison with it false, either way."""
    few = Facts(counts={"hedge": 3}, words=59)
    assert not evaluate("hedge.per_100_words > 1", few)
    assert not evaluate("hedge.per_100_words < 99", few)
    assert evaluate("hedge.per_100_words > 1", Facts(counts={"hedge": 3}, words=60))


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("heard(hedge", 11, '")"'),
        ("heard hedge", 6, '"("'),
        ("heard(hedge) heard(apology)", 13, "and"),
        ("heard(hedge) and", 16, "ends"),
        ("hedge", 0, "heard(hedge)"),
        ("haerd(hedge)", 0, 'Did you mean "heard"'),
        ("hedge.counts > 3", 6, 'Did you mean "count"'),
        ("reaction = freeze", 9, "=="),
        ("words < many", 8, "number"),
        ("words", 5, "compared"),
        ("trap > none", 5, "=="),
        ("visits(a)", 9, "compared"),
        ("__import__('os')", 11, "belong"),
        ("heard(hedge) && heard(x)", 13, "Write `and`"),
        ("heard(hedge) || heard(x)", 13, "Write `or`"),
        ("!heard(hedge)", 0, "Write `not`"),
        ("heard('hedge')", 6, "without quotes"),
        ("heard(“hedge”)", 6, "without quotes"),
        ("heard(hedge’)", 11, "without quotes"),
        ("“heard(hedge)”", 0, "without quotes"),
        ("words ≥ 40", 6, "Write `>=`"),
        ("heard(hedge) AND heard(apology)", 13, "small letters: and"),
        ("NOT heard(hedge)", 0, "small letters: not"),
        ("50 < words", 0, "words > 50"),
        ("(" * 80 + "heard(hedge)", 30, "deep"),
    ],
)
def test_a_mistake_is_found_at_its_column(text: str, column: int, word: str) -> None:
    """Errors carry the offset at which reading stopped, and a hint."""
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert word in caught.value.message
    assert evaluate(text, FACTS) is False, "a condition that cannot be read is false, not a crash"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("heard(hegde)", 'Did you mean "hedge"'),
        ("ever(nothing_like_it)", "is no finding"),
        ("asked(grwoth)", 'Did you mean "growth"'),
        ("visits(frist) > 1", 'Did you mean "first"'),
        ("reaction == freezes", 'Did you mean "freeze"'),
        ("role == infra", "is no value of role"),
        ("trap == shy", "one of apologetic_minimising, inflated_compensation, none"),
        ("heard(sales)", "listed under Names"),
    ],
)
def test_unknown_names_are_found(text: str, message: str) -> None:
    """Reading is one thing, knowing every name another."""
    assert message in "".join(m for _, m in unknown_names(parse(text), ("first",)))


def test_known_names_are_no_mistake() -> None:
    """Labels, story parts and topics may all be listened for."""
    text = "heard(hedge) and missing(rollback) and ever(decision) and asked(defense) and visits(first) < 3"
    assert not list(unknown_names(parse(text), ("first",)))


@pytest.mark.parametrize(
    "text",
    [
        "heard(hedge) or missing(hedge)",
        "words >= 0",
        "hedge.count >= 0",
        "not (reaction == freeze and reaction == adapts)",
        "visits(here) >= 1",
        "ever(hedge) or missing(hedge)",
        "role == general or role == infra_heavy",
    ],
)
def test_tautologies_are_recognised(text: str) -> None:
    """What cannot be false is known to be so."""
    assert always_holds(parse(text), here="here")


@pytest.mark.parametrize(
    "text",
    [
        "heard(hedge) and missing(hedge)",
        "words < 0",
        "hedge.count > 3 and hedge.count < 4",
        "trap == none and trap == apologetic_minimising",
        "visits(here) < 1",
        "hedge.per_100_words > 2 and words < 50",
        "hedge.per_100_words > 2 and missing(hedge)",
        "heard(hedge) and not ever(hedge)",
    ],
)
def test_contradictions_are_recognised(text: str) -> None:
    """What cannot be true is known to be so."""
    assert not can_hold(parse(text), here="here")


@pytest.mark.parametrize(
    "text",
    ["heard(hedge)", "hedge.per_100_words > 3", "words < 40 or words > 80", "minutes_left < 0.5", "visits(a) < 1"],
)
def test_ordinary_conditions_are_neither(text: str) -> None:
    """Nothing is claimed about what depends on the answer."""
    assert can_hold(parse(text), here="here") and not always_holds(parse(text), here="here")


def test_implication() -> None:
    """A narrower condition implies a wider one, not the other way round."""
    narrow, wide = parse("heard(hedge) and words < 20"), parse("words < 40")
    assert implies(narrow, wide) and not implies(wide, narrow)


def test_too_many_variables_claim_nothing() -> None:
    """Beyond the limit the prover stays silent rather than slow."""
    many = " and ".join(
        f"{label}.count > {n}" for n, label in enumerate(["hedge", "apology", "generic", "minimizer"] * 1)
    )
    huge = parse(
        " or ".join(
            f"({many} and {x}.count > 5 and {y}.count > 7)"
            for x, y in [("defense", "freeze"), ("restart", "inflation")]
        )
    )
    assert can_hold(huge) and not always_holds(huge)


LEAF = st.sampled_from(
    [
        "heard(hedge)",
        "missing(apology)",
        "hedge.count > 2",
        "words < 40",
        "reaction == freeze",
        "asked(growth)",
        "ever(hedge)",
    ]
)
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        inner.map(lambda a: f"not ({a})"),
        st.tuples(inner, inner).map(lambda ab: f"({ab[0]}) and ({ab[1]})"),
        st.tuples(inner, inner).map(lambda ab: f"({ab[0]}) or ({ab[1]})"),
    ),
    max_leaves=6,
)
FACT = st.builds(
    Facts,
    counts=st.fixed_dictionaries({"hedge": st.integers(0, 5), "apology": st.integers(0, 2)}),
    asked=st.sampled_from([frozenset(), frozenset({"growth"})]),
    words=st.integers(0, 90),
    reaction=st.sampled_from(["none", "freeze", "adapts"]),
).map(
    lambda f: Facts(
        f.counts, frozenset(k for k, n in f.counts.items() if n), f.asked, f.visits, f.words, 0, "none", f.reaction
    )
)


@given(CONDITION, FACT)
def test_what_is_proved_agrees_with_what_is_evaluated(text: str, facts: Facts) -> None:
    """No facts make a tautology false or a contradiction true."""
    tree = parse(text)
    value = holds(tree, facts.value)
    if value:
        assert can_hold(tree)
    else:
        assert not always_holds(tree)


@given(st.text(max_size=40))
def test_no_text_makes_the_parser_raise_anything_else(text: str) -> None:
    """A condition is read, or refused with a column inside it."""
    try:
        parse(text)
    except ConditionError as error:
        assert 0 <= error.column <= len(text)
