"""From candidates to findings: overlaps and order."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Finding


def merge(candidates: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in text order, with no two of the same label overlapping (the surer, then longer, stays)."""
    kept: dict[str, list[Finding]] = {}
    ranked = sorted(
        (c for c in candidates if c.end > c.start),
        key=lambda f: (-f.confidence, f.start - f.end, f.start),
    )
    occupied: dict[str, _Spans] = {}
    for finding in ranked:
        spans = occupied.setdefault(finding.label, _Spans())
        if spans.add(finding.start, finding.end):
            kept.setdefault(finding.label, []).append(finding)
    return tuple(sorted((f for fs in kept.values() for f in fs), key=lambda f: (f.start, f.end, f.label)))


class _Spans:
    """Disjoint spans, kept sorted, so that an overlap is found by bisection."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take the span if it overlaps none."""
        from bisect import bisect_left, insort

        place = bisect_left(self.starts, start)
        if place < len(self.starts) and self.starts[place] < end:
            return False
        if place > 0 and self.ends[place - 1] > start:
            return False
        insort(self.starts, start)
        self.ends.insert(place, end)
        return True
