"""What people say plainly: rules that hold on real speech by themselves (`data/plain.yaml`)."""

from __future__ import annotations

from ..rules.candidate import Candidate, from_hit
from ..rules.passage import Passage
from ..rules.rules import Hit
from . import about, shrinking


def find(passage: Passage, hits: list[Hit], opening: bool) -> list[Candidate]:
    """Plain findings; `opening`: the passage begins where the answer begins.

    What another voice says is nobody's here, and a question asked is no statement.
    """
    found: list[Candidate] = []
    for hit in hits:
        if hit.rule.when == "opening" and not (opening and shrinking.opens(passage, hit)):
            continue
        if about.quoted(passage, hit.first) or passage.sentences[passage.sentence_of[hit.first]].question:
            continue
        found.append(from_hit(passage, hit))
    return found
