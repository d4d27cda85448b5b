"""What no input may do to `review`: crash, hang, or be refused without saying where.

Transcripts, JSON of transcribers, JSON lines and headers of sound files are made from small seeds of ours and mutated;
the same seed makes the same inputs. Each is read as `review` reads it, up to the point where somebody would listen.

    python -m scripts.lab.fuzz_inputs --count 10000 --seed 1
"""

from __future__ import annotations

import argparse
import io
import json
import random
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice_interviewer.errors import InterviewerError

HANG_S = 10.0
"An input that takes longer than this counts as one that hangs."
KINDS = ("transcript", "json", "jsonl", "audio")

_TALK = [
    ("Ines", "What would you measure first?"),
    ("Karl Moe", "The age of each row, because the feed goes quiet before it breaks. I alert on it."),
    ("Ines", "Tell me what you left out."),
    ("Karl Moe", "The second cache: one table was enough for a year. Sorry, that took me a month."),
]
_PIECES = [
    "",
    "\n",
    "\n\n",
    " ",
    "\t",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x00",
    "\x1b[2J",
    "\ud83d",
    "😀",
    "：",
    "？",
    "-->",
    "00:00:01.000 --> 00:00:02.000",
    "99:99:99.999 --> 00:00:00.000",
    "0:05",
    "[00:12]",
    "WEBVTT",
    "NOTE",
    "STYLE",
    "<v Ines>",
    "</v>",
    "<c>",
    "<00:00:01.000>",
    "{\\an8}",
    ">>",
    "- ",
    "Q:",
    "A1:",
    "A.",
    "[SPEAKER_00]:",
    "Дана:",
    "面试官：",
    "1 hour 2 minutes",
    "12 seconds",
    "&amp;",
    "&#x110000;",
    "&#xD800;",
    "****",
    "####",
    "((((",
    "]]]]",
    "::::",
    "a:" * 50,
    "x" * 3000,
    "Ines" * 200,
    "Transcribed by us",
    "Ines started transcription",
    '"',
    "\\",
    "{",
    "}",
    "null",
    "1e999",
    "-1",
    "9" * 400,
]
_VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    7,
    1.5,
    1e308,
    float("nan"),
    float("inf"),
    10**40,
    "",
    " ",
    "x",
    "1.4s",
    "PT3S",
    "1e999",
    "0:05",
    "\ud800",
    "9" * 500,
    [],
    {},
    [[]],
    [{}],
    [None],
    {"": ""},
    [1, 2],
    ["a", "b"],
    {"start": "x"},
    {"seconds": "4", "nanos": 5},
    [["a"], {"words": 7}],
]


@dataclass(slots=True)
class Counts:
    """What came of the inputs of one kind."""

    kind: str
    tried: int = 0
    used: int = 0
    refused: int = 0
    crashes: int = 0
    hangs: int = 0
    unlocated: int = 0
    "Refusals that name neither the file nor what to do."
    slowest_s: float = 0.0
    first: list[str] = field(default_factory=list)
    "A few of those that went wrong, to look at."

    @property
    def bad(self) -> int:
        """Inputs that did what none may do."""
        return self.crashes + self.hangs + self.unlocated


def run(kind: str, count: int, seed: int, folder: Path) -> Counts:
    """`count` inputs of one kind of `KINDS`, written one after the other into `folder`."""
    rng = random.Random(f"{kind} {seed}")
    make = _MAKERS[kind]
    counts = Counts(kind)
    for number in range(count):
        suffix, raw = make(rng)
        path = folder / f"in{suffix}"
        path.write_bytes(raw)
        counts.tried += 1
        begun = time.process_time()
        wrong = _try(path, counts, rng)
        took = time.process_time() - begun
        counts.slowest_s = max(counts.slowest_s, took)
        if took > HANG_S:
            counts.hangs += 1
            wrong = f"took {took:.1f} s"
        if wrong and len(counts.first) < 5:
            kept = folder / f"bad_{kind}_{seed}_{number}{suffix}"
            kept.write_bytes(raw)
            counts.first.append(f"{kept}: {wrong}")
        path.unlink()
    return counts


def _try(path: Path, counts: Counts, rng: random.Random) -> str:
    """Read it as `review` does; what went wrong, or nothing."""
    from voice_interviewer.audio.files import load
    from voice_interviewer.debrief.data.build import text_answer
    from voice_interviewer.review.sources import Asked, gather

    try:
        found = gather([path], Asked())
        for item in found.items:
            if item.path is not None:
                load(item.path)
            heard = item.heard or text_answer("")
            json.dumps([item.id, item.name, item.asked.question, item.note, heard.text]).encode("utf-8")
            f"{item.id}{item.name}{item.asked.question}{item.note}{heard.text}{[w.text for w in heard.words]}".encode()
            if any(not 0 <= w.start <= w.end < 1e12 for w in heard.words):
                raise AssertionError("times that run backwards or are no numbers")
    except InterviewerError as error:
        counts.refused += 1
        line = str(error)
        if error.exit_code != 2 or path.name not in line or not error.fix or "\n" in line or not _plain(line):
            counts.unlocated += 1
            return f"unlocated: {line[:200]!r}"
        return ""
    except Exception as error:
        counts.crashes += 1
        return f"{type(error).__name__}: {error}"[:300]
    counts.used += 1
    return ""


def _plain(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return len(line) < 2000


# ---- makers: (suffix, bytes) ----


def _transcript(rng: random.Random) -> tuple[str, bytes]:
    form = rng.choice((_vtt, _srt, _heads, _labels, _clocks, _whisper))
    text = form(rng)
    for _ in range(rng.randrange(6)):
        text = _mangled(text, rng)
    raw = _encoded(text, rng)
    suffix = ".vtt" if form is _vtt else ".srt" if form is _srt else ".txt"
    if rng.random() < 0.15:
        suffix = rng.choice((".vtt", ".srt", ".txt", ".md", ".TXT"))
    return suffix, _damaged(raw, rng) if rng.random() < 0.2 else raw


def _time(seconds: float, mark: str = ".") -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{int(seconds * 1000) % 1000:03}"


def _vtt(rng: random.Random) -> str:
    voice = rng.random() < 0.5
    rows = [
        f"{_time(9 * i)} --> {_time(9 * i + 8)}\n" + (f"<v {who}>{said}</v>" if voice else f"{who}: {said}")
        for i, (who, said) in enumerate(_TALK)
    ]
    return "WEBVTT\n\n" + "\n\n".join(rows)


def _srt(rng: random.Random) -> str:
    return "\n\n".join(
        f"{i + 1}\n{_time(9 * i, ',')} --> {_time(9 * i + 8, ',')}\n[{who}]: {said}"
        for i, (who, said) in enumerate(_TALK)
    )


def _heads(rng: random.Random) -> str:
    gap = rng.choice(("\n", "\n\n"))
    return gap.join(f"{who}  0:{9 * i:02}\n{said}" for i, (who, said) in enumerate(_TALK))


def _labels(rng: random.Random) -> str:
    mark = rng.choice((": ", "： ", " - ", ":\n"))
    return "\n".join(f"{who}{mark}{said}" for who, said in _TALK)


def _clocks(rng: random.Random) -> str:
    return "\n".join(f"{who}\n0 minutes {9 * i} seconds\n{said}" for i, (who, said) in enumerate(_TALK))


def _whisper(rng: random.Random) -> str:
    return "\n".join(f"[{_time(9 * i)} --> {_time(9 * i + 8)}]  {said}" for i, (_, said) in enumerate(_TALK))


def _mangled(text: str, rng: random.Random) -> str:
    a, b = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    b = min(b, a + 200)
    what = rng.randrange(6)
    if what == 0:
        return text[:a] + rng.choice(_PIECES) * rng.choice((1, 1, 3, 40)) + text[a:]
    if what == 1:
        return text[:a] + text[b:]
    if what == 2:
        return text[:a] + text[a:b] * rng.choice((2, 20)) + text[b:]
    if what == 3:
        rows = text.split("\n")
        rng.shuffle(rows)
        return "\n".join(rows)
    if what == 4:
        return text.replace(rng.choice(("\n", " ", ":", "0", "a", "-->")), rng.choice(_PIECES))[:100_000]
    return text[:a] + chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)))) + text[a:]


def _encoded(text: str, rng: random.Random) -> bytes:
    how = rng.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"))
    return text.encode(how, "replace" if how in ("cp1252", "latin-1") else "surrogatepass")


def _damaged(raw: bytes, rng: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.randrange(1, 20)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.randrange(len(data) + 1)] if rng.random() < 0.4 else data)


def _shapes(rng: random.Random) -> Any:
    """One of the forms of JSON, from the same talk."""
    lines: list[dict[str, Any]] = [
        {"speaker": who, "text": said, "start": 9.0 * i, "end": 9.0 * i + 8} for i, (who, said) in enumerate(_TALK)
    ]
    words = [
        {"word": w, "start": line["start"] + n / 4, "end": line["start"] + n / 4 + 0.2, "speaker": i % 2}
        for i, line in enumerate(lines)
        for n, w in enumerate(str(line["text"]).split())
    ]
    items = [
        {
            "type": "pronunciation",
            "start_time": str(w["start"]),
            "end_time": str(w["end"]),
            "speaker_label": f"spk_{w['speaker']}",
            "alternatives": [{"content": w["word"], "confidence": "0.9"}],
        }
        for w in words
    ]
    return rng.choice(
        [
            {"text": "a b", "segments": [{**line, "words": words[:4]} for line in lines]},
            {"utterances": lines, "words": words},
            {
                "transcription": [
                    {"text": x["text"], "offsets": {"from": 0, "to": 900}, "timestamps": {"from": "0:01"}}
                    for x in lines
                ]
            },
            {"results": {"channels": [{"alternatives": [{"transcript": "a b", "words": words}]}], "utterances": lines}},
            {
                "results": {
                    "transcripts": [{"transcript": "a b"}],
                    "items": items,
                    "speaker_labels": {"segments": [{"items": items}]},
                }
            },
            {
                "results": [
                    {"alternatives": [{"transcript": "a b", "words": words}], "channelTag": 1},
                    {"alternatives": [{"words": words}]},
                ]
            },
            {
                "monologues": [
                    {"speaker": 0, "elements": [{"type": "text", "value": w["word"], "ts": w["start"]} for w in words]}
                ]
            },
            {
                "recognizedPhrases": [
                    {"speaker": 1, "offsetInTicks": 10, "durationInTicks": 1e7, "nBest": [{"display": "a b"}]}
                ]
            },
            {"words": words, "text": "a b"},
            lines,
            {"transcript": {"text": "a b", "words": words}},
            {"text": "a b"},
            ["a", "b"],
        ]
    )


def _json(rng: random.Random) -> tuple[str, bytes]:
    data = _shapes(rng)
    for _ in range(rng.randrange(6)):
        data = _swapped(data, rng)
    text = json.dumps(data, ensure_ascii=rng.random() < 0.5)
    if rng.random() < 0.05:
        text = "[" * rng.choice((10, 2_000, 100_000)) + text
    for _ in range(rng.randrange(3) if rng.random() < 0.3 else 0):
        text = _mangled(text, rng)
    raw = text.encode("utf-8", "surrogatepass")
    return ".json", _damaged(raw, rng) if rng.random() < 0.1 else raw


def _swapped(data: Any, rng: random.Random, depth: int = 0) -> Any:
    """The same with one value somewhere replaced, removed or repeated."""
    if depth > 6 or not isinstance(data, (dict, list)) or not data or rng.random() < 0.12:
        return rng.choice(_VALUES)
    if isinstance(data, dict):
        key = rng.choice(list(data))
        if rng.random() < 0.15:
            return {k: v for k, v in data.items() if k != key}
        return {**data, key: _swapped(data[key], rng, depth + 1)}
    at = rng.randrange(len(data))
    if rng.random() < 0.1:
        return data + data
    return [*data[:at], _swapped(data[at], rng, depth + 1), *data[at + 1 :]]


def _jsonl(rng: random.Random) -> tuple[str, bytes]:
    rows = []
    for who, said in _TALK[: rng.randrange(1, 5)]:
        row: Any = {
            "id": who,
            "text": said,
            "question": "Why?",
            "interruption": {"text": "Wait.", "at": 5},
            "pattern": "break_first",
        }
        if rng.random() < 0.3:
            row["node"] = rng.choice(("first-five-minutes/weakest", "no/where", "x"))
        for _ in range(rng.choice((0, 0, 0, 0, 1, 2))):
            row = _swapped(row, rng)
        rows.append(json.dumps(row, ensure_ascii=rng.random() < 0.5))
    text = "\n".join(rows)
    for _ in range(rng.randrange(3) if rng.random() < 0.3 else 0):
        text = _mangled(text, rng)
    raw = text.encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "utf-8-sig")), "surrogatepass")
    return ".jsonl", _damaged(raw, rng) if rng.random() < 0.15 else raw


def _sounds() -> list[tuple[str, bytes]]:
    """A quarter of a second in several formats."""
    import numpy as np
    import soundfile

    tone = (0.3 * np.sin(np.arange(4000) / 6)).astype(np.float32)
    made = []
    for suffix, form, pcm in [
        (".wav", "WAV", tone),
        (".wav", "WAV", np.stack([tone, -tone], 1)),
        (".flac", "FLAC", tone),
        (".ogg", "OGG", tone),
        (".mp3", "MP3", tone),
        (".aiff", "AIFF", tone),
        (".au", "AU", tone),
        (".caf", "CAF", tone),
        (".w64", "W64", tone),
        (".rf64", "RF64", tone),
    ]:
        out = io.BytesIO()
        soundfile.write(out, pcm, 16_000, format=form)
        made.append((suffix, out.getvalue()))
    return made


_SOUNDS: list[tuple[str, bytes]] = []


def _audio(rng: random.Random) -> tuple[str, bytes]:
    if not _SOUNDS:
        _SOUNDS.extend(_sounds())
    suffix, raw = rng.choice(_SOUNDS)
    data = bytearray(raw)
    for _ in range(rng.randrange(1, 8)):
        at = rng.randrange(min(len(data), 120))
        if rng.random() < 0.5:
            data[at] = rng.choice((0, 1, 2, 127, 128, 255, rng.randrange(256)))
        else:
            value = rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x80000000, rng.randrange(1 << 32)))
            data[at : at + 4] = struct.pack(rng.choice("<>") + "I", value)
    if rng.random() < 0.3:
        del data[rng.randrange(len(data)) :]
    if rng.random() < 0.1:
        suffix = rng.choice((".mp4", ".txt", ".json", ".webm", ".dat"))
    return suffix, bytes(data)


_MAKERS: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
    "transcript": _transcript,
    "json": _json,
    "jsonl": _jsonl,
    "audio": _audio,
}


def main(argv: list[str] | None = None) -> int:
    """Run it and print the counts; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="inputs of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind (repeat the option)")
    parser.add_argument("--keep", type=Path, help="folder that keeps what went wrong")
    given = parser.parse_args(argv)
    bad = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print("kind        tried   used  refused  crashes  hangs  unlocated  slowest")
        for kind in given.kind or KINDS:
            c = run(kind, given.count, given.seed, folder)
            bad += c.bad
            print(
                f"{c.kind:<11}{c.tried:6}{c.used:7}{c.refused:9}{c.crashes:9}{c.hangs:7}{c.unlocated:11}{c.slowest_s:8.2f}s",
                flush=True,
            )
            for line in c.first:
                print(f"    {line}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
