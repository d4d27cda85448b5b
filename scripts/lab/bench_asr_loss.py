"""Measures what speech recognition costs the findings: the same texts as written, and as spoken and heard.

    python -m scripts.lab.bench_asr_loss [--out FILE.json] [--models tiny.en,base] [--minutes M] [--errors]

Labelled texts (lines and full answers of the development part, full answers of the training part; never the test part)
are spoken by two synthetic voices and heard through the path that `voice-interviewer review` takes: decoded, analysed,
and sifted of findings that rest on uncertain words. Offsets of what was heard mean nothing in what was written, so
labels are compared per text: does the text carry the label or not. For each label: F1 on the written text, F1 on what
each recogniser heard, and the loss; the macro loss has an interval over texts. Word error rate stands beside it.

Texts come in a shuffled but fixed order, each spoken by the voice whose turn it is (`--each`: by both). Sound and what
was heard in it are kept under bench-out/, so a run that was stopped goes on where it was; `--minutes` stops
after that much listening, and the report is then about the texts that all recognisers have heard.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from scripts.lab import ROOT, bench_turns
from scripts.lab import evaluation as ev
from scripts.lab.bench_hearing import bare, fluent
from voice_interviewer.audio.protocols import RATE_HZ
from voice_interviewer.debrief.data.build import answer_row
from voice_interviewer.hearing.model import Heard, Word
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Analysis, Interruption
from voice_interviewer.paths import models_dir
from voice_interviewer.review import review
from voice_interviewer.rubric.keys import LABELS

DATA = ROOT / "tests" / "data" / "language"
CACHE = ROOT / "bench-out" / "asr-loss"
VOICES = ("hibari:heart", "espeak:en-us")
SENTENCE_PAUSE_S = 0.45
LEAST = 5
"A label with fewer texts than this is shown, but not part of the macro figures."
RESAMPLES = 1000
ANSWERS_LATER = 3
"When all lines have been heard, one in so many of the full answers has been."


# ---- texts ----


@dataclass(frozen=True)
class Item:
    """One labelled text and the voice that speaks it."""

    group: str
    "lines | answers (development part) | training answers"
    row: ev.Row
    voice: str

    @property
    def name(self) -> str:
        """Unique among items."""
        return f"{self.row.id}@{self.voice}"


def items(training: int, lines: int, each: bool) -> list[Item]:
    """All texts in the order in which they are heard: shuffled, and mixed so that full answers, which take six times as
    long, are spread out behind the lines."""
    groups = {
        "lines": ev.read_rows([DATA / "dev" / "lines.jsonl"]),
        "answers": ev.read_rows([DATA / "dev" / "answers.jsonl"]),
        "training answers": ev.read_rows(sorted((DATA / "train").glob("answers_*.jsonl"))),
    }
    limits = {"lines": lines, "training answers": training}
    placed: list[tuple[float, Item]] = []
    for group, rows in groups.items():
        rng = random.Random(f"asr-loss/{group}")
        chosen = rng.sample(rows, min(limits.get(group, len(rows)), len(rows)))
        for n, row in enumerate(chosen):
            for k in range(2 if each else 1):
                at = (n + 0.5 * k) / len(chosen) * (1 if group == "lines" else ANSWERS_LATER)
                placed.append((at, Item(group, row, VOICES[(n + k) % 2])))
    return [item for _, item in sorted(placed, key=lambda pair: (pair[0], pair[1].name))]


def parts(row: ev.Row) -> list[str]:
    """The text, in two parts where an interruption fell: each is a recording of its own."""
    cut = row.context.interruption
    if cut is None or not row.text[: cut.at].strip() or not row.text[cut.at :].strip():
        return [row.text]
    return [row.text[: cut.at].strip(), row.text[cut.at :].strip()]


# ---- sound ----


def sound(item: Item, number: int, text: str) -> Path:
    """The file in which `text` is spoken; made once."""
    import soundfile

    key = hashlib.sha256(f"{item.voice}|{text}".encode()).hexdigest()[:24]
    file = CACHE / "sound" / f"{key}.flac"
    if not file.is_file():
        sentences = [s for s in re.split(r"(?<=[.?!])\s+", text) if any(c.isalnum() for c in s)]
        sentences[-1] += "" if sentences[-1][-1] in ".?!" else "."
        spoken = bench_turns.Scripted(f"{item.name}-{number}", "", tuple((s, SENTENCE_PAUSE_S) for s in sentences))
        pcm, _ = bench_turns.speak(spoken, item.voice)
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}.part")
        soundfile.write(unfinished, pcm, RATE_HZ, format="FLAC")
        unfinished.replace(file)
    return file


def seconds(file: Path) -> float:
    """Length of a sound file."""
    import soundfile

    return float(soundfile.info(str(file)).duration)


# ---- hearing ----


def joined(heard: Sequence[Heard]) -> Heard:
    """Recordings of one answer, one behind the other, as a session joins them at an interruption."""
    if len(heard) == 1:
        return heard[0]
    first, second = heard
    shift = first.end_s + 1.0
    words = tuple(Word(w.text, w.start + shift, w.end + shift, w.probability, w.mark) for w in second.words)
    return replace(
        first,
        text=f"{first.text} {second.text}".strip(),
        words=first.words + words,
        end_s=second.end_s + shift,
        voiced=first.voiced + tuple((a + shift, b + shift) for a, b in second.voiced),
        plain_text=f"{first.plain_text} {second.plain_text}".strip(),
        notes=first.notes + second.notes,
    )


def hear(item: Item, recogniser: Callable[[], Any], memory: review.Memory) -> tuple[Heard, int | None]:
    """The text as heard, and the offset in it at which the interruption fell."""
    context = item.row.context
    found: list[Heard] = []
    for number, text in enumerate(parts(item.row)):
        path = sound(item, number, text)
        source = review.Source(item.name, item.name, review.Asked(context.question, pattern=context.pattern), path=path)
        found.append(review.listen(source, recogniser, lambda *_: None, memory)[0])
    at = None
    if context.interruption is not None:
        at = len(found[0].text) if len(found) == 2 else 0 if context.interruption.at == 0 else len(found[0].text)
    return joined(found), at


def listen(chosen: Sequence[Item], models: Sequence[str], minutes: float) -> Iterator[tuple[Item, dict[str, Any]]]:
    """Each item with what each recogniser heard, until time is up; progress goes to stderr."""
    from voice_interviewer.hearing.whisper import WhisperRecogniser

    loaded: dict[str, Any] = {}

    def engine(model: str) -> Any:
        if model not in loaded:
            loaded[model] = WhisperRecogniser(models_dir() / model)
        return loaded[model]

    memories = {model: review.Memory(CACHE / "heard", model) for model in models}
    taken_s = spoken_s = 0.0
    for n, item in enumerate(chosen, start=1):
        if taken_s > 60 * minutes:
            print(f"time is up after {n - 1} of {len(chosen)} texts", file=sys.stderr, flush=True)
            return
        began = time.monotonic()
        heard = {model: hear(item, partial(engine, model), memories[model]) for model in models}
        spoken_s += sum(seconds(sound(item, k, text)) for k, text in enumerate(parts(item.row)))
        taken_s += time.monotonic() - began
        if n % 20 == 0 or n == len(chosen):
            print(
                f"{n:4d} of {len(chosen)} texts, {spoken_s / 60:.1f} min of speech, {taken_s / 60:.1f} min taken",
                file=sys.stderr,
                flush=True,
            )
        yield item, heard


# ---- word errors ----

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number: int) -> str:
    """A whole number under a million as it is said: 840 → `eight hundred forty`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    size, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = number % size
    return f"{in_words(number // size)} {name}" + (f" {in_words(rest)}" if rest else "")


def said(text: str) -> list[str]:
    """Words for counting errors: digits as words, no fillers, no `and` (which numbers have or have not)."""
    text = text.replace("%", " percent").replace("$", " dollars ").replace("£", " pounds ").replace("€", " euros ")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"(\d)\.(\d)", r"\1 point \2", text)
    text = re.sub(r"\d{1,6}", lambda m: f" {in_words(int(m.group()))} ", text)
    return [word for word in fluent(bare(text)) if word != "and"]


def word_errors(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Word error rate over (written, heard) texts."""
    import jiwer

    kept = [(" ".join(said(a)), " ".join(said(b))) for a, b in pairs]
    out = jiwer.process_words([a for a, _ in kept], [b for _, b in kept])
    words = out.hits + out.substitutions + out.deletions
    return {
        "words": words,
        "rate": round(out.wer, 4),
        "substituted": out.substitutions,
        "left_out": out.deletions,
        "added": out.insertions,
    }


# ---- findings ----


@dataclass
class Judged:
    """One text: what the annotator said, and what is found in it as written and as heard."""

    item: Item
    gold: set[str]
    written: set[str]
    heard: dict[str, set[str]]
    "Per recogniser, as shown: without what was withheld."
    before: dict[str, set[str]]
    "Per recogniser, with what was withheld."
    texts: dict[str, str]
    analyses: dict[str, Analysis]
    "`written` and per recogniser."


def judge(item: Item, heard: dict[str, tuple[Heard, int | None]]) -> Judged:
    """Analyse a text as written and as heard by each recogniser."""
    context = item.row.context
    found = analyze(item.row.text, context)
    made = Judged(
        item,
        {span.label for span in item.row.labels},
        {f.label for f in found.findings},
        {},
        {},
        {"written": item.row.text},
        {"written": found},
    )
    for model, (what, at) in heard.items():
        here = context
        if context.interruption is not None:
            here = replace(context, interruption=Interruption(context.interruption.text, at or 0))
        analysis = analyze(what.text, here)
        row = answer_row(what, analysis, id=item.row.id, question=context.question, pattern=context.pattern)
        made.heard[model] = {f.label for f in row.findings}
        made.before[model] = {f.label for f in analysis.findings}
        made.texts[model] = what.text
        made.analyses[model] = analysis
    return made


def _counts(many: Sequence[Judged], source: str, *, withheld_too: bool = False) -> dict[str, ev.Counts]:
    """Per label; `source` is `written` or a recogniser."""

    def found(one: Judged) -> set[str]:
        return one.written if source == "written" else (one.before if withheld_too else one.heard)[source]

    return {label: ev.count([(label in one.gold, label in found(one)) for one in many]) for label in LABELS}


def _macro_loss(many: Sequence[Judged], model: str, labels: Sequence[str]) -> dict[str, float]:
    """Macro F1 as written and as heard, and the loss with a 95 % bootstrap interval over texts."""
    cube = np.array(
        [[[label in one.gold, label in one.written, label in one.heard[model]] for label in labels] for one in many]
    )  # [texts, labels, 3]
    gold, written, heard = cube[..., 0], cube[..., 1], cube[..., 2]

    def macro(weights: np.ndarray, found: np.ndarray) -> np.ndarray:
        hits = weights @ (gold & found)
        either = weights @ gold.astype(int) + weights @ found.astype(int)
        scores: np.ndarray = (2 * hits / np.maximum(1, either)).mean(axis=-1)
        return scores

    rng = np.random.default_rng(11)
    drawn = rng.multinomial(len(many), np.full(len(many), 1 / len(many)), size=RESAMPLES)
    losses = np.sort(macro(drawn, written) - macro(drawn, heard))
    ones = np.ones(len(many), int)
    before, after = float(macro(ones, written)), float(macro(ones, heard))
    return {
        "written": before,
        "heard": after,
        "loss": before - after,
        "low": float(losses[int(0.025 * RESAMPLES)]),
        "high": float(losses[int(0.975 * RESAMPLES) - 1]),
    }


def compare(many: Sequence[Judged], models: Sequence[str]) -> dict[str, Any]:
    """Everything about one group of texts that carry labels."""
    written = _counts(many, "written")
    table: dict[str, Any] = {}
    for label in LABELS:
        support = sum(label in one.gold for one in many)
        if not support and not any(label in one.written for one in many):
            continue
        table[label] = {"support": support, "written": {**asdict(written[label]), "f1": written[label].f1}}
    for model in models:
        shown = _counts(many, model)
        before = _counts(many, model, withheld_too=True)
        for key, line in table.items():
            same = sum((key in one.written) == (key in one.heard[model]) for one in many)
            line[model] = {
                **asdict(shown[key]),
                "f1": shown[key].f1,
                "loss": written[key].f1 - shown[key].f1,
                "f1_before_withholding": before[key].f1,
                "texts_changed": len(many) - same,
            }
    counted = [label for label, line in table.items() if line["support"] >= LEAST]
    macros = {model: _macro_loss(many, model, counted) for model in models} if counted else {}
    withheld = {model: sum(len(one.before[model] - one.heard[model]) for one in many) for model in models}
    return {"texts": len(many), "labels": table, "macro_over": counted, "macro": macros, "labels_withheld": withheld}


def whole(many: Sequence[Judged], models: Sequence[str]) -> dict[str, Any]:
    """Accuracy on full answers, as written and as heard: story parts, trap, reaction, what to pursue."""
    return {
        name: ev.answers([ev.Judged(one.item.row, one.analyses[name]) for one in many]) for name in ("written", *models)
    }


# ---- report ----


def show(title: str, result: dict[str, Any], models: Sequence[str]) -> None:
    """The table of one group."""
    print(f"\n{title}: {result['texts']} texts spoken")
    print(f"{'label':<22}{'n':>4}{'written':>9}" + "".join(f"{model:>10}{'loss':>8}{'changed':>9}" for model in models))
    for label, line in result["labels"].items():
        print(
            f"{label:<22}{line['support']:>4}{line['written']['f1']:>9.2f}"
            + "".join(f"{line[m]['f1']:>10.2f}{line[m]['loss']:>+8.2f}{line[m]['texts_changed']:>9d}" for m in models)
        )
    for model, macro in result["macro"].items():
        print(
            f"macro F1, {len(result['macro_over'])} labels with n ≥ {LEAST}, {model}: written {macro['written']:.3f}, "
            f"heard {macro['heard']:.3f}, loss {macro['loss']:+.3f} ({macro['low']:+.3f} to {macro['high']:+.3f}); "
            f"labels withheld {result['labels_withheld'][model]}"
        )


def show_errors(many: Sequence[Judged], model: str) -> None:
    """Texts in which hearing changed what is found."""
    for one in many:
        lost, new = one.written - one.heard[model], one.heard[model] - one.written
        if lost or new:
            held = sorted(one.before[model] - one.heard[model])
            print(f"\n{one.item.name} {model}: lost {sorted(lost)}, new {sorted(new)}, withheld {held}")
            print(f"  gold    {sorted(one.gold)}\n  written {one.texts['written']}\n  heard   {one.texts[model]}")


def report(many: Sequence[Judged], models: Sequence[str], errors: bool) -> dict[str, Any]:
    """Print all tables; the same as data."""
    result: dict[str, Any] = {"models": list(models), "voices": list(VOICES), "groups": {}, "words": {}}
    lines = [one for one in many if one.item.group == "lines"]
    training = [one for one in many if one.item.group == "training answers"]
    answers = [one for one in many if one.item.group == "answers"]
    groups = {"lines": lines, "training answers": training}
    groups |= {f"lines, {voice}": [one for one in lines if one.item.voice == voice] for voice in VOICES}
    for title, chosen in groups.items():
        if chosen:
            result["groups"][title] = compare(chosen, models)
            show(title, result["groups"][title], models)
    for title, chosen in (("answers", answers), ("training answers", training)):
        if not chosen:
            continue
        result["groups"].setdefault(title, {})["whole"] = figures = whole(chosen, models)
        print(f"\n{title} as a whole: {len(chosen)} spoken, accuracy")
        print(f"{'':<26}{'n':>5}" + "".join(f"{name:>10}" for name in figures))
        for name, line in figures["written"].items():
            print(f"{name:<26}{line['n']:>5.0f}" + "".join(f"{f[name]['accuracy']:>10.2f}" for f in figures.values()))
    print("\nword error rate")
    for model in models:
        for voice in (*VOICES, "both"):
            chosen = [one for one in many if voice in (one.item.voice, "both")]
            if chosen:
                rate = word_errors((one.texts["written"], one.texts[model]) for one in chosen)
                result["words"].setdefault(model, {})[voice] = rate
                print(f"{model:<10}{voice:<16}{100 * rate['rate']:6.1f} %  of {rate['words']} words")
    if errors:
        for model in models:
            show_errors(many, model)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write everything as JSON here")
    parser.add_argument("--models", default="tiny.en,base", help="recognisers, by the names of their folders")
    parser.add_argument("--training", type=int, default=40, help="full answers of the training part (default: 40)")
    parser.add_argument("--lines", type=int, default=10_000, help="lines of the development part (default: all)")
    parser.add_argument("--each", action="store_true", help="every text by both voices, not by one in turn")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop listening after this time")
    parser.add_argument("--errors", action="store_true", help="list the texts in which hearing changed the findings")
    parser.add_argument("--hear-only", action="store_true", help="fill bench-out/ and report nothing")
    options = parser.parse_args(argv)
    models = options.models.split(",")
    chosen = items(options.training, options.lines, options.each)
    heard = listen(chosen, models, options.minutes)
    if options.hear_only:
        print(f"{sum(1 for _ in heard)} texts heard")
        return 0
    many = [judge(item, what) for item, what in heard]
    result = report(many, models, options.errors)
    result["machine"] = {"processors": os.cpu_count(), "kind": platform.machine(), "system": platform.system()}
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
