"""One worker's process: engines loaded once, hung and lost ones ended, named and tried once more. Real processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from places import ROOT
from scripted_reviewer import cohort, hung, logged, settings

from voice_interviewer.cohort import child, records
from voice_interviewer.cohort.hand import Hand, environment
from voice_interviewer.cohort.job import Job, Settings, job_of
from voice_interviewer.cohort.team import Alone, fitting
from voice_interviewer.cohort.tree import look
from voice_interviewer.errors import UsageError

GB = 2**30


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests" / "kits"))


def jobs(tmp_path: Path, says: str, count: int = 1, **more: float) -> list[Job]:
    folder = cohort(tmp_path / "in", 1, count, says)
    how = settings(tmp_path / "log", **more)
    return [job_of(item, how) for item in look(folder, tmp_path / "out").items()]


def review(tmp_path: Path, says: str):
    """What comes of one file, and its record. Whenever the reviewer hangs, an hour goes by."""
    hours = hung(tmp_path / "log")
    hand = Hand(lambda: 3600.0 * (hours.stat().st_size if hours.exists() else 0))
    try:
        (job,) = jobs(tmp_path, says)
        outcome = hand.review(job)
        return outcome, records.read(job.record) if job.record.exists() else None
    finally:
        hand.close()


def test_files_are_reviewed_by_one_process(tmp_path: Path) -> None:
    """It is started once and writes each record; what it costs is told."""
    team = Alone()
    done = jobs(tmp_path, "ok", 3)
    found = list(team.review(done))
    team.close()
    assert [o.state for o in found] == ["done"] * 3 and all(o.cpu_s >= 0 for o in found)
    assert logged(tmp_path / "log") == [f"{job.student}/{job.recording}" for job in done]
    record = records.read(done[0].record)
    assert len(record.stamp) == 64 and record.settings == done[0].settings.line() and record.tries == 1


def test_a_file_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    """At the limit that its length gives, twice; its record says so."""
    outcome, record = review(tmp_path, "hang")
    assert (outcome.state, outcome.tries) == ("failed", 2) and "was not done after" in outcome.why
    assert record is not None and record.failure == outcome.why and record.tries == 2


def test_a_process_that_is_lost_is_named(tmp_path: Path) -> None:
    """A library that takes its process down costs that file, after a second try."""
    outcome, record = review(tmp_path, "die")
    assert (outcome.state, outcome.tries) == ("failed", 2) and "lost (code 3)" in outcome.why
    assert record is not None and record.failure == outcome.why


@pytest.mark.parametrize(("says", "why"), [("once die", "lost"), ("once hang", "was not done after")])
def test_a_second_try_may_do(tmp_path: Path, says: str, why: str) -> None:
    """Then the file is done, and the first trouble is told."""
    outcome, record = review(tmp_path, says)
    assert (outcome.state, outcome.tries) == ("done", 2) and why in outcome.earlier
    assert record is not None and not record.failure and record.tries == 2


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """With what `review` says of it; it is not tried more than twice."""
    outcome, record = review(tmp_path, "refuse")
    assert (outcome.state, outcome.tries) == ("failed", 2) and outcome.why.endswith("holds no sound. Record it again.")
    assert record is not None and record.failure == outcome.why


def test_what_is_not_the_files_fault_is_no_failure(tmp_path: Path) -> None:
    """Without weights no file can be reviewed: it is told once, and no record is written."""
    outcome, record = review(tmp_path, "break")
    assert (outcome.state, record) == ("broken", None) and "Fetch them." in outcome.why


def test_names_that_are_no_text_go_there_and_back(tmp_path: Path) -> None:
    """A job is one line of JSON, whatever a path holds."""
    job = Job("a", "b", Path("/x/\udcff\n.wav"), Path("/y"), Settings(question="“?”"), "Ada", 1, "before")
    assert Job.of_line(job.line()) == job and "\n" not in job.line()
    assert job.key != Job.of_line(job.line().replace('"tries": 1', '"tries": 0')).key


def test_longer_sound_may_take_longer() -> None:
    """Before the length is known, the time of loading alone."""
    how = Settings(first_s=100, per_second=10)
    assert (how.limit_s(None), how.limit_s(60.0)) == (100, 700)


def test_where_a_file_lies_is_not_told_twice(tmp_path: Path) -> None:
    """Whose it is and its name stand in front of the reason; the whole path would say too much in a table."""
    path = tmp_path / "in" / "Ada" / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    (item,) = look(tmp_path / "in", tmp_path / "out").items()
    outcome = child.reviewed(job_of(item, Settings()), {}, lambda _: None)
    assert outcome.state == "failed" and str(tmp_path) not in outcome.why and "is empty" in outcome.why


def test_engines_find_no_setting_of_dasks(tmp_path: Path) -> None:
    """Giving memory back at once costs a recogniser much time; threads are held to the worker's share."""
    found = environment({"PATH": "/bin", "MALLOC_TRIM_THRESHOLD_": "65536", "OMP_NUM_THREADS": "9"}, 2)
    assert found["PATH"] == "/bin" and "MALLOC_TRIM_THRESHOLD_" not in found and found["OMP_NUM_THREADS"] == "2"


def test_settings_that_change_results_are_in_the_line() -> None:
    """Limits and threads change nothing; an option of the first track is not mistaken for none."""
    assert Settings(first_s=1, threads=2).line() == Settings().line()
    lines = {Settings().line(), *(Settings(**{k: v}).line() for k, v in OTHER.items())}
    assert len(lines) == 1 + len(OTHER) and not any("Ada" in line for line in lines)


OTHER = {"model": "x", "question": "q", "node": "n", "me": "m", "split": False, "track": 0, "channel": 0, "tagger": "t"}
OTHER |= {"scrub": True, "names": ("Ada",)}


def test_how_many_workers_help() -> None:
    """No more than cores, files and memory allow; one where there is little to do."""
    assert fitting(files=3, cores=8, free=64 * GB, weights=0) == 1
    assert fitting(files=100, cores=8, free=64 * GB, weights=0.15 * GB) == 8
    assert fitting(files=5, cores=8, free=64 * GB, weights=0.15 * GB) == 5
    assert fitting(files=100, cores=8, free=4 * GB, weights=0.15 * GB) == 3
    assert fitting(files=100, cores=8, free=0.5 * GB, weights=3 * GB) == 1


def test_an_error_of_the_reviewer_is_one_line(tmp_path: Path) -> None:
    """Whatever it raises; a reviewer that cannot be made stops the work."""

    def raising(error: Exception):
        def reviewer(job: Job, length: object) -> None:
            raise error

        return {how.engines: reviewer}

    (job,) = jobs(tmp_path, "ok")
    how = job.settings
    for error in (OSError(5, "I/O error"), MemoryError(), KeyError("x\ny"), UsageError("no.")):
        outcome = child.reviewed(job, raising(error), lambda _: None)
        assert outcome.state == "failed" and outcome.why and "\n" not in outcome.why
    assert child.reviewed(job, {}, lambda _: None).state == "done"
