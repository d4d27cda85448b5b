"""`cohort pages|judge|agreement`: from results that are there, and one line where they are not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browser_kit import chromium
from cohort_kit import cohort

from voice_interviewer.cli import cohort_results
from voice_interviewer.cli.app import run
from voice_interviewer.cohort import pages, records


def test_pages_are_made_again_with_other_criteria(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And without them again as they were; records are left alone, and so is what the pages knew of the sound."""
    out = tmp_path / "out"
    cohort(out)
    (tmp_path / "in" / "li-wei").mkdir(parents=True)
    (tmp_path / "in" / "li-wei" / "week-1.wav").write_bytes(b"")
    pages.write(out, recordings=tmp_path / "in", scrubbed=True)
    before = (out / pages.INDEX).read_bytes()
    kept = {path: path.read_bytes() for path in records.files(out)}
    file = tmp_path / "week-3.yaml"
    file.write_text("title: Week 3\nlabels: [ownership]\n", encoding="utf-8")
    assert run(["cohort", "pages", str(out), "--criteria", str(file)]) == 0
    index = (out / pages.INDEX).read_text(encoding="utf-8")
    assert "Week 3" in index and "[name]" in index
    assert "<audio" in (out / pages.STUDENTS / "li-wei.html").read_text(encoding="utf-8")
    assert run(["cohort", "pages", str(out)]) == 0
    assert (out / pages.INDEX).read_bytes() == before
    assert kept == {path: path.read_bytes() for path in records.files(out)}
    assert "Written:" in capsys.readouterr().out


@pytest.mark.browser
def test_two_people_judge_a_page_and_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the page in a browser to files, and from those to agreement: nothing is made up on the way."""
    out, page = tmp_path / "out", tmp_path / "judge.html"
    cohort(out)
    assert run(["cohort", "judge", str(out), "ada-lovelace", "--out", str(page)]) == 0
    saved = []
    with chromium() as browser:
        for who, choices in (("Ada", ("Right", "Right")), ("Grace", ("Right", "Wrong"))):
            tab = browser.new_page(accept_downloads=True)
            tab.goto(page.as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
            for number, choice in enumerate(choices):
                tab.locator("li[data-label]").nth(number).get_by_role("button", name=choice).click()
            tab.get_by_label("Your name").fill(who)
            with tab.expect_download() as coming:
                tab.get_by_role("button", name="Save my file").click()
            saved.append(tmp_path / f"{who}.json")
            coming.value.save_as(saved[-1])
    capsys.readouterr()
    found = tmp_path / "agreement.json"
    assert run(["cohort", "agreement", *map(str, saved), "--json", str(found)]) == 0
    said = capsys.readouterr().out
    assert "2 findings were judged by both" in said and "right for Ada, wrong for Grace" in said
    told = json.loads(found.read_text(encoding="utf-8"))
    assert told["raters"] == ["Ada", "Grace"] and told["agreement"][0]["same"] == 1
    (difference,) = told["differences"]
    assert difference["session"] == "ada-lovelace" and re.fullmatch(r"week-\d\.wav/\d", difference["answer"])
    texts = {f"{r.recording}/{a.number}": a.text for r in records.every(out) for a in r.answers if "ada" in r.student}
    assert difference["quote"] in " ".join(texts[difference["answer"]].split())


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        (["pages", "nowhere"], "there are no results of a cohort here"),
        (["pages", "out", "--criteria", "gone.yaml"], "the criteria cannot be read"),
        (["judge", "nowhere", "x", "--out", "p.html"], "there are no results of a cohort here"),
        (["judge", "out", "nobody", "--out", "p.html"], "no student “nobody”"),
        (["judge", "out", "noor", "--out", "out"], "this is a folder"),
        (["agreement", "gone.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_line(argv: list[str], why: str, tmp_path: Path, capsys, monkeypatch) -> None:
    """Exit code 2."""
    monkeypatch.chdir(tmp_path)
    cohort(tmp_path / "out", {"noor": ()})
    assert run(["cohort", *argv]) == 2
    assert why in (said := capsys.readouterr().err) and said.count("\n") == 1


def test_the_group_is_called_cohort() -> None:
    """Its commands are those of the documents."""
    assert {command.callback.__name__ for command in cohort_results.group.registered_commands if command.callback} == {
        "pages", "judge", "agreement",
    }  # fmt: skip
