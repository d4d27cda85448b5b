"""Where the parts of a flow stand, what a question costs, and mistakes of its format in plain words."""

from __future__ import annotations

from interview_kit import flow, question
from pydantic import ValidationError

from voice_interviewer.flow import check_graph
from voice_interviewer.flow.explain import explain
from voice_interviewer.flow.places import Places
from voice_interviewer.flow.schema import END, Question
from voice_interviewer.flow.source import parse

TEXT = "questions:\n  one:\n    ask: What broke?\n    limits:\n      seconds: ten\n"


def test_a_part_is_found_in_its_file() -> None:
    """Line and column of a value and of its key; a part that was moved is found where it stands."""
    source, found = parse(TEXT, "a.yaml")
    assert source is not None and not found
    places = Places(source)
    value, key = places.of("questions", "one", "ask"), places.of("questions", "one", "ask", key=True)
    assert (value.file, value.line, value.column) == ("a.yaml", 3, 10) and key.column == 5
    assert places.inside(5, "questions", "one", "ask").column == 15
    moved = Places(source, moved={("probes", "x"): (source, ("questions", "one"))})
    assert moved.of("probes", "x", "ask").line == 3


def test_a_mistake_of_the_format_is_explained() -> None:
    """The diagnostic has a number, the place, and the path to leave out so that the rest can be checked."""
    source, _ = parse(TEXT, "a.yaml")
    assert source is not None
    try:
        Question.model_validate(source.value["questions"]["one"])
    except ValidationError as error:
        (detail,) = error.errors()
    detail = {**detail, "loc": ("questions", "one", *detail["loc"])}
    said, about, out = explain(detail, source, Question)
    assert said.code.startswith("VF") and said.place.line == 5
    assert about[-1] == "seconds" and out[: len(("questions", "one"))] == ("questions", "one")


def test_a_question_costs_its_words_and_its_answer() -> None:
    """Longer questions and longer answers cost more; with follow-ups the most is far above the usual."""
    short, long = question(ask=["Why?"]), question(ask=["Why, of all things, did you keep it running by hand?"])
    assert check_graph.shortest_s(short) < check_graph.shortest_s(long)
    assert check_graph.longest_s(long) > long.limits.seconds > check_graph.shortest_s(short)


def test_ways_that_no_answer_takes_are_not_in_the_graph() -> None:
    """A condition that can never hold opens no way."""
    asked = question(next=[{"when": "heard(hedge) and missing(hedge)", "to": "b"}], to=END)
    graph = check_graph.possible(flow({"a": asked, "b": question()}))
    assert ("a", END) in graph.edges and ("a", "b") not in graph.edges
