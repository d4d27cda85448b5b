"""One student's recordings, told: what came back, what changed beyond chance, and what is not said."""

from __future__ import annotations

from pathlib import Path

from cohort_kit import cohort, failed, record

from voice_interviewer.cohort import pages
from voice_interviewer.cohort.as_debrief import debrief_of, to_judge
from voice_interviewer.cohort.criteria import Criteria
from voice_interviewer.cohort.records import Answer, Mark, Recording
from voice_interviewer.cohort.told import story


def hedging(number: int, hedges: int, *, quality: str = "good") -> Recording:
    """A recording of 400 words with so many hedges."""
    answer = Answer(number=1, text="I guess it held. " * 100, words=400, quality=quality)  # type: ignore[arg-type]
    marks = [Mark(label="hedge", answer=1, quote="I guess", start=17 * n, end=17 * n + 7) for n in range(hedges)]
    return Recording(student="a", recording=f"{number}.wav", answers=[answer], marks=marks, words=400)


def test_nothing_is_said_about_change_where_nothing_is_known() -> None:
    """Of no recording, of one, and of recordings too poor or too short to be compared."""
    assert story("a", [failed("a")]).change == "" and story("a", [failed("a")]).reviewed == 0
    assert "nothing about change" in story("a", [hedging(1, 5), failed("a")]).change
    assert "too little" in story("a", [hedging(1, 5, quality="poor"), hedging(2, 5, quality="poor")]).change


def test_only_what_chance_does_not_explain_changed() -> None:
    """Two of four hundred words are within chance; twenty against none are not, in either direction."""
    assert "nothing changed" in story("a", [hedging(1, 2), hedging(2, 0)]).change
    assert story("a", [hedging(1, 20), hedging(2, 0)]).change.startswith("Better in the later")
    assert story("a", [hedging(1, 0), hedging(2, 20)]).change.startswith("Worse in the later")


def test_what_the_criteria_leave_out_is_not_compared() -> None:
    """Neither as a change nor as something that came back; another name is used everywhere."""
    records = [hedging(1, 20), hedging(2, 3)]
    out = story("a", records, Criteria(leave_out=("hedge",)))
    assert "hedge" not in out.change.lower() and not out.costs
    called = story("a", records, Criteria(names={"hedge": "Doubt"}))
    assert [again.name for again in called.costs] == ["Doubt"] and "doubt" in called.change
    assert {note.name for note in called.recordings[0].answers[0].notes} == {"Doubt"}


def test_what_came_back_says_where() -> None:
    """The numbers of the recordings; what was heard once has not come back."""
    found = story("a", [hedging(1, 1), hedging(2, 0), hedging(3, 1), hedging(4, 1)])
    assert [(a.count, a.where) for a in found.costs] == [(3, "1, 3 and 4")]
    assert story("a", [hedging(1, 1), hedging(2, 0)]).costs == ()


def test_anchors_are_the_pages_own() -> None:
    """Two recordings with an answer each have two places on the page."""
    found = story("a", [hedging(1, 1), hedging(2, 1)])
    assert [one.answers[0].anchor for one in found.recordings] == ["r1-answer-1", "r2-answer-1"]


def test_an_answer_comes_back_as_the_debrief_showed_it() -> None:
    """Words, findings in both tiers, states and times, as the record has them."""
    made = record("a", 1, "apologetic")
    rows = debrief_of(made, lambda one: f"{one.recording}?").answers
    assert [row.transcript.text for row in rows] == [answer.text for answer in made.answers]
    assert sum(len(row.findings) + len(row.perhaps) for row in rows) == len(made.marks)
    assert [row.signals.keys() for row in rows] == [answer.signals.keys() for answer in made.answers]
    assert rows[0].audio == "week-1.wav?" and rows[0].duration_s == made.answers[0].seconds


def test_a_page_to_judge_names_every_finding(tmp_path: Path) -> None:
    """Each has a line that is judged, under the student's name, and answers say which recording they are of. No verdict
    stands on it that a rater could follow, and no command of sessions."""
    made = cohort(tmp_path, {"a": ("apologetic", "ready")})
    page = pages.to_judge(tmp_path, "a", tmp_path / "page.html")
    assert 'data-session="a"' in page and 'data-answer="week-2.wav/1"' in page
    judged = [m for one in made for m in one.marks if m.tier == "heard" and m.label not in ("filler", "repeat")]
    assert page.count("data-label=") == len(judged) > 0
    assert "--retake" not in page and "--correct" not in page
    assert not [one.priorities[0].title for one in made if one.priorities and one.priorities[0].title in page]
    assert len(to_judge("a", made).answers) == sum(len(one.answers) for one in made)
