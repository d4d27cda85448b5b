"""Whether a difference between two sessions is more than chance: small counts, exact tests, no model. Pure.

Rates (hedges per 100 words) are compared as Poisson counts given their sum, which is binomial (Przyborowski & Wilenski
1940); shares (volunteered of asked) by Fisher's exact test; a share's own uncertainty is Wilson's interval (1927).
Two-sided, at five per cent, and "within noise" is the answer whenever the test cannot tell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after."""

    before: float | None
    after: float | None
    noise: bool
    "The difference may be chance, or one of the two is unknown."

    @property
    def direction(self) -> int:
        """1 up, -1 down, 0 the same or unknown."""
        if self.before is None or self.after is None or self.before == self.after:
            return 0
        return 1 if self.after > self.before else -1


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Interval for a share, 0 to 1; (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def rates(count_a: int, exposure_a: float, count_b: int, exposure_b: float) -> Change:
    """Two counts over their exposures (words, minutes); rates are per unit of exposure."""
    if exposure_a <= 0 or exposure_b <= 0:
        return Change(None, None, True)
    total = count_a + count_b
    share = exposure_b / (exposure_a + exposure_b)
    p = _two_sided([_binomial(k, total, share) for k in range(total + 1)], count_b) if total else 1.0
    return Change(count_a / exposure_a, count_b / exposure_b, p > LEVEL)


def shares(hits_a: int, n_a: int, hits_b: int, n_b: int) -> Change:
    """Two shares."""
    if n_a == 0 or n_b == 0:
        return Change(None if n_a == 0 else hits_a / n_a, None if n_b == 0 else hits_b / n_b, True)
    hits, total = hits_a + hits_b, n_a + n_b
    low, high = max(0, hits - n_a), min(hits, n_b)
    weights = [
        _log_choose(n_b, k) + _log_choose(n_a, hits - k) - _log_choose(total, hits) for k in range(low, high + 1)
    ]
    p = _two_sided([math.exp(w) for w in weights], hits_b - low)
    return Change(hits_a / n_a, hits_b / n_b, p > LEVEL)


def _two_sided(probabilities: list[float], observed: int) -> float:
    """Total probability of outcomes no likelier than the one observed."""
    limit = probabilities[observed] * (1 + 1e-9)
    return min(1.0, sum(p for p in probabilities if p <= limit))


def _binomial(k: int, n: int, p: float) -> float:
    return math.exp(_log_choose(n, k) + k * math.log(p) + (n - k) * math.log1p(-p))


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
