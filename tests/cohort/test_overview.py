"""A cohort in counts: denominators, what several share, and a size that does not grow with the recordings."""

from __future__ import annotations

import pickle

from cohort_kit import failed

from voice_interviewer.cohort import overview
from voice_interviewer.cohort.overview import MOST_QUESTIONS, Overview
from voice_interviewer.cohort.records import Answer, First, Mark, Recording, Withheld


def recording(*answers: Answer, labels: tuple[str, ...] = (), first: str = "", why: str = "") -> Recording:
    return Recording(
        student="a",
        recording="x",
        answers=list(answers),
        marks=[Mark(label=label) for label in labels],
        priorities=[First(label=first, title=f"title of {first}", drill="d")] if first else [],
        withheld=[Withheld(what="apology", why=why)] if why else [],
    )


def asked(state: str, question: str = "How?", pattern: str | None = "rollback") -> Answer:
    signals = {"systems_thinking": state}
    return Answer(number=1, question=question, pattern=pattern, words=70, listens=["systems_thinking"], signals=signals)


def test_shares_have_both_denominators() -> None:
    """Answers and students; what was perhaps said, silence and other languages are in none of them."""
    found = Overview()
    found.take("a", [recording(asked("missed"), asked("missed")), recording(asked("prompted"))])
    found.take("b", [recording(asked("volunteered"), asked("not_asked"))])
    silent = asked("missed").model_copy(update={"words": 0})
    found.take("c", [recording(silent, asked("missed").model_copy(update={"language": "other"}))])
    (rollback,) = found.asked()
    (lack,) = rollback.lacks
    assert (lack.missed, lack.asked, lack.students_missing, lack.students) == (2, 4, 1, 2) and lack.per_cent == 50
    assert rollback.answers == 5 and rollback.wordings == ()


def test_what_is_missing_most_comes_first() -> None:
    """By the share of answers, not by the order of the rubric; a question that asks for nothing surely is not there."""
    signals = {"restraint": "missed", "learning_loop": "missed", "failure_anticipation": "prompted"}
    one = Answer(number=1, question="Q", pattern="growth", words=9, listens=list(signals), signals=signals)
    two = one.model_copy(update={"signals": {**signals, "restraint": "prompted"}})
    found = Overview()
    found.take("a", [recording(one, two, Answer(number=3, question="Name?", words=9))])
    (growth,) = found.asked()
    assert [lack.label for lack in growth.lacks] == ["learning_loop", "restraint", "failure_anticipation"]


def test_one_of_one_is_not_what_is_missing_most() -> None:
    """What few answers were asked for comes behind what many were, whatever its share; over all questions, too."""
    found = Overview()
    rare = asked("missed").model_copy(update={"listens": ["restraint"], "signals": {"restraint": "missed"}})
    found.take("a", [recording(*[asked("missed")] * 3, *[asked("prompted")] * 3, rare, asked("missed", "Q", "growth"))])
    (growth, rollback) = found.asked()
    assert [lack.label for lack in rollback.lacks] == ["systems_thinking", "restraint"]
    assert [lack.few for lack in rollback.lacks] == [False, True] and growth.lacks[0].few
    assert [(lack.label, lack.missed, lack.asked) for lack in found.all_asked().lacks] == [
        ("systems_thinking", 4, 7), ("restraint", 1, 1),
    ]  # fmt: skip


def test_what_was_perhaps_asked_for_is_told_apart() -> None:
    """A question of a pattern that did not surely ask: heard or not heard, never `left out`; perhaps said is not
    counted. Answers to no known question are counted as such."""
    near = Answer(number=1, question="Q", pattern="rollback", words=9, signals={"systems_thinking": "not_asked"})
    heard = near.model_copy(update={"number": 2, "signals": {"systems_thinking": "prompted"}})
    maybe = near.model_copy(update={"number": 3})
    record = recording(near, heard, maybe, Answer(number=4, words=9))
    record.marks.append(Mark(label="systems_thinking", answer=3, tier="perhaps"))
    found = Overview()
    found.take("a", [record])
    (rollback,) = found.asked()
    assert rollback.lacks == () and rollback.answers == 3
    assert [(lack.missed, lack.asked) for lack in rollback.near] == [(1, 2)]
    assert (found.unknown, found.answers) == (1, 4)


def test_wordings_are_told_apart_up_to_a_number() -> None:
    """Each with its own counts where there are several; behind the last only the pattern counts on."""
    found = Overview()
    for number in range(MOST_QUESTIONS + 40):
        found.take("a", [recording(asked("missed", f"How {number}?"))])
    (rollback,) = found.asked()
    assert len(rollback.wordings) == MOST_QUESTIONS and rollback.lacks[0].asked == MOST_QUESTIONS + 40


def test_what_several_could_work_on_is_of_several_students() -> None:
    """One student's habit is theirs, however many recordings it leads in."""
    found = Overview()
    found.take("a", [recording(first="hedge"), recording(first="hedge"), recording(first="apology")])
    found.take("b", [recording(first="apology")])
    (together,) = found.together()
    assert (together.label, together.students, together.recordings) == ("apology", 2, 2)


def test_labels_and_failures_are_counted() -> None:
    """A label once a recording and once a student, however often it was heard; `perhaps` never."""
    found = Overview()
    one = recording(labels=("hedge", "hedge"))
    one.marks.append(Mark(label="apology", tier="perhaps"))
    found.take("a", [one, recording(labels=("hedge",)), failed("a")])
    found.take("b", [failed("b")])
    (costs,) = found.heard()
    assert [(h.label, h.students, h.recordings) for h in costs[1]] == [("hedge", 1, 2)]
    assert (found.students, found.recordings, found.reviewed, found.students_reviewed) == (2, 4, 2, 1)
    assert [f.student for f in found.failed] == ["a", "b"]


def test_reasons_are_told_without_their_numbers(monkeypatch) -> None:
    """One line for what differs only by a figure; behind the last they are one."""
    found = Overview()
    for number in range(5):
        found.take("a", [recording(why=f"uncertain (mean probability 0.{number})")])
    assert ("Apology", "uncertain", 5) in found.withheld()
    assert any(what == "Rates per 100 words" and count == 5 for what, _, count in found.withheld())
    monkeypatch.setattr(overview, "MOST_REASONS", 2)
    for letter in "abc":
        found.take("a", [recording(why=f"because {letter}")])
    assert any(why == "for other reasons" and count == 3 for _, why, count in found.withheld())


def test_it_does_not_grow_with_the_recordings() -> None:
    """Ten and ten thousand recordings of the same kind are counts of the same number."""

    def size(count: int) -> int:
        found = Overview()
        for _ in range(count):
            found.take("a", [recording(asked("missed"), labels=("hedge",), first="hedge", why="uncertain")])
        return len(pickle.dumps(vars(found)))

    assert size(10_000) < size(10) + 200
