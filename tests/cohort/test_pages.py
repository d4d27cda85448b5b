"""The pages of a cohort: what they tell and what they never do, from disk, in a real browser, safe against any text."""

from __future__ import annotations

import html as htmllib
import os
import re
import stat
from pathlib import Path

import pytest
from browser_kit import chromium, too_wide, violations
from cohort_kit import cohort, place, record

from voice_interviewer.cohort import pages, records, sheet
from voice_interviewer.cohort.criteria import Criteria
from voice_interviewer.cohort.records import Answer, First, Mark, Recording, Withheld
from voice_interviewer.debrief.wording import about, name
from voice_interviewer.errors import InputFileError, StorageError

ATTACK = """</script><img src=x onerror="document.title='OWNED'">{{ 7 * 7 }} \u202edesrever\u202c \x00"""


def words(page: Path) -> str:
    """What a page says, white space squeezed, without its style and script."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    bare = re.sub(r"</?bdi>", "", bare)
    return " ".join(htmllib.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def hostile(student: str = "ada") -> Recording:
    """A record in which every word is an attack."""
    return Recording(
        student=student,
        recording=ATTACK.replace("/", "").replace("\x00", ""),
        when="2026-11-01T00:00:00+00:00",
        words=90,
        answers=[Answer(number=1, question=ATTACK, text=ATTACK, words=90, next_question=ATTACK, notes=[ATTACK])],
        marks=[Mark(label="hedge", answer=1, quote=ATTACK[:5], start=0, end=5, why=ATTACK)],
        priorities=[
            First(label="hedge", title=ATTACK, answer=1, quote=ATTACK, cost=ATTACK, instead=ATTACK, drill=ATTACK)
        ],
        strengths=[First(label="ownership", title=ATTACK, answer=1, quote=ATTACK, cost=ATTACK)],
        withheld=[Withheld(what="hedge", why=ATTACK, answer=1, quote=ATTACK), Withheld(what="rates", why=ATTACK)],
        notes=[ATTACK],
    )


def written(out: Path, *made: Recording) -> None:
    for number, one in enumerate(made):
        path = out / records.WORK / re.sub(r"[<>\"]", "", one.student) / f"{number}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        records.write(path, one)


def test_a_students_page_tells_their_history(tmp_path: Path) -> None:
    """Every recording in order: what was good and the first thing to change with quotes and times, the questions, what
    was withheld and why."""
    made = [one for one in cohort(tmp_path) if one.student == "ada-lovelace"]
    pages.write(tmp_path)
    page = tmp_path / pages.STUDENTS / "ada-lovelace.html"
    said = words(page)
    assert [said.index(f"{n}. week-{n}.wav") for n in (1, 2, 3)] == sorted(
        said.index(f"{n}. week-{n}.wav") for n in (1, 2, 3)
    )
    for one in made:
        assert one.when[:10] in said
        assert all(answer.question in said for answer in one.answers)
        for kept in one.strengths[:3]:
            assert f"“{kept.quote}”" in said and kept.cost in said
        if one.first_priority:
            assert one.first_priority.title in said and one.first_priority.quote in said
    assert "“sorry”: these words were uncertain (mean probability 0.21)." in said
    assert re.search(r">0:\d\d<", page.read_text(encoding="utf-8"))


def test_one_recording_is_no_trend(tmp_path: Path) -> None:
    """Nothing is said about change from one; from several only what chance does not explain."""
    cohort(tmp_path)
    pages.write(tmp_path)
    alone, several = (words(tmp_path / pages.STUDENTS / f"{s}.html") for s in ("grace-hopper", "ada-lovelace"))
    assert "It says nothing about change" in alone
    assert not re.search(r"better|worse|improv|later recordings|Heard again", alone, re.IGNORECASE)
    assert "nothing changed by more than chance explains" in several
    assert "opens with what is missing in 2 of 3 recordings: 1 and 2" in several


def test_a_change_beyond_chance_is_told(tmp_path: Path) -> None:
    """Forty hedges in the earlier recordings and none in the later ones; and what was asked may be why."""
    text = "I guess it held. " * 100
    for number in range(1, 5):
        marks = [Mark(label="hedge", answer=1, quote="I guess", start=17 * n, end=17 * n + 7) for n in range(20)]
        answer = Answer(number=1, text=text, words=400, quality="good")
        written_marks = marks if number < 3 else []
        one = Recording(student="ada", recording=f"{number}.wav", answers=[answer], marks=written_marks, words=400)
        records_path = place(tmp_path, one)
        records_path.parent.mkdir(parents=True, exist_ok=True)
        records.write(records_path, one)
    pages.write(tmp_path)
    said = words(tmp_path / pages.STUDENTS / "ada.html")
    assert "Better in the later recordings than in the earlier, by more than chance explains: hedges." in said
    assert "look at what was asked" in said


def test_the_cohorts_page_counts_what_is_missing(tmp_path: Path) -> None:
    """How many of those asked left it out, with both denominators; what was volunteered elsewhere does not count."""

    def answer(number: int, state: str, listens: list[str], pattern: str | None = "rollback") -> Answer:
        signals = {"systems_thinking": state}
        return Answer(number=number, question="How?", pattern=pattern, words=70, listens=listens, signals=signals)

    both = ["systems_thinking"]
    written(
        tmp_path,
        Recording(student="a", recording="1", answers=[answer(1, "missed", both), answer(2, "missed", both)]),
        Recording(student="b", recording="1", answers=[answer(1, "prompted", both), answer(2, "volunteered", [])]),
        Recording(student="c", recording="1", answers=[answer(1, "not_asked", both), answer(2, "missed", both, None)]),
        Recording(student="d", recording="1", failure="d/1: no sound.", answers=[]),
    )
    said = words(pages.write(tmp_path))
    gap = about("systems_thinking")["gap"]
    assert re.search(rf"5 answers [^0-9]*{gap} 2 of 3 answers 1 of 2 students", said)
    assert re.search(rf"Other questions 1 answer .*?{gap} 1 of 1 answers 1 of 1 students", said)


def test_answers_to_no_known_question_are_told(tmp_path: Path) -> None:
    """Otherwise an empty section would look like nothing missing."""
    written(tmp_path, Recording(student="a", recording="1", answers=[Answer(number=1, words=70)]))
    assert "Of 1 of 1 answers the question is not known, so nothing can be missing" in words(pages.write(tmp_path))


def test_the_cohorts_page_tells_the_rest(tmp_path: Path) -> None:
    """Labels by students, failures with their reason, what was withheld, what several could work on."""
    made = cohort(tmp_path)
    said = words(pages.write(tmp_path))
    assert "6 of 7 recordings of 4 students could be reviewed" in said
    good = [one for one in made if not one.failure]
    with_it = [one for one in good if one.of("ownership")]
    who = {one.student for one in with_it}
    assert f"{name('ownership')} {len(who)} of 3 {len(with_it)} of 6" in said
    assert "noor week-1.wav week-1.wav: holds no sound. (2 tries)" in said
    assert "Apology, in 1 recording: these words were uncertain." in said


def test_nobody_is_ranked_or_totalled(tmp_path: Path) -> None:
    """Students stand in the order of folders, whatever was heard; no page says score, rank, best or worst of anybody,
    and the page says why."""
    cohort(tmp_path, {"b": ("apologetic",), "a": ("bluffer",), "c": ("ready",)})
    index = pages.write(tmp_path)
    source = index.read_text(encoding="utf-8")
    assert re.findall(r'href="students/(\w)\.html"', source) == ["a", "b", "c"]
    assert pages.WHY in htmllib.unescape(source)
    told = words(index).replace(pages.WHY, "") + words(tmp_path / pages.STUDENTS / "b.html")
    told = told.replace("so there is no score here, and no place among others", "")
    assert not re.search(r"\b(?:score|rank|ranking|total|best|worst|top|average|points|grade)\b", told, re.IGNORECASE)


def test_nothing_is_ever_loaded_from_outside(tmp_path: Path) -> None:
    """Links lead to other pages of the cohort or into the page; the policy allows nothing else."""
    cohort(tmp_path)
    pages.write(tmp_path)
    for page in tmp_path.rglob("*.html"):
        source = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in source and "unsafe-inline" not in source
        for target in re.findall(r'(?:href|src)="([^"]*)"', source):
            assert target.startswith("#") or (page.parent / target.partition("#")[0]).is_file(), target
        assert not re.search(r"https?://", re.sub(r"<style>.*?</style>", "", source, flags=re.S))


def test_pages_are_private_and_whole(tmp_path: Path) -> None:
    """They hold somebody's words; and a run over the same records writes the same bytes."""
    cohort(tmp_path)
    index = pages.write(tmp_path)
    before = {page: page.read_bytes() for page in tmp_path.rglob("*.html")}
    pages.write(tmp_path)
    assert before == {page: page.read_bytes() for page in tmp_path.rglob("*.html")}
    assert not list(tmp_path.rglob("*.part"))
    if os.name == "posix":
        assert stat.S_IMODE(index.stat().st_mode) == 0o600


def test_who_is_gone_has_no_page(tmp_path: Path) -> None:
    """The page of a student without records is removed; a file of somebody else's stays."""
    cohort(tmp_path)
    pages.write(tmp_path)
    place(tmp_path, record("grace-hopper", 1, "ready")).unlink()
    (tmp_path / pages.STUDENTS / "notes.txt").write_text("mine")
    pages.write(tmp_path)
    assert sorted(p.name for p in (tmp_path / pages.STUDENTS).iterdir()) == [
        "ada-lovelace.html", "li-wei.html", "noor.html", "notes.txt",
    ]  # fmt: skip
    assert "grace" not in words(tmp_path / pages.INDEX)


def test_an_empty_cohort_has_a_page(tmp_path: Path) -> None:
    """Nothing was reviewed: nothing is claimed."""
    said = words(pages.write(tmp_path))
    assert "0 recordings of 0 students" in said and "missing most" not in said


def test_sound_is_found_beside_the_pages(tmp_path: Path) -> None:
    """By a relative link where the file is there and browsers play it; otherwise times stand alone."""
    out, folder = tmp_path / "out", tmp_path / "the recordings"
    cohort(out)
    (folder / "ada-lovelace").mkdir(parents=True)
    (folder / "ada-lovelace" / "week-1.wav").write_bytes(b"")
    pages.write(out, recordings=folder)
    source = (out / pages.STUDENTS / "ada-lovelace.html").read_text(encoding="utf-8")
    link = "../../the%20recordings/ada-lovelace/week-1.wav"
    assert source.count(f'src="{link}"') == 3 and 'week-2.wav"' not in source
    assert (out / pages.STUDENTS / link.replace("%20", " ")).resolve().is_file()
    assert 'data-play="r1-answer-1-audio"' in source and 'data-play="r2-' not in source
    pages.write(out)
    assert "<audio" not in (out / pages.STUDENTS / "ada-lovelace.html").read_text(encoding="utf-8")


def test_criteria_choose_what_the_pages_show(tmp_path: Path) -> None:
    """Only the labels that count, under their own names, with notes; the records stay as they were."""
    made = cohort(tmp_path)
    before = {path: path.read_bytes() for path in records.files(tmp_path)}
    chosen = Criteria(
        title="Week 3", intro="Two of us listened.", labels=("ownership", "decision_ownership"),
        names={"ownership": "Says I"}, notes={"direct": "Practised in week 2."},
    )  # fmt: skip
    said = words(pages.write(tmp_path, criteria=chosen))
    assert "Week 3" in said and "Two of us listened." in said and "Practised in week 2." in said
    assert "Says I" in said and name("hedge") not in said and name("absence_lead") not in said
    student = words(tmp_path / pages.STUDENTS / "ada-lovelace.html")
    assert "Says I" in student and about("absence_lead")["title"] not in student
    for page in (said, student):
        assert "Only this is shown here: Says I, owns a decision." in page
    assert "in the way it was said stood out" not in student, "more was said than is shown"
    assert any(one.of("hedge") for one in made)
    assert before == {path: path.read_bytes() for path in records.files(tmp_path)}


def test_pages_say_that_names_were_taken_out(tmp_path: Path) -> None:
    """What stands in their place is explained, and only then."""
    cohort(tmp_path)
    assert "[name]" not in words(pages.write(tmp_path))
    assert "Names were taken out where they were found: [name]" in words(pages.write(tmp_path, scrubbed=True))


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    """And a folder that cannot be made, too."""
    cohort(tmp_path)
    path = next(iter(records.files(tmp_path)))
    path.write_text("{")
    with pytest.raises(InputFileError, match=r"week-1\.wav\.json"):
        pages.write(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        pages.write(tmp_path / "file")


@pytest.mark.browser
def test_pages_in_a_browser(tmp_path: Path) -> None:
    """From disk, wide and narrow, light and dark, folded and unfolded: nothing for axe-core to complain about, nothing
    to scroll to sideways; links lead where they say."""
    cohort(tmp_path)
    index = pages.write(tmp_path)
    with chromium() as browser:
        for width, scheme in ((1280, "light"), (390, "dark")):
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
            )
            tab = context.new_page()
            for page in (index, *sorted((tmp_path / pages.STUDENTS).glob("*.html"))):
                tab.goto(page.as_uri())
                assert violations(tab) == [] and not too_wide(tab), page.name
                tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
                assert violations(tab) == [] and not too_wide(tab), page.name
            tab.goto(index.as_uri())
            tab.get_by_role("link", name="li-wei").click()
            assert tab.title() == "li-wei"
            tab.get_by_role("link", name="answer 1").first.click()
            assert tab.locator("#r1-answer-1").is_visible()
            tab.get_by_role("link", name="All students").click()
            assert tab.url == index.as_uri()
            context.close()


@pytest.mark.browser
def test_hostile_text_is_text(tmp_path: Path) -> None:
    """Markup, templates and marks that turn text round are shown and never run, wherever they stand."""
    named = "q&\"'<b>x #1%20"
    written(tmp_path, hostile(), hostile(named), Recording(student="z", recording="1", failure=ATTACK))
    index = pages.write(tmp_path, criteria=Criteria(title=ATTACK, intro=ATTACK, names={"hedge": ATTACK}))
    with chromium() as browser:
        tab = browser.new_page()
        for page in (index, *sorted((tmp_path / pages.STUDENTS).glob("*.html"))):
            tab.goto(page.as_uri())
            assert tab.title() != "OWNED" and tab.locator("img").count() == 0
            assert "49" not in tab.locator("body").inner_text().split() and "{{ 7 * 7 }}" in tab.content()
        tab.goto(index.as_uri())
        tab.locator("#students a").nth(1).click()
        assert tab.locator("h1").inner_text() == named


def test_a_silent_recording_is_told_as_silent(tmp_path: Path) -> None:
    """Once, as the reason for what is missing; where there is no word, nothing can stand out or not."""
    why = "no voice was heard"
    silent = Recording(
        student="ada",
        recording="week-2.wav",
        seconds=8.0,
        quality="poor",
        answers=[Answer(number=1, seconds=8.0, quality="poor", reasons=[why])],
        withheld=[Withheld(what="rates", why=why, answer=1)],
    )
    for made in (record("ada", 1, "ready"), silent):
        place(tmp_path, made).parent.mkdir(parents=True, exist_ok=True)
        records.write(place(tmp_path, made), made)
    pages.write(tmp_path)
    page = (tmp_path / "students" / "ada.html").read_text(encoding="utf-8")
    told = page[page.index("From one recording") :]
    assert told.count(f"{why}.") == 1 and "only 0 words" not in page
    assert ">no words<" in told and told.count(">nothing stood out<") == 1, "the other one says nothing to change"
    assert sheet.row(silent)[-2] == f"rates: {why}"
