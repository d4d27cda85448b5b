"""The page's screen: changes are told as they come, and a page that comes back is given the whole picture."""

from __future__ import annotations

from voice_interviewer.web.live.screen import PageScreen


def test_changes_are_told_and_the_picture_holds_them_all():
    """Question, captions, answers, notices, whose turn, time, draft."""
    screen, told = PageScreen(), []
    assert screen.watch(None)["budget"] is None, "no clock is shown before it is known that one runs"
    screen.said("Hello.", "greeting")
    screen.watch(told.append)
    screen.said("What broke?", "question")
    screen.state("listening")
    screen.caption("the feed")
    screen.notice("A note.")
    screen.time(12.34, 300.0)
    screen.time(12.9, 300.0)
    screen.type("half a")
    assert [m["kind"] for m in told] == ["said", "state", "caption", "notice", "time"], "the time once a second"
    picture = screen.watch(None)
    assert picture["question"] == "What broke?" and picture["caption"] == "the feed" and picture["draft"] == "half a"
    assert [line["text"] for line in picture["lines"]] == ["Hello.", "What broke?", "A note."]
    screen.said("Mm-hm.", "acknowledgement")
    assert len(told) == 5 and screen.watch(None)["question"] == "What broke?", "nobody watches; the question stays"


def test_an_interruption_is_marked_until_the_next_question():
    """The page shows that a constraint has changed."""
    screen = PageScreen()
    screen.said("Half the budget.", "constraint")
    assert screen.watch(None)["interrupted"]
    screen.said("And then?", "follow_up")
    assert not screen.watch(None)["interrupted"]


def test_a_draft_is_kept_and_taken_once():
    """White space is none; one that is taken leaves the page's line empty; nothing endless is kept."""
    screen, told = PageScreen(), []
    screen.watch(told.append)
    screen.type("  \n")
    assert screen.draft() == ""
    screen.type("x" * 100_000)
    assert len(screen.take_draft()) == 20_000 and screen.draft() == ""
    assert told == [{"kind": "draft", "text": ""}]


def test_notes_reach_the_journal_by_the_sessions_thread():
    """Only that thread writes the journal: it takes them as it looks for wishes."""
    screen, kept = PageScreen(), []
    screen.jot = kept.append
    screen.note("Heard through a browser.")
    assert kept == [] and screen.wishes() == [] and kept == ["Heard through a browser."]


def test_a_long_session_does_not_grow():
    """The conversation that is kept is bounded; what is forgotten is gone."""
    screen = PageScreen()
    for number in range(2000):
        screen.answered(f"answer {number}", 1.0)
    assert len(screen.watch(None)["lines"]) == 400
    screen.forget()
    picture = screen.watch(None)
    assert picture["lines"] == [] and "answer" not in str(picture)
