"""A reframe never puts a word into the candidate's mouth."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from debrief_kit import finding
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.debrief.data.own_part import LONGEST
from voice_interviewer.debrief.data.proposals import sayable
from voice_interviewer.debrief.data.reframes import (
    begins_elsewhere,
    invented_words,
    keeps_words,
    quoted,
    reframe,
    template_words,
    templates,
)
from voice_interviewer.debrief.data.sayable import weighed
from voice_interviewer.debrief.data.trim import MAX_WORDS, clean, sentence_at
from voice_interviewer.english.sentences import sentences
from voice_interviewer.language.assessor import Assessor, Chances, Way
from voice_interviewer.language.model import Finding
from voice_interviewer.language.weigh.assessing import SHIPPED
from voice_interviewer.rubric.keys import COSTS, SIGNALS


class Judge:
    """An assessor of one mind about every way; None: it knows nothing. It remembers what it was asked."""

    def __init__(self, odds: float | None) -> None:
        self.odds = odds
        self.asked: list[Way] = []

    def after(self, text: str, question: str) -> Chances:
        """Nothing is known of questions."""
        return {}

    def sayable(self, ways: Sequence[Way]) -> Sequence[tuple[float, float]]:
        """The same of all."""
        self.asked += ways
        return [] if self.odds is None else [(self.odds, self.odds)] * len(ways)


SURE, UNSURE, UNKNOWING = Judge(9.0), Judge(-9.0), Judge(None)

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


ASKED = " My own part was [what you recommended, decided or argued against]."


def ends_loosely(own: str) -> bool:
    """Whether a sentence ends in a word that leads on."""
    return bool(re.search(r"\b(?:the|an?|of|to|and|or|but|so|because|we|I|it's|basically|just)\.$", own))


def reframes(seed: int, most: int, assessor: Assessor) -> None:
    """Make so many reframes, and hold each against the answer it came from."""
    rnd = random.Random(seed)
    checked = tried = 0
    while checked < most:
        text, found = answer(rnd)
        for f in found or [Finding("generic", 0, len(text), text, "")]:
            label = rnd.choice([f.label, f.label, *COSTS, *SIGNALS])
            suggestion = reframe(label, text, f.start, f.end, found, assessor=assessor)
            tried += 1
            if not suggestion:
                continue
            checked += 1
            assert invented_words(text, suggestion) == set(), (label, text, suggestion)
            own = re.split(r"(?<=[.]) ", suggestion)
            assert len(own) <= 2 and suggestion.count("[") <= 1, (label, text, suggestion)
            if label == "team_voice":
                assert own[1] == ASKED.strip() and len(own[0].split()) <= MAX_WORDS, (text, suggestion)
                assert not re.search(r"\?|--|\.\.|…", suggestion) and not ends_loosely(own[0]), (text, suggestion)
                continue
            assert any(sayable(part) for part in own if "[" not in part), (label, text, suggestion)
    assert tried < 24 * most  # the generator's lines are rough, and what cannot be said is not offered


def test_a_thousand_reframes_invent_nothing() -> None:
    """In 1,000 reframes, each judged fit to be said, no word is neither said nor a template's; each can be said."""
    reframes(20, 1000, SURE)


def test_what_the_shipped_assessor_lets_pass_invents_nothing_either() -> None:
    """The same of what is really offered."""
    reframes(21, 15, SHIPPED)


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


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_out_is_never_a_negation_a_number_or_a_name(seed: int) -> None:
    """From the first to the last word of a kept clause only softeners, markers and repeats are missing."""
    rnd = random.Random(seed)
    for _ in range(300):
        text, found = answer(rnd)
        for f in found:
            suggestion = reframe(f.label, text, f.start, f.end, found, assessor=SURE)
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
    about = [Finding("hedge", start, end, text[start:end], "")]
    suggestion = reframe(label, text, start, end, about, assessor=SURE)
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
            "failure_anticipation",
            "So I chose the plain rule because the clerks had to explain it.",
            "chose the plain rule",
            "I chose the plain rule because the clerks had to explain it. "
            "The first thing to fail quietly would be [which part].",
        ),
    ],
)
def test_a_reframe_keeps_the_sentence_and_drops_the_weight(label: str, text: str, quote: str, want: str) -> None:
    """With what ships: disclaimers go, the own sentence stays, and one bracket asks for what it lacks."""
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
        ("minimizer", "I just wrote the report and they printed it.", "just"),
        ("minimizer", "I just built a little scanner.", "just"),
        ("hedge", "I'm not sure if I did that by hand or with the script.", "I'm not sure"),
        ("hedge", "Maybe it was my idea, I think, I don't remember.", "Maybe"),
        ("team_voice", "If we had decided to wait, the clinics would have been lost.", "we had decided"),
        ("team_voice", "I don't think we decided that.", "we decided"),
        ("inflation", "It is one of the best platforms in the world.", "best"),
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
        ("systems_thinking", "The feed is printed every morning at six.", "printed every morning"),
        ("defense", "I would keep it exactly as it is.", "exactly"),
        ("too_short", "The data, probably.", "The data"),
        ("generic", "You should always define the metrics.", "always define"),
    ],
)
def test_where_no_good_sentence_is_left_there_is_none(label: str, text: str, quote: str) -> None:
    """With what ships: brackets alone, or half a sentence, are worse than silence; the drill stands alone."""
    f = finding(text, label, quote)
    assert reframe(label, text, f.start, f.end, [f]) == ""


@pytest.mark.parametrize("label", [*COSTS, *SIGNALS])
def test_no_template_stands_alone_and_none_has_two_brackets(label: str) -> None:
    """A template only ever goes with the person's own sentence, and asks for one thing."""
    about = templates()[label]
    assert all(form.count("{") == 1 and form.count("[") <= 1 for form in about.forms)
    assert about.asks is None or (about.asks.count("[") == 1 and re.sub(r"\[[^\]]*\]", "", about.asks).strip(" ."))


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


def test_what_is_lacking_may_follow_a_sentence_that_points_back() -> None:
    """It is said where it stood, so what it points to is known; the one sentence of a long answer stands alone."""
    text = "So I chose to count grasshoppers, because they're always there in summer."
    f = finding(text, "ownership", "I chose")
    said = "I chose to count grasshoppers, because they're always there in summer."
    assert reframe("systems_thinking", text, f.start, f.end, [f]).startswith(f"{said} I would notice")
    assert reframe("answer_length", text, f.start, f.end, [f]) == ""


DECISION = "So we decided to print the lists at six."
SAID = f"We decided to print the lists at six.{ASKED}"


def decided(text: str, assessor: Assessor, confidence: float = 0.9) -> str:
    """The reframe of the decision in a text."""
    f = replace(finding(text, "team_voice", "we decided"), confidence=confidence)
    return reframe("team_voice", text, f.start, f.end, [f], assessor=assessor)


def test_a_way_is_offered_where_the_assessor_is_sure() -> None:
    """Not where it is not and the decision was barely heard, and not where it knows nothing."""
    assert decided(DECISION, SURE, 0.4) == SAID
    assert decided(DECISION, UNSURE, 0.4) == decided(DECISION, UNSURE, 0.9) == decided(DECISION, UNKNOWING) == ""


@pytest.mark.parametrize("assessor", [SURE, UNSURE, UNKNOWING])
@pytest.mark.parametrize(
    ("label", "text", "quote", "want"),
    [
        ("hedge", "I suppose that is a rollback.", "I suppose", "That is a rollback."),
        ("apology", "Sorry, I blocked the release for a week.", "Sorry", "I blocked the release for a week."),
        ("minimizer", "I just wrote the report.", "just", "I wrote the report."),
        (
            "absence_lead",
            "I'm not an expert, but I printed the lists for six clinics.",
            "I'm not an expert",
            "I printed the lists for six clinics.",
        ),
    ],
)
def test_what_is_surely_a_softener_goes_without_an_opinion(
    label: str, text: str, quote: str, want: str, assessor: Judge
) -> None:
    """The sentence without it is offered, whatever the assessor would say; it is not even asked."""
    before = len(assessor.asked)
    f = finding(text, label, quote)
    assert reframe(label, text, f.start, f.end, [f], assessor=assessor) == want
    assert len(assessor.asked) == before


def test_what_is_less_sure_is_judged() -> None:
    """A softener that cannot surely go is left to the assessor."""
    text = "I guess that the clerks came at six and liked the lists."
    f = finding(text, "hedge", "I guess")
    assert reframe("hedge", text, f.start, f.end, [f], assessor=UNSURE) == ""
    assert "The clerks came at six and liked the lists." in reframe("hedge", text, f.start, f.end, [f], assessor=SURE)


@pytest.mark.parametrize("label", [label for label in COSTS if label not in weighed()])
def test_a_cost_without_weights_is_not_judged(label: str) -> None:
    """Nothing is offered for it and nobody is asked, however sure they would be."""
    judge = Judge(9.0)
    text = "It had a truly massive impact on forty million sellers in Porto."
    assert reframe(label, text, 0, len(text), assessor=judge) == ""
    assert judge.asked == []


def test_the_assessor_sees_the_sentence_in_its_place() -> None:
    """The whole answer, where in it the sentence stands, the label, and the one way, which invents nothing."""
    judge = Judge(9.0)
    text = f"The scanner was late. {DECISION} Porto has clerks."
    decided(text, judge)
    assert len(judge.asked) == 1
    for way in judge.asked:
        assert (way.label, way.text, way.text[way.first : way.last].strip()) == ("team_voice", text, DECISION)
        assert not invented_words(text, way.said)


@pytest.mark.parametrize("behind", ["", "The clerks came at five.", "And then we went to Porto.", "Porto has clerks."])
def test_a_plain_decision_is_followed_by_the_own_part(behind: str) -> None:
    """What ships offers it, whatever goes on behind."""
    assert decided(f"The scanner was late. {DECISION} {behind}", SHIPPED) == SAID


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("", "I was personally against six."),
        ("", "The clerks came at five, and I took on the printing."),
        ("", "Six was my idea."),
        ("I had recommended six from the start.", "The clerks came at five."),
    ],
)
def test_an_own_part_that_is_told_is_not_asked_for(before: str, behind: str) -> None:
    """Who tells beside the decision what was theirs in it is not asked to say so again, however well it sounds."""
    assert decided(f"{before} {DECISION} {behind}", SURE) == ""


@pytest.mark.parametrize("behind", ["I know Porto well.", "The clerks, I think, came at five."])
def test_a_remark_is_no_own_part(behind: str) -> None:
    """What the speaker knows or supposes is no part in the decision."""
    assert "[" in decided(f"{DECISION} {behind}", SURE)


@pytest.mark.parametrize(
    "text",
    [
        'A clerk may ask, "Why six? Well, the depot was late. So we decided to print the lists at six. Fine."',
        "A clerk may ask, “Why six? So we decided to print the lists at six. Fine.”",
        'So we decided to print the lists at six, she said, "and that is that.',
        'They said "we decided to print the lists at six" and then the clerks waited at the depot.',
        "They said “we decided to print the lists at six” and then the clerks waited at the depot.",
    ],
)
def test_where_a_quoted_voice_is_heard_nothing_is_mended(text: str) -> None:
    """`We` inside a quotation may not be the speaker's team."""
    assert decided(text, SURE) == ""


@pytest.mark.parametrize(
    ("before", "behind"), [('A clerk said, "The depot was late. ', 'Fine."'), ("", "They called it “late”.")]
)
def test_nothing_is_added_to_a_quoted_voice_either(before: str, behind: str) -> None:
    """What a sentence lacks follows it only where it is the speaker's; a quotation in another sentence is no matter."""
    act = "So I chose the plain rule because the clerks had to explain it."
    text = f"{before}{act} {behind}"
    f = finding(text, "ownership", "I chose")
    assert bool(reframe("systems_thinking", text, f.start, f.end, [f])) == (not before)


@pytest.mark.parametrize("marks", ['""', "“”"])
def test_a_quotation_in_a_decision_is_said_again_whole(marks: str) -> None:
    """With both its marks and all its words, and the speaker's own around it."""
    voice = f"{marks[0]}Okay, we print the lists{marks[1]}"
    said = decided(f"So we decided, um, {voice} and then we waited at the depot.", SURE)
    assert said == f"We decided {voice} and then we waited at the depot.{ASKED}"


def test_how_surely_a_decision_was_heard_counts() -> None:
    """The same sentence is offered where the finding is sure, not where it hardly is; other labels are no matter."""
    text = "When the depot was late we decided to go for a list of lists, like that of the clerks."
    place = finding(text, "team_voice", "we decided")
    other = finding(text, "hedge", "like that", confidence=0.99)

    def offered(confidence: float | None) -> bool:
        about = [] if confidence is None else [finding(text, "team_voice", "we decided", confidence=confidence)]
        judge = Judge(0.0)
        return bool(reframe("team_voice", text, place.start, place.end, [*about, other], assessor=judge))

    assert [offered(c) for c in (0.05, 0.999)] == [False, True]
    middle = weighed()["team_voice"].heard
    assert middle and offered(None) == offered(middle.middle)


def test_two_labels_on_one_sentence_are_mended_each_its_own_way() -> None:
    """The hedge is only taken out; for the team's voice the own part is asked for."""
    text = "I guess we decided to print the lists at six."
    both = [finding(text, "hedge", "I guess"), finding(text, "team_voice", "we decided")]
    hedge, team = (reframe(f.label, text, f.start, f.end, both, assessor=SURE) for f in both)
    assert hedge == "We decided to print the lists at six."
    assert hedge in team and team.count("[") == 1


def test_of_two_sentences_under_a_finding_the_one_that_costs_is_mended() -> None:
    """The cue decides which, and it is the one that is quoted."""
    text = "The clerks came at five in the morning. I suppose that is a rollback."
    assert reframe("hedge", text, 0, len(text)) == "That is a rollback."
    assert text[slice(*quoted("hedge", text, 0, len(text)))] == "I suppose that is a rollback."


def test_a_reframe_may_begin_elsewhere() -> None:
    """Whether it says other words of the answer than the quoted ones; a template's are nobody's."""
    assert not begins_elsewhere(DECISION, SAID)
    assert begins_elsewhere("Sorry, that was a poor answer.", "I rebuilt the lists for six clinics.")


def test_a_sentence_keeps_its_words_where_it_can_be_said_better() -> None:
    """The shipped assessor's word decides, as it does for the reframe itself."""
    assert keeps_words("hedge", "I suppose that is a rollback.", 0, 9)
    assert not keeps_words("inflation", "It was huge.", 7, 11)


def test_a_long_decision_is_not_cut() -> None:
    """Where the whole sentence is too long to say, what ships offers no piece of it; an endless one is not read."""
    text = (
        "So we decided to print the lists at six in the depot in Porto for the clerks of the night shift, and in doing "
        "so to give the nurses of the clinics in the north an hour more for the patients who wait, and to save paper."
    )
    assert decided(text, SHIPPED) == ""
    assert decided("So we decided to print and " * LONGEST, SURE) == ""


@pytest.mark.parametrize("more", range(31, 39))
def test_what_is_said_again_is_quoted_whole(more: int) -> None:
    """Up to the longest that is offered, the page quotes the same sentence; it never says "begin with" another."""
    text = f"It was late. So we decided to print {'many, ' * more}lists at six. Porto has clerks."
    at = text.index("decided")
    quote = text[slice(*quoted("team_voice", text, at, at + 7))]
    said = decided(text, SURE)
    assert bool(said) == (len(quote.split()) <= MAX_WORDS and quote.endswith("six.")) == (more <= 34)
    assert not said or not begins_elsewhere(quote, said)


def test_a_long_sentence_is_cut_before_its_comma() -> None:
    """What parts it from the rest is no part of what is quoted."""
    text = "We decided to print the lists at six, " + "and the clerks came at five with the vans, " * 8
    first, last = sentence_at(text, 0, 10)
    assert text[first:last].endswith("vans") and len(text[first:last].split()) <= 42
