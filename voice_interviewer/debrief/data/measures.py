"""Numbers about how an answer was spoken, each with how well it was heard, or why it is withheld.

Rates need at least `MIN_WORDS` words. What is remarked follows the spread measured on engineers in meetings
(ICSI/MRDA turns of 60 words and more): the middle 80 % goes without comment, and so does a thinking pause of up to
three seconds. There is no total, and no number stands for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .schema import AnswerRow, MeasureRow, QualityRow, Span

MIN_WORDS = 60
"Below this many words a rate says little."
THINKING_PAUSE_S = 3.0
"Pauses up to this long are never remarked."
SLOW_WPM, FAST_WPM = 110.0, 230.0
UM_PER_MINUTE = 8.0
HEDGES_PER_100 = 3.0
LONG_ANSWER_WORDS = 400
"About two and a half minutes at a usual pace."
TYPICAL_UM_S = 0.35
"Length of a spoken um, to turn voiced time without words into a number of possible ones."

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_UM = re.compile(r"^(?:u+[hm]+|e+rm?|e+h+m+|h+m+|m+h*m+|a+h+m*|um+)\b", re.IGNORECASE)

NAMES: dict[str, str] = {
    "pace_wpm": "Pace",
    "fillers_per_minute": "Um and uh",
    "filler_words": "All fillers",
    "hedges_per_100_words": "Hedges",
    "silent_share": "Silence",
    "longest_pause": "Longest pause",
    "response_latency": "Before answering",
    "answer_length": "Length",
    "first_person_decisions": "Decisions said as “I”",
    "team_decisions": "Decisions said as “we”",
    "volunteered_share": "Judgement unasked",
}
"Titles of the measures, in the order they are shown."

_WORSE = {"good": 0, "fair": 1, "poor": 2}


@dataclass(frozen=True, slots=True)
class Counts:
    """What the measures are made of; counts of several answers add up."""

    words: int = 0
    english: int = 0
    "Words of answers in English: only in these something was looked for."
    spoken_s: float = 0.0
    "From the first to the last voice, without the interviewer's interruption."
    silent_s: float = 0.0
    longest_pause_s: float = 0.0
    ums: int = 0
    fillers: int = 0
    hedges: int = 0
    decisions: int = 0
    team: int = 0
    uncovered_s: float = 0.0
    volunteered: int = 0
    prompted: int = 0
    missed: int = 0
    timed: bool = False
    "There are times: the answer was spoken."
    voice_known: bool = False
    "There is voice activity, not only words."

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.words + other.words,
            self.english + other.english,
            self.spoken_s + other.spoken_s,
            self.silent_s + other.silent_s,
            max(self.longest_pause_s, other.longest_pause_s),
            self.ums + other.ums,
            self.fillers + other.fillers,
            self.hedges + other.hedges,
            self.decisions + other.decisions,
            self.team + other.team,
            self.uncovered_s + other.uncovered_s,
            self.volunteered + other.volunteered,
            self.prompted + other.prompted,
            self.missed + other.missed,
            self.timed or other.timed,
            self.voice_known or other.voice_known,
        )


def count_words(text: str) -> int:
    """Words of a text as a person would count them."""
    return sum(1 for _ in _WORD.finditer(text))


def is_um(text: str) -> bool:
    """Whether a filler is a bare voiced one (um, uh, er, hmm), not a phrase such as `you know`."""
    return bool(_UM.match(text.strip()))


def counts(row: AnswerRow) -> Counts:
    """What one answer contributes."""
    voiced, pauses = row.voiced, _own_pauses(row)
    words = row.transcript.words
    if voiced:
        spoken = voiced[-1].end - voiced[0].start
    elif words:
        spoken = words[-1].end - words[0].start
    else:
        spoken = 0.0
    spoken -= _interrupted_s(row)
    labels = [f.label for f in row.findings]
    states = [s.state for s in row.signals.values()]
    said = row.words or count_words(row.transcript.text)
    return Counts(
        words=said,
        english=said if row.language == "en" else 0,
        spoken_s=max(0.0, spoken),
        silent_s=sum(p.end - p.start for p in pauses),
        longest_pause_s=max((p.end - p.start for p in pauses), default=0.0),
        ums=sum(1 for f in row.findings if f.label == "filler" and is_um(f.text)),
        fillers=labels.count("filler"),
        hedges=labels.count("hedge"),
        decisions=labels.count("ownership"),
        team=labels.count("team_voice"),
        uncovered_s=row.quality.uncovered_voice_s if row.quality else 0.0,
        volunteered=states.count("volunteered"),
        prompted=states.count("prompted"),
        missed=states.count("missed"),
        timed=not row.typed and spoken > 0,
        voice_known=not row.typed and bool(voiced),
    )


def of_answer(row: AnswerRow) -> dict[str, MeasureRow]:
    """All measures of one answer. The row needs transcript, findings, signals, quality, pauses and voiced stretches."""
    measures = _measures(counts(row), row.quality)
    if row.latency_s is not None:
        measures["response_latency"] = _latency(row.latency_s, row.quality)
    else:
        reason = "typed" if row.typed else "no question was spoken before this answer"
        measures["response_latency"] = MeasureRow(value=None, unit="s", quality="good", withheld=reason)
    words = counts(row).words
    length = MeasureRow(value=float(words), unit="words", quality=_text_quality(row.quality))
    if words > LONG_ANSWER_WORDS:
        length.remark = f"{words} words is about {words / 170:.0f} minutes: the point has to come in the first one."
    measures["answer_length"] = length
    return {name: measures[name] for name in NAMES if name in measures}


def of_session(rows: Sequence[AnswerRow]) -> dict[str, MeasureRow]:
    """The same measures over all answers: rates over all words and minutes, the longest pause, the median latency."""
    total = sum((counts(r) for r in rows), Counts())
    measures = _measures(total, _worst_usual(rows))
    known = sorted(r.latency_s for r in rows if r.latency_s is not None)
    if known:
        measures["response_latency"] = _latency(known[len(known) // 2], _worst_usual(rows))
    lengths = sorted(counts(r).words for r in rows)
    if lengths:
        measures["answer_length"] = MeasureRow(
            value=float(lengths[len(lengths) // 2]), unit="words", quality=_text_quality(_worst_usual(rows))
        )
    return {name: measures[name] for name in NAMES if name in measures}


def _words(number: int) -> str:
    return f"{number} word{'' if number == 1 else 's'}"


def _measures(c: Counts, quality: QualityRow | None) -> dict[str, MeasureRow]:
    minutes = c.spoken_s / 60
    text_grade, time_grade = _text_quality(quality), _time_quality(quality)
    both = max(text_grade, time_grade, key=_WORSE.__getitem__)
    short = f"only {_words(c.words)}; a rate needs {MIN_WORDS}" if c.words < MIN_WORDS else None
    foreign = "it does not seem to be in English" if c.words and not c.english else None
    thin = c.english < min(c.words, MIN_WORDS)
    few = f"only {_words(c.english)} in English; a rate needs {MIN_WORDS}" if thin else None
    untimed = None if c.timed and minutes > 0 else "it was read, not heard"
    unheard = None if c.voice_known else untimed or "no voice activity was measured"
    misheard = _reason(quality) if text_grade == "poor" else None
    noisy = _reason(quality) if time_grade == "poor" else None
    out: dict[str, MeasureRow] = {}

    timed_reason = untimed or short or misheard or noisy
    out["pace_wpm"] = _row(c.words / minutes if minutes else None, "words/min", both, timed_reason)
    out["pace_wpm"].norm = "130 to 200 is usual"
    if (pace := out["pace_wpm"].value) is not None:
        if pace < SLOW_WPM:
            out["pace_wpm"].remark = f"At {pace:.0f} words a minute listeners start to wait for you."
        elif pace > FAST_WPM:
            out["pace_wpm"].remark = f"At {pace:.0f} words a minute the important sentence goes by unheard."

    ums = _row(c.ums / minutes if minutes else None, "per min", both, foreign or timed_reason)
    ums.norm = "up to 8 a minute goes unnoticed"
    if ums.value is not None:
        ums.low = ums.value
        ums.high = round((c.ums + int(c.uncovered_s / TYPICAL_UM_S)) / minutes, 2)
        if ums.value > UM_PER_MINUTE:
            ums.remark = f"{c.ums} in {minutes:.1f} minutes is enough to be noticed; a silent breath does the same."
    out["fillers_per_minute"] = ums

    out["filler_words"] = _row(float(c.fillers), "in all", text_grade, foreign or misheard)
    rate = 100 * c.hedges / c.english if c.english else None
    hedges = _row(rate, "per 100 words", text_grade, foreign or short or few or misheard)
    hedges.norm = "0 to 2 is usual"
    if hedges.value is not None and hedges.value > HEDGES_PER_100:
        hedges.remark = f"{c.hedges} times you softened something you yourself did or decided."
    out["hedges_per_100_words"] = hedges

    share = 100 * c.silent_s / c.spoken_s if c.spoken_s else None
    out["silent_share"] = _row(share, "%", time_grade, unheard or short or noisy)
    out["silent_share"].norm = "14 to 32 % is usual"
    longest = _row(c.longest_pause_s, "s", time_grade, unheard or noisy)
    longest.norm = "up to 3 s is simply thinking"
    if longest.value is not None and longest.value > THINKING_PAUSE_S:
        longest.remark = f"{longest.value:.1f} s is fine too, once announced: “let me think about that for a moment”."
    out["longest_pause"] = longest

    out["first_person_decisions"] = _row(float(c.decisions), "in all", text_grade, foreign or misheard)
    out["team_decisions"] = _row(float(c.team), "in all", text_grade, foreign or misheard)
    shown = c.volunteered + c.prompted
    asked = shown + c.missed
    none = None if asked else "none was heard, and none was asked for"
    unasked = 100 * c.volunteered / asked if asked else None
    out["volunteered_share"] = _row(unasked, "%", text_grade, foreign or none or misheard)
    return out


def _row(value: float | None, unit: str, quality: str, withheld: str | None) -> MeasureRow:
    if withheld or value is None:
        return MeasureRow(value=None, unit=unit, quality=quality, withheld=withheld or "nothing to measure")
    return MeasureRow(value=round(value, 2), unit=unit, quality=quality)


def _latency(seconds: float, quality: QualityRow | None) -> MeasureRow:
    row = _row(seconds, "s", _time_quality(quality), _reason(quality) if _time_quality(quality) == "poor" else None)
    row.norm = "up to 3 s is simply thinking"
    return row


# ---- how well it was heard ----


def grade(
    *,
    word_probability: float | None,
    level_dbfs: float | None,
    noise_dbfs: float | None,
    clipped_share: float | None,
    uncovered_voice_s: float = 0.0,
    voiced_s: float = 0.0,
    wordless_s: float = 0.0,
) -> QualityRow:
    """How far the recording can be trusted, with the reasons in plain words.

    Levels in dBFS, shares 0 to 1, times in seconds; None where unknown. Mean word probability under 0.5, five per cent
    of clipped samples, speech within 6 dB of the noise or under −60 dBFS make it poor.
    """
    poor: list[str] = []
    fair: list[str] = []
    if word_probability is not None:
        if word_probability < 0.5:
            poor.append(f"many words were uncertain (mean probability {word_probability:.2f})")
        elif word_probability < 0.7:
            fair.append(f"some words were uncertain (mean probability {word_probability:.2f})")
    if clipped_share is not None:
        if clipped_share >= 0.05:
            poor.append(f"the microphone was overdriven ({100 * clipped_share:.0f} % of samples clipped)")
        elif clipped_share >= 0.005:
            fair.append(f"the microphone was overdriven at times ({100 * clipped_share:.1f} % clipped)")
    if level_dbfs is not None and noise_dbfs is not None:
        distance = level_dbfs - noise_dbfs
        if distance < 6:
            poor.append(f"speech stood only {max(0.0, distance):.0f} dB above the noise")
        elif distance < 12:
            fair.append(f"speech stood {distance:.0f} dB above the noise")
    if level_dbfs is not None:
        if level_dbfs < -60:
            poor.append(f"the microphone was very quiet ({level_dbfs:.0f} dBFS)")
        elif level_dbfs < -48:
            fair.append(f"the microphone was quiet ({level_dbfs:.0f} dBFS)")
    if voiced_s > 3 and uncovered_voice_s > 0.5 * voiced_s:
        poor.append(f"{uncovered_voice_s:.0f} s of voice could not be turned into words")
    elif wordless_s > 0.0:
        fair.append(f"{wordless_s:.0f} s of voice in one piece or more could not be turned into words")
    elif voiced_s > 3 and uncovered_voice_s > 0.25 * voiced_s:
        fair.append(f"{uncovered_voice_s:.0f} s of voice could not be turned into words")
    return QualityRow(
        level_dbfs=level_dbfs,
        noise_dbfs=noise_dbfs,
        clipped_share=clipped_share,
        word_probability=None if word_probability is None else round(word_probability, 3),
        uncovered_voice_s=round(uncovered_voice_s, 2),
        grade="poor" if poor else "fair" if fair else "good",
        reasons=poor + fair,
    )


def _text_quality(quality: QualityRow | None) -> str:
    return quality.grade if quality else "good"


def _time_quality(quality: QualityRow | None) -> str:
    """Voice activity suffers from noise and level, not from uncertain words."""
    if quality is None:
        return "good"
    return grade(
        word_probability=None,
        level_dbfs=quality.level_dbfs,
        noise_dbfs=quality.noise_dbfs,
        clipped_share=quality.clipped_share,
    ).grade


def _reason(quality: QualityRow | None) -> str:
    return "; ".join(quality.reasons) if quality and quality.reasons else "it was not heard well enough"


def _worst_usual(rows: Iterable[AnswerRow]) -> QualityRow | None:
    """The quality of the middle answer: one that was badly heard does not withhold the numbers of a session."""
    known = sorted((r.quality for r in rows if r.quality), key=lambda q: _WORSE[q.grade])
    return known[len(known) // 2] if known else None


def _interrupted_s(row: AnswerRow) -> float:
    """Seconds of the answer in which the interviewer spoke: the pause around the interruption."""
    gap = _interruption_pause(row)
    return gap.end - gap.start if gap else 0.0


def _own_pauses(row: AnswerRow) -> list[Span]:
    gap = _interruption_pause(row)
    return [p for p in row.pauses if p is not gap]


def _interruption_pause(row: AnswerRow) -> Span | None:
    if row.interruption is None or row.interruption.at_s is None:
        return None
    at = row.interruption.at_s
    listed = next((p for p in row.pauses if p.end > at and p.end - p.start > 1.0), None)
    gaps = (Span(start=a.end, end=b.start) for a, b in zip(row.voiced, row.voiced[1:], strict=False))
    gap = next((g for g in gaps if g.end > at and g.end - g.start > 1.0), None)
    return listed if listed and gap and abs(listed.end - gap.end) < 1.0 else gap
