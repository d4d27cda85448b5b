"""From what was heard and what language found in it to the rows of a debrief. Pure: no clock, no file, no model."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

from ... import __version__
from ...hearing.model import Heard
from ...language.model import Analysis, Finding
from ...rubric import patterns
from ...rubric.keys import DISFLUENCIES, FAILED, STORY_PARTS
from ...rubric.outright import outright
from ...rubric.relations import UNDERSELLING, costs_of, listens_for
from ...sessions.kinds import ReplyKind, TurnKind
from ..wording import name, wording
from . import contradictions, ledger, measures, verdict
from .align import TimeMap
from .credit import evidence, safe, signal_states, since
from .schema import (
    AnswerRow,
    CorrectionRow,
    Debrief,
    FindingRow,
    FollowUp,
    InterruptionRow,
    QualityRow,
    Setup,
    Span,
    Transcript,
    WithheldRow,
    WordRow,
)

_INVITED = re.compile(
    r"\b(?:let me (?:just )?(?:think|see|start (?:over|again)|gather)|(?:give|allow) me (?:just )?(?:a|one"
    r"|some) (?:\w+ )?(?:second|sec|moment|minute|time)"
    r"|bear with me|hold on|hang on|one (?:second|moment|sec)|(?:could|can|would) you (?:please )?(?:repeat"
    r"|rephrase|say that)|say (?:it |that |the question )?again"
    r"|what was the (?:original )?question"
    r"|i (?:missed|did(?:n't| not) (?:quite )?(?:hear|catch|get|understand)) (?:that|the|your|you|it))\b",
    re.IGNORECASE,
)
"Requests that the interviewer itself invites to."
UNSURE = 0.35
"Mean recognition probability of a finding's words below which the finding is withheld."
_SORRY = ("sorry", "apolog", "forgive", "pardon", "excuse me", "my bad", "regret")
"Words of an apology that a recogniser is known to invent."


def text_answer(text: str) -> Heard:
    """An answer that was typed or read from a transcript: no sound, no times."""
    return Heard(text=text, words=(), start_s=0.0, end_s=0.0)


def answer_row(
    heard: Heard,
    analysis: Analysis,
    *,
    id: str,
    source: str = "session",
    question: str = "",
    node: str = "",
    pattern: str | None = None,
    kind: TurnKind = "question",
    again_of: ReplyKind | Literal[""] = "",
    signals_asked: Collection[str] | None = None,
    hints: Collection[str] = (),
    follow_up: FollowUp | None = None,
    asked_next: Sequence[FollowUp] = (),
    interruption: InterruptionRow | None = None,
    audio: str | None = None,
    audio_start_s: float = 0.0,
    duration_s: float | None = None,
    typed: bool = False,
    trusted: bool = False,
    corrections: Sequence[CorrectionRow] = (),
    heard_text: str | None = None,
    opinions: Mapping[tuple[str, int, int], bool] | None = None,
    retakes: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> AnswerRow:
    """One answer as the debrief shows it.

    `heard` holds session times; the row's times count from `audio_start_s`, where its recording begins. `analysis` is
    that of `heard.text`. `signals_asked` are the signals the question listens for (None: those of its pattern; where
    that too is not given, what the question's own words ask for outright); `hints` the labels that earlier follow-ups
    of the same thread pursued. `trusted` says that the words need no proof (a human's transcript). `interruption.at_s`,
    where given, counts from `audio_start_s` too. `opinions` maps (label, start, end) to a human's accept or reject.
    """
    text = analysis.text
    guessed = pattern is None
    pattern = pattern or (patterns.infer(question) if question else None)
    asked = outright(question) if guessed else patterns.asks(pattern)
    hopes = tuple(signals_asked or ()) or (asked if guessed else patterns.listens(pattern))
    times = TimeMap(text, heard.words)
    trusted = trusted or typed or not heard.words
    kept, withheld = _sift(heard, analysis, times, trusted)
    if analysis.reaction in FAILED:  # one page does not say of one reaction that it failed and that it was calm
        kept = tuple(f for f in kept if f.label != "calm_adaptation")
    listens = listens_for(hopes, interruption is not None)
    spoken = bool(heard.words or heard.voiced)
    row = AnswerRow(
        id=id,
        source=source,
        question=safe(question),
        node=node,
        pattern=pattern,
        kind=kind,
        again_of=again_of,
        transcript=Transcript(
            text=safe(text),
            words=[
                WordRow(
                    text=safe(w.text),
                    start=since(w.start, audio_start_s),
                    end=since(w.end, audio_start_s),
                    probability=round(w.probability, 4),
                )
                for w in heard.words
            ],
        ),
        pauses=[Span(start=since(p.start, audio_start_s), end=since(p.end, audio_start_s)) for p in heard.pauses],
        voiced=[Span(start=since(a, audio_start_s), end=since(b, audio_start_s)) for a, b in heard.voiced],
        findings=[_finding_row(f, times, audio_start_s, opinions or {}) for f in kept],
        perhaps=[_finding_row(f, times, audio_start_s, {}) for f in analysis.perhaps],
        follow_up=follow_up or _pursue(analysis, kept, withheld),
        asked_next=list(asked_next),
        story={part: analysis.story.get(part) is not None for part in STORY_PARTS},
        story_evidence={
            part: evidence(text, span[0], span[1], times, audio_start_s)
            for part in STORY_PARTS
            if (span := analysis.story.get(part)) is not None
        },
        trap=_trap(analysis, kept, withheld),
        trap_scale={
            "apologetic": round(analysis.trap_scale.apologetic, 3),
            "inflated": round(analysis.trap_scale.inflated, 3),
        },
        reaction=analysis.reaction,
        interruption=interruption,
        audio=audio,
        start_s=round(audio_start_s, 3),
        duration_s=round(duration_s if duration_s is not None else max(0.0, heard.end_s - audio_start_s), 3),
        notes=[*heard.notes, *notes],
        unheard="" if heard.words else safe(heard.unheard),
        listens=list(listens),
        withheld=withheld,
        quality=_quality(heard) if spoken and not typed else None,
        typed=typed or not spoken,
        language=analysis.language,
        personal=analysis.personal,
        words=measures.count_words(text),
        latency_s=None if heard.latency_s is None else round(heard.latency_s, 3),
        corrections=list(corrections),
        heard_text=heard_text,
        retakes=list(retakes),
    )
    if analysis.language != "en":
        row.notes.append("This answer does not seem to be English, so nothing was looked for in it.")
    near = patterns.asks(pattern)
    row.signals = signal_states(row, analysis, kept, near, asked, listens, hints, times, audio_start_s)
    row.claims = ledger.claim_rows(row, analysis.claims, times, audio_start_s)
    row.measures = measures.of_answer(row)
    return row


def build(
    answers: Sequence[AnswerRow],
    *,
    session: str = "",
    flow: str = "",
    title: str = "",
    started: str = "",
    candidate: str = "",
    seed: int | None = None,
    heard_with: str = "",
    timeline: Sequence[dict[str, object]] = (),
    notes: Sequence[str] = (),
) -> Debrief:
    """The whole debrief of a session or review; deterministic in its arguments."""
    rows = contradictions.cross_check(answers)
    pauses = [m.value for r in rows if (m := r.measures.get("longest_pause")) and m.value is not None]
    debrief = Debrief(
        session=session,
        flow=flow,
        title=title,
        started=started,
        candidate=candidate,
        seed=seed,
        heard_with=heard_with,
        answers=rows,
        debrief=verdict.summary(rows),
        timeline=list(timeline) or _timeline(rows),
        measures=measures.of_session(rows),
        patience=max(pauses) if pauses else None,
        withheld=list(_withheld_lines(rows)),
        notes=list(notes),
        setup=Setup(version=__version__),
    )
    return debrief


def rebuild(debrief: Debrief) -> Debrief:
    """The same debrief with everything derived from its answers made anew (after an answer was replaced)."""
    made = build(
        debrief.answers,
        session=debrief.session,
        flow=debrief.flow,
        title=debrief.title,
        started=debrief.started,
        candidate=debrief.candidate,
        seed=debrief.seed,
        heard_with=debrief.heard_with,
        timeline=debrief.timeline,
        notes=debrief.notes,
    )
    for kept in ("broken_off", "own_view", "remarks", "setup"):
        setattr(made, kept, getattr(debrief, kept))
    return made


# ---- parts ----


def _sift(
    heard: Heard, analysis: Analysis, times: TimeMap, trusted: bool
) -> tuple[tuple[Finding, ...], list[WithheldRow]]:
    """Findings that may be shown, and those that may not, each with its reason."""
    findings = tuple(f for f in analysis.findings if not _asks_for_time(analysis.text, f))
    if trusted:
        return findings, []
    kept: list[Finding] = []
    withheld: list[WithheldRow] = []
    for finding in findings:
        reason = ""
        sure = times.probability(finding.start, finding.end)
        if finding.label not in DISFLUENCIES and sure is not None and sure < UNSURE:
            reason = f"these words were uncertain (mean probability {sure:.2f})"
        elif finding.label == "apology" and not _proven(finding.text, heard.plain_text):
            reason = "a second, plain listening did not confirm the apology"
        if reason:
            withheld.append(
                WithheldRow(
                    label=finding.label, start=finding.start, end=finding.end, text=safe(finding.text), reason=reason
                )
            )
        else:
            kept.append(finding)
    return tuple(kept), withheld


def _asks_for_time(text: str, finding: Finding) -> bool:
    """Whether an apology is no more than what we invite to: a request for a moment, or to hear the question again."""
    around = text[max(0, finding.start - 20) : finding.end + 45]
    return finding.label in UNDERSELLING and len(finding.text.split()) <= 12 and bool(_INVITED.search(around))


def _proven(apology: str, plain: str) -> bool:
    """An apology's own words must be in the plain decode; one that says it in other words needs no such proof."""
    said, heard = apology.casefold(), plain.casefold()
    return all(word in heard for word in _SORRY if word in said)


def _finding_row(
    finding: Finding, times: TimeMap, zero: float, opinions: Mapping[tuple[str, int, int], bool]
) -> FindingRow:
    start_s, end_s = times.span(finding.start, finding.end)
    return FindingRow(
        label=finding.label,
        start=finding.start,
        end=finding.end,
        text=safe(finding.text),
        why=safe(finding.why),
        confidence=round(finding.confidence, 3),
        start_s=None if start_s is None else since(start_s, zero),
        end_s=None if end_s is None else since(end_s, zero),
        opinion=opinions.get((finding.label, finding.start, finding.end)),
    )


def _quality(heard: Heard) -> QualityRow:
    probabilities = [w.probability for w in heard.words]
    audio = heard.quality
    return measures.grade(
        word_probability=sum(probabilities) / len(probabilities) if probabilities else None,
        level_dbfs=round(audio.level_dbfs, 1) if audio else None,
        noise_dbfs=round(audio.noise_dbfs, 1) if audio else None,
        clipped_share=round(audio.clipped_share, 5) if audio else None,
        uncovered_voice_s=heard.uncovered_voice_s,
        voiced_s=sum(b - a for a, b in heard.voiced),
        wordless_s=heard.wordless_s,
    )


def _trap(analysis: Analysis, kept: Collection[Finding], withheld: Sequence[WithheldRow]) -> str | None:
    """The trap, unless all it could rest on was withheld."""
    family = costs_of(analysis.trap)
    lost = any(w.label in family for w in withheld)
    return None if lost and not any(f.label in family for f in kept) else analysis.trap


def _pursue(analysis: Analysis, kept: Collection[Finding], withheld: Sequence[WithheldRow]) -> FollowUp:
    """The follow-up in the debrief's own words, where the interviewer gave none."""
    weakness = analysis.weakness
    target = weakness.target
    if target and any(w.label == target for w in withheld) and not any(f.label == target for f in kept):
        return FollowUp(target=None, text=_next(None), why="What called for more was not heard well enough.")
    return FollowUp(target=target, text=_next(target), why=safe(weakness.why))


def _next(target: str | None) -> str:
    questions = wording()["questions"]
    return str(questions.get(target or "none", questions["none"]))


def _timeline(rows: Sequence[AnswerRow]) -> list[dict[str, object]]:
    """Where no session recorded one: the answers' speech and interruptions, one after the other."""
    out: list[dict[str, object]] = []
    offset = 0.0
    sequential = len({r.start_s for r in rows}) < len(rows)
    for row in rows:
        zero = offset if sequential else row.start_s
        spans = row.voiced or ([Span(start=0.0, end=row.duration_s)] if row.duration_s else [])
        for span in spans:
            out.append(_line("speech", zero + span.start, zero + span.end, "candidate", row.id))
        if row.interruption and row.interruption.at_s is not None:
            at = zero + row.interruption.at_s
            out.append(_line("interruption", at, at, "interviewer", row.interruption.text))
        offset += row.duration_s
    return out


def _line(kind: str, start_s: float, end_s: float, who: str, text: str) -> dict[str, object]:
    return {"kind": kind, "start_s": round(start_s, 3), "end_s": round(end_s, 3), "who": who, "text": text}


def _withheld_lines(rows: Iterable[AnswerRow]) -> Iterable[str]:
    for row in rows:
        for item in row.withheld:
            yield f"Answer {row.id}: “{item.text[:80]}” ({name(item.label)}) is not shown: {item.reason}."
        if row.quality and row.quality.grade == "poor":
            yield f"Answer {row.id} was heard poorly ({'; '.join(row.quality.reasons)}): its rates are withheld."


def follow_up(target: str | None, text: str, why: str) -> FollowUp:
    """A follow-up row; a helper for callers that have the three values."""
    return FollowUp(target=target, text=safe(text), why=safe(why))


def timeline_row(kind: str, start_s: float, end_s: float, who: str, text: str) -> dict[str, Any]:
    """A row of the timeline: kind, seconds, interviewer or candidate, and what was said (or the answer's id)."""
    return dict(_line(kind, start_s, end_s, who, safe(text)))
