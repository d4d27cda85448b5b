"""Whatever the text: no crash, offsets that match, no illegal overlap, linear time, and silence on other languages."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interviewer.debrief.data.build import answer_row, build, text_answer
from voice_interviewer.language import analyze as entry
from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Analysis, Context, Finding, Interruption
from voice_interviewer.language.weigh.merge import merge
from voice_interviewer.rubric.keys import LABELS, REACTIONS, STORY_PARTS, TRAPS

SAID = (
    "I guess I sort of decided it, um, sorry. ",
    "We decided to move everything to the new model. ",
    "I blocked the release because there was no way to switch it off. ",
    "The labels may be up to six weeks late, so I would alert on the gap. ",
    "It was just a small internal thing, nothing serious. ",
    "I was on a platform with two hundred million users. ",
    "The the index was, like, rebuilt at night. ",
)
PLAIN_MARKS = (
    ".",
    ",",
    "\n",
    "…",
    "—",
    "“",
    "’",
    "\u00a0",
    "\u200b",
    "\u200f",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\x00",
    "\x1b",
)
MARKUP = (
    "<b>",
    "</b>",
    "<script>alert(1)</script>",
    "&amp;",
    "[x](y)",
    "**",
    "```",
    "🙂",
    "👩‍🔬",
    "e\u0301",
    "ﬁ",
    "İ",
    "ß",
)

pieces = st.sampled_from((*SAID, *PLAIN_MARKS, *MARKUP)) | st.text(max_size=12)
mixtures = st.lists(pieces, max_size=12).map("".join)
quick = settings(deadline=None, max_examples=40, derandomize=True, database=None)


def _consistent(found: Analysis, text: str) -> None:
    """Everything that a reader of an analysis relies on."""
    assert found.text == text
    for finding in found.findings:
        assert finding.label in LABELS
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        assert 0.0 < finding.confidence <= 1.0 and finding.why
    assert list(found.findings) == sorted(found.findings, key=lambda f: (f.start, f.end, f.label))
    for label in LABELS:
        spans = [(f.start, f.end) for f in found.of(label)]
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), label
    for claim in found.claims:
        assert claim.kind in ("scale", "number", "role", "outcome")
        assert text[claim.start : claim.end] == claim.text and claim.text
    assert set(found.story) == set(STORY_PARTS)
    for span in (*found.story.values(), found.weakness.quote):
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert found.trap is None or found.trap in TRAPS
    assert 0.0 <= found.trap_scale.apologetic <= 1.0 and 0.0 <= found.trap_scale.inflated <= 1.0
    assert found.reaction is None or found.reaction in REACTIONS
    assert found.weakness.target is None or found.weakness.target in LABELS


@quick
@given(mixtures)
def test_offsets_match_and_no_label_overlaps_itself(text: str):
    """For sentences mixed with any characters, spans are the text's own and no two of one label overlap."""
    _consistent(analyze(text), text)


@quick
@given(st.text(max_size=300))
def test_arbitrary_characters_do_no_harm(text: str):
    """Any string of characters, surrogates aside, is analysed and its spans match."""
    _consistent(analyze(text), text)


@quick
@given(mixtures, st.integers(-5, 900), st.text(max_size=20))
def test_an_interruption_may_be_anywhere(text: str, at: int, question: str):
    """Before, in and behind the text: a reaction is one of four, and its labels stand behind the interruption."""
    found = analyze(text, Context(question, interruption=Interruption("The labels are late now.", at)))
    _consistent(found, text)
    assert all(f.end > at for label in ("defense", "restart", "freeze") for f in found.of(label))


@quick
@given(mixtures)
def test_the_same_text_gives_the_same_findings(text: str):
    """Analysis has no memory."""
    assert analyze(text) == analyze(text)


@quick
@given(
    st.lists(st.tuples(st.sampled_from(("hedge", "apology")), st.integers(0, 40), st.integers(-2, 12), st.floats(0, 1)))
)
def test_merging_keeps_the_surest_and_never_an_overlap(drawn: list[tuple[str, int, int, float]]):
    """Of overlapping findings of one label one stays, at least as sure as any it displaced."""
    drafts = [
        Finding(label, start, start + size, "x" * max(0, size), "why", sure) for label, start, size, sure in drawn
    ]
    kept = merge(drafts)
    assert set(kept) <= set(drafts)
    for one in drafts:
        rivals = [k for k in kept if k.label == one.label and k.start < one.end and one.start < k.end]
        assert one.end <= one.start or (rivals and max(k.confidence for k in rivals) >= one.confidence)
    for label in ("hedge", "apology"):
        spans = [(k.start, k.end) for k in kept if k.label == label]
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \t\r\n\u00a0\u2003", id="whitespace"),
        pytest.param("…?!.,;:-—", id="marks only"),
        pytest.param("🙂🙂👩‍🔬🏳️‍🌈", id="emoji only"),
        pytest.param("\x00\x01\x07\x1b[31m\x7f", id="control characters"),
        pytest.param("\u202e\u2066\u200f\u200b\ufeff", id="direction marks"),
        pytest.param("<p></p><br/><!-- -->", id="markup only"),
        pytest.param("a" * 5000, id="one endless word"),
        pytest.param("4711 0815", id="digits"),
        pytest.param("'''''’’’’----", id="apostrophes"),
        pytest.param("\ud800 broken", id="lone surrogate"),
    ],
)
def test_text_without_content_gives_no_findings(text: str):
    """Nothing said: nothing found, no claim, no story, no trap."""
    found = analyze(text)
    _consistent(found, text)
    assert found.findings == () and found.trap is None and found.reaction is None
    assert not any(found.story.values())


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param("🙂 {}", id="emoji before"),
        pytest.param("\u202b{}\u202c", id="right-to-left embedding"),
        pytest.param("\ufeff{}", id="byte order mark"),
        pytest.param("<p>{}</p>", id="markup"),
        pytest.param("\x00{}\x07", id="control characters"),
        pytest.param("\n\n\t  {}", id="blank lines"),
        pytest.param("“{}”", id="quotation marks"),
    ],
)
def test_what_is_wrapped_around_a_sentence_does_not_hide_it(wrap: str):
    """The finding is still there, and its span is cut from the text as it was given."""
    said = "I guess I sort of decided it myself, I'm not really sure."
    text = wrap.format(said)
    found = analyze(text, Context(opening=False))
    _consistent(found, text)
    assert [f.text.strip(" .") in said for f in found.of("hedge")] == [True]


def test_markup_is_no_speech():
    """What stands inside a tag is not said; what stands between tags is."""
    assert not analyze("The pump <i title='sorry, I guess I sort of decided'>runs</i> at night.").has("hedge")
    assert analyze("<i>The pump, um, runs at night.</i>").has("filler")


OTHERS = {
    "German": "Ich habe das Modell jede Nacht neu trainiert, weil die Daten sonst zu alt waren.",
    "French": "J'ai décidé de ne pas livrer le modèle parce que nous n'avions pas de retour en arrière.",
    "Spanish": "Yo decidí que no salía el modelo porque no teníamos forma de volver atrás con los datos.",
    "Italian": "Ho deciso di non mettere in produzione il modello perché non avevamo un allarme.",
    "Portuguese": "Eu decidi que o modelo não ia para produção porque não tínhamos um alarme.",
    "Dutch": "Ik heb het model niet uitgerold omdat wij geen alarm hadden voor de data.",
    "Swedish": "Jag beslutade att inte lansera modellen för vi hade inte något larm på datan.",
    "Russian": "Я решил остановить запуск, потому что никто не заметил бы ошибки.",
    "Japanese": "私は毎晩モデルを再学習させました。",
    "Arabic": "لقد قررت إيقاف الإطلاق لأنه لا توجد طريقة للعودة",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_languages_are_said_and_not_judged(name: str):
    """Nothing is reported of a text in another language, not even its fillers."""
    found = analyze(OTHERS[name] + " Um.")
    assert found.language == "other"
    assert found.findings == found.claims == () and found.trap is None and found.weakness.target is None
    assert not any(found.story.values()) and found.trap_scale.apologetic == found.trap_scale.inflated == 0.0


def test_another_language_is_noted_once():
    """A debrief row of such an answer carries exactly one note about it, and an English one none."""
    for text, notes in ((OTHERS["German"], 1), ("I stopped it.", 0)):
        (row,) = build([answer_row(text_answer(text), analyze(text), id="1")]).answers
        assert sum("English" in note for note in row.notes) == notes


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "Precision, recall, latency.",
        "The Zürich depot, die Post and Le Monde were on the list of the customers that I called.",
        "i was thinking the labels they come late always so i made alert for it",
        "Kubernetes, Terraform, Airflow, BigQuery and Grafana are the tools that we had there.",
    ],
)
def test_english_is_not_taken_for_another_language(text: str):
    """Short answers, names, borrowed words and non-native phrasing are English."""
    assert analyze(text).language == "en"


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("".join(SAID), id="answers"),
        pytest.param("and then i kind of decided it because the labels may be late ", id="no marks at all"),
        pytest.param("um like you know ", id="fillers"),
        pytest.param("we we we we ", id="repeats"),
        pytest.param("<b> < a < ", id="broken markup"),
        pytest.param("x", id="one word"),
    ],
)
def test_time_grows_with_length_not_with_its_square(unit: str):
    """Ten times the characters take about ten times the processor time; a quadratic step would take a hundred times.

    Cues alone: the reader reads at most a fixed number of windows anyway.
    """

    def cost(characters: int) -> float:
        text = (unit * (characters // len(unit) + 1))[:characters]
        began = time.process_time()
        analyze(text, reader=None)
        return time.process_time() - began

    cost(2_000)
    # A quarter of a second is granted on top, so that a slow moment in a cheap case cannot fail it.
    assert cost(50_000) <= 40 * min(cost(5_000), cost(5_000)) + 0.25


def test_a_hundred_thousand_words_are_read_to_the_end():
    """Every offset still matches, and what is said last is found."""
    row = "The list was an ox, " + "a hen, an elk, a bee, a fox, an owl, " * 4 + "and a yak. "
    rows = 100_000 // len(row.split()) + 1
    text = row * rows + "So, um, I blocked the release because there was no way to switch it off."
    found = analyze(text)
    assert found.words >= 100_000
    _consistent(found, text)
    assert found.of("ownership")[-1].start >= len(row) * rows
    assert found.of("filler")[-1].text.strip(" ,") == "um"


def test_pieces_of_a_long_text_join_without_a_seam(monkeypatch: pytest.MonkeyPatch):
    """Cutting a long text at sentence ends neither loses nor doubles what stands whole in a piece."""
    text = (SAID[2] + "The pump sells in the north. ") * 12
    whole = [(f.label, f.text) for f in analyze(text, reader=None).findings if f.label == "ownership"]
    monkeypatch.setattr(entry, "CHUNK_CHARS", 600)
    cut = [(f.label, f.text) for f in analyze(text, reader=None).findings if f.label == "ownership"]
    assert len(whole) == len(cut) == 12
