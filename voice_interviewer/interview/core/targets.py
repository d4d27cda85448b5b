"""What an answer lacks: the one thing to pursue after it, or nothing remedial at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...language.labels import about_labels
from ...language.model import Analysis, Weakness
from ...language.weigh.decide import reasons
from ...rubric import keys
from ...rubric.keys import FAILED
from ...rubric.relations import MINOR, PLOT, WITHOUT_HOPES, costs_of

DENSE = 3
"So many different signals in an answer, and a single slip in the way of speaking is passed over."
ENOUGH = 3
"""So many different signals make an answer without a weakness ready for more; with one fewer its heart must be there,
or a whole story with what came of it."""


def signals_in(analyses: Iterable[Analysis]) -> set[str]:
    """Different signals and strengths shown, or perhaps shown: nobody is held up over what they may have said."""
    credited = {*keys.SIGNALS, *keys.STRENGTHS}
    return {f.label for analysis in analyses for f in (*analysis.findings, *analysis.perhaps)} & credited


def is_ready(analysis: Analysis, listens: Sequence[str] = (), shown: set[str] | None = None) -> bool:
    """Nothing remedial is called for: no weakness and enough signals, or one slip among dense ones.

    `listens`: what the question hopes to hear, the heart of it first; `shown`: signals of this answer and those before
    it to the same question (the answer's own when left out).
    """
    shown = (signals_in([analysis]) if shown is None else shown) - {"calibration"}
    judged = shown - {"ownership"}
    weak = analysis.weakness.target
    if analysis.reaction in FAILED:
        return False
    if weak is None:
        whole = all(analysis.story.get(part) is not None for part in PLOT)
        heart = not listens or listens[0] in judged or whole
        return len(judged) >= ENOUGH or (len(judged) == ENOUGH - 1 and heart)
    return weak in MINOR and analysis.trap is None and len(analysis.of(weak)) <= 1 and len(judged) >= DENSE


def choose_target(
    analysis: Analysis,
    asked: Iterable[str] = (),
    *,
    listens: Iterable[str] = (),
    wants: Iterable[str] = (),
    role: str = "general",
) -> Weakness:
    """The one thing to pursue after an answer; target None when nothing remedial is called for.

    `asked`: targets that must not be pursued (again); `listens`, `wants`: what the question hopes to hear.
    """
    listens = tuple(listens)
    if is_ready(analysis, listens):
        return Weakness(None, "The answer shows judgement of its own accord; the next question may be harder.")
    return next(
        targets(analysis, set(asked), tuple(listens), tuple(wants), role),
        Weakness(None, "Nothing is left to pursue here."),
    )


def targets(
    analysis: Analysis, asked: set[str], listens: tuple[str, ...], wants: tuple[str, ...], role: str
) -> Iterator[Weakness]:
    """Everything that could be pursued, the most telling first."""
    seen = set(asked)

    def new(weakness: Weakness) -> Iterator[Weakness]:
        if weakness.target is not None and weakness.target not in seen:
            seen.add(weakness.target)
            yield weakness

    if analysis.reaction in FAILED:
        yield from new(Weakness(analysis.reaction, reasons()[analysis.reaction], _first(analysis, analysis.reaction)))
    yield from new(called_for(analysis, role))
    trap_costs = costs_of(analysis.trap)
    for label in trap_costs:
        if analysis.has(label):
            yield from new(Weakness(label, analysis.of(label)[0].why, _first(analysis, label)))
    for signal in listens:
        if not analysis.may_have(signal):
            yield from new(Weakness(signal, f"The question listens for it, and it has not come up: {_lacks(signal)}"))
    for signal in WITHOUT_HOPES if not listens and not wants else ():
        if not analysis.may_have(signal):
            yield from new(Weakness(signal, f"What the answer leaves open: {_lacks(signal)}"))
    for part in wants:
        if analysis.story.get(part) is None:
            yield from new(Weakness(part, f"The story does not say yet {_untold(part)}."))


def _lacks(signal: str) -> str:
    """What is open where it was not heard, in words for the candidate."""
    if signal == "calibration":
        return "how sure you are, and what that depends on."
    known = {str(label): words for label, words in about_labels().lacks.items()}
    return known.get(signal, f"{keys.words(signal)}.")


def _untold(part: str) -> str:
    return next((told.open for key, told in about_labels().story.items() if key == part), part)


def called_for(analysis: Analysis, role: str = "general") -> Weakness:
    """What the answer itself calls for, whatever the question hoped to hear: language's proposal, seen by the role.

    Where running large systems is the job, owned size counts.
    """
    weak = analysis.weakness
    if role != "infra_heavy" or weak.target != "exposure":
        return weak
    if analysis.has("systems_thinking") and not analysis.has("learning_loop"):
        why = "For this role size counts when it taught something: what changed because of it is still open."
        return Weakness("learning_loop", why, weak.quote)
    return Weakness(
        "failure_visibility", "For this role size counts when its failures were felt; that is still open.", weak.quote
    )


def _first(analysis: Analysis, label: str) -> tuple[int, int] | None:
    found = analysis.of(label)
    return (found[0].start, found[0].end) if found else None
