"""The question-flow format, version 1: what may stand in a flow file, an include, and a conversation script.

These models say what each file may contain on its own. What holds between parts (an edge that goes nowhere, a
condition that can never be true) is `flow.check`'s business; where each thing stands in its file is `flow.load`'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from ..rubric import keys

SCHEMA = 1
END = "END"
"Written where a flow ends, in capitals."

EXTRA_TARGETS: tuple[str, ...] = ("decision_authority", "failure_visibility")
"Two of the three probes for claimed scale; the third is the signal `learning_loop`."

TARGETS: tuple[str, ...] = keys.LABELS + keys.PATTERNS + keys.STORY_PARTS + keys.TRAPS + EXTRA_TARGETS
"Everything a follow-up may pursue, and every key a probe bank may have."

SLOTS: tuple[str, ...] = ("quote", "decision", "constraint", "claim", "metric")
"Places in a follow-up that are filled from the candidate's own words (`constraint`: from what was injected)."

ROLES = ("general", "infra_heavy")
STYLES = ("neutral", "warm", "tough")

Style = Literal["neutral", "warm", "tough"]
Role = Literal["general", "infra_heavy"]
Interruptions = Literal["never", "some", "always"]


def _one_or_many(value: object) -> object:
    """A single text may stand without list brackets."""
    return (value,) if isinstance(value, str) else value


Spoken = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
NodeRef = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
Condition = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
Texts = Annotated[tuple[Spoken, ...], BeforeValidator(_one_or_many), Field(min_length=1)]
OptionalTexts = Annotated[tuple[Spoken, ...], BeforeValidator(_one_or_many)]
Words = Annotated[tuple[Spoken, ...], BeforeValidator(_one_or_many)]
if TYPE_CHECKING:  # the lists live in `language.keys`; a type checker cannot read them from there
    Target: TypeAlias = str
    Signal: TypeAlias = str
    StoryPart: TypeAlias = str
    Pattern: TypeAlias = str
else:
    Target = Literal[TARGETS]
    Signal = Literal[keys.SIGNALS + keys.STRENGTHS]
    StoryPart = Literal[keys.STORY_PARTS]
    Pattern = Literal[keys.PATTERNS]
Probes = dict[Target, Texts]


class Part(BaseModel):
    """Base of everything in a flow: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(Part):
    """How much one question may take."""

    seconds: float = Field(default=120, ge=10, le=900)
    "Longest answer to the question itself, in seconds; follow-up answers get half of it, at least 45 s."
    words: int = Field(default=350, ge=20, le=3000)
    "From this many words on the interviewer may ask for the point in one sentence."
    follow_ups: int = Field(default=2, ge=0, le=6)
    "Most follow-ups to one answer, injected constraints not counted."


class After(Part):
    """When a constraint may be injected into an answer; of several keys all must hold."""

    seconds: float | None = Field(default=None, ge=5, le=300)
    "This long after the candidate's first voice."
    clause: int | None = Field(default=None, ge=1, le=40)
    "At the end of this many clauses, by pauses or by the stops and commas of the transcript, whichever are more."
    heard: Words = ()
    "One of these words or phrases was said (`retrain*` also matches retrained, retraining)."
    claim: Literal["scale", "number"] | None = None
    "The candidate has just claimed a size, or given a number."

    @model_validator(mode="after")
    def _something(self) -> After:
        if self.seconds is None and self.clause is None and not self.heard and self.claim is None:
            raise ValueError("needs at least one of seconds, clause, heard, claim")
        return self


class Constraint(Part):
    """A change of circumstances, said into the candidate's answer (or after it, when it ended first)."""

    id: Id | None = None
    "Needed where the constraint stands inline in a question; elsewhere the key of the map is its id."
    preface: OptionalTexts = ()
    "What is said to break in; empty: one of the interviewer's manners."
    text: Texts
    "The constraint itself, one sentence; variants allowed."
    after: After = After(seconds=20)


def _written_as(value: object) -> str:
    """Tells an id from a constraint written out, so that errors speak of the right one."""
    return "id" if isinstance(value, str) else "inline"


ConstraintRef = Annotated[Annotated[Id, Tag("id")] | Annotated[Constraint, Tag("inline")], Discriminator(_written_as)]


class FollowUp(Part):
    """A prepared follow-up question."""

    id: Id
    when: Condition = ""
    "Condition on what was said to this question so far; empty: always."
    target: Target | None = None
    "What it pursues; empty: it opens the topic further, without pursuing anything."
    ask: Texts
    "Spoken variants; at least one must do without slots."


class Edge(Part):
    """Where the interview goes from a question; the first edge whose condition holds is taken."""

    when: Condition = ""
    to: NodeRef


class Question(Part):
    """One question with all that belongs to it."""

    pattern: Pattern | None = None
    title: str = ""
    "A few words for drawings and reports; empty: the id."
    ask: Texts
    "Spoken variants, one of which is asked."
    listens_for: tuple[Signal, ...] = ()
    "Judgement signals this question gives an occasion to show."
    wants: tuple[StoryPart, ...] = ()
    "Story parts a whole answer has."
    wants_parts: int = Field(default=0, ge=0, le=6)
    "How many things the question asks for (`two reasons`: 2); hearing waits longer while some are missing."
    limits: Limits = Limits()
    vocabulary: Words = ()
    "Words the recogniser should expect in the answer."
    patience: float = Field(default=1.0, ge=0.5, le=4.0)
    "Factor on how long a silence is waited out; above 1 for hard questions."
    clarify: str = ""
    "Said when the candidate asks what the question means; never a hint at the answer."
    constraints: tuple[ConstraintRef, ...] = ()
    "Ids of constraints, or constraints written here (then with an id)."
    follow_ups: tuple[FollowUp, ...] = ()
    next: tuple[Edge, ...] = ()
    to: NodeRef | None = None
    "Where to go when no edge of `next` holds; a question id or END."


class Include(Part):
    """A reusable piece: probe banks, constraints, questions."""

    schema_version: Literal[1] = Field(alias="schema")
    title: str = ""
    include: tuple[str, ...] = ()
    probes: Probes = Field(default_factory=dict)
    constraints: dict[Id, Constraint] = Field(default_factory=dict)
    questions: dict[Id, Question] = Field(default_factory=dict)


class FlowFile(Part):
    """A flow as written in its own file."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Id
    title: Spoken
    summary: Spoken
    language: Literal["en"] = "en"
    minutes: float = Field(ge=1, le=180)
    "Time budget of the session."
    role: Role = "general"
    style: Style = "neutral"
    interruptions: Interruptions = "some"
    "How many of the questions that list constraints get one put into the answer: `never`, `some`, `always` (a drill)."
    include: tuple[str, ...] = ()
    "Files with reusable pieces, relative to this file's folder (or to the shipped flows)."
    greeting: OptionalTexts = ()
    closing: OptionalTexts = ()
    acknowledgements: OptionalTexts = ()
    "Said before the next question; must not tell how good the answer was. Empty: the style's own."
    start: NodeRef
    questions: dict[Id, Question] = Field(min_length=1)
    constraints: dict[Id, Constraint] = Field(default_factory=dict)
    probes: Probes = Field(default_factory=dict)
    "Fallback follow-ups by target."


class Expect(Part):
    """What the interviewer is expected to say next in a scripted conversation; only the keys given are compared."""

    node: str | None = None
    kind: str | None = None
    "One kind, or several joined by `|`."
    target: str | None = None
    "`none` for no target; several may be joined by `|`."
    says: str | None = None
    "Words its text must contain, ignoring case."


class ScriptTurn(Part):
    """One turn of a scripted conversation: what the candidate does, and what the interviewer should say to it."""

    answer: str | None = None
    "What the candidate says."
    after_constraint: str | None = None
    "What they say when a constraint breaks into this answer; without it the interruption is left out."
    silence: bool = False
    "Nobody speaks."
    command: Literal["repeat", "skip", "pause", "resume", "finish", "wait", "clarify"] | None = None
    "A key was pressed instead."
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _one_thing(self) -> ScriptTurn:
        if (self.answer is not None) + self.silence + (self.command is not None) != 1:
            raise ValueError("a turn has exactly one of answer, silence, command")
        return self


class Script(Part):
    """A conversation beside a flow (`NAME.script.yaml`), played without sound by the tests."""

    schema_version: Literal[1] = Field(alias="schema")
    flow: str
    title: str = ""
    seed: int = 1
    minutes: float | None = None
    pressure: bool = True
    opens: Expect = Expect()
    "What the first question must be."
    turns: tuple[ScriptTurn, ...] = Field(min_length=1)
    ends: str | None = None
    "Reason of the `End` action, when the script plays to the end."
