"""What was found in an answer, beside its words: pieces of the text, and numbered notes."""

from __future__ import annotations

from debrief_kit import TOLD, debrief, row

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import InterruptionRow
from voice_interviewer.debrief.view.marked import answer_notes, answer_pieces
from voice_interviewer.debrief.view.view import view


def test_the_transcript_on_the_page_is_what_was_said() -> None:
    """Joined, the pieces of an answer give its text back, letter for letter."""
    for made in debrief().answers:
        assert "".join(p.text for p in answer_pieces(made)) == made.transcript.text


def test_marks_link_to_their_notes_and_overlaps_keep_both_kinds() -> None:
    """Overlapping findings make pieces that carry both families; each numbered mark points at a listed note."""
    answer = view(debrief()).answers[0]
    numbers = {n.number for n in answer.notes}
    assert {p.note for p in answer.pieces if p.note} <= numbers
    both = [p for p in answer.pieces if set(p.kinds) == {"strength", "signal"}]
    assert [p.text for p in both] == ["I decided"]
    assert sorted(n for p in answer.pieces for n in p.ends) == sorted(numbers)


def test_an_answer_level_finding_does_not_paint_the_whole_answer() -> None:
    """`generic` over a long answer is listed as a note on the whole, not marked in the text."""
    text = "You monitor the data and you retrain the model regularly and so on. " * 5
    answer = view(build([row(text, ("generic", text.strip()))])).answers[0]
    assert answer.notes[0].whole and all(not p.kinds for p in answer.pieces)


def test_an_interruption_stands_where_it_came() -> None:
    """Between the words before and after it, at the end of an answer that it ended, and once."""
    for at, before in ((TOLD.index(" We"), 1), (len(TOLD), None), (10**6, None)):
        made = row(TOLD, ("apology", "Sorry"), interruption=InterruptionRow(text="Labels are late.", at=at, at_s=6.0))
        pieces = answer_pieces(made)
        [place] = [i for i, piece in enumerate(pieces) if piece.interruption]
        assert "".join(piece.text for piece in pieces) == TOLD
        assert "".join(piece.text for piece in pieces[:place]) == TOLD[:at]
        assert before is None or pieces[place + before].text


def test_disfluencies_are_marked_and_have_no_note() -> None:
    """Fillers and repetitions are seen in the text; of findings that are alike the first says why."""
    made = row("Um, I I decided, and we guess, we guess.", ("filler", "Um"), ("repeat", "I I"), ("hedge", "we guess"))
    again = made.findings[-1].model_copy(update={"start": 31, "end": 39})
    made = made.model_copy(update={"findings": [*made.findings, again]})
    notes = answer_notes(made)
    assert [(n.number, n.label, bool(n.why)) for n in notes] == [(1, "hedge", True), (2, "hedge", False)]
    marked = [(piece.text, piece.note) for piece in answer_pieces(made) if piece.kinds]
    assert marked == [("Um", None), ("I I", None), ("we guess", 1), ("we guess", 2)]
