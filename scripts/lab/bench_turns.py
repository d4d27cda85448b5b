"""Measures turn taking: how often a thinking pause is taken for the end, and how long a real end is waited for.

    python -m scripts.lab.bench_turns [--silences FOLDER] [--json FILE] [--part test|tune] [--fresh]

With a folder of real pauses and ends (see `real_turns`) it measures on those and prints JSON. Without one, on sound:

Every silence of at least 100 ms inside an answer is a *hold*, the silence after it the *end* (the metric of eot-bench).
A rule that speaks up during a hold has cut the candidate off; at an end, its delay is the wait. Each rule has one knob
(patience, timer length, threshold), so it has a curve: the table gives false cut-offs at a mean wait of 300, 600 and
900 ms, and the mean wait at 2, 5 and 10 % cut-offs, for all rules over the same silences in one run.

Sound: answers spoken by synthetic voices with pauses of 0.3 to 3 s put into them, and real speech from ../shared/audio
where it is there. What was used to choose the waiting times (--part tune: answers of the simulated candidates and of
the language training part, three voices, two readers) shares neither sentences nor voices with what is reported
(--part test).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np

from scripts.lab import ROOT
from voice_interviewer.audio.protocols import BLOCK, RATE_HZ, Block, Pcm
from voice_interviewer.errors import InterviewerError
from voice_interviewer.hearing.habit import PauseHabit
from voice_interviewer.hearing.tail import read_tail
from voice_interviewer.hearing.turn_policy import COUNTED_S, Evidence, TurnPolicy, Wait

SHARED = ROOT.parent / "shared" / "audio"
CACHE = ROOT / "bench-out" / "turns"
LEAD_S, TAIL_S = 0.4, 0.3
DECODE_S = 0.22
"Measured time from a soft end to its text (see `bench hearing`); a rule that needs words cannot act sooner."
SCORE_S = 0.06
"The same for the turn model."
NEVER = 1e9
TUNE_VOICES = ("espeak:en-us", "espeak:en-gb-scotland+f2", "hibari:heart")
TUNE_READERS = ("1688", "1998")
TEST_VOICES = ("espeak:en-gb-x-rp", "espeak:en-029+f4", "hibari:low")


# ---- answers ----


@dataclass(frozen=True)
class Scripted:
    """One answer: words and the pauses after them."""

    name: str
    question: str
    parts: tuple[tuple[str, float], ...]
    "(text, seconds of silence after it); the last has 0."


_MARK = re.compile(r"\s*(?:\[(\d+(?:\.\d+)?)\]|\{pause (\d+(?:\.\d+)?)\})\s*")


def from_marks(name: str, question: str, text: str) -> Scripted:
    """`words [1.2] words` → an answer."""
    parts: list[tuple[str, float]] = []
    at = 0
    for mark in _MARK.finditer(text):
        words = text[at : mark.start()].strip()
        if words:
            parts.append((words, float(mark.group(1) or mark.group(2))))
        at = mark.end()
    if text[at:].strip():
        parts.append((text[at:].strip(), 0.0))
    parts[-1] = (parts[-1][0], 0.0)
    return Scripted(name, question, tuple(parts))


_FUNCTION = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "for",
        "with",
        "from",
        "that",
        "because",
        "and",
        "but",
        "or",
        "so",
        "if",
        "which",
        "when",
        "is",
        "was",
        "we",
        "I",
        "my",
        "our",
        "in",
        "on",
        "at",
        "as",
    ]
)


def with_pauses(name: str, question: str, text: str, seed: int) -> Scripted:
    """Puts thinking pauses into a plain answer: at sentence ends, clause edges, after function words, after "um".

    Lengths are log-uniform from 0.3 to 3 s. Every tenth answer begins with a request for time and 3 to 7 s of silence.
    """
    rng = random.Random(f"{name}/{seed}")
    words = re.sub(r"\s+", " ", _MARK.sub(" ", text)).strip().split(" ")
    sentence = [i for i, w in enumerate(words[:-1]) if w[-1] in ".?!"]
    clause = [i for i, w in enumerate(words[:-3]) if w[-1] in ",;:"]
    function = [i for i, w in enumerate(words[:-3]) if w.strip(",.").lower() in _FUNCTION and i > 0]
    anywhere = [i for i in range(2, max(2, len(words) - 3)) if words[i][-1].isalnum()]
    wanted = max(1, min(5, len(words) // 14))
    chosen: dict[int, str] = {}
    for _ in range(wanted):
        kind, places = rng.choice(
            [("sentence", sentence)] * 6 + [("clause", clause)] * 4 + [("function", function)] * 6
            + [("um", function)] * 2 + [("anywhere", anywhere)] * 2
        )  # fmt: skip
        places = [i for i in places if all(abs(i - j) > 3 for j in chosen)]
        if places:
            chosen[rng.choice(places)] = kind
    parts: list[tuple[str, float]] = []
    begin = 0
    for i in sorted(chosen):
        said = " ".join(words[begin : i + 1])
        if chosen[i] == "um":
            said = said.rstrip(",") + ", " + rng.choice(["um,", "uh,"])
        parts.append((said, round(float(np.exp(rng.uniform(np.log(0.3), np.log(3.0)))), 2)))
        begin = i + 1
    parts.append((" ".join(words[begin:]), 0.0))
    if rng.random() < 0.1:
        request = rng.choice(
            ["Let me think about that for a moment.", "Hmm, give me a second.", "Good question, let me think."]
        )
        parts.insert(0, (request, round(rng.uniform(3.0, 7.0), 1)))
    return Scripted(name, question, tuple(parts))


def tuning_answers() -> list[Scripted]:
    """Answers of the simulated candidates, with the pauses their author gave them or with ours."""
    import yaml

    found: list[Scripted] = []
    for file in sorted((ROOT / "question_flows" / "personas").glob("*.yaml")):
        data = yaml.safe_load(file.read_text())
        texts = [
            (str(topic), str(text)) for topic, many in data["answers"].items() for text in many if isinstance(text, str)
        ]
        for n, (topic, text) in enumerate(texts):
            if len(text.split()) < 12:
                continue
            name = f"{file.stem}-{n}"
            found.append(from_marks(name, topic, text) if _MARK.search(text) else with_pauses(name, topic, text, 1))
    chosen = random.Random(7).sample(found, min(60, len(found)))
    # Shorter answers, and longer ones by other hands, so that no length of answer is taken for granted.
    for answer in random.Random(8).sample(found, 25):
        words = " ".join(text for text, _ in answer.parts)
        head = re.split(r"(?<=[.?!])\s+", words)[: 1 + len(words) % 2]
        chosen.append(with_pauses(answer.name + "-short", answer.question, " ".join(head), 3))
    for file in sorted((ROOT / "tests" / "data" / "language" / "train").glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text().splitlines()]
        long = [item for item in rows if len(item["text"].split()) >= 45][:6]
        chosen += [with_pauses(item["id"], "", item["text"], 1) for item in long]
    return chosen


def test_answers() -> list[Scripted]:
    """Hand-paused answers, and the full answers of the language test part with our pauses."""
    found: list[Scripted] = []
    blocks = (ROOT / "tests" / "hearing" / "data" / "thinking_answers.txt").read_text().split("\n\n")
    for n, block in enumerate(blocks):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        if lines:
            found.append(from_marks(f"thinking-{n}", lines[0].removeprefix("Q: "), " ".join(lines[1:])))
    for file in sorted((ROOT / "tests" / "data" / "language" / "test").glob("answers_*.jsonl")):
        for line in file.read_text().splitlines():
            item = json.loads(line)
            if len(item["text"].split()) >= 12:
                question = (item.get("context") or {}).get("question") or ""
                found.append(with_pauses(item["id"], question, item["text"], 2))
    return found


# ---- speaking ----


def say(voice: str, text: str) -> Pcm:
    """One stretch without pauses around it: mono float32, 16 kHz."""
    import soxr

    engine, _, name = voice.partition(":")
    if engine == "espeak":
        import io

        import soundfile

        wav = subprocess.run(["espeak-ng", "-v", name, "-s", "165", "--stdout", text], capture_output=True, check=True)
        pcm, rate = soundfile.read(io.BytesIO(wav.stdout), dtype="float32")
    else:
        from voice_interviewer.voice.choose import make_voice

        clip = make_voice(voice).engine.speak(text, voice=name)
        pcm, rate = clip.pcm, clip.rate_hz
    pcm = np.asarray(soxr.resample(pcm, rate, RATE_HZ), np.float32)
    loud = np.flatnonzero(np.abs(pcm) > 0.01 * np.abs(pcm).max())
    pcm = pcm[max(0, loud[0] - 160) : loud[-1] + 160]
    return (pcm * (0.25 / max(1e-6, float(np.abs(pcm).max())))).astype(np.float32)


def speak(answer: Scripted, voice: str) -> tuple[Pcm, float]:
    """The whole answer over a quiet room, and where its speech ends (seconds)."""
    rng = np.random.default_rng(int(hashlib.sha256(answer.name.encode()).hexdigest()[:8], 16))
    sound: list[Pcm] = [np.zeros(int(LEAD_S * RATE_HZ), np.float32)]
    for text, pause in answer.parts:
        # A comma keeps the voice up where the sentence goes on.
        sound.append(say(voice, text if text[-1] in ".?!,;:" else text + ","))
        sound.append(np.zeros(int(pause * RATE_HZ), np.float32))
    whole = np.concatenate(sound)
    end_s = len(whole) / RATE_HZ
    whole = np.concatenate([whole, np.zeros(int(TAIL_S * RATE_HZ), np.float32)])
    return whole + rng.normal(0, 10 ** (-62 / 20), len(whole)).astype(np.float32), end_s


# ---- listening ----


@dataclass
class Silence:
    """One silence and what was known in it."""

    kind: str
    "hold | end"
    seconds: float
    "Its length; NEVER for an end."
    text: str = ""
    "The answer so far, as recognised; empty when the silence was too short to be decoded."
    mark: float = 1.0
    scores: list[tuple[float, float]] = field(default_factory=list)
    voiced_s: float = 0.0
    wants_parts: int = 0
    source: str = ""
    answer: str = ""
    question: str = ""


@dataclass(frozen=True)
class Waiting(TurnPolicy):
    """Never commits; keeps the evidence of every pause."""

    seen: list[Evidence] = field(default_factory=list)

    def wait(self, evidence: Evidence) -> Wait:
        self.seen.append(evidence)
        return Wait(NEVER, "")


def listen(pcm: Pcm, source: str, name: str, question: str, engines: tuple[object, ...]) -> list[Silence]:
    """What the listener knows in each silence of one answer; silence enough to judge the end is added."""
    from voice_interviewer.hearing.executors import InlineExecutor
    from voice_interviewer.hearing.listener import Listener
    from voice_interviewer.hearing.model import Expectation, SoftEnd

    recogniser, vad, turn_model = engines
    policy = Waiting()
    vad.reset()  # type: ignore[attr-defined]
    ears = Listener(recogniser, vad, InlineExecutor(), smart_turn=turn_model, policy=policy, captions=False)  # type: ignore[arg-type]
    rng = np.random.default_rng(5)
    quiet = rng.normal(0, 10 ** (-62 / 20), int(2.2 * RATE_HZ)).astype(np.float32)
    sound = np.concatenate([pcm, quiet])
    ears.begin(0.0, Expectation(question=question))
    known: dict[float, Evidence] = {}
    latest: float | None = None
    spans: tuple[tuple[float, float], ...] = ()
    for at in range(0, len(sound) - BLOCK, BLOCK):
        before = len(policy.seen)
        for event in ears.feed(Block(sound[at : at + BLOCK], (at + BLOCK) / RATE_HZ)):
            if isinstance(event, SoftEnd):
                latest = event.heard.end_s
                spans = event.heard.voiced
        if latest is not None and len(policy.seen) > before:
            known[round(latest, 3)] = policy.seen[-1]
    spans = ears.finish(len(sound) / RATE_HZ).voiced or spans
    found: list[Silence] = []
    for n, (_, end) in enumerate(spans):
        last = n == len(spans) - 1
        length = NEVER if last else spans[n + 1][0] - end
        evidence = known.get(round(end, 3), Evidence())
        found.append(
            Silence(
                "end" if last else "hold",
                length,
                text=evidence.text,
                mark=evidence.mark,
                scores=list(evidence.scores),
                voiced_s=evidence.voiced_s,
                source=source,
                answer=name,
                question=question,
            )
        )
    return found


def engines() -> tuple[object, ...]:
    """tiny.en, Silero and smart-turn."""
    from voice_interviewer.hearing.smart_turn import SmartTurn
    from voice_interviewer.hearing.vad import SileroVad
    from voice_interviewer.hearing.whisper import WhisperRecogniser
    from voice_interviewer.paths import models_dir

    return WhisperRecogniser(models_dir() / "tiny.en"), SileroVad(), SmartTurn()


def real_answers(part: str) -> Iterator[tuple[str, str, Pcm]]:
    """Real speech: (source, name, sound of one turn); two of the five readers belong to the tuning part."""
    from voice_interviewer.audio.files import load

    for file in sorted((SHARED / "librispeech_test_other").glob("*.flac")):
        if (file.stem.split("-")[0] in TUNE_READERS) == (part == "tune"):
            yield "read speech", file.stem, load(file).pcm
    if part == "tune":
        return
    monologue = SHARED / "mfa_fillers" / "acoustic_corpus.wav"
    if monologue.is_file():
        yield "monologue", monologue.stem, load(monologue).pcm
    turns = SHARED / "ami_meetings_30s" / "turns.tsv"
    if not turns.is_file():
        return
    rows = [row for row in csv.DictReader(turns.open(), delimiter="\t") if not row["text"].startswith("[")]
    for name in sorted({row["file"] for row in rows}):
        sound = load(SHARED / "ami_meetings_30s" / name).pcm
        mine = [(row["speaker"], float(row["start"]), float(row["end"])) for row in rows if row["file"] == name]
        for n, (_, start, end) in enumerate(mine):
            alone = all(e <= start + 0.05 or s >= end + 0.6 for i, (_, s, e) in enumerate(mine) if i != n)
            if alone and end - start > 1.0 and end < 29.5:
                yield (
                    "meetings",
                    f"{name}-{n}",
                    sound[int(max(0.0, start - 0.3) * RATE_HZ) : int((end + 0.1) * RATE_HZ)],
                )


def silences(part: str, fresh: bool) -> list[Silence]:
    """All silences of a part, listened to once and kept under bench-out/."""
    file = CACHE / f"{part}.json"
    if file.is_file() and not fresh:
        return [Silence(**item) for item in json.loads(file.read_text())]
    found: list[Silence] = []
    tools = engines()
    answers, voices = (tuning_answers(), TUNE_VOICES) if part == "tune" else (test_answers(), TEST_VOICES)
    for n, answer in enumerate(answers):
        voice = voices[n % len(voices)]
        pcm, _ = speak(answer, voice)
        kind = "thinking" if answer.name.startswith("thinking") else "scripted"
        found += listen(pcm, f"{kind}, {voice}", answer.name, answer.question, tools)
        print(f"\r{part}: {n + 1}/{len(answers)} answers", end="", file=sys.stderr)
    if SHARED.is_dir():
        for source, name, pcm in real_answers(part):
            found += listen(pcm, source, name, "", tools)
    print(file=sys.stderr)
    CACHE.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(s) for s in found]))
    return found


# ---- rules: seconds until a rule speaks in a silence, NEVER if it does not ----

Rule = Callable[[Silence, float], float]


def ours(policy: TurnPolicy) -> Callable[[list[Silence], float], list[float]]:
    """Our policy; the knob is patience. Learns each speaker's pauses within an answer as the listener does."""

    def delays(many: list[Silence], patience: float) -> list[float]:
        habit, paused, answer, out = PauseHabit(), 0, "", []
        for silence in many:
            if silence.answer != answer:
                habit, paused, answer = PauseHabit(), 0, silence.answer
            out.append(_ours(policy, silence, patience, habit, paused))
            if silence.kind == "hold":
                habit.add(silence.seconds)
                paused += silence.seconds >= COUNTED_S
        return out

    return delays


def _ours(policy: TurnPolicy, silence: Silence, patience: float, habit: PauseHabit, paused: int) -> float:
    if not silence.text:
        return NEVER
    base = Evidence(
        text=silence.text,
        reading=read_tail(silence.text),
        mark=silence.mark,
        patience=patience,
        wants_parts=silence.wants_parts,
        voiced_s=silence.voiced_s,
        paused=paused,
        pauses=habit.law(),
    )
    decoded = policy.soft_end_s + DECODE_S
    moments = sorted({decoded, *(t + SCORE_S for t, _ in silence.scores if t + SCORE_S > decoded)})
    for now, after in zip(moments, [*moments[1:], NEVER], strict=True):
        scores = tuple((t, s) for t, s in silence.scores if t + SCORE_S <= now + 1e-9)
        at = max(now, policy.wait(replace(base, scores=scores)).seconds)
        if at < after:
            return at
    return NEVER


def timer(many: list[Silence], seconds: float) -> list[float]:
    """Silence only."""
    return [seconds for _ in many]


def turn_model(many: list[Silence], threshold: float) -> list[float]:
    """smart-turn alone, as pipecat uses it: asked 0.2 s into the silence; when it says no, give up after 3 s."""
    return [3.0 if not s.scores else s.scores[0][0] + SCORE_S if s.scores[0][1] >= threshold else 3.0 for s in many]


# ---- curves ----


@dataclass
class Point:
    """One setting of a rule's knob."""

    knob: float
    cut_offs: float
    "Share of holds in which the rule spoke."
    mean_wait_s: float
    p50_s: float
    p95_s: float


def curve(
    rule: Callable[[list[Silence], float], list[float]], knobs: Iterable[float], many: list[Silence]
) -> list[Point]:
    """The rule at every setting of its knob."""
    points = []
    for knob in knobs:
        delays = rule(many, knob)
        holds = [d < s.seconds for d, s in zip(delays, many, strict=True) if s.kind == "hold"]
        waits = [min(d, 12.0) for d, s in zip(delays, many, strict=True) if s.kind == "end"]
        points.append(
            Point(
                knob,
                float(np.mean(holds)),
                float(np.mean(waits)),
                float(np.median(waits)),
                float(np.percentile(waits, 95)),
            )
        )
    return points


def cut_offs_at(points: list[Point], wait_s: float) -> float | None:
    """Smallest share of cut-offs with a mean wait within the budget."""
    fits = [p.cut_offs for p in points if p.mean_wait_s <= wait_s + 1e-9]
    return min(fits) if fits else None


def wait_at(points: list[Point], cut_offs: float) -> float | None:
    """Smallest mean wait within the share of cut-offs."""
    fits = [p.mean_wait_s for p in points if p.cut_offs <= cut_offs + 1e-9]
    return min(fits) if fits else None


def report(many: list[Silence]) -> dict[str, object]:
    """All rules over the same silences."""
    policy = TurnPolicy()
    timers = [round(0.1 * k, 2) for k in range(1, 45)]
    curves = {
        "ours": curve(ours(policy), [round(1.08**k, 3) for k in range(-22, 16)], many),
        "smart-turn alone": curve(turn_model, [round(0.02 * k, 2) for k in range(0, 51)], many),
        "silence only": curve(timer, timers, many),
    }
    rows = {}
    for name, points in curves.items():
        rows[name] = {
            **{f"cut_offs_at_{ms}ms": cut_offs_at(points, ms / 1000) for ms in (300, 600, 900)},
            **{f"wait_at_{int(100 * c)}pct_s": wait_at(points, c) for c in (0.02, 0.05, 0.1)},
        }
    default = curve(ours(policy), [1.0], many)[0]
    stock = curve(timer, [0.6], many)[0]
    model = curve(turn_model, [0.5], many)[0]

    def target(rule: Callable[[list[Silence], float], list[float]], knob: float) -> tuple[int, int]:
        delays = rule(many, knob)
        pauses = [(d, s) for d, s in zip(delays, many, strict=True) if s.kind == "hold" and 0.3 <= s.seconds <= 2.5]
        return sum(d < s.seconds for d, s in pauses), len(pauses)

    return {
        "silences": {"holds": sum(s.kind == "hold" for s in many), "ends": sum(s.kind == "end" for s in many)},
        "rules": rows,
        "defaults": {
            "ours, patience 1": {**asdict(default), "pauses_0.3_2.5_cut": target(ours(policy), 1.0)},
            "RealtimeSTT (0.6 s timer)": {**asdict(stock), "pauses_0.3_2.5_cut": target(timer, 0.6)},
            "pipecat (smart-turn at 0.5, 3 s)": {**asdict(model), "pauses_0.3_2.5_cut": target(turn_model, 0.5)},
        },
        "curves": {name: [asdict(p) for p in points] for name, points in curves.items()},
    }


def show(title: str, result: dict[str, object]) -> None:
    """The table."""
    counts = result["silences"]
    print(f"\n{title}: {counts['holds']} pauses inside answers, {counts['ends']} ends")  # type: ignore[index]
    print(f"{'rule':34s}{'cut-offs at mean wait':>26s}{'mean wait (s) at cut-offs':>30s}")
    print(f"{'':34s}{'300 ms':>8s}{'600 ms':>9s}{'900 ms':>9s}{'2 %':>10s}{'5 %':>10s}{'10 %':>10s}")
    for name, row in result["rules"].items():  # type: ignore[attr-defined]
        cells = [row[f"cut_offs_at_{ms}ms"] for ms in (300, 600, 900)]
        waits = [row[f"wait_at_{c}pct_s"] for c in (2, 5, 10)]
        print(
            f"{name:34s}" + "".join(f"{'-' if c is None else f'{100 * c:.1f} %':>9s}" for c in cells)
            + "".join(f"{'-' if w is None else f'{w:.2f}':>10s}" for w in waits)
        )  # fmt: skip
    print(f"\n{'as shipped':34s}{'cut-offs':>10s}{'of 0.3-2.5 s':>16s}{'mean wait':>11s}{'p50':>7s}{'p95':>7s}")
    for name, row in result["defaults"].items():  # type: ignore[attr-defined]
        cut, of = row["pauses_0.3_2.5_cut"]
        print(
            f"{name:34s}{100 * row['cut_offs']:>8.1f} %{f'{cut}/{of} = {100 * cut / max(1, of):.1f} %':>18s}"
            f"{row['mean_wait_s']:>8.2f} s{row['p50_s']:>7.2f}{row['p95_s']:>7.2f}"
        )


def on_real_turns(folder: Path, out: Path | None) -> int:
    """The report on a folder as JSON; 2 when it cannot be read."""
    from scripts.lab.real_turns import report as report_on

    try:
        text = json.dumps(report_on(folder), indent=1)
    except InterviewerError as err:
        print(err, file=sys.stderr)
        return err.exit_code
    print(text)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n")
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="voice-interviewer bench turns",
        description=__doc__.splitlines()[0],
        epilog="Example: voice-interviewer bench turns --silences DIR --json turns.json",
    )
    parser.add_argument(
        "--silences", type=Path, metavar="DIR", help="a folder of real pauses and ends: measure on it, print JSON"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write everything as JSON here")
    parser.add_argument("--part", choices=("test", "tune"), default="test", help="which sound (default: test)")
    parser.add_argument("--fresh", action="store_true", help="listen again instead of using what is kept in bench-out/")
    options = parser.parse_args(argv)
    if options.silences is not None:
        return on_real_turns(options.silences, options.json)
    many = silences(options.part, options.fresh)
    groups = {"all": many}
    for key, test in (
        ("answers with thinking pauses", lambda s: s.source.startswith("thinking")),
        ("scripted answers", lambda s: s.source.startswith("scripted")),
        ("real speech", lambda s: s.source in ("read speech", "monologue", "meetings")),
    ):
        chosen = [s for s in many if test(s)]
        if chosen:
            groups[key] = chosen
    results = {name: report(chosen) for name, chosen in groups.items()}
    for name, result in results.items():
        show(name, result)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
