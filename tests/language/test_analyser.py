"""The analyser: one reader each, side by side in one process, every probability worked out once."""

from __future__ import annotations

from threading import Thread

import pytest

from voice_interviewer.language import analyze as entry
from voice_interviewer.language.analyze import Analyser, analyze
from voice_interviewer.language.model import Context
from voice_interviewer.language.reader import Join, Reading
from voice_interviewer.language.weigh import weigher
from voice_interviewer.language.weigh.shipped import SHIPPED, load_reader

TEXT = "The pump data came late on Mondays, so the old forecast was kept until noon."
ALONE = Join(1.0, 0.0, 0.0, 0.0, 0.5, 0.5)


class Sure:
    """A reader that is sure of one label everywhere, and notes what it was asked."""

    def __init__(self, label: str) -> None:
        self.id = f"sure of {label}"
        self.label = label
        self.asked: list[tuple[str, str]] = []

    def read(self, text: str, context: Context) -> Reading:
        self.asked.append((text, context.question))
        return Reading((self.label,), ((0, len(text)),), ((9.0,),), {self.label: ALONE})


def test_two_analysers_live_side_by_side():
    """Each hears its own reader, also when both work at once in two threads; neither changes the default."""
    before = analyze(TEXT)
    readers = [Sure("learning_loop"), Sure("restraint")]
    found: dict[str, set[str]] = {}

    def work(reader: Sure) -> None:
        analyse = Analyser(reader)
        for _ in range(20):
            found.setdefault(reader.label, set()).update(f.label for f in analyse(TEXT).findings)

    threads = [Thread(target=work, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "learning_loop" in found["learning_loop"] and "restraint" not in found["learning_loop"]
    assert "restraint" in found["restraint"] and "learning_loop" not in found["restraint"]
    assert analyze(TEXT) == before


def test_a_reader_is_asked_once_an_answer_with_the_question():
    """The whole text and what was asked arrive, once."""
    reader = Sure("restraint")
    Analyser(reader)(TEXT, Context("What did you leave out?"))
    assert reader.asked == [(TEXT, "What did you leave out?")]


def test_a_reader_with_nothing_to_say_leaves_rules_alone():
    """None, an empty reading and no reader give the same analysis."""

    class Silent:
        id = "silent"

        def read(self, text: str, context: Context) -> Reading | None:
            return None if "Sorry" in text else Reading((), (), (), {})

    for text in (TEXT, "Sorry, that was a poor example."):
        assert analyze(text, reader=Silent()) == analyze(text, reader=None)


def test_readers_are_told_apart():
    """What is remembered of analyses is keyed by the reader, so none is taken for another's."""
    loaded = load_reader()
    assert loaded is not None
    ids = {Analyser(None).id, Analyser().id, Analyser(loaded).id, Analyser(Sure("hedge")).id}
    assert len(ids) == 4


def test_the_shipped_reader_is_the_one_in_its_folder():
    """By default the analysis is that of the shipped reader."""
    loaded = load_reader()
    assert loaded is not None
    assert analyze(TEXT, reader=SHIPPED) == analyze(TEXT, reader=loaded) == analyze(TEXT)


def test_each_probability_is_worked_out_once(monkeypatch: pytest.MonkeyPatch):
    """One weighing a window: findings and what holds for the whole answer rest on the same numbers."""
    calls: list[int] = []
    weigh = weigher.probabilities
    monkeypatch.setattr(weigher, "probabilities", lambda *given: calls.append(1) or weigh(*given))
    text = f"{TEXT} " * 8
    parts = entry.read(text, text, Context())
    assert len(calls) == sum(len(view.windows) for view in parts.views) > 1
    entry.answer_level.conclude(text, Context(), parts)
    assert len(calls) == sum(len(view.windows) for view in parts.views)
