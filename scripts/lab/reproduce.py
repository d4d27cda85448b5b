"""Reproductions of faults once found in the field, run one after the other: each must now behave as it should.

    python -m scripts.lab.reproduce FOLDER [--only NAME] [--models FOLDER]

FOLDER holds `field/` (small inputs) and `reliability/` (shell scripts with their journals), as described in the README
of each. Every row is a command as a user would give it and what must be seen; it prints `ok`, or what was seen instead.
Rows that need a tool this machine lacks (strace, PulseAudio, a pseudo-terminal) are left out and named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voice_interviewer.paths import models_dir

TIMEOUT_S = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command did."""

    status: int
    text: str
    "Standard output and error together."
    folder: Path
    "Its working folder, where it may have written."

    def answers(self, name: str = "o.json") -> list[dict[str, object]]:
        """The answers of a review's JSON."""
        found = json.loads((self.folder / name).read_text(encoding="utf-8"))["answers"]
        return list(found)


@dataclass(frozen=True, slots=True)
class Row:
    """One reproduction. In `command`, {vi} is the program and {in} the folder of its inputs; run by the shell."""

    name: str
    command: str
    holds: Callable[[Seen], bool]
    expected: str
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def said(text: str, status: int = 0) -> Callable[[Seen], bool]:
    """The output holds this text, and the command ended with this status."""
    return lambda seen: seen.status == status and text.lower() in seen.text.lower()


def answers(number: int, *words: str) -> Callable[[Seen], bool]:
    """A review found this many answers, each with its question where there are several, and these words in them."""

    def holds(seen: Seen) -> bool:
        found = seen.answers()
        text = json.dumps(found, ensure_ascii=False).lower()
        asked = number < 2 or all(row["question"] for row in found)
        return len(found) == number and asked and all(word.lower() in text for word in words)

    return holds


def review(name: str, options: str = "") -> str:
    """The command that reviews an input into `o.json`."""
    return f"{{vi}} review {{in}}/{name} {options} --json o.json"


def field_rows() -> Iterator[Row]:
    """What people gave the program, and what it should do with it."""
    yield Row(
        "01 question then apology", review("01_question_then_apology.flac", "--no-split"), _six, "all 6 sentences"
    )
    yield Row("03 two tracks", review("03_two_tracks.mp4"), said("track"), "both tracks heard, or told")
    yield Row(
        "04 first track silent", review("04_first_track_silent.mkv"), said("track"), "the track with a voice, or told"
    )
    yield Row("05 cut short", review("05_cut_short.wav"), said("2.0 s"), "a note that the file ends early")
    for name in ("10_names_lower_case.vtt", "11_bracketed_speakers.srt", "12_otter.txt", "13_teams_copied.txt"):
        yield Row(name, review(name), answers(2), "2 answers with their questions")
    for name in ("14_teams_paragraphs.txt", "15_meet.txt", "17_q1_a1.txt"):
        yield Row(name, review(name), answers(2), "2 answers with their questions")
    own = answers(1, "three options", "latency against cost")
    yield Row("16 own notes", review("16_own_notes_with_colons.txt"), own, "nothing said is lost")
    yield Row("18 wrapped", review("18_qa_wrapped.txt"), answers(1), "1 answer")
    yield Row(
        "19 blank line", review("19_blank_line_inside_cue.srt"), answers(1, "a small project."), "the words are kept"
    )
    yield Row("20 first row blank", review("20_first_row_blank.vtt"), lambda seen: seen.status == 0, "the cue's text")
    yield Row("21 said twice", review("21_said_twice.vtt"), _twice, "a cue said again is kept twice")
    yield Row(
        "22 whisper's output",
        review("22_whisper_stdout.txt"),
        lambda s: "-->" not in str(s.answers()),
        "times are no words",
    )
    yield Row("30 rev.ai", review("30_revai_monologues.json"), _words_or_refused, "the words, or “cannot be used”")
    yield Row("31 milliseconds", review("31_milliseconds.json"), _pace, "about 175 words a minute, or pace withheld")
    yield Row("32 words no list", review("32_words_not_a_list.json"), _one_line, "one clear line, or the text")
    half = review("33_half_an_emoji.json")
    yield Row(
        "33 half an emoji",
        half,
        lambda s: s.status == 0 and "\ufffd" in json.dumps(s.answers(), ensure_ascii=False),
        "�",
    )
    for name in ("34_whisper.tsv", "35_teams.docx"):
        yield Row(name, f"{{vi}} review {{in}}/{name}", said("save it as", 2), "named as what it is, with the mend")
    yield Row("36 empty", "{vi} review {in}/36_empty.txt", said("is empty", 2), "“is empty”, exit 2")
    yield Row(
        "input as output",
        "cp {in}/17_q1_a1.txt t.txt; {vi} review t.txt --json t.txt; cmp t.txt {in}/17_q1_a1.txt && echo same",
        said("same"),
        "refused, untouched",
    )
    yield Row("40 thousand nodes", "{vi} flows show {in}/40_thousand_nodes.yaml", said("n999"), "a tree")
    yield Row(
        "41 one missing",
        "{vi} flows check {in}/41_one_missing_to.yaml",
        lambda s: s.status == 2 and len(s.text.splitlines()) < 8,
        "a handful of lines",
    )
    yield Row("42 upper case", "{vi} flows check {in}/42_upper.YAML", said("0 errors"), "checked")
    yield Row("flows new", "{vi} flows new notes.txt", said(".yaml", 2), "refused, or .yaml added")
    yield Row(
        "typed line",
        "echo 'I kept one table.' | {vi} practice {in}/typed.yaml --type --no-voice",
        said("I kept one table."),
        "the line is the answer",
    )
    paste = "VI={program} VOICE_INTERVIEWER_DATA=$VOICE_INTERVIEWER_DATA {python} {in}/50_paste_into_type.py paste"
    yield Row("50 paste", paste, said("I chose one table, because it fits."), "the whole line", ("pexpect",))
    yield Row(
        "closed output",
        "{vi} flows list >&-; {vi} analyze - <&-; echo end",
        lambda s: "defect" not in s.text,
        "no “defect of ours”",
    )
    yield Row("no name", "{vi} review ''", said("no such file", 2), "“there is no such file”")
    yield Row("fifo", "mkfifo p.wav; {vi} review p.wav", said("pipe", 2), "pipes are named")
    yield Row(
        "bytes that are no UTF-8",
        "cp {in}/05_cut_short.wav $'caf\\xe9.wav'; {vi} review $'caf\\xe9.wav' --json o.json",
        lambda s: s.status == 0,
        "a debrief",
    )
    yield Row(
        "telemetry",
        "unshare -n -m bash {in}/00_telemetry.sh {program} review {in}/05_cut_short.wav",
        lambda s: "CONNECTION to 443" not in s.text,
        "nothing leaves",
        ("unshare",),
        {"CI": ""},
    )


def reliability_rows() -> Iterator[Row]:
    """Faults of machines and people."""
    deleted = lambda s: s.text.count("live: 2026-01-01-0000-mine") == 2 and "exit 0" not in s.text  # noqa: E731
    yield Row("01 telemetry", _script("01-telemetry"), _no_lookups, "no DNS question, no connect", ("strace",))
    yield Row("02 recogniser fails", _script("02-recogniser-fails"), _kept, "said, recording kept, exit not 0")
    yield Row("03 delete", _script("03-delete-wrong-session"), deleted, "PATH and “” are refused")
    yield Row(
        "04 refused start",
        _script("04-abort-on-refused-start"),
        lambda s: s.text.split().count("2") == 8,
        "exit 2, eight times",
    )
    lost = lambda s: "exit 0" in s.text and "Debrief" in s.text  # noqa: E731
    yield Row("05 loudspeaker lost", _script("05-loudspeaker-lost"), lost, "debrief, exit 0", ("pulseaudio", "paplay"))
    yield Row(
        "06 damaged weights", _script("06-damaged-weights"), _damage_found, "found by list, doctor and verify", ()
    )
    yield Row(
        "07 journal", _script("07-journal"), lambda s: "defect" not in s.text and s.text.count("exit 0") >= 3, "counted"
    )
    yield Row(
        "08 terminal", _script("08-terminal"), lambda s: s.text.split() == ["0", "0", "0"], "nothing raw", ("script",)
    )
    yield Row("09 privacy", _script("09-privacy"), _private, "private, and nothing left after delete")
    yield Row("10 smaller", _script("10-smaller"), lambda s: "defect" not in s.text, "no defect of ours")
    yield Row("11 resume", _script("11-resume-without-microphone"), lambda s: "Candidate “" not in s.text, "refused")


def _script(folder: str) -> str:
    # The weights by their real path: a script that damages a copy of them must not copy a link to them.
    return f"bash {{in}}/{folder}/run.sh {{program}} {{models}}"


def _six(seen: Seen) -> bool:
    return seen.status == 0 and str(seen.answers()[0]["transcript"]).count(".") >= 6


def _twice(seen: Seen) -> bool:
    text = " ".join(str(dict(row)["transcript"]) for row in seen.answers())
    words = [sentence.strip() for sentence in text.replace("?", ".").split(".")]
    return any(words.count(sentence) > 1 for sentence in words if sentence)


def _words_or_refused(seen: Seen) -> bool:
    return "Nothing was said" not in seen.text


def _pace(seen: Seen) -> bool:
    row = seen.answers()[0]["measures"]
    pace = row["pace_wpm"] if isinstance(row, dict) else {}
    return bool(pace.get("withheld")) or 120 < float(pace["value"]) < 240


def _one_line(seen: Seen) -> bool:
    return seen.status in (0, 2) and "Error" not in seen.text


def _no_lookups(seen: Seen) -> bool:
    return "s1: 0 DNS" in seen.text and "s2: 0 DNS" in seen.text and "icrosoft" not in seen.text


def _kept(seen: Seen) -> bool:
    """Named and kept; or refused before anything was recorded, which loses nothing either."""
    told = ".flac" in seen.text or "there is no session yet" in seen.text
    return "exit 0" not in seen.text and told and "Nothing was said" not in seen.text


def _damage_found(seen: Seen) -> bool:
    return "verify exit 0" not in seen.text and "turn model cut: exit 0" in seen.text and "134" not in seen.text


def _private(seen: Seen) -> bool:
    rights = [line for line in seen.text.splitlines() if line[:1] in "d-" and "/" in line]
    tail = seen.text.split()[-2:]
    return all(line[4:10] == "------" for line in rights) and "0" in tail


def run(row: Row, inputs: Path, program: str, models: Path) -> Seen:
    """Carry out a row in folders of its own."""
    folder = Path(tempfile.mkdtemp(prefix="reproduce-"))
    data = folder / "data"
    data.mkdir()
    (data / "models").symlink_to(models)
    command = row.command
    words = {"vi": program, "program": program, "python": sys.executable, "in": str(inputs), "models": str(models)}
    for name, value in words.items():
        command = command.replace("{" + name + "}", value)
    home = {"HOME": str(folder), "VOICE_INTERVIEWER_DATA": str(data), "VOICE_INTERVIEWER_CACHE": str(folder / "cache")}
    environment = (
        {k: v for k, v in os.environ.items() if k not in ("CI", "GITHUB_ACTIONS")} | home | dict(row.environment)
    )
    try:
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired as late:
        return Seen(124, (late.stdout or b"").decode(errors="replace"), folder)
    return Seen(done.returncode, (done.stdout + done.stderr).decode(errors="replace"), folder)


def missing(row: Row) -> list[str]:
    """What a row needs and this machine has not."""
    import importlib.util

    return [need for need in row.needs if not shutil.which(need) and importlib.util.find_spec(need) is None]


def holds(row: Row, seen: Seen) -> bool:
    """Whether what was seen is what was expected; an output that is not there or has another shape is not."""
    try:
        return row.holds(seen)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return False


def main(argv: list[str] | None = None) -> int:
    """Command line; exit status 1 when some row did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds field/ and reliability/")
    parser.add_argument("--only", default="", help="rows whose name holds this")
    parser.add_argument("--models", type=Path, default=models_dir(), help="where the weights are")
    options = parser.parse_args(argv)
    program = shutil.which("voice-interviewer", path=str(Path(sys.executable).parent)) or "voice-interviewer"
    rows = [(options.folder / "field", row) for row in field_rows()]
    rows += [(options.folder / "reliability", row) for row in reliability_rows()]
    failed = left_out = done = 0
    for inputs, row in rows:
        if options.only not in row.name:
            continue
        if lacking := missing(row):
            left_out += 1
            print(f"–  {row.name}: left out, needs {', '.join(lacking)}", flush=True)
            continue
        seen = run(row, inputs.resolve(), program, options.models.resolve())
        done += 1
        if holds(row, seen):
            print(f"ok {row.name}", flush=True)
        else:
            failed += 1
            print(f"✗  {row.name}: expected {row.expected}; exit {seen.status}, saw:", flush=True)
            print("   " + "\n   ".join(seen.text.strip().splitlines()[-12:]), flush=True)
        shutil.rmtree(seen.folder, ignore_errors=True)
    print(f"{done} rows run, {failed} did not hold, {left_out} left out")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
