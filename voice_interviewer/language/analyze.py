"""Words to findings: the one entry point of the language room."""

from __future__ import annotations

from ..english import language_id
from ..rubric.question_pattern import infer
from .answer import features as answer_features
from .answer import level as answer_level
from .cues import families
from .model import Analysis, Context, Finding
from .rules import rules
from .rules.passage import blank_markup, prepare
from .weigh import decide, tagger, weigher
from .weigh.merge import merge

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


def analyze(text: str, context: Context = Context()) -> Analysis:
    """Everything the language room has to say about one answer.

    Offsets are characters of `text`. Pure; linear in the text's length; never raises for any text.
    A text that is not English gives an analysis with `language="other"` and nothing else.
    """
    if not text.strip():
        return Analysis(text=text, story=answer_level.no_story())
    clean = blank_markup(text)
    if language_id.language(clean) != "en":
        return Analysis(text=text, story=answer_level.no_story(), language="other", words=len(clean.split()))
    parts = read(text, clean, context)
    return answer_level.conclude(text, context, parts)


def read(text: str, clean: str, context: Context) -> answer_level.Parts:
    """Findings of an answer, and all that they rest on. `clean` is `text` without markup, of the same length."""
    pattern = context.pattern or infer(context.question)
    weights = weigher.load()
    scores = tagger.scores(clean, context)
    found: list[Finding] = []
    views: list[families.View] = []
    for offset, piece in _pieces(clean):
        passage = prepare(piece, rules.codes())
        view = families.read(passage, context, pattern, offset)
        views.append(view)
        found.extend(
            Finding(
                c.label, c.start + offset, c.end + offset, text[c.start + offset : c.end + offset], c.why, c.confidence
            )
            for c in decide.findings(view, weights, scores, offset)
        )
    return answer_level.Parts(pattern, merge(found), tuple(views), weights, scores)
