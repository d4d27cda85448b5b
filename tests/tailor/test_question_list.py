"""A list of questions in the ways people write one, and what is said of a list that is none."""

from __future__ import annotations

import pytest

from voice_interviewer.errors import InputFileError
from voice_interviewer.tailor.question_list import MOST, read, speakable


def test_one_a_line() -> None:
    """Numbers, bullets and quotation of lists go; the pattern is inferred; what is unknown stays unknown."""
    own = read("1. What would you do differently?\n- Tell me about yourself.\n> What did you leave out?\n", "q.txt")
    assert [(q.text, q.line, q.pattern, q.given) for q in own.questions] == [
        ("What would you do differently?", 1, "hindsight", False),
        ("Tell me about yourself.", 2, None, False),
        ("What did you leave out?", 3, "not_do", False),
    ]


def test_a_pattern_may_be_given() -> None:
    """In brackets or before a colon; it is not inferred then."""
    own = read(
        "[growth] What would you do differently?\nrollback: Who calls it off?\n[Acme] Why so?  Tell me.\n", "q.md"
    )
    assert [(q.text, q.pattern, q.given) for q in own.questions] == [
        ("What would you do differently?", "growth", True),
        ("Who calls it off?", "rollback", True),
        ("Why so? Tell me.", None, False),
    ]


def test_a_mistyped_pattern_is_named_with_its_line() -> None:
    """And the nearest one is offered."""
    with pytest.raises(InputFileError, match=r"q\.txt, line 2: .*rolback.*Did you mean \"rollback\""):
        read("What would you do differently?\n[rolback] Who decides that?\n", "q.txt")


def test_an_indented_line_is_a_follow_up() -> None:
    """Of the question above it."""
    own = read("What broke first?\n   - Which number told you?\n   - Who noticed it?\nWho else agreed?", "q.txt")
    assert [q.follow_ups for q in own.questions] == [("Which number told you?", "Who noticed it?"), ()]


def test_a_heading_is_the_title_and_answers_are_left_out() -> None:
    """A note says which lines."""
    own = read("# My Tuesday\n\nWhat broke first?\nA: The queue was full\nIt was a bad day in March\n", "q.md")
    assert own.title == "My Tuesday" and len(own.questions) == 1
    assert own.notes == ("2 lines left out, no question that can be asked (lines 4, 5).",)


CSV = "Question,Pattern,Follow-up 1,Follow-up 2\n{rows}"


def test_a_table_has_pattern_and_follow_ups() -> None:
    """Columns by name, in any case; several follow-ups in one cell or in several columns; a comma inside quotes."""
    rows = '"What, if anything, broke?",break_first,Who noticed it?,"Which number? | Who was called then?"\n'
    rows += "Who agreed to it?,,,\n"
    first, second = read(CSV.format(rows=rows), "q.csv").questions
    assert (first.text, first.pattern, first.given) == ("What, if anything, broke?", "break_first", True)
    assert first.follow_ups == ("Who noticed it?", "Who was called then?")
    assert (second.given, second.line) == (False, 3)


def test_rows_that_are_no_question_are_told() -> None:
    """As lines of a text are: nobody finds out in the interview that a question is missing."""
    own = read("question\nWhat broke there first?\nWhat broke?\n" + "word " * 61 + "?\n", "q.csv")
    assert [q.line for q in own.questions] == [2]
    assert own.notes == ("2 rows left out, too short or too long to be a question (lines 3, 4).",)


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_separators(sign: str) -> None:
    """Spreadsheets of other countries write semicolons."""
    own = read(f"pattern{sign}question\ngrowth{sign}What if it doubles?\n", "q.csv")
    assert [(q.text, q.pattern) for q in own.questions] == [("What if it doubles?", "growth")]


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("Kubernetes\nKafka\nSpark\n", "q.txt", "no line is a question; line 1 is “Kubernetes”"),
        ("---\n***\n", "q.txt", "no question in it"),
        ("frage,muster\nWas bricht zuerst?,growth\n", "q.csv", "no column “question”; it has “frage”, “muster”"),
        ("question,pattern\n", "q.csv", "no question in it"),
        ("question\nKafka\nSpark\n", "q.csv", "no row has a whole question; the first is in line 2"),
        ("question,pattern\nWhat broke there first?,groth\n", "q.csv", "line 2: “groth” is no pattern"),
        (
            "Was würden Sie heute anders machen?\nWer ist für die Daten und das Modell verantwortlich?",
            "q.txt",
            "language",
        ),
    ],
)
def test_a_list_that_is_none(text: str, name: str, says: str) -> None:
    """One line each: what, where, and what to do."""
    with pytest.raises(InputFileError) as caught:
        read(text, name)
    assert says in str(caught.value) and name in str(caught.value) and "\n" not in str(caught.value)


def test_a_bare_column_is_a_list() -> None:
    """A .csv without a header and with one column is read line by line."""
    assert len(read("What broke first?\nWho else agreed?\n", "q.csv").questions) == 2


def test_ten_thousand_questions_are_cut_to_an_interview() -> None:
    """And a note says so; a repeated question is asked once."""
    own = read("\n".join(f"What is reason number {n}?" for n in range(10_000)), "q.txt")
    assert len(own.questions) == MOST and own.notes == (
        "10,000 questions are more than one interview; these are the first 60.",
    )
    again = read("What broke first?\nwhat broke first\nWhat broke first?", "q.txt")
    assert len(again.questions) == 1 and "asked once" in again.notes[-1]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("How do you run A/B tests at 5% traffic?", "How do you run A B tests at 5 percent traffic?"),
        ("**Why** did `you` do {that}?", "Why did you do (that)?"),
        ("Cost & speed → which?", "Cost and speed, which?"),
        ("How would you save $5M of €80k a year?", "How would you save 5 million dollars of 80 thousand euros a year?"),
        ("What if it costs £1,200?", "What if it costs 1,200 pounds?"),
    ],
)
def test_signs_become_words(written: str, said: str) -> None:
    """So that the check of flows has nothing to refuse."""
    assert speakable(written) == said
