"""Hear every prompt as a candidate would: speak it, let Whisper write it down, and compare the words.

    python -m scripts.lab.hear_prompts [--voice auto] [--model base] [--sample N --seed N] [--out docs/heard-prompts.md]

A prompt that even a recogniser cannot follow is hard for a nervous person too. Reported are the word error rate over
all prompts and the worst ones, to be rewritten or spelled differently. Slots are filled with sample words.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SAMPLES = {
    "quote": "we moved it to the spring",
    "decision": "I held the launch back",
    "claim": "four hundred users",
    "metric": "the click rate",
    "constraint": "the budget is cut in half",
    "question": "What did you leave out?",
}
"What slots are filled with here."
_NUMBERS = {
    "1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine",
    "10": "ten", "15": "fifteen", "20": "twenty", "30": "thirty", "50": "fifty",
}  # fmt: skip
# Two ways of writing one sound are no error of hearing.
_SAME = {
    "okay": "ok", "mmhm": "mhm", "hmm": "mhm", "mm": "mhm", "their": "there", "whos": "whose", "favour": "favor",
    "favourite": "favorite", "judgement": "judgment", "behaviour": "behavior", "organisation": "organization",
    "programme": "program", "centre": "center", "grey": "gray", "cannot": "can not", "whats": "what is",
    "lets": "let us", "percent": "per cent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something the interviewer may say."""

    text: str
    places: tuple[str, ...]
    "Where it stands: `flow/question`, or a bank."


@dataclass(frozen=True, slots=True)
class Heard:
    """A prompt and what arrived."""

    prompt: Prompt
    heard: str
    errors: int
    words: int


def prompts() -> list[Prompt]:
    """Every distinct text of the shipped flows and of the interviewer's manners, in a stable order."""
    places: dict[str, list[str]] = {}
    for text, place in _all():
        places.setdefault(text, []).append(place)
    return [Prompt(text, tuple(dict.fromkeys(where))) for text, where in places.items()]


def _all() -> Iterator[tuple[str, str]]:
    from voice_interviewer.flow.catalog import load_flow, names
    from voice_interviewer.flow.manners import manners

    for name in names():
        flow = load_flow(name)
        for node, question in flow.questions.items():
            where = f"{name}/{node}"
            for text in (*question.ask, question.clarify, *(t for f in question.follow_ups for t in f.ask)):
                if text:
                    yield text, where
        for target, texts in flow.probes.items():
            for text in texts:
                yield text, f"probes/{target}"
        for constraint, found in flow.constraints.items():
            for text in (*found.preface, *found.text):
                yield text, f"constraints/{constraint}"
        for kind, texts in flow.manners.model_dump().items():
            for text in texts:
                yield text, f"manners/{kind}"
    for style in ("neutral", "warm", "tough"):
        for kind, texts in manners(style).model_dump().items():
            for text in texts:
                yield text, f"manners/{style}/{kind}"


def fill(text: str) -> str:
    """The text with sample words in its slots."""
    return re.sub(r"\{(\w+)\}", lambda slot: SAMPLES.get(slot[1], "this"), text)


def words(text: str) -> list[str]:
    """Words as they sound: no case, punctuation, hyphens, or figures where a short word says the same."""
    plain = re.sub(r"[^\w\s]", "", re.sub(r"(?<=\d),(?=\d)", "", text.lower()).replace("-", " ").replace("—", " "))
    plain = re.sub(r"\b([1-9])00\b", r"\1 hundred", plain)
    plain = re.sub(r"\b([1-9]\d?)000\b", r"\1 thousand", plain)
    plain = re.sub(r"\b(?:a|one|1) (?=hundred|thousand)", "", plain)
    return " ".join(_SAME.get(_NUMBERS.get(w, w), _NUMBERS.get(w, w)) for w in plain.split()).split()


def errors(said: str, heard: str) -> int:
    """Least number of words changed, left out or added (Levenshtein over words)."""
    a, b = words(said), words(heard)
    row = list(range(len(b) + 1))
    for i, mine in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, theirs in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (mine != theirs))
    return row[-1]


def hear(wanted: Iterable[Prompt], listen: Callable[[str], str]) -> Iterator[Heard]:
    """Each prompt with what `listen` (text to text through sound) made of it."""
    for prompt in wanted:
        text = fill(prompt.text)
        heard = listen(text)
        yield Heard(prompt, heard, errors(text, heard), len(words(text)))


def through_sound(voice_name: str, model: str) -> tuple[str, Callable[[str], str]]:
    """A real voice into real ears: the voice's id, and a function from text to what was recognised."""
    import numpy as np

    from voice_interviewer.audio.playout import resample
    from voice_interviewer.audio.protocols import RATE_HZ
    from voice_interviewer.hearing.whisper import WhisperRecogniser
    from voice_interviewer.paths import models_dir
    from voice_interviewer.voice.choose import make_voice

    voice = make_voice(voice_name)
    path = Path(model)
    ears = WhisperRecogniser(path if path.is_dir() else models_dir() / model)
    quiet = np.zeros(RATE_HZ // 4, np.float32)

    def listen(text: str) -> str:
        clip = voice.say(text)
        pcm = np.concatenate([quiet, resample(clip.pcm, clip.rate_hz, RATE_HZ), quiet])
        return " ".join(word.text.strip() for word in ears.transcribe(pcm, fillers=False))

    return voice.id, listen


def rate(found: Iterable[Heard]) -> float:
    """Word error rate over all prompts together."""
    rows = list(found)
    return sum(row.errors for row in rows) / max(1, sum(row.words for row in rows))


def report(found: list[Heard], voice: str, model: str, worst: int = 25) -> str:
    """The result as Markdown."""
    clean = sum(row.errors == 0 for row in found)
    lines = [
        "# Prompts, heard back",
        "",
        f"{len(found)} prompts spoken by `{voice}` and written down by Whisper {model}: "
        f"word error rate {rate(found):.1%}, {clean / max(1, len(found)):.0%} of the prompts without any error.",
        "",
        "| errors | said | heard | where |",
        "|---|---|---|---|",
    ]
    bad = sorted((row for row in found if row.errors), key=lambda row: -row.errors / max(1, row.words))
    for row in bad[:worst]:
        said = fill(row.prompt.text).replace("|", "/")
        heard = row.heard.replace("|", "/")
        lines.append(f"| {row.errors}/{row.words} | {said} | {heard} | {row.prompt.places[0]} |")
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 always, unless something needed is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", default="auto")
    parser.add_argument("--model", default="base", help="tiny.en, base, or a folder")
    parser.add_argument("--sample", type=int, help="so many prompts instead of all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the report here (Markdown)")
    parser.add_argument("--json", type=Path, help="write every prompt with what was heard")
    options = parser.parse_args(argv)
    wanted = prompts()
    if options.sample:
        wanted = random.Random(options.seed).sample(wanted, min(options.sample, len(wanted)))
    voice, listen = through_sound(options.voice, options.model)
    found: list[Heard] = []
    began = time.monotonic()
    for row in hear(wanted, listen):
        found.append(row)
        if len(found) % 50 == 0:
            spent = time.monotonic() - began
            print(f"{len(found)}/{len(wanted)}, {spent:.0f} s, error rate {rate(found):.1%}", file=sys.stderr)
    text = report(found, voice, options.model)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in found], indent=1), encoding="utf-8")
    print(text if not options.out else f"Written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
