"""The history reads the same in the terminal and on the page, and never calls noise a change."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from voice_interviewer.progress.history import Point, Tally
from voice_interviewer.progress.history_view import html, sparkline, statement, table


def point(day: int, hedges: int, *, volunteered: int = 2, missed: int = 2, question: str = "scale") -> Point:
    signals = {"restraint": {"volunteered": volunteered, "missed": missed}}
    tally = Tally(400, 2.5, 4, 3, {"hedge": hedges}, signals)
    return Point(f"s{day}", f"2026-11-{day:02d}T10:00:00", "first-five", "", tally, {question: tally}, 2.5, "hedge")


IMPROVING = [point(1, 14), point(2, 12), point(3, 2), point(4, 1)]
STEADY = [point(1, 4), point(2, 5), point(3, 4), point(4, 6)]


def test_improvement_is_said_and_noise_is_called_noise() -> None:
    """A clear fall is named as better; a steady history only has noise."""
    assert "Better, beyond chance: hedges." in statement(IMPROVING)
    assert "Better" not in statement(STEADY) and "within noise" in statement(STEADY)
    assert "other" not in statement(STEADY), "nothing stands before it"
    assert "second" in statement(STEADY[:1])


def test_what_is_said_as_i_keeps_its_capital() -> None:
    """A title in the midst of a sentence begins small, and no word in it changes."""
    points = [
        replace(p, total=replace(p.total, labels={"ownership": n})) for p, n in zip(STEADY, (1, 1, 14, 16), strict=True)
    ]
    assert "decisions said as “I”" in statement(points)


def test_the_table_has_a_row_a_measure_and_a_column_a_session() -> None:
    """Every session's value, the trend and what can be said stand in one row."""
    text = table(IMPROVING)
    row = next(line for line in text.splitlines() if line.startswith("Hedges"))
    assert re.search(r"3\.5\s+3\s+0\.5\s+0\.2\s+better", row), row
    assert "11-01" in text.splitlines()[0]
    assert "practice" in table([])


def test_a_narrow_window_shows_the_last_values_that_find_room() -> None:
    """The line of all sessions stays; where not even one value has room, one is shown."""
    heads = {}
    for columns in (200, 72, 64, 10):
        text = table(IMPROVING, columns=columns)
        heads[columns] = re.findall(r"11-\d\d", text.splitlines()[0])
        table_lines = text.split("\n\n")[0].splitlines()
        assert columns == 10 or max(map(len, table_lines)) <= columns
        assert "▇" in text or "█" in text
    assert heads[200] == ["11-01", "11-02", "11-03", "11-04"] and heads[10] == ["11-04"]
    assert 1 <= len(heads[64]) < len(heads[72]) < 4 and heads[72][-1] == "11-04"


def test_without_a_row_there_is_no_head() -> None:
    """One session in which nothing that is counted was heard: a sentence, and no table of a date."""
    quiet = replace(point(1, 0), total=Tally(5, 0.1, 0, 1, {}, {}), questions={}, patience=None)
    assert table([quiet]) == statement([quiet]) + "\n"


def test_sessions_of_one_day_are_told_apart_by_their_time() -> None:
    """Two columns never carry the same head."""
    later = Point(**{**{f: getattr(IMPROVING[1], f) for f in Point.__slots__}, "started": "2026-11-01T18:30:00"})
    head = table([IMPROVING[0], later]).splitlines()[0]
    assert "11-01 10:00" in head and "11-01 18:30" in head


@pytest.mark.parametrize(
    ("values", "line"),
    [((), ""), ((None,), ""), ((1.0, 1.0), "▄▄"), ((0.0, None, 7.0), "▁·█"), ((0.0, 1.0, 2.0, 3.0), "▁▃▆█")],
)
def test_sparklines(values: tuple[float | None, ...], line: str) -> None:
    """Low to high in eight steps, a dot for a session without a value."""
    assert sparkline(values) == line


def test_what_was_missing_is_not_told_as_what_to_change() -> None:
    """To stop doubting the metric is no advice: the list says what to do, as the debrief did."""
    page = html([replace(p, first_priority="metric_skepticism", called="My own") for p in STEADY])
    assert "Say how your metric could mislead" in page and "<td>doubts the metric" not in page and "My own" in page


def test_the_page_is_self_contained_and_escaped() -> None:
    """Plots have their numbers in words, nothing is loaded, and what was asked is text."""
    page = html([point(1, 4, question="<script>x</script>"), point(2, 5, question="<script>x</script>")])
    assert "<script>" not in page and not re.search(r"https?://", page)
    assert 'aria-label="2026-11-01: 1, 2026-11-02: 1.2"' in page
    assert "within noise" in page
    assert len(re.findall(r"<h1", page)) == 1


def test_one_session_and_none_have_a_page() -> None:
    """A beginning is a page too."""
    assert "One session" in html(STEADY[:1]) and "<main" in html([])
