"""A reframe never puts a word into the candidate's mouth."""

from __future__ import annotations

import random
import re

import pytest
from debrief_kit import finding
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.debrief.data.reframes import invented_words, reframe, template_words, templates
from voice_interviewer.debrief.data.trim import clean, sentence_at
from voice_interviewer.english.sentences import sentences
from voice_interviewer.language.model import Finding
from voice_interviewer.rubric.keys import COSTS, SIGNALS

OPENERS = [
    "Sorry, ",
    "I guess ",
    "um, so ",
    "",
    "Well, I'm not an expert but ",
    "Honestly, ",
    "I've never done it big, but ",
]
SUBJECTS = ["I", "we", "the team", "my manager", "it"]
VERBS = [
    "kind of decided to drop",
    "just built",
    "shipped",
    "pushed back on",
    "only helped with",
    "sort of tuned",
    "blocked",
]
OBJECTS = [
    "a small internal thing",
    "the feature store",
    "an incredibly scalable platform",
    "40 clinics",
    "the nightly job",
]
TAILS = [
    " because the labels were late.",
    ", nothing special.",
    " for two thousand drivers, or something like that.",
    " and it had a huge impact.",
    "",
    ", we, we rolled it back.",
    " with millions of users!",
]
CUES = [
    ("apology", r"\bsorry\b"),
    ("hedge", r"\bI guess\b|\bkind of\b|\bsort of\b"),
    ("minimizer", r"\bjust\b|\bonly\b|small internal thing|nothing special"),
    ("absence_lead", r"I've never done it big|I'm not an expert"),
    ("team_voice", r"\bwe\b [a-z]+|the team [a-z]+"),
    ("inflation", r"huge impact|incredibly scalable"),
    ("exposure", r"millions of users"),
    ("ownership", r"\bI (?:built|shipped|blocked|pushed back)"),
    ("filler", r"\bum\b"),
]


def answer(rnd: random.Random) -> tuple[str, list[Finding]]:
    """A spoken answer from parts, with the findings a language room would give on it."""
    made = []
    for _ in range(rnd.randint(1, 3)):
        parts = (rnd.choice(x) for x in (OPENERS, SUBJECTS, VERBS, OBJECTS, TAILS))
        opener, subject, verb, thing, tail = parts
        made.append(f"{opener}{subject} {verb} {thing}{tail}")
    text = rnd.choice([" ", ". ", "... ", " and "]).join(made)
    if rnd.random() < 0.2:
        text = text.lower().replace(".", "").replace(",", "")
    found = [
        Finding(label, m.start(), m.end(), m.group(), "") for label, cue in CUES for m in re.finditer(cue, text, re.I)
    ]
    return text, found


def test_a_thousand_reframes_invent_nothing() -> None:
    """In 1,000 reframes of generated answers no word is neither said, nor a template's, nor bracketed."""
    rnd = random.Random(20)
    checked, kept = 0, 0
    while checked < 1000:
        text, found = answer(rnd)
        for f in found or [Finding("generic", 0, len(text), text, "")]:
            label = rnd.choice([f.label, *COSTS, *SIGNALS])
            suggestion = reframe(label, text, f.start, f.end, found)
            if label in templates():
                assert suggestion, (label, text)
            assert invented_words(text, suggestion) == set(), (label, text, suggestion)
            said = set(re.findall(r"\w+", re.sub(r"\[[^\]]*\]", "", suggestion).lower()))
            kept += bool(said & {"clinics", "store", "platform", "job", "labels", "drivers"})
            checked += 1
    assert kept > 300  # most reframes are the candidate's own sentence, not only a template


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200),
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from([*COSTS, *SIGNALS, "answer_length"]),
)
def test_any_text_is_reframed_without_inventing(text: str, a: int, b: int, label: str) -> None:
    """Whatever the text and the span, the reframe exists and adds no word."""
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    suggestion = reframe(label, text, start, end, [Finding("hedge", start, end, text[start:end], "")])
    assert suggestion and invented_words(text, suggestion) == set()


def test_templates_hold_no_facts() -> None:
    """Outside brackets the templates have no number, no domain noun and no boast: a list short enough to read."""
    words = template_words()
    assert len(words) < 130
    assert not any(ch.isdigit() for w in words for ch in w)
    facts = {"model", "users", "data", "accuracy", "pipeline", "latency", "million", "percent", "feature", "deploy"}
    assert not words & facts


def test_the_check_finds_an_invented_word() -> None:
    """A word that was not said is named; one in brackets is not."""
    assert invented_words("I shipped it", "I shipped it in Tokyo [to whom]") == {"tokyo"}


@pytest.mark.parametrize(
    ("label", "text", "quote", "want"),
    [
        (
            "hedge",
            "I guess I sort of decided to wait with the feature store.",
            "I guess I sort of",
            "I decided to wait with the feature store.",
        ),
        ("hedge", "I guess we shipped the pilot in March.", "I guess", "We shipped the pilot in March."),
        ("apology", "I'm sorry, I blocked the release for a week.", "sorry", "I blocked the release for a week."),
        (
            "minimizer",
            "It was just a small internal tool for the night shift.",
            "just a",
            "It was an internal tool for the night shift. Its size: [how many users, rows or requests].",
        ),
        (
            "absence_lead",
            "I've never worked at scale, but I chose the baseline for the clinics.",
            "I've never worked",
            "I chose the baseline for the clinics. That was at [its size]; I have not run [what you have not run] yet.",
        ),
        (
            "team_voice",
            "After a week we decided to roll it back because refunds rose.",
            "we decided",
            "After a week my [decision or recommendation] was to roll it back because refunds rose.",
        ),
        (
            "inflation",
            "It had a truly massive impact on the sellers in Porto.",
            "truly massive",
            "It had an impact on the sellers in Porto. It moved [the metric] from [before] to [after]; "
            "that is as far as I measured.",
        ),
    ],
)
def test_a_reframe_keeps_the_sentence_and_drops_the_weight(label: str, text: str, quote: str, want: str) -> None:
    """Disclaimers go, the act stays, and what was not said stands in brackets."""
    f = finding(text, label, quote)
    assert reframe(label, text, f.start, f.end, [f]) == want


def test_an_absence_gives_way_to_a_decision_told_later() -> None:
    """Where the opening holds nothing but absence, the first owned sentence takes its place."""
    text = "I haven't really done anything like that. At the clinic I decided to cap the list at twenty."
    found = [finding(text, "absence_lead", "I haven't really done"), finding(text, "ownership", "I decided")]
    assert reframe("absence_lead", text, 0, 21, found).startswith("At the clinic I decided to cap the list at twenty.")


def test_too_little_said_gives_the_template() -> None:
    """A sentence of which nothing is left becomes placeholders, never an empty suggestion."""
    text = "Sorry, I only did small things."
    suggestion = reframe("minimizer", text, 9, 13, [finding(text, "minimizer", "only")])
    assert suggestion == "I [decided, built or changed] [what], at [its size]."


def test_an_unknown_label_gives_nothing() -> None:
    """Only labels and measures the debrief knows have reframes."""
    assert reframe("colour", "I shipped it.", 0, 5) == ""


def test_sentences_cover_what_was_said() -> None:
    """Sentence spans are in order, do not overlap and leave only white space out; numbers do not end one."""
    text = "It cost 3.5 seconds. We waited... Then? No full stop"
    spans = list(sentences(text))
    assert [text[a:b] for a, b in spans] == ["It cost 3.5 seconds.", "We waited...", "Then?", "No full stop"]


def test_a_sentence_without_end_is_cut_around_the_span() -> None:
    """A hundred words without a full stop give a stretch of about forty words that holds the span."""
    text = ", ".join(f"then number {i} came along" for i in range(60))
    at = text.index("number 30")
    first, last = sentence_at(text, at, at + 9)
    assert first <= at < last and len(text[first:last].split()) <= 42


def test_cleaning_leaves_a_sentence() -> None:
    """Capital, full stop, one space between words, the right article, no stray comma."""
    text = "um, so, well, it was, like, a tiny app for, for nurses, you know,"
    start = text.index("tiny")
    assert clean(text, 0, len(text), [(start, start + 4, "minimizer")]) == "It was, an app for nurses."
