"""Voice or silence from probabilities."""

from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.hearing.segment import Edge, Offset, Onset, Segmenter

BLOCK_S = 0.032


def run(probabilities: list[float]) -> tuple[list[Edge], Segmenter]:
    segmenter = Segmenter()
    edges = []
    for i, p in enumerate(probabilities):
        edges += segmenter.feed(p, i * BLOCK_S, (i + 1) * BLOCK_S)
    return edges, segmenter


def test_onset_is_told_at_the_first_voiced_block():
    """Voice is certain after three blocks, and is said to have begun with the first of them."""
    edges, _ = run([0, 0, 0.9, 0.9, 0.9])
    assert edges == [Onset(2 * BLOCK_S)]


def test_a_click_is_no_voice():
    """One or two loud blocks are never told."""
    edges, segmenter = run([0, 0.9, 0.9, 0, 0, 0, 0, 0.9, 0, 0, 0])
    assert edges == []
    assert not segmenter.tentative


def test_offset_is_told_at_the_end_of_the_last_voiced_block():
    """The end of voice is back-dated over the silence that made it certain."""
    edges, _ = run([0.9] * 5 + [0.1] * 3)
    assert edges == [Onset(0.0), Offset(5 * BLOCK_S)]


def test_a_closure_does_not_split_voice():
    """Less than 90 ms of silence belongs to speech."""
    edges, _ = run([0.9] * 5 + [0.1] * 2 + [0.9] * 5)
    assert edges == [Onset(0.0)]


def test_hysteresis_keeps_voice_between_the_thresholds():
    """0.4 begins no voice, but does not end it either."""
    assert run([0.4] * 10)[0] == []
    assert run([0.9] * 3 + [0.4] * 10)[0] == [Onset(0.0)]


def test_tentative_while_voice_is_not_certain():
    """The first loud blocks are shown as tentative, so that no turn is committed over them."""
    assert run([0.0, 0.9])[1].tentative
    assert not run([0.9, 0.9, 0.9])[1].tentative


def test_two_short_bursts_close_together_are_one_voice():
    """A stutter of the detector at the onset does not delay it beyond what was voiced."""
    edges, _ = run([0.9, 0.1, 0.9, 0.9])
    assert edges == [Onset(0.0)]


@given(st.lists(st.floats(0, 1), max_size=200))
def test_edges_alternate_and_never_go_back(probabilities):
    """Onset, offset, onset, …, each at or after the one before, whatever the probabilities."""
    edges, segmenter = run(probabilities)
    assert all(isinstance(edge, (Onset, Offset)[i % 2]) for i, edge in enumerate(edges))
    times = [edge.at_s for edge in edges]
    assert times == sorted(times)
    assert segmenter.voiced == (len(edges) % 2 == 1)
