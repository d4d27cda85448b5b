"""Measures as a table shows them: the value in words, and where it lies beside the usual range."""

from __future__ import annotations

from dataclasses import dataclass

from ..data.measures import NAMES
from ..data.schema import MeasureRow

BANDS: dict[str, tuple[float, float, float, float]] = {
    "pace_wpm": (60, 280, 130, 200),
    "fillers_per_minute": (0, 16, 0, 8),
    "hedges_per_100_words": (0, 6, 0, 2),
    "silent_share": (0, 50, 14, 32),
    "longest_pause": (0, 9, 0, 3),
    "response_latency": (0, 9, 0, 3),
}
"(axis from, axis to, usual from, usual to) for measures that have a usual range."


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure as a table shows it."""

    key: str
    name: str
    value: str
    norm: str
    remark: str
    quality: str
    withheld: str
    band: tuple[float, float, float] | None
    "Usual range from and to, and the value, each in per cent of the axis."


def measure_views(measures: dict[str, MeasureRow]) -> list[MeasureView]:
    """Measures in their order, formatted."""
    return [measure_view(key, row) for key, row in measures.items()]


def measure_view(key: str, row: MeasureRow) -> MeasureView:
    """One measure, formatted: `at least 3.1, perhaps 6.0 per min` where hearing leaves a range."""
    value = ""
    band = None
    if row.value is not None:
        value = f"{_number(row.value)} {'word' if row.unit == 'words' and row.value == 1 else row.unit}"
        if row.high is not None and row.low is not None and row.high > row.low:
            value = f"at least {_number(row.low)}, perhaps {_number(row.high)} {row.unit}"
        if key in BANDS:
            low, high, usual_from, usual_to = BANDS[key]
            span = high - low
            place = min(100.0, max(0.0, 100 * (row.value - low) / span))
            band = (100 * (usual_from - low) / span, 100 * (usual_to - low) / span, round(place, 1))
    return MeasureView(key, NAMES.get(key, key), value, row.norm, row.remark, row.quality, row.withheld or "", band)


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.1f}"
