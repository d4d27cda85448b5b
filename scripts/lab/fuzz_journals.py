"""Damage journals, settings and histories at random: all of them open, go on, or are refused in one line.

    python -m scripts.lab.fuzz_journals [--times 10000] [--seed 1]

Each input is one of the journals kept from version 0.1.0 (or a settings file), damaged in one to three ways, beside a
sound session. It is listed, read, rendered, corrected, counted in the history and gone on with. Counted are:

- **crashes**: an exception that is none of ours
- **hangs**: more than a few seconds of work
- **unlocated**: a refusal that does not say where
- **spoiled**: the sound session beside it was no longer listed or counted
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_interviewer.errors import InterviewerError
from voice_interviewer.language.model import Analysis, Context
from voice_interviewer.sessions.journal import JOURNAL, Session

from . import ROOT

OLD = ROOT / "tests" / "data" / "sessions-0.1.0"
SOUND = "2026-01-05-0900-typed"
LONGEST_S = 5.0
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, -1e308, 1e308, float("nan"), float("inf"), "", "x", "\ud83d", "\x00\x1b[2J", [], [[]],
    {}, {"type": "Say"}, [None, 1, "x"], "a" * 5000, 0.5, "2026", {"a": {"b": []}},
)  # fmt: skip
SETTINGS = {"patience": "long", "headphones": True}


def analyse(text: str, context: Context) -> Analysis:
    """No language: what it finds in odd texts is tested in its own room."""
    return Analysis(text, words=len(text.split()))


# ---- damage ----


def damage(raw: bytes, rng: random.Random) -> bytes:
    """The bytes after one to three mishaps."""
    for _ in range(rng.randint(1, 3)):
        raw = rng.choice(MISHAPS)(raw, rng)
    return raw


def _cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def _flip(raw: bytes, rng: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _garbage(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + rng.randbytes(rng.choice((1, 30, 4000))) + raw[at:]


def _nothing(raw: bytes, rng: random.Random) -> bytes:
    return rng.choice((b"", b"\n", b"\x00" * 100, b"[]\n", b"{}\n", b"null", b"[" * 5000, b'{"a":' * 5000))


def _lines(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(6):
        case 0:
            del lines[i]
        case 1:
            lines.insert(j, lines[i])
        case 2:
            lines[i], lines[j] = lines[j], lines[i]
        case 3:
            lines = lines[1:]  # the header is lost
        case 4:
            lines[i] = lines[i] * rng.choice((2, 50))
        case _:
            lines = [line + b"\r" for line in lines]
    return b"\n".join(lines)


def _value(raw: bytes, rng: random.Random) -> bytes:
    """One value anywhere in one record becomes something else, goes, or gets company."""
    lines = [line for line in raw.split(b"\n") if line]
    if not lines:
        return raw
    i = rng.randrange(len(lines))
    try:
        row = json.loads(lines[i])
    except (ValueError, RecursionError):
        return raw
    here: Any = row
    while isinstance(here, (dict, list)) and here:
        key = rng.choice(list(here)) if isinstance(here, dict) else rng.randrange(len(here))
        if not isinstance(here[key], (dict, list)) or not here[key] or rng.random() < 0.3:
            match rng.randrange(4):
                case 0:
                    del here[key]
                case 1 if isinstance(here, dict):
                    here["unknown"] = rng.choice(ODD)
                case _:
                    here[key] = rng.choice(ODD)
            break
        here = here[key]
    lines[i] = json.dumps(row).encode()
    return b"\n".join(lines) + b"\n"


MISHAPS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _flip, _garbage, _lines, _lines, _value, _value, _value, _value, _value, _nothing,
)  # fmt: skip


# ---- what is done with a damaged session ----


def steps(root: Path, folder: Path) -> dict[str, Callable[[], object]]:
    """Everything a person can do with a session, by name."""
    from voice_interviewer.debrief.data.correct import apply_correction
    from voice_interviewer.debrief.paint import html, markdown
    from voice_interviewer.debrief.write import make, to_json
    from voice_interviewer.progress.history import collect
    from voice_interviewer.progress.history_view import table
    from voice_interviewer.progress.labels import opinions
    from voice_interviewer.progress.stories import propose
    from voice_interviewer.sessions.journal import list_sessions

    session = Session(folder)

    def render() -> None:
        made = make(session, analyse)
        markdown.render(made)
        html.render(made)
        (folder / "debrief.json").write_text(to_json(made), encoding="utf-8")

    def listed() -> None:
        if SOUND not in {row.id for row in list_sessions(root)}:
            raise AssertionError("spoiled: the sound session is not listed")

    def counted() -> None:
        points = collect(root, candidate=None, remake=lambda one: make(one, analyse).model_dump())
        if SOUND not in {point.session for point in points}:
            raise AssertionError("spoiled: the sound session is not counted")
        table(points, "")

    def correct() -> None:
        with session:
            apply_correction(session, "1:=something else")

    return {
        "list": listed,
        "history": counted,
        "render": render,
        "history again": counted,
        "stories": lambda: propose(make(session, analyse).model_dump(), []),
        "opinions": lambda: opinions(session),
        "resume": lambda: _resume(session),
        "correct": correct,
    }


def _resume(session: Session) -> None:
    from voice_interviewer.interview.core.machine import begin, step
    from voice_interviewer.interview.live.resuming import flow_of, plan
    from voice_interviewer.sessions.events import Command

    going = plan(session.id, session.read())
    state = begin(flow_of(session.id, going))
    for event in going.past:
        state, _ = step(state, event)
    step(state, Command(going.at_s, "resume"))


def settings_step(file: Path) -> None:
    """What the program does with remembered choices."""
    from voice_interviewer.sessions.settings import load_settings, remember

    load_settings(file)
    remember(file, patience="long")


# ---- counting ----


@dataclass(frozen=True)
class Outcome:
    """What became of one input."""

    kind: str
    "ok | refused | unlocated | crash | hang | spoiled"
    where: str = ""
    "The step and the error."


def outcome(name: str, action: Callable[[], object]) -> Outcome:
    """One step, judged."""
    began = time.process_time()
    try:
        action()
    except InterviewerError as error:
        one_line = bool(error.where) and "\n" not in str(error).strip()
        return Outcome("refused" if one_line else "unlocated", f"{name}: {error}")
    except AssertionError as error:
        return Outcome("spoiled" if "spoiled" in str(error) else "crash", f"{name}: {error}")
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Outcome("crash", f"{name}: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
    took = time.process_time() - began
    return Outcome("hang", f"{name}: {took:.0f} s") if took > LONGEST_S else Outcome("ok")


def fuzz(times: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Outcomes by kind, and the bad ones by place, over so many damaged journals and as many settings files."""
    rng = random.Random(seed)
    kinds: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    sources = sorted(path for path in OLD.iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "sessions"
        shutil.copytree(OLD / SOUND, root / SOUND)
        folder = root / "2026-02-01-0900-damaged"
        for number in range(times):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / JOURNAL).write_bytes(damage((rng.choice(sources) / JOURNAL).read_bytes(), rng))
            if rng.random() < 0.1:
                (folder / "debrief.json").write_bytes(damage(_debrief(root), rng))
            file = Path(name) / "settings.json"
            file.write_bytes(damage(json.dumps(SETTINGS).encode(), rng))
            found = [outcome(step, action) for step, action in steps(root, folder).items()]
            found.append(outcome("settings", lambda file=file: settings_step(file)))  # type: ignore[misc]
            worst = min(found, key=lambda one: ORDER.index(one.kind))
            kinds[worst.kind] += 1
            bad.update(one.where for one in found if one.kind in BAD)
            if sys.stderr.isatty():
                print(f"\r{number + 1}", end="", file=sys.stderr)
    return kinds, bad


ORDER = ("crash", "hang", "spoiled", "unlocated", "refused", "ok")
BAD = ORDER[:4]


def _debrief(root: Path) -> bytes:
    from voice_interviewer.debrief.write import make, to_json

    return to_json(make(Session(root / SOUND), analyse)).encode()


def main(argv: Sequence[str] | None = None) -> int:
    """Print the counts; 1 when anything was bad."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    kinds, bad = fuzz(options.times, options.seed)
    print(f"{options.times} inputs: " + ", ".join(f"{name} {kinds[name]}" for name in ORDER))
    for where, count in bad.most_common(20):
        print(f"  {count} × {where}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
