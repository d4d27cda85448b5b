"""Words to findings: the one entry point of the language room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..english import language_id, personal
from ..rubric.changed import explanation_asked, may_change_a_constraint
from ..rubric.keys import COSTS
from ..rubric.patterns import infer
from .answer import features as answer_features
from .answer import level as answer_level
from .cues import families
from .model import SPARED_WORDS, Analysis, Context, Finding, Interruption, TrapScale, Weakness
from .reader import Reader
from .rules import rules
from .rules.passage import blank_markup, prepare
from .weigh import decide, weigher
from .weigh.judge import judge
from .weigh.merge import merge
from .weigh.shipped import SHIPPED

CHUNK_CHARS = 24_000
"Longer texts are read in pieces of about this many characters, cut where a sentence or at least a word ends."


def warm_up() -> None:
    """Read and compile all rules now (about a fifth of a second), so that the first answer does not wait for it."""
    rules.warm()
    answer_features.warm()
    analyze("So, I decided to hold it back, because nobody would have noticed.")


def _pieces(text: str) -> list[tuple[int, str]]:
    """Offset and text of each piece; one piece for any answer of usual length."""
    found: list[tuple[int, str]] = []
    start = 0
    while len(text) - start > CHUNK_CHARS:
        window = text[start : start + CHUNK_CHARS]
        cut = max(window.rfind(". "), window.rfind("? "), window.rfind("! "), window.rfind("\n")) + 1
        if cut < CHUNK_CHARS // 2:
            cut = window.rfind(" ") + 1 or CHUNK_CHARS
        found.append((start, text[start : start + cut]))
        start += cut
    found.append((start, text[start:]))
    return found


@dataclass(frozen=True, slots=True)
class Analyser:
    """The language room with one reader, to be handed to whatever needs analyses. Any thread may call it."""

    reader: Reader | None = SHIPPED
    "The second opinion beside the cues; None: cues decide alone."

    def __call__(self, text: str, context: Context = Context()) -> Analysis:
        """See `analyze`."""
        return analyze(text, context, reader=self.reader)

    @property
    def id(self) -> str:
        """Tells analyses of different readers apart; keys what is remembered."""
        return "cues" if self.reader is None else self.reader.id

    @property
    def trouble(self) -> str:
        """Why the reader could not be used and the rules decide alone, in a line with the mend; else empty."""
        return str(getattr(self.reader, "trouble", ""))


def analyze(text: str, context: Context = Context(), *, reader: Reader | None = SHIPPED) -> Analysis:
    """Everything the language room has to say about one answer.

    Offsets are characters of `text`. Pure; linear in the text's length; never raises for any text.
    A text that is not English gives an analysis with `language="other"` and nothing else.
    `reader` reads beside the rules; None: rules alone. A changed constraint that is put as the question is judged like
    one that is put into the answer.
    """
    if not text.strip():
        return Analysis(text=text, story=answer_level.no_story())
    clean = blank_markup(text)
    if language_id.language(clean) != "en":
        return Analysis(text=text, story=answer_level.no_story(), language="other", words=len(clean.split()))
    supposed = context.interruption is None and may_change_a_constraint(context.question)
    if supposed:
        context = replace(context, interruption=Interruption(context.question, 0))
    parts = read(text, clean, context, reader)
    if not (touched := personal.told(clean)):
        return answer_level.conclude(text, context, parts, supposed=supposed)
    about = personal.is_about(clean, touched)
    kind = about or sum(view.passage.words() for view in parts.views) <= SPARED_WORDS
    heard, perhaps = (spared(some, touched, whole=kind) for some in (parts.findings, parts.perhaps))
    parts = replace(parts, findings=heard, perhaps=perhaps)
    made = replace(answer_level.conclude(text, context, parts, supposed=supposed), touched=touched, personal=about)
    if not about:
        quote = made.weakness.quote
        asks = quote is not None and any(quote[0] < end and start < quote[1] for start, end in touched)
        return replace(made, weakness=Weakness(None, "")) if asks else made
    adapts = made.reaction if made.reaction == "adapts" else None
    quiet = Weakness(None, "Something personal was told, and nobody digs there.")
    return replace(made, trap=None, trap_scale=TrapScale(0.0, 0.0), reaction=adapts, weakness=quiet, claims=())


def spared(findings: Sequence[Finding], touched: Sequence[tuple[int, int]], *, whole: bool) -> tuple[Finding, ...]:
    """Findings without what lies in sentences that tell of an illness, a loss or the like: neither blame nor praise.

    With `whole` no cost is left in the answer at all.
    """

    def within(finding: Finding) -> bool:
        return any(finding.start < end and start < finding.end for start, end in touched)

    return tuple(f for f in findings if not within(f) and not (whole and f.label in COSTS))


def read(text: str, clean: str, context: Context, reader: Reader | None = SHIPPED) -> answer_level.Parts:
    """Findings of an answer, and all that they rest on. `clean` is `text` without markup, of the same length."""
    pattern = context.pattern or infer(context.question)
    weights = weigher.load()
    reading = reader.read(clean, context) if reader is not None else None
    views = []
    for offset, piece in _pieces(clean):
        views.append(families.read(prepare(piece, rules.codes()), context, pattern, offset))
    judged = judge(clean, views, weights, reading, context.opening)
    barred = frozenset(["generic"] if explanation_asked(context.question) else [])
    heard, perhaps = decide.findings(text, views, judged, barred)
    whole = reading.whole if reading is not None else {}
    return answer_level.Parts(pattern, merge(heard), merge(perhaps), tuple(views), judged, whole)
