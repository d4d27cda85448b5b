"""The shape of `review --json` and `debrief.json`. Versioned; fields are added, never renamed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ...sessions.kinds import ReplyKind, TurnKind

SCHEMA_VERSION = 1


class Record(BaseModel):
    """Base: unknown fields of a newer version are kept out, values are never coerced silently."""

    model_config = ConfigDict(extra="ignore")


class WordRow(Record):
    """A recognised word; times in seconds from the start of its audio file."""

    text: str
    start: float
    end: float
    probability: float


class Transcript(Record):
    """What was said, as heard or typed."""

    text: str
    words: list[WordRow] = Field(default_factory=list)


class Span(Record):
    """A stretch of time in seconds."""

    start: float
    end: float


class OpinionRow(Record):
    """What one person thinks of a finding."""

    accept: bool
    by: str = ""
    "Who; empty for the candidate."


class RemarkRow(Record):
    """What somebody wrote about an answer, or about the whole session."""

    text: str
    by: str = ""
    "Who; empty for the candidate."


class ExampleRow(Record):
    """A strong answer of somebody else to the same question: an example, not the answer."""

    text: str
    who: str
    "Whose answer it is: an invented person and their work, in a few words."
    own: bool = True
    "It answers this very question; else one of its kind."
    audio: str | None = None
    "It, spoken: audio file relative to the debrief; None until it was asked for."


class OwnView(Record):
    """What the candidate thought before the findings were shown."""

    question: str
    text: str
    answer: str = ""
    "Id of the answer that was meant, where that is clear."
    spoken: bool = False


class Setup(Record):
    """How the session was set up."""

    minutes: float | None = None
    clock: bool = True
    "False: no time was limited, and silence ended no answer."
    patience: str = ""
    "`short`, `normal`, `long` or a factor on every waiting time."
    microphone: str = ""
    "Empty: nobody spoke into one, or it is not known."
    version: str = ""
    "Of the program that made this debrief."


class FindingRow(Record):
    """A finding with its place in text and time."""

    label: str
    start: int
    end: int
    text: str
    why: str
    confidence: float = 1.0
    start_s: float | None = None
    end_s: float | None = None
    opinion: bool | None = None
    "A human's: True accepted, False rejected, None not asked, or mentors do not agree. The candidate's own goes first."
    opinions: list[OpinionRow] = Field(default_factory=list)
    "Everybody's who gave one."


class WithheldRow(Record):
    """A finding that is not shown because it was not heard well enough."""

    label: str
    start: int
    end: int
    text: str
    reason: str


class Evidence(Record):
    """Words that show a signal."""

    text: str
    start: int
    end: int
    start_s: float | None = None


class SignalRow(Record):
    """Whether a judgement signal was shown, and whether it had to be asked for."""

    state: str
    "volunteered | prompted | missed | not_asked"
    evidence: list[Evidence] = Field(default_factory=list)


class FollowUp(Record):
    """What the interviewer would pursue next, or did."""

    target: str | None
    text: str
    why: str


class MeasureRow(Record):
    """A number that knows how well it was heard."""

    value: float | None
    unit: str
    quality: str
    "good | fair | poor"
    withheld: str | None = None
    "Why the value is not shown; None when it is."
    low: float | None = None
    high: float | None = None
    "Range the value may lie in, where hearing leaves one (`at least low, perhaps high`)."
    remark: str = ""
    "What is said about it where it leaves the usual range; empty: nothing to remark."
    norm: str = ""
    "The usual range, in words."


class QualityRow(Record):
    """How well an answer could be heard."""

    level_dbfs: float | None = None
    noise_dbfs: float | None = None
    clipped_share: float | None = None
    word_probability: float | None = None
    "Mean over the words, 0 to 1."
    uncovered_voice_s: float = 0.0
    "Voiced time without a word."
    grade: str = "good"
    "good | fair | poor"
    reasons: list[str] = Field(default_factory=list)


class CorrectionRow(Record):
    """What the candidate corrected in the transcript."""

    old: str
    new: str
    start: int
    end: int
    wall: str = ""


class ClaimRow(Record):
    """A claim of size, number, role or outcome."""

    kind: str
    text: str
    start: int
    end: int
    start_s: float | None = None
    verdict: str = "solid"
    "solid | inflated | minimised | contradicted"
    you_may_say: str = ""
    "The honest ceiling: the most that can be said on what was told."
    why: str = ""
    against: str = ""
    "Of a contradicted claim: the words that give another number."


class InterruptionRow(Record):
    """A constraint injected into the answer."""

    text: str
    at: int
    "Character offset in the answer's text; what follows is the reaction."
    at_s: float | None = None
    "Seconds from the start of the answer's recording."
    stop_time_s: float | None = None
    overlap_s: float | None = None


class AnswerRow(Record):
    """One answer with all that was found in it."""

    id: str
    source: str
    "File, or `session` for a live answer."
    question: str = ""
    node: str = ""
    pattern: str | None = None
    kind: TurnKind = "question"
    "What the answer replied to; `reprompt`: asked once more in other words, after an answer that did not take it up."
    again_of: ReplyKind | Literal[""] = ""
    "What a `reprompt` asked once more."
    transcript: Transcript
    pauses: list[Span] = Field(default_factory=list)
    voiced: list[Span] = Field(default_factory=list)
    findings: list[FindingRow] = Field(default_factory=list)
    "What was heard: shown, counted, used."
    perhaps: list[FindingRow] = Field(default_factory=list)
    "What may have been there: folded away, and counted nowhere."
    signals: dict[str, SignalRow] = Field(default_factory=dict)
    story: dict[str, bool] = Field(default_factory=dict)
    trap: str | None = None
    trap_scale: dict[str, float] = Field(default_factory=lambda: {"apologetic": 0.0, "inflated": 0.0})
    reaction: str | None = None
    follow_up: FollowUp
    asked_next: list[FollowUp] = Field(default_factory=list)
    "What the interviewer really said after this answer, and why."
    measures: dict[str, MeasureRow] = Field(default_factory=dict)
    claims: list[ClaimRow] = Field(default_factory=list)
    interruption: InterruptionRow | None = None
    audio: str | None = None
    "Audio file, relative to the debrief."
    start_s: float = 0.0
    "Session time of the answer's audio start."
    duration_s: float = 0.0
    unheard: str = ""
    "Why this answer has no words although somebody spoke; empty: nothing of the kind."
    notes: list[str] = Field(default_factory=list)
    listens: list[str] = Field(default_factory=list)
    "Signals the question listens for."
    story_evidence: dict[str, Evidence] = Field(default_factory=dict)
    "Where each story part was told."
    withheld: list[WithheldRow] = Field(default_factory=list)
    quality: QualityRow | None = None
    "None for text."
    typed: bool = False
    language: str = "en"
    personal: bool = False
    "It tells of an illness, a loss or the like that touched the speaker: nothing in it is missing or to be changed."
    words: int = 0
    latency_s: float | None = None
    corrections: list[CorrectionRow] = Field(default_factory=list)
    heard_text: str | None = None
    "The transcript before correction; None when nothing was corrected."
    retakes: list[str] = Field(default_factory=list)
    "Other attempts at this answer, `SESSION/ANSWER`."
    remarks: list[RemarkRow] = Field(default_factory=list)
    example: ExampleRow | None = None

    @property
    def replies_to(self) -> ReplyKind:
        """What the answer replied to, whether it was asked once or once more."""
        return (self.again_of or "question") if self.kind == "reprompt" else self.kind


class KeptSound(Record):
    """The sound of an answer that was broken off: the program was killed, or it was taken up again."""

    audio: str
    "Audio file, relative to the debrief."
    answer: str = ""
    "Number of the answer it was to be."
    question: str = ""
    text: str = ""
    "What was understood of it until then."


class Priority(Record):
    """One thing to change."""

    label: str
    "A key of the language room; for what only a measure shows, `answer_length` or `pace`."
    title: str
    answer: str
    "Id of the answer the quote is from."
    quote: str
    start: int
    end: int
    start_s: float | None = None
    cost: str
    "Why it costs."
    reframe: str
    "The same content said better; placeholders in [brackets]."
    drill: str
    count: int = 1
    "How often in this session."


class Strength(Record):
    """One thing to keep."""

    label: str
    title: str
    answer: str
    quote: str
    start_s: float | None = None
    why: str


class Reframe(Record):
    """A quote and a better way to say the same."""

    answer: str
    label: str
    quote: str
    suggestion: str


class Summary(Record):
    """The part of the debrief that a busy person reads."""

    verdict: str
    "The silent question, answered in a sentence that names its evidence."
    headline: str = ""
    "The same in at most 25 words; empty in debriefs made before there were headlines."
    priorities: list[Priority] = Field(default_factory=list, max_length=3)
    strengths: list[Strength] = Field(default_factory=list)
    reframes: list[Reframe] = Field(default_factory=list)
    trap_scale: dict[str, float] = Field(default_factory=lambda: {"apologetic": 0.0, "inflated": 0.0})
    next_steps: list[str] = Field(default_factory=list)
    traps: dict[str, int] = Field(default_factory=dict)
    "In how many answers each trap dominated."


class Debrief(Record):
    """All that is known of a session or a review."""

    schema_version: int = SCHEMA_VERSION
    session: str = ""
    "Id of the session; empty for a review."
    flow: str = ""
    "Id of a shipped flow, or the path of a flow file."
    title: str = ""
    "The flow's own."
    started: str = ""
    "ISO date and time with zone."
    candidate: str = ""
    "`` for a person, otherwise the persona or files that answered."
    seed: int | None = None
    heard_with: str = ""
    "The speech model whose words these are, in words; empty for typed answers."
    answers: list[AnswerRow] = Field(default_factory=list)
    debrief: Summary
    timeline: list[dict[str, object]] = Field(default_factory=list)
    "Rows {kind, start_s, end_s, who, text}: speech, utterances, interruptions."
    measures: dict[str, MeasureRow] = Field(default_factory=dict)
    broken_off: list[KeptSound] = Field(default_factory=list)
    "Answers that have sound and were never ended."
    patience: float | None = None
    "Longest thinking pause inside an answer, in seconds, that was waited for."
    withheld: list[str] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)
    "Files of a review that could not be used: what, where, the mend. The notes hold them too."
    own_view: OwnView | None = None
    "None: the candidate was not asked, or did not say."
    remarks: list[RemarkRow] = Field(default_factory=list)
    "About the session as a whole."
    setup: Setup = Field(default_factory=Setup)


def published() -> str:
    """The JSON Schema of `debrief.json` and `review --json`, as `docs/debrief-schema.json` publishes it."""
    import json

    schema = Debrief.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = f"voice-interviewer debrief, version {SCHEMA_VERSION}"
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(published(), end="")
