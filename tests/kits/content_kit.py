"""What the tests of the shipped content share: every flow, every text, and where it stands."""

from __future__ import annotations

from functools import lru_cache

from voice_interviewer.flow.catalog import load_flow, names
from voice_interviewer.flow.model import Flow


@lru_cache(maxsize=1)
def flows() -> dict[str, Flow]:
    """All shipped flows by name."""
    return {name: load_flow(name) for name in names()}


@lru_cache(maxsize=1)
def asked() -> list[tuple[str, str]]:
    """(place, text) of everything that is asked: questions, follow-ups, constraints, probes; each place once."""
    found: dict[tuple[str, str], None] = {}
    for name, flow in flows().items():
        for node, question in flow.questions.items():
            shared = node.startswith("case_") or node in ("another_project", "last_word")
            where = f"{'cases' if shared else name}/{node}"
            found.update({(where, text): None for text in question.ask})
            for follow_up in question.follow_ups:
                found.update({(f"{where}/{follow_up.id}", text): None for text in follow_up.ask})
        for target, texts in flow.probes.items():
            found.update({(f"probes/{target}", text): None for text in texts})
        for constraint, one in flow.constraints.items():
            found.update({(f"constraints/{constraint}", text): None for text in one.text})
    return list(found)
