"""Real pauses and ends of real people, and what a rule of waiting would have done with them.

A folder holds `turns.jsonl.gz` (one floor holding a line) and `silences.jsonl.gz` (one silence of 0.1 s or more a line)
and, where there is sound, `audio_silences.jsonl` with what smart-turn said. Each silence tells its `source`, `speaker`,
`turn`, `kind` (`hold`: the same speaker goes on; `shift`: another takes over), `at` and `length` in seconds, the words
so far and the last of them; a turn tells its conversation. Read from where it lies and never copied.

The measure. An *answer* is a turn behind a question, of ten words or more (calls: 25). A *cut-off* is a pause of 0.3 to
2.5 s in which the question would have been heard. An answer with any is cut off; it is *harmless by yielding* when in
every one of them the speaker went on within the reply's first 0.4 s. The *wait* is the delay at a clean end.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from voice_interviewer.errors import InputFileError
from voice_interviewer.hearing.habit import PauseHabit
from voice_interviewer.hearing.tail import Reading, read_tail
from voice_interviewer.hearing.turn_policy import COUNTED_S, Evidence, Pauses, TurnPolicy
from voice_interviewer.interview.live.receipts import Receipts

LEAST_WORDS = 10
LEAST_WORDS_OF = {"earnings22": 25}
PAUSE_S = (0.3, 2.5)
YIELD_S = 0.4
"A reply withdrawn within this has not yet asked anything."
RECEIPT_S = 0.35
NEVER = 1e9
_INTERVIEWERS = ("DCB_se1_ag3_m_01",)


@dataclass(frozen=True, slots=True)
class Silence:
    """One pause inside an answer, or the end of it."""

    at_s: float
    length_s: float
    "Until somebody speaks again; `NEVER` at an end."
    end: bool
    reading: Reading
    text: str


@dataclass(frozen=True, slots=True)
class RealAnswer:
    """One answer of one person."""

    source: str
    conversation: str
    speaker: str
    begin_s: float
    silences: tuple[Silence, ...]
    "In order; the last is the end where it was a clean one."

    @property
    def kept_aside(self) -> bool:
        """Of the conversations that no weight was chosen on: three of ten, by name; and every interview."""
        return self.source == "coraal" or part_of(self.conversation) == "test"

    @property
    def seconds(self) -> float:
        """From its beginning to its last silence."""
        return self.silences[-1].at_s - self.begin_s


def part_of(conversation: str) -> str:
    """`train` or `test`."""
    return "test" if int(hashlib.sha256(conversation.encode()).hexdigest(), 16) % 10 < 3 else "train"


def read(folder: Path) -> list[RealAnswer]:
    """All answers of a folder, by conversation, speaker and time. Raises InputFileError."""
    turns = {(row["source"], row["turn"]): row for row in _rows(folder / "turns.jsonl.gz")}
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    try:
        for row in _rows(folder / "silences.jsonl.gz"):
            if _counts(row):
                found[row["source"], row["turn"]].append(row)
        answers = [_answer(turns[key], rows) for key, rows in found.items()]
    except (KeyError, TypeError) as err:
        raise InputFileError(f"a line lacks {err}.", where=str(folder), fix="See the head of real_turns.py.") from err
    answers = [a for a in answers if a.silences[-1].reading.words >= LEAST_WORDS_OF.get(a.source, LEAST_WORDS)]
    return sorted(answers, key=lambda a: (a.source, a.conversation, a.speaker, a.begin_s))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError(f"line {number} is no object")
                yield row
    except (OSError, EOFError, ValueError) as err:
        raise InputFileError(
            f"cannot be read ({err}).", where=str(file), fix="Give a folder of real turns; see real_turns.py."
        ) from err


def _counts(row: dict[str, Any]) -> bool:
    if not row["question_before"] or row["words"] < LEAST_WORDS:
        return False
    interviewer = row["speaker"].endswith("_int_01") or row["speaker"] in _INTERVIEWERS
    if row["source"] == "coraal" and interviewer:
        return False
    return bool(row["clean"]) if row["kind"] == "shift" else not row["overlap"]


def _answer(turn: dict[str, Any], rows: list[dict[str, Any]]) -> RealAnswer:
    silences = [_silence(row) for row in sorted(rows, key=lambda row: row["at"])]
    return RealAnswer(turn["source"], turn["conv"], turn["speaker"], turn["start"], tuple(silences))


def _silence(row: dict[str, Any]) -> Silence:
    # Whoever wrote the final mark knew how it goes on; a recogniser closes every stretch with a full stop.
    text = row["tail"].rstrip(" ,.;:?!-") + "."
    reading = read_tail(text)
    reading = Reading(reading.kind, reading.evidence, row["words"], reading.sentences, reading.last_sentence)
    end = row["kind"] == "shift"
    return Silence(row["at"], NEVER if end else row["length"], end, reading, text)


# ---- rules ----


@dataclass(frozen=True, slots=True)
class Act:
    """What a rule does in a silence, seconds after its beginning."""

    question_s: float
    receipt_s: float | None = None


Rule = Callable[[Evidence], Act]
"""Evidence with the law of this speaker's pauses → what is done."""


def timer(seconds: float) -> Rule:
    """Silence only."""
    return lambda _: Act(seconds)


def ours(policy: TurnPolicy | None = None, patience: float = 1.0) -> Rule:
    """The shipped policy, with receipts where evidence allows them; `play` withholds those that come too often."""
    policy = policy or TurnPolicy()

    def act(evidence: Evidence) -> Act:
        evidence = _patient(evidence, patience)
        return Act(policy.wait(evidence).seconds, policy.receipt(evidence))

    return act


def _patient(evidence: Evidence, patience: float) -> Evidence:
    return replace(evidence, patience=patience)


@dataclass(slots=True)
class Played:
    """What became of one answer."""

    answer: RealAnswer
    pauses: int = 0
    cut: int = 0
    cut_late: int = 0
    "Pauses above 2.5 s with a question in them."
    spoiled: int = 0
    "Cut-offs that yielding does not mend."
    spoiled_late: int = 0
    "The same of pauses above 2.5 s."
    receipts: int = 0
    receipts_talked_over: int = 0
    overlap_s: float = 0.0
    "Our sound over their voice."
    question_s: float | None = None
    first_sound_s: float | None = None


def play(answers: Sequence[RealAnswer], rule: Rule) -> list[Played]:
    """What a rule would have done, speaker by speaker; each one's pauses are learned as the session goes on."""
    out: list[Played] = []
    who, habit, receipts = ("", "", ""), PauseHabit(), Receipts()
    for answer in answers:
        if who != (answer.source, answer.conversation, answer.speaker):
            who, habit = (answer.source, answer.conversation, answer.speaker), PauseHabit()
            receipts = Receipts()
        played, receipts = _play(answer, rule, habit, receipts)
        out.append(played)
    return out


def _play(answer: RealAnswer, rule: Rule, habit: PauseHabit, receipts: Receipts) -> tuple[Played, Receipts]:
    played = Played(answer)
    law: Pauses = habit.law()
    paused = 0
    for silence in answer.silences:
        act = rule(Evidence(text=silence.text, reading=silence.reading, paused=paused, pauses=law))
        receipt = None
        if act.receipt_s is not None:
            receipt = receipts.moment(silence.at_s, act.receipt_s, act.question_s)
        if silence.end:
            played.question_s = act.question_s
            played.first_sound_s = act.question_s if receipt is None else min(receipt, act.question_s)
            continue
        if receipt is not None and receipt < silence.length_s:
            receipts = receipts.after(silence.at_s + receipt)
            played.receipts += 1
            over = receipt + RECEIPT_S - silence.length_s
            played.receipts_talked_over += over > 0
            played.overlap_s += max(0.0, min(over, 0.1))
        if silence.length_s >= PAUSE_S[0]:
            _count(played, silence.length_s, act.question_s)
        paused += silence.length_s >= COUNTED_S
        habit.add(silence.length_s)
        law = habit.law()
    return played, receipts


def _count(played: Played, length_s: float, question_s: float) -> None:
    inside = length_s <= PAUSE_S[1]
    played.pauses += inside
    if question_s >= length_s:
        return
    played.cut += inside
    played.cut_late += not inside
    played.overlap_s += YIELD_S if length_s - question_s > YIELD_S else 0.1
    unmended = length_s - question_s > YIELD_S
    played.spoiled += inside and unmended
    played.spoiled_late += not inside and unmended


def figures(many: Sequence[Played]) -> dict[str, Any]:
    """The table of one rule over some answers: shares of 1, waits in seconds; None where there is nothing to count.

    `cut_offs_per_answer` are answers with a question in a pause of 0.3 to 2.5 s, `yielded` the share of these that
    yielding makes harmless; `in_any_pause` has both for pauses of any length.
    """
    ends = [p for p in many if p.question_s is not None]
    minutes = sum(p.answer.seconds for p in many) / 60
    cut = [p for p in many if p.cut]
    any_cut = [p for p in many if p.cut or p.cut_late]
    receipts = sum(p.receipts for p in many)
    return {
        "n_answers": len(many),
        "n_pauses": sum(p.pauses for p in many),
        "n_ends": len(ends),
        "cut_offs_per_pause": _share(sum(p.cut for p in many), sum(p.pauses for p in many)),
        "cut_offs_per_answer": _share(len(cut), len(many)),
        "yielded": _share(sum(not p.spoiled for p in cut), len(cut)),
        "in_any_pause": {
            "cut_offs_per_answer": _share(len(any_cut), len(many)),
            "yielded": _share(sum(not (p.spoiled or p.spoiled_late) for p in any_cut), len(any_cut)),
        },
        "question": waits([min(p.question_s, 12.0) for p in ends if p.question_s is not None]),
        "first_sound": waits([min(p.first_sound_s, 12.0) for p in ends if p.first_sound_s is not None]),
        "receipts_per_minute": _share(receipts, minutes),
        "receipts_talked_over": _share(sum(p.receipts_talked_over for p in many), receipts),
        "share_talked_over": _share(sum(p.overlap_s for p in many), 60 * minutes),
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None


def waits(seconds: Sequence[float]) -> dict[str, float | None]:
    """Median, 95th percentile and mean, in seconds."""
    if not seconds:
        return dict.fromkeys(("p50", "p95", "mean"))
    p50, p95 = np.percentile(seconds, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3), "mean": round(float(np.mean(seconds)), 3)}


# ---- the report ----

TIMERS_S = (0.6, 1.0, 1.5, 1.7, 1.9)


def report(folder: Path) -> dict[str, Any]:
    """What `figures` says of each source for our rule, and beside it the timers, each under its name.

    `kept_aside` and `chosen_on` are the same for the conversations that no setting was chosen on, and for those that
    some were. Where there is sound its source has smart-turn beside it; what its silences do not tell is None.
    """
    answers = read(folder)
    played = {name: play(answers, rule) for name, rule in {"": ours(), **_timers()}.items()}
    result: dict[str, Any] = {}
    for source in sorted({a.source for a in answers}):
        those = [n for n, a in enumerate(answers) if a.source == source]
        result[source] = _beside(played, those)
        for part, aside in (("kept_aside", True), ("chosen_on", False)):
            if chosen := [n for n in those if answers[n].kept_aside == aside]:
                result[source][part] = _beside(played, chosen)
    if (folder / "audio_silences.jsonl").is_file():
        result.update(_with_sound(folder / "audio_silences.jsonl"))
    return result


def _beside(played: Mapping[str, Sequence[Played]], chosen: Sequence[int]) -> dict[str, Any]:
    tables = {name: figures([many[n] for n in chosen]) for name, many in played.items()}
    return {**tables.pop(""), **tables}


def _timers() -> dict[str, Rule]:
    return {_timer_name(seconds): timer(seconds) for seconds in TIMERS_S}


def _timer_name(seconds: float) -> str:
    return f"timer_{seconds:g}_s"


def _with_sound(file: Path) -> dict[str, Any]:
    """Silences with smart-turn's scores, by source: ours by words and voice, smart-turn alone, timers."""
    rows = [r for r in _rows(file) if r["kind"] == "shift" or r["length"] >= PAUSE_S[0]]
    policy = TurnPolicy()

    def both(row: dict[str, Any]) -> float:
        reading = read_tail(row["text"].rstrip(" ,.;:?!-") + ".")
        reading = Reading(reading.kind, reading.evidence, max(LEAST_WORDS, row["words"]), 1, reading.last_sentence)
        scores = tuple((t, s) for t, s in row["smart_turn"] if t <= 0.6)
        return policy.wait(Evidence(text=row["text"], reading=reading, scores=scores)).seconds

    def model(row: dict[str, Any]) -> float:
        at = next((t for t, score in row["smart_turn"] if t >= 0.2 and score >= 0.5), None)
        return 3.0 if at is None else at

    rules: dict[str, Callable[[dict[str, Any]], float]] = {
        "": both,
        "smart_turn_at_0.5_else_3_s": model,
        **{_timer_name(seconds): lambda _, seconds=seconds: seconds for seconds in TIMERS_S},  # type: ignore[misc]
    }
    found: dict[str, Any] = {}
    for source in sorted({row["source"] for row in rows}):
        mine = [row for row in rows if row["source"] == source]
        tables = {name: _of_silences(rule, mine) for name, rule in rules.items()}
        found[source] = {**tables.pop(""), **tables}
    return found


def _of_silences(rule: Callable[[dict[str, Any]], float], rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    holds = [(rule(r), r["length"]) for r in rows if r["kind"] == "hold" and r["length"] <= PAUSE_S[1]]
    ends = [rule(r) for r in rows if r["kind"] == "shift"]
    return {
        **figures([]),
        "n_answers": None,
        "n_pauses": len(holds),
        "n_ends": len(ends),
        "cut_offs_per_pause": _share(sum(wait < length for wait, length in holds), len(holds)),
        "question": waits(ends),
    }
