"""Measures as a table shows them."""

from __future__ import annotations

import pytest
from debrief_kit import debrief

from voice_interviewer.debrief.data.measures import NAMES
from voice_interviewer.debrief.data.schema import MeasureRow
from voice_interviewer.debrief.view.measure_rows import BANDS, measure_view, measure_views


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (3.14, None, None, "3.1 per min"),
        (4.0, None, None, "4 per min"),
        (23.7, None, None, "24 per min"),
        (3.1, 3.1, 6.0, "at least 3.1, perhaps 6 per min"),
        (3.1, 3.1, 3.1, "3.1 per min"),
        (None, None, None, ""),
    ],
)
def test_a_value_is_said_as_exactly_as_it_is_known(value, low, high, shown) -> None:
    """A digit behind the point where that says something, a range where hearing leaves one, nothing where nothing is
    known."""
    assert measure_view("x", MeasureRow(value=value, unit="per min", quality="good", low=low, high=high)).value == shown


@pytest.mark.parametrize("key", BANDS)
def test_a_value_lies_beside_its_usual_range(key: str) -> None:
    """In per cent of the axis, and never outside it."""
    low, high, usual_from, usual_to = BANDS[key]
    assert low <= usual_from < usual_to <= high and key in NAMES
    for value, place in ((low - 99, 0.0), ((low + high) / 2, 50.0), (high + 99, 100.0)):
        band = measure_view(key, MeasureRow(value=value, unit="", quality="good")).band
        assert band is not None and band[2] == place and 0 <= band[0] < band[1] <= 100


def test_measures_keep_their_order_and_have_names() -> None:
    """What is withheld says why and has no value to show; a measure without a usual range has no band."""
    rows = debrief().measures
    assert [shown.key for shown in measure_views(rows)] == list(rows)
    plain = measure_view("no such", MeasureRow(value=None, unit="", quality="poor", withheld="too short"))
    assert (plain.name, plain.band, plain.withheld) == ("no such", None, "too short")
