"""The tagger: its windows, how its opinion joins the cues', and the shipped model."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer import paths
from voice_interviewer.errors import ModelError
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context, Interruption
from voice_interviewer.language.reader import Blend, Reading
from voice_interviewer.language.weigh import tagger
from voice_interviewer.language.weigh.tagger_combine import blend, probability, within
from voice_interviewer.language.weigh.tagger_windows import MOST_WORDS, REACTION_MARK, WHOLE_WORDS, windows
from voice_interviewer.rubric.keys import DISFLUENCIES, LABELS

SHIPPED = paths.shipped("models") / "tagger"
SENTENCE = "The pump data came late on Mondays, so I kept the old forecast until noon. "


def test_a_short_answer_is_one_window():
    """Texts as long as the training texts are read whole."""
    text = "I stopped it. Nobody had asked me to."
    assert [(w.start, w.end) for w in windows(text)] == [(0, len(text))]


def test_a_long_answer_without_marks_is_cut():
    """Speech recognition without punctuation still gives windows of bounded length."""
    text = "and then i moved the gate before the retrain because the feed was late " * 20
    found = windows(text)
    assert len(found) > 5
    assert all(len(text[w.start : w.end].split()) <= MOST_WORDS for w in found)


def test_nothing_before_an_interruption_counts_as_reaction():
    """A window never crosses the place of an interruption, and only what follows carries the mark."""
    text = SENTENCE * 3 + "Then the daily list no longer holds; the gate stays."
    at = len(SENTENCE) * 3
    found = windows(text, Context(interruption=Interruption("The feed is gone.", at)))
    assert [w.reaction for w in found] == [w.start >= at for w in found]
    assert any(w.reaction for w in found) and not all(w.reaction for w in found)
    assert all(w.marked(text).startswith(REACTION_MARK) == w.reaction for w in found)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=400), st.integers(0, 400))
def test_windows_are_disjoint_and_inside(text: str, at: int):
    """For any text windows are in order, disjoint, not empty and within the text."""
    found = windows(text, Context(interruption=Interruption("x", at)) if at % 2 else Context())
    edges = [edge for w in found for edge in (w.start, w.end)]
    assert edges == sorted(edges) and all(w.start < w.end <= len(text) for w in found)


def test_every_word_is_in_a_window():
    """No word of a long answer escapes the tagger."""
    text = SENTENCE * 8
    covered = "".join(text[w.start : w.end] for w in windows(text))
    assert covered.split() == text.split() or covered.replace(" ", "") == text.replace(" ", "")
    assert len(text.split()) > WHOLE_WORDS


def _reading(logits: list[tuple[float, ...]], how: Blend) -> Reading:
    spans = tuple((i * 10, i * 10 + 10) for i in range(len(logits)))
    return Reading(("hedge",), spans, tuple(logits), {"hedge": how})


def test_a_join_listens_to_both():
    """In mode both each opinion can carry the other over the threshold; in mode rules the tagger is not heard."""
    both = Blend("both", 1.0, 1.0, 0.0, 0.5)
    assert probability(both, 0.2, 4.0) > 0.5 > probability(both, 0.2, 0.0)
    assert probability(both, 0.8, -4.0) < 0.5 < probability(both, 0.8, 0.0)
    rules = Blend("rules", 1.0, 1.0, 0.0, 0.5)
    assert blend(_reading([(9.0,)], rules), 0, 10, ["hedge"], [0.2], {"hedge": 0.3}) == [(0.2, 0.3)]
    alone = Blend("tagger", 0.0, 1.0, 0.0, 0.4)
    [(p, limit)] = blend(_reading([(2.0,)], alone), 0, 10, ["hedge"], [0.01], {"hedge": 0.3})
    assert math.isclose(p, 1 / (1 + math.exp(-2.0))) and limit == 0.4


def test_the_strongest_window_in_a_stretch_counts():
    """A stretch over several windows takes their highest logit, and nothing from windows it barely touches."""
    how = Blend("tagger", 0.0, 1.0, 0.0, 0.5)
    reading = _reading([(-3.0,), (1.0,), (5.0,)], how)
    assert within(reading, 0, 22) == (1.0,)
    assert within(reading, 40, 50) is None


def test_without_a_tagger_cues_decide():
    """No opinion leaves probability and threshold of the cues untouched."""
    assert blend(None, 0, 5, ["hedge"], [0.4], {"hedge": 0.35}) == [(0.4, 0.35)]


def test_shipped_tagger_knows_every_label_but_disfluencies():
    """The shipped model, its decisions and the closed list of labels agree, and it stays under 25 MB."""
    found = tagger.load_tagger()
    assert found is not None
    assert found.labels == tuple(label for label in LABELS if label not in DISFLUENCIES)
    assert set(found.blends) == set(found.thresholds) == set(found.labels)
    assert (SHIPPED / "model.onnx").stat().st_size < 25e6


def test_probabilities_have_one_row_a_text_and_do_not_depend_on_company():
    """Each text's probabilities lie in 0..1 and move little with the batch it is read in (int8 shares its scale)."""
    found = tagger.load_tagger()
    assert found is not None
    texts = ["sorry i have no better example", SENTENCE, "We label nine hundred parcels a day."]
    together = found.probabilities(texts)
    assert together.shape == (3, len(found.labels)) and np.all((together >= 0) & (together <= 1))
    apart = np.concatenate([found.probabilities([text]) for text in texts])
    assert np.abs(together - apart).max() < 0.3
    assert together[0].argmax() == found.labels.index("apology")
    assert found.probabilities([]).shape == (0, len(found.labels))


def test_analysis_is_the_same_each_time_and_offsets_match():
    """With the tagger, too, an analysis is deterministic and each finding quotes the text."""
    text = "We ran it for one clinic. At forty clinics nobody reads the list, so I'd alert on unread lists first. " * 3
    first, second = analyze(text), analyze(text)
    assert first == second and first.findings
    assert all(text[f.start : f.end] == f.text for f in first.findings)


def test_everything_works_without_a_reader():
    """Cues alone still find what rules find."""
    assert analyze("Sorry, that was a poor example.", reader=None).has("apology")


def test_a_broken_folder_is_refused_in_plain_words(tmp_path: Path):
    """A missing, damaged or foreign model raises ModelError naming the folder."""
    with pytest.raises(ModelError, match="lacks"):
        tagger.load_tagger(tmp_path)
    shutil.copy(SHIPPED / "tokenizer.json", tmp_path)
    shutil.copy(SHIPPED / "config.json", tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError, match="cannot be read"):
        tagger.load_tagger(tmp_path)
    shutil.copy(SHIPPED / "model.onnx", tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    config["id2label"].popitem()
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(ModelError, match="labels"):
        tagger.load_tagger(tmp_path)


def test_a_checkpoint_without_decisions_is_heard_evenly(tmp_path: Path):
    """A foreign checkpoint needs only weights, tokeniser and `id2label`; both opinions then count alike."""
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copy(SHIPPED / name, tmp_path)
    config = json.loads((SHIPPED / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({"id2label": config["id2label"]}))
    found = tagger.load_tagger(tmp_path)
    assert found is not None and set(found.blends.values()) == {tagger.EVEN}
    assert analyze("Sorry, that was a poor example, I have no better one.", reader=found).has("apology")
