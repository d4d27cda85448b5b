"""Kill sessions at random instants and look at what is left.

    python -m scripts.lab.kill_sessions [--times 200] [--seed 1]

A child process runs a session over an in-memory room with scripted engines and writes down, in a file of its own, each
answer that the interviewer took. It is killed (SIGKILL) at a random instant. Then everything must hold:

- no answer that was taken is lost, but the last, whose record may just have been on its way;
- of an answer in progress the sound so far is in the debrief, and its words as far as they were understood;
- nobody holds the session any more; it can be gone on with, and comes to its end.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import ROOT

FLOW = ROOT / "tests" / "data" / "flows" / "tiny.yaml"
ANSWERS = (
    "it is a small web page with some lists and a clerk who reads them every single morning before the first truck",
    "the address feed fails first so I alert on its null rate before anybody notices that it went quiet",
    "I left the feature store out on purpose because nobody would have looked after it once I was gone",
    "I would ask the night shift first and then take the rule back within the hour",
)
LONGEST_S = 60.0


@dataclass(frozen=True)
class Left:
    """What a killed session left behind."""

    taken: int
    "Answers that the interviewer took, as the child said."
    lost: tuple[str, ...]
    "Of those: not in the journal and not in its sound."
    recording: bool
    "An answer was being recorded."
    sound_found: bool
    "Its sound is in the debrief."
    ended: str
    "How the session ended when it was gone on with; empty when it had ended before."


def child(folder: Path, witness: Path, pace: float) -> None:
    """Run one session to its end; the parent kills it on the way."""
    session, runner, room = _stage(folder, witness, pace)
    print(session.path, flush=True)
    with session, room.microphone, room.speaker:
        runner.run()


def _stage(folder: Path, witness: Path | None, pace: float, past: Any = (), at_s: float = 0.0, path: Any = None) -> Any:
    from voice_interviewer.audio.memory import Room
    from voice_interviewer.flow.catalog import load_flow
    from voice_interviewer.hearing.executors import InlineExecutor
    from voice_interviewer.hearing.fake import FakeVad
    from voice_interviewer.hearing.listener import Listener
    from voice_interviewer.interview.live.candidate import Guest
    from voice_interviewer.interview.live.runner import Parts, Runner
    from voice_interviewer.interview.live.screen import RecordingScreen
    from voice_interviewer.interview.live.speaking import Mouth
    from voice_interviewer.language.model import Analysis
    from voice_interviewer.sessions.journal import Session
    from voice_interviewer.sessions.records import Header

    class Screen(RecordingScreen):
        def answered(self, text: str, seconds: float) -> None:
            if witness is not None:
                with witness.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(text) + "\n")

        def level(self, dbfs: float) -> None:
            if pace:
                time.sleep(pace)

    room = Room(start_s=at_s)
    ears = _Telepath()
    flow = load_flow(str(FLOW))
    session = Session.open(path) if path else Session.create(folder, Header(flow=str(FLOW)))
    parts = Parts(
        microphone=room.microphone,
        mouth=Mouth(room.speaker, _Prompts()),
        ears=Listener(ears, FakeVad(), InlineExecutor()),
        session=session,
        screen=Screen(),
        analyse=lambda text, context: Analysis(text, words=len(text.split())),
        guest=Guest(_Candidate(ears), room.say, lambda at: (room.hush(at_s=at), None)[1]),
    )
    return session, Runner(parts, flow, seed=1, minutes=3, past=past, starts_at_s=at_s), room


class _Prompts:
    def get(self, text: str) -> Any:
        from voice_interviewer.voice.fake import FakeVoice

        return FakeVoice().speak(text)

    def quick(self, text: str, pace: float) -> None:
        """No receipts."""


class _Telepath:
    """Knows what the candidate says, and gives as many words as there is sound for."""

    name = "telepath"
    text = ""

    def transcribe(self, pcm: Any, *, vocabulary: tuple[str, ...] = (), fillers: bool = True) -> Any:
        from voice_interviewer.hearing.model import Word

        words = self.text.split()[: round(len(pcm) / 16_000 / 0.3) + 1]
        return tuple(Word(word, i * 0.3, i * 0.3 + 0.24, 0.9) for i, word in enumerate(words))


class _Candidate:
    name = "scripted"
    stop_after_s = 0.4

    def __init__(self, ears: _Telepath) -> None:
        self._ears = ears
        self._texts = list(ANSWERS)

    def answer(self, asked: Any) -> Any:
        from voice_interviewer.voice.fake import FakeVoice

        self._ears.text = self._texts.pop(0) if self._texts else "that is all I can say about it today"
        return FakeVoice().speak(self._ears.text).pcm


def kill_once(folder: Path, rng: random.Random, pace: float = 0.001) -> Left:
    """Start a child, kill it at a random instant, and look at what it left."""
    witness = folder / "witness.jsonl"
    command = [sys.executable, "-m", "scripts.lab.kill_sessions", "--child", str(folder), str(witness), str(pace)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout is not None
    path = Path(process.stdout.readline().strip())
    time.sleep(rng.uniform(0.0, 2.4))
    process.kill()
    process.communicate()
    return look(path, witness)


def look(path: Path, witness: Path) -> Left:
    """What a killed session left in its folder, beside what its witness saw."""
    from voice_interviewer.debrief.write import write_debrief
    from voice_interviewer.interview.live.rescue import rescue
    from voice_interviewer.interview.live.resuming import plan
    from voice_interviewer.language.model import Analysis
    from voice_interviewer.sessions.journal import Session

    seen = [json.loads(line) for line in witness.read_text().splitlines()] if witness.exists() else []
    parts = [p for p in (path / "audio").glob("*.part") if p.stat().st_size > 2 * 16_000]
    session = Session.open(path)
    rescue(session)
    journal = session.read()
    texts = [turn.heard.text for turn in journal.turns.values()]
    page = write_debrief(session, lambda text, context: Analysis(text, words=len(text.split())))
    sounds = {kept.audio for kept in page.debrief.broken_off} | {row.audio for row in page.debrief.answers}
    found = all(f"audio/{p.name.removesuffix('.part')}" in sounds for p in parts)
    lost = tuple(text for text in seen[:-1] if text not in texts)
    if seen and seen[-1] not in texts and not (parts and found):
        lost += (seen[-1],)
    ended = ""
    if not journal.finished:
        going = plan(session.id, journal)
        session, runner, room = _stage(path.parent, None, 0.0, going.past, going.at_s, path)
        with session, room.microphone, room.speaker:
            ended = runner.run()
        kept = [turn.heard.text for turn in session.read().turns.values()]
        lost += tuple(text for text in texts[:-1] if text not in kept)
    return Left(len(seen), lost, bool(parts), found, ended)


def kills(times: int, seed: int) -> Iterator[Left]:
    """So many sessions, each killed at an instant that the seed decides."""
    rng = random.Random(seed)
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            yield kill_once(Path(folder), rng)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the counts; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs=3, metavar=("FOLDER", "WITNESS", "PACE"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        folder, witness, pace = options.child
        child(Path(folder), Path(witness), float(pace))
        return 0
    left = list(kills(options.times, options.seed))
    lost = sum(len(one.lost) for one in left)
    missing = sum(one.recording and not one.sound_found for one in left)
    print(f"{len(left)} sessions killed, {sum(one.taken for one in left)} answers taken before that")
    print(f"answers lost other than the one in progress: {lost}")
    print(f"killed while recording: {sum(one.recording for one in left)}, sound missing from the debrief: {missing}")
    print("gone on with:", ", ".join(f"{end or 'had ended'} {n}" for end, n in Counter(o.ended for o in left).items()))
    return 1 if lost or missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
