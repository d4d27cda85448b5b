"""Breaking into an answer on purpose: when, and with what."""

from __future__ import annotations

import re
from functools import lru_cache

from ...english.personal import told
from ...flow.schema import After
from ...sessions.events import Progress
from .choose import number, pick
from .openings import first_word, set_apart
from .pace import FOLLOW_UP_S, left_s
from .state import Break, State, Thread

LEAST_S = 8.0
LEAST_WORDS = 18
"Nobody is interrupted before they have said this much."
_SCALE = re.compile(
    r"\b(?:millions?|billions?|thousands?|hundreds of|huge|massive\w*|at scale|large[- ]scale|petabytes?"
    r"|terabytes?|globally|worldwide|"
    r"(?:\d[\d,.]*\s?(?:k|m|million|billion|thousand))\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b\d[\d,.]*\b|\b(?:percent|twice|half|double|ten|twenty|fifty|hundred|thousand)\b", re.IGNORECASE
)


_CLAUSE_END = re.compile(r"\w[,;:.?!](?=\s|$)")
"Clauses as the captions mark them: who speaks without pausing has them too."


@lru_cache(maxsize=512)
def _phrase(text: str) -> re.Pattern[str]:
    """`retrain*` matches every word that begins so; other phrases match whole words."""
    parts = [re.escape(part.rstrip("*")) + (r"\w*" if part.endswith("*") else "") for part in text.split()]
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(parts) + r"(?!\w)", re.IGNORECASE)


def triggered(after: After, progress: Progress, clauses: int) -> bool:
    """Whether a constraint may come now; of several keys all must hold."""
    if after.seconds is not None and progress.spoken_s < after.seconds:
        return False
    if after.clause is not None and max(clauses, len(_CLAUSE_END.findall(progress.text))) < after.clause:
        return False
    if after.heard and not any(_phrase(phrase).search(progress.text) for phrase in after.heard):
        return False
    if after.claim is not None:
        return bool((_SCALE if after.claim == "scale" else _NUMBER).search(progress.text))
    return True


def _by_content(after: After) -> bool:
    return bool(after.heard or after.claim)


def under_way(at_s: float, text: str, spoken_s: float, clause_edge: bool = False) -> Progress:
    """The event of an answer under way, with what of its words the machine goes by."""
    return Progress(at_s, text, spoken_s, clause_edge, personal=bool(told(text)))


def choose_break(state: State, thread: Thread, progress: Progress) -> tuple[Break, str, str] | None:
    """The interruption that is due now: what, its preface, and why. None: let them talk."""
    words = len(progress.text.split())
    if state.waiting is not None or progress.spoken_s < LEAST_S or words < LEAST_WORDS:
        return None
    if progress.personal:
        return None  # nobody is interrupted who speaks of an illness or a loss
    question, heard = state.flow.questions[thread.node], state.heard[-1:]
    if _wanted(state, thread) and left_s(state) > FOLLOW_UP_S:
        found = _constraint(state, thread, progress)
        if found is not None:
            constraint, why = found
            manners = state.flow.constraints[constraint].preface or state.flow.manners.break_in
            preface = pick(manners, state.seed, thread.node, thread.visit, "break", used=state.said, heard=heard)
            preface = set_apart(preface, heard)
            text = pick(state.flow.constraints[constraint].text, state.seed, constraint, used=state.said)
            return Break("constraint", constraint, text, state.utterance + 1, opens=first_word(preface)), preface, why
    if words >= question.limits.words:
        text = pick(state.flow.manners.wrap_up, state.seed, thread.node, state.turn, used=state.said, heard=heard)
        spoken = set_apart(text, heard)
        preface = spoken.removesuffix(text).strip()
        why = f"The answer had {words} words; the question has room for {question.limits.words}."
        return Break("wrap_up", "", text, state.utterance + 1, opens=first_word(spoken)), preface, why
    return None


def _wanted(state: State, thread: Thread) -> bool:
    """Whether this question's answer may be broken into: not every answer, and rarely two in a row."""
    if not state.pressure or thread.constraint or state.flow.interruptions == "never":
        return False
    if state.flow.interruptions == "always":
        return True
    lot = number(state.seed, thread.node, thread.visit, "interrupt") % 3
    just_before = bool(state.done) and bool(state.done[-1].constraint)
    return lot == 1 if just_before else lot != 0


def _constraint(state: State, thread: Thread, progress: Progress) -> tuple[str, str] | None:
    """The constraint that is due: one called for by what was said, else the one chosen for this question."""
    put = {t.constraint for t in state.threads}
    free = [c for c in state.flow.constraint_ids(thread.node) if c not in put and c in state.flow.constraints]
    content = [c for c in free if _by_content(state.flow.constraints[c].after)]
    for name in content:
        if triggered(state.flow.constraints[name].after, progress, state.clauses):
            return name, "What was just said called for this change of circumstances."
    timed = [c for c in free if c not in content]
    if not timed:
        return None
    chosen = timed[number(state.seed, thread.node, thread.visit, "constraint") % len(timed)]
    if triggered(state.flow.constraints[chosen].after, progress, state.clauses):
        return chosen, "The answer was under way, and a change of circumstances was due."
    return None
