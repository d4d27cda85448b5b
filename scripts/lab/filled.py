"""A data folder as it looks after some weeks of practice, for pictures: what simulated candidates say, really spoken.

Written to disk like sessions that were heard, without hearing them: the words are those of the rehearsal, and each has
an even share of its recording.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import soundfile

from voice_interviewer.audio.playout import resample
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.debrief.write import write_debrief
from voice_interviewer.flow.catalog import load_flow
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.sessions.journal import Session
from voice_interviewer.sessions.record import Turn
from voice_interviewer.sessions.records import Header, OwnView
from voice_interviewer.voice.choose import Speaking, make_voice
from voice_interviewer.web.routes.flows import Spoken, tried
from voice_interviewer.web.work import reviews

FLOW = "first-five-minutes"
BEGAN = datetime.fromisoformat("2026-11-02T18:30:00+00:00")
NOTES = (
    "Interviewer: What would break first?\n"
    "Me: I guess the queue. I decided to cap the retries at three, because payments could not take more.\n"
)


def fill(root: Path) -> Session:
    """Three interviews of one's own, one of a simulated candidate, one without an answer, a review; the latest own."""
    voice = make_voice("auto")
    play(root, "apologetic", voice, 0)
    play(root, "team_hider", voice, 6)
    play(root, "ready", voice, 7, candidate="ready")
    with Session.create(root, Header(flow=FLOW), now=BEGAN + timedelta(days=8), name=FLOW):
        pass
    notes = reviews.Offered("notes of a call.txt", len(NOTES.encode()))
    review = reviews.new([notes], "", (BEGAN + timedelta(days=9)).isoformat()).review
    reviews.add(review, 0, 0, NOTES.encode())
    reviews.made(review, lambda *_: None)
    return play(root, "apologetic", voice, 14)


def play(root: Path, persona: str, voice: Speaking, day: int, *, candidate: str = "") -> Session:
    """One interview on this day, with its debrief."""
    now = BEGAN + timedelta(days=day)
    flow = load_flow(FLOW)
    with Session.create(root, Header(flow=FLOW, title=flow.title, candidate=candidate), now=now, name=FLOW) as session:
        at_s = 4.0
        for number, (question, answer) in enumerate(exchanges(tried(flow, persona)), 1):
            clip = voice.say(answer)
            pcm = resample(clip.pcm, clip.rate_hz, RATE_HZ)
            soundfile.write(session.audio_path(number), pcm, RATE_HZ)
            seconds = len(pcm) / RATE_HZ
            words, end_s = timed(answer, at_s, seconds), at_s + seconds
            heard = Heard(answer, words, at_s, end_s, ((at_s, end_s),), plain_text=answer, latency_s=0.8)
            audio = f"audio/{number:02d}.flac"
            turn = Turn(number, heard, "", question, audio=audio, audio_start_s=at_s, audio_s=seconds)
            session.write(turn, end_s, now=now)
            at_s = end_s + 6.0
        session.append("end", {"reason": "finished"}, at_s, now=now)
        session.write(OwnView("The second one: I never said what it cost."), at_s, now=now)
        write_debrief(session)
    return session


def exchanges(lines: list[Spoken]) -> list[tuple[str, str]]:
    """(question, answer) of a rehearsal; what is said after a break-in belongs to the answer it broke."""
    found: list[tuple[str, str]] = []
    asked = ""
    for line in lines:
        if line.who == "interviewer":
            asked = line.text
        elif line.who == "candidate" and found and not asked:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.text}")
        elif line.who == "candidate":
            found.append((asked, line.text))
            asked = ""
    return found


def timed(text: str, start_s: float, seconds: float) -> tuple[Word, ...]:
    """Words by their share of the letters."""
    words, whole, at = [], max(1, len(text)), 0
    for word in text.split():
        begin = start_s + seconds * at / whole
        at += len(word) + 1
        words.append(Word(word, round(begin, 3), round(start_s + seconds * (at - 1) / whole, 3), 0.95))
    return tuple(words)
