"""Names in text: given ones in any spelling, introduced ones by a few plain wordings, and ordinary words left alone."""

from __future__ import annotations

import pytest

from voice_interviewer.cohort.names import Finder, introduced, parts


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("ada_lovelace-02", ["ada", "lovelace"]),
        ("LovelaceAda", ["Lovelace", "Ada"]),
        ("student 12", []),
        ("José-Núñez", ["José", "Núñez"]),
        ("Jose\u0301", ["José"]),
        ("2026-11-20", []),
        ("van der Berg, Final Interview", ["Berg"]),
        ("李雷", ["李雷"]),
    ],
)
def test_a_folders_name_has_parts_that_name_somebody(folder: str, found: list[str]) -> None:
    """Numbers, courses and particles name nobody; one spelling of an accent is as good as another."""
    assert parts(folder) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My name is Ada Lovelace and I build caches.", ["Ada", "Lovelace"]),
        ("my name's ada, I build caches", ["ada"]),
        ("My name is actually Ada.", ["Ada"]),
        ("my name is on the commit, so I own it", []),
        ("My name is not in the paper.", []),
        ("Hello, this is Ada speaking.", ["Ada"]),
        ("this is ada lovelace here", ["ada", "lovelace"]),
        ("This is me speaking.", []),
        ("This is what we saw here.", []),
        ("Hi, I'm Ada. The feed broke.", ["Ada"]),
        ("I'm Ada and I decided to roll it back.", ["Ada"]),
        ("I'm Python first, mostly.", []),
        ("I am happy to go on.", []),
        ("You can call me Ada.", ["Ada"]),
        ("They call me at night.", []),
        ("I told my old team lead, Grace Hopper, about it.", ["Grace", "Hopper"]),
        ("my manager said no", []),
        ("A colleague named Tim paged me.", ["Tim"]),
        ("Thank you, Sarah. I would start there.", ["Sarah"]),
        ("Thank you, everyone.", []),
        ("My manager's name was Ravi's choice.", ["Ravi"]),
        ("", []),
    ],
)
def test_introduced_names_are_found_and_words_are_not(text: str, found: list[str]) -> None:
    """A name follows a plain wording; what merely follows it does not become one."""
    assert introduced(text) == found


def test_given_names_go_in_any_case_and_spelling() -> None:
    """With accents or without, in capitals, with a possessive; never inside another word."""
    find = Finder(["José Lovelace"])
    said = "Jose and josé lovelace met LOVELACE's adviser; lovelaces and Josephine stay."
    assert find.without(said) == "[name] and [name] met [name]'s adviser; lovelaces and Josephine stay."


def test_a_name_that_is_a_word_is_one_only_with_its_capital() -> None:
    """`Will Young` loses `Will`, and `it will be young` loses nothing; both together are the name in any case."""
    find = Finder(["Will Young"])
    assert find.without("Will said it will be a young team.") == "[name] said it will be a young team."
    assert find.without("ask will young about it") == "ask [name] about it"


def test_no_names_change_nothing() -> None:
    """A folder called `student-03` has nothing to take out."""
    find = Finder(["student-03", ""])
    assert not find and find.without("Student three is here.") == "Student three is here."


def test_files_names_lose_the_student() -> None:
    """Joined, turned round, or apart."""
    find = Finder(["Ada Lovelace"])
    assert find.without("lovelace_ada-week1.wav", "blue-elm") == "blue-elm-week1.wav"
    assert find.without("AdaLovelace.wav", "blue-elm") == "blue-elm.wav"
