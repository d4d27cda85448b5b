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
from voice_interviewer.english.whole import is_whole
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
    """In 1,000 reframes of generated answers no word is neither said nor a template's; each is a sentence."""
    rnd = random.Random(20)
    checked = tried = 0
    while checked < 1000:
        text, found = answer(rnd)
        for f in found or [Finding("generic", 0, len(text), text, "")]:
            label = rnd.choice([f.label, f.label, *COSTS, *SIGNALS])
            suggestion = reframe(label, text, f.start, f.end, found)
            tried += 1
            if not suggestion:
                continue
            checked += 1
            assert invented_words(text, suggestion) == set(), (label, text, suggestion)
            own = re.split(r"(?<=[.]) ", suggestion)
            assert len(own) <= 2 and all(is_whole(part) for part in own if "[" not in part), (label, text, suggestion)
    assert tried < 24000  # the generator's lines are rough, and what cannot be said whole is not offered


def dropped(text: str, own: str) -> list[str]:
    """Words left out between the first and the last word of a sentence that was made from `text` by leaving out words.

    Taken from the place of the text where fewest are; fails where the sentence is not made so.
    """
    wanted = re.findall(r"[\w'-]+", own)
    said = re.findall(r"[\w'-]+", text)
    best: list[str] | None = None
    for start, word in enumerate(said):
        if word.lower() != wanted[0].lower():
            continue
        left, at = [], start
        for want in wanted:
            while at < len(said) and said[at].lower() != want.lower() and {said[at], want} != {"a", "an"}:
                left.append(said[at])
                at += 1
            at += 1
        if at <= len(said) and (best is None or len(left) < len(best)):
            best = left
    assert best is not None, (text, own)
    return best


MEANING = re.compile(
    r"\d|\b(?:not|never|no|nobody|none|without|two|six|forty|thousand|March|Porto)\b|n't", re.IGNORECASE
)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_out_is_never_a_negation_a_number_or_a_name(seed: int) -> None:
    """From the first to the last word of a kept clause only softeners, markers and repeats are missing."""
    rnd = random.Random(seed)
    for _ in range(300):
        text, found = answer(rnd)
        for f in found:
            suggestion = reframe(f.label, text, f.start, f.end, found)
            for own in re.split(r"(?<=[.]) ", suggestion):
                if own and "[" not in own:
                    lost = " ".join(dropped(text, own))
                    assert not MEANING.search(lost), (f.label, text, suggestion, lost)


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=200),
    st.integers(0, 200),
    st.integers(0, 200),
    st.sampled_from([*COSTS, *SIGNALS, "answer_length"]),
)
def test_any_text_is_reframed_without_inventing(text: str, a: int, b: int, label: str) -> None:
    """Whatever the text and the span, a reframe adds no word, and nothing breaks."""
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    suggestion = reframe(label, text, start, end, [Finding("hedge", start, end, text[start:end], "")])
    assert invented_words(text, suggestion) == set()


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
        ("hedge", "Yeah, so I suppose that is a rollback.", "I suppose", "That is a rollback."),
        ("apology", "I'm sorry, I blocked the release for a week.", "sorry", "I blocked the release for a week."),
        ("minimizer", "I'm just a night nurse. The lists were late.", "just", "I'm a night nurse."),
        ("minimizer", "I just wrote the report. We left at six.", "just", "I wrote the report."),
        (
            "absence_lead",
            "I've never worked at scale, but I chose the baseline for the clinics.",
            "I've never worked",
            "I chose the baseline for the clinics. I've never worked at scale.",
        ),
        (
            "absence_lead",
            "I'm not an expert on clinics, but I chose the baseline for six of them.",
            "I'm not an expert",
            "I chose the baseline for six of them.",
        ),
        (
            "team_voice",
            "And after a week we decided to roll it back because refunds rose.",
            "we decided",
            "After a week we decided to roll it back because refunds rose. "
            "My own part was [what you recommended, decided or argued against].",
        ),
        ("hedge", "I guess I left the depot in 2021 or so.", "I guess", "I left the depot in 2021 or so."),
        (
            "team_voice",
            "And so we just decided to print the lists at six.",
            "decided",
            "We decided to print the lists at six. My own part was [what you recommended, decided or argued against].",
        ),
        (
            "inflation",
            "It had a truly massive impact on the sellers in Porto.",
            "truly massive",
            "It had an impact on the sellers in Porto. The number behind that is [which number, measured on what].",
        ),
        (
            "exposure",
            "I was on the fraud platform of a bank with forty million customers.",
            "forty million customers",
            "I was on the fraud platform of a bank with forty million customers. "
            "My own part in that was [what you decided or built].",
        ),
        (
            "failure_anticipation",
            "So I chose the plain rule because the clerks had to explain it.",
            "chose the plain rule",
            "I chose the plain rule because the clerks had to explain it. "
            "The first thing to fail quietly would be [which part].",
        ),
    ],
)
def test_a_reframe_keeps_the_sentence_and_drops_the_weight(label: str, text: str, quote: str, want: str) -> None:
    """Disclaimers go, the person's own sentence stays, and one bracket asks for what it lacks."""
    f = finding(text, label, quote)
    assert reframe(label, text, f.start, f.end, [f]) == want


@pytest.mark.parametrize(
    ("label", "text", "quote"),
    [
        ("absence_lead", "I haven't really done anything like that. At the clinic I decided to cap it.", "I haven't"),
        ("apology", "Sorry, that's not a great example.", "Sorry"),
        ("minimizer", "Sorry, I only did small things.", "only"),
        ("minimizer", "It was just a small internal tool for the night shift.", "just a"),
        ("minimizer", "Because I'm just a nurse, Marta prints the lists.", "just"),
        ("minimizer", "I'm just a nurse. But Marta is the head of the depot.", "just"),
        ("minimizer", "I just wrote the report. That was all of it.", "just"),
        ("minimizer", "I just wrote the report and they printed it.", "just"),
        ("minimizer", "I just built a little scanner.", "just"),
        ("hedge", "I'm not sure if I did that by hand or with the script.", "I'm not sure"),
        ("hedge", "Maybe it was my idea, I think, I don't remember.", "Maybe"),
        ("team_voice", 'We decided "okay, let\'s do this" and then we, we just went.', "We decided"),
        ("team_voice", "If we had decided to wait, the clinics would have been lost.", "we had decided"),
        ("team_voice", "I don't think we decided that.", "we decided"),
        ("inflation", "It is one of the best platforms in the world.", "best"),
        (
            "team_voice",
            "It wasn't just a map for the clerks so we went ahead and decided to print lists.",
            "we went ahead",
        ),
        ("team_voice", "So that was one other reason why we moved the lists to the depot.", "we moved"),
        ("team_voice", "We just thought the list was long enough for the depot.", "We just thought"),
        ("team_voice", "Then we decided to use more plain lists as possible.", "we decided"),
        ("minimizer", "It was just a neat thing to do in the depot.", "just"),
        (
            "team_voice",
            "We decided that rather than wait, um, and with the, with the scanners at, you know, the depot.",
            "decided",
        ),
        ("team_voice", "With the choices we made at the depot -- no, sorry, the scanners are late.", "choices we made"),
        ("hedge", "I guess I didn't try that hard.", "I guess"),
        ("minimizer", "The list is made by me, who's just some driver dude.", "just some"),
        ("minimizer", "I have so many gaps as a driver that I just need to fill.", "gaps"),
        ("apology", "I'm sorry if I was too long, but as a driver this is what I do.", "sorry"),
        ("hedge", "I guess I left the depot in 2021 or so, and it was sad, so I, um, the lists.", "I guess"),
        ("exposure", "I gave a talk at the Porto conference.", "Porto conference"),
        ("outcome_only", "Accuracy went from eighty one to ninety three per cent.", "from eighty one"),
        ("systems_thinking", "The feed is printed every morning at six.", "printed every morning"),
        ("defense", "I would keep it exactly as it is.", "exactly"),
        ("too_short", "The data, probably.", "The data"),
        ("generic", "You should always define the metrics.", "always define"),
    ],
)
def test_where_no_good_sentence_is_left_there_is_none(label: str, text: str, quote: str) -> None:
    """Nothing but brackets, another sentence, or half a sentence is worse than silence; the drill stands alone."""
    f = finding(text, label, quote)
    assert reframe(label, text, f.start, f.end, [f]) == ""


@pytest.mark.parametrize("label", [*COSTS, *SIGNALS])
def test_no_template_stands_alone_and_none_has_two_brackets(label: str) -> None:
    """A template only ever follows the person's own sentence, and asks for one thing."""
    asks = templates()[label].asks
    assert asks is None or (asks.count("[") == 1 and re.sub(r"\[[^\]]*\]", "", asks).strip(" ."))


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


def test_where_nothing_was_heard_nothing_is_added_to_a_sentence() -> None:
    """Advice on what an answer lacks follows a sentence that showed something, not any sentence with an act in it."""
    text = "I wonder how the lists look that I printed at the depot."
    assert reframe("failure_anticipation", text, 0, len(text), []) == ""


ASKED = " My own part was [what you recommended, decided or argued against]."
DECISION = "So we decided to print the lists at six."


@pytest.mark.parametrize(
    "behind",
    [
        "This is what the clerks had wished for.",
        "That's the hour when the depot opens.",
        "It was early, but the clerks were there.",
        "So the clerks had to come at five.",
        "Because the depot opens at seven.",
        "Really just because the depot opens at seven.",
        "And that is a hard thing for the clerks.",
        "But it was that easy for the clerks.",
        "Which the clerks had wished for.",
        "The reason was the depot.",
        "We decided on six because of the depot.",
    ],
)
def test_nothing_is_put_between_a_decision_and_what_leans_on_it(behind: str) -> None:
    """What points back to the decision, gives its reason or tells it again would go on from the added sentence."""
    text = f"The scanner was late. {DECISION} {behind}"
    f = finding(text, "team_voice", "we decided")
    assert reframe("team_voice", text, f.start, f.end, [f]) == ""


@pytest.mark.parametrize(
    "behind",
    ["", "The clerks came at five.", "But the clerks came at five.", "And then we went to Porto.", "Porto has clerks."],
)
def test_where_the_next_sentence_stands_by_itself_the_own_part_follows(behind: str) -> None:
    """A next sentence that neither points back nor explains leaves room for the own part."""
    text = f"The scanner was late. {DECISION} {behind}"
    f = finding(text, "team_voice", "we decided")
    assert reframe("team_voice", text, f.start, f.end, [f]) == f"We decided to print the lists at six.{ASKED}"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", "I was personally against six."),
        ("", "The clerks came at five, and I took on the printing."),
        ("", "The clerks came at five. I wrote the plan for the night."),
        ("", "Six was my idea."),
        ("I had recommended six from the start.", "The clerks came at five."),
    ],
)
def test_an_own_part_that_is_told_is_not_asked_for(before: str, behind: str) -> None:
    """Who tells beside the decision what was theirs in it is not asked to say so again."""
    text = f"{before} {DECISION} {behind}"
    f = finding(text, "team_voice", "we decided")
    assert reframe("team_voice", text, f.start, f.end, [f]) == ""


@pytest.mark.parametrize("behind", ["I know Porto well.", "The clerks, I think, came at five."])
def test_a_remark_is_no_own_part(behind: str) -> None:
    """What the speaker knows or supposes is no part in the decision."""
    text = f"{DECISION} {behind}"
    f = finding(text, "team_voice", "we decided")
    assert reframe("team_voice", text, f.start, f.end, [f]).endswith(ASKED)


def test_what_somebody_is_imagined_to_say_is_no_decision() -> None:
    """`We` inside a quotation is not the speaker's team."""
    text = 'A clerk may ask, "Why six? Well, the depot was late. So we decided to print the lists at six. Fine."'
    f = finding(text, "team_voice", "we decided")
    assert reframe("team_voice", text, f.start, f.end, [f]) == ""


def test_a_long_decision_is_not_cut() -> None:
    """Where the whole sentence is too long to say, no piece of it is offered."""
    text = (
        "We decided to print the lists at six in the depot in Porto for the clerks of the night shift, and in doing so "
        "to give the nurses of the clinics in the north an hour more for the patients who wait, and to save the paper."
    )
    f = finding(text, "team_voice", "We decided")
    assert reframe("team_voice", text, f.start, f.end, [f]) == ""
