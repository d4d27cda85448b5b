"""Written text to spoken text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interviewer.voice.prepare import speakable, unspeakable


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("at 10x or 100× the users", "at 10 times or 100 times the users"),
        ("p95 rose from 200ms to 1.5s", "p 95 rose from 200 milliseconds to 1.5 seconds"),
        ("an A/B test on ~10k users", "an A.B test on about 10 thousand users"),
        ("AUC 0.92 -> 0.94", "A.U.C 0.92 to 0.94"),
        ("the ML team's APIs and one LLM", "the M.L team's A.P.I's and one L.L.M"),
        ("SQL, JSON, RAM and RAG", "SQL, JSON, RAM and RAG"),
        ("it is NOT done, OK?", "it is not done, okay?"),
        ("WHAT WOULD YOU REVERT FIRST?", "what would you revert first?"),
        ("$5M, £3.5k and 90%", "5 million dollars, 3.5 thousand pounds and 90 percent"),
        ("3–4 weeks, 50% - 60%", "3 to 4 weeks, 50 percent to 60 percent"),
        ("in the 90s, within 90s", "in the 90s, within 90 seconds"),
        ("10 req/s, 3 errors / min", "10 req per second, 3 errors per minute"),
        ("read/write, and/or, CI/CD, 24/7", "read or write, and or, C.I C.D, around the clock"),
        ("precision@10 >= 0.5, loss < 3", "precision at 10 at least 0.5, loss less than 3"),
        ("e.g. this vs. that, i.e. both", "for example this versus that, that is both"),
        ("feature_store and userId", "feature store and user Id"),
        ("1e-3 and v2.1", "1 times ten to the minus 3 and version 2.1"),
        ("10+ teams & 2 people", "more than 10 teams and 2 people"),
        ("**Why** did _you_ pick `it`?", "Why did you pick it?"),
        ("# Head\n- one\n- two", "Head one two"),
        ("see [the page](http://a.b/c) or https://d.e/f.", "see the page or a link."),
        ("<speak>Hi <break time='1s'/>there</speak>", "Hi there"),
        ("say\x07 it\u200b 😀 now", "say it now"),
        ("-rf is text", "rf is text"),
        ("a state-of-the-art 5-fold split", "a state-of-the-art 5-fold split"),
        ("It’s “fine” — really…", 'It\'s "fine" — really…'),
        ("U.S. users", "U.S. users"),
        ("   ", ""),
        ("...", ""),
    ],
)
def test_it_is_written_one_way_and_said_another(written, said):
    """Each kind of notation has one reading, and plain prose is left as it is."""
    assert speakable(written) == said


@pytest.mark.parametrize(
    "plain",
    [
        "What would break first, and how would you notice?",
        "Tell me about a decision you made with too little data.",
        "You said 12 percent; what would 40 have cost you?",
        "I'd hold it back - wouldn't you?",
        "Is a p value enough here?",
    ],
)
def test_plain_questions_are_not_touched(plain):
    """Ordinary sentences pass unchanged, and lint has nothing to say about them."""
    assert speakable(plain) == plain
    assert unspeakable(plain) == []


@given(st.text(max_size=200))
def test_any_text_becomes_clean_text(text):
    """Whatever comes in: no control characters, markup signs or doubled spaces come out."""
    said = speakable(text)
    assert said.isprintable()
    assert not set(said) & set("<>{}[]|\\^~*`_#@=/")
    assert "  " not in said
    assert said == said.strip()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("bell\x07", "control"),
        ("nice 😀 work", "pictures"),
        ("see https://a.b", "address"),
        ("some **bold** word", "markup"),
        ("a {slot} left", "{ }"),
        ("что сломается", "letters"),
        ("!!!", "nothing"),
    ],
)
def test_authors_are_told_what_cannot_be_said(text, reason):
    """Each kind of unspeakable text has its own reason."""
    assert any(reason in found for found in unspeakable(text))


@pytest.mark.parametrize("text", ["10x at p95 of 200ms", "an A/B test, 5% & ~3 > 2", "read/write in C++", "10 req/s"])
def test_what_has_a_reading_is_no_fault(text):
    """Notation with a known reading is not held against the author."""
    assert unspeakable(text) == []
