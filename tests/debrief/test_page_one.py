"""What is read before anything is opened: short, in order, each thing once, and the same in Markdown."""

from __future__ import annotations

from itertools import product

import pytest
from debrief_kit import row, spoken
from page_kit import unfolded
from rehearsed import rehearsed

from voice_interviewer.debrief.data import verdict
from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import OpinionRow, OwnView, SignalRow, Strength
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.view import page_one
from voice_interviewer.debrief.view.view import view
from voice_interviewer.debrief.wording import wording
from voice_interviewer.rubric.keys import COSTS, SIGNALS

LONG = "I decided to hold the launch for two weeks because a dead sensor looked exactly like a healthy fridge. " * 4


@pytest.mark.parametrize(("persona", "answers"), [("apologetic", 10), ("ready", 0)])
def test_page_one_of_a_session_is_short(persona: str, answers: int) -> None:
    """Ten answers of a weak candidate, and the default first session, show at most 600 words before anything is
    opened; every answer has its one line."""
    made = rehearsed(persona, answers=answers)
    assert not answers or len(made.answers) == answers
    page = html.render(made)
    assert len(unfolded(page)) <= 600
    assert page.count('<details class="answer">') == len(made.answers)
    assert len(unfolded(html.render(made, unfolded=True))) > 900


def test_no_wording_makes_a_longer_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was shown, stands in the way, and is still open: at most 25 words, and a whole sentence."""
    words = wording()
    heard = sorted({e["heard"] for part in ("costs", "measures") for e in words[part].values() if e.get("heard")})
    quote = " ".join(["word"] * 12)
    rows = [row(LONG)]
    for count, in_way, gaps in product((0, 1, 3), ("", *heard), (0, 2)):
        longest = sorted(SIGNALS, key=lambda k: -len(words["signals"][k]["did"].split()))[:count]
        open_now = sorted((words["signals"][k]["gap"] for k in SIGNALS), key=lambda g: -len(g.split()))[:gaps]
        for unasked, told in product((True, False), (True, False)):
            monkeypatch.setattr(verdict, "_shown", lambda _, k=longest, u=unasked: [(key, quote, u) for key in k])
            monkeypatch.setattr(verdict, "_open", lambda *_, g=open_now: g)
            monkeypatch.setattr(verdict, "_in_the_way", lambda _, w=in_way: w)
            monkeypatch.setattr(verdict, "_told", lambda _, t=told: t)
            said = verdict.headline(rows)
            assert len(said.split()) <= verdict.HEADLINE_WORDS, said
            assert said.endswith(".") and "  " not in said and "says ," not in said and "you ," not in said


def test_at_most_two_to_keep_and_three_to_change() -> None:
    """Whatever a session holds, page one keeps two and changes three; what is over stands folded, none is lost."""
    made = rehearsed("apologetic", answers=10)
    shown = view(made)
    assert len(shown.keep) <= page_one.KEEP and len(shown.change) <= page_one.CHANGE
    page = " ".join(unfolded(html.render(made, unfolded=True)))
    assert all(s.why in page for s in made.debrief.strengths)


def test_markdown_leads_with_the_same_page_one() -> None:
    """Headline, what to keep and to change, the next step and one line an answer stand in both, in the same order."""
    made = rehearsed("apologetic", answers=10)
    shown = view(made)
    wanted = [shown.headline, *(k.quote for k in shown.keep)]
    for change in shown.change:
        wanted += [
            change.priority.title,
            *filter(None, [change.quote]),
            change.priority.reframe or change.priority.drill,
        ]
    wanted += [made.debrief.next_steps[0], *(a.line for a in shown.answers)]
    plain = markdown.render(made).replace("\\", "")
    page = " ".join(unfolded(html.render(made)))
    for text in (" ".join(plain.split()), page):
        places = [text.find(" ".join(markdown.shown(part).split())) for part in wanted[:-1]]
        assert all(at >= 0 for at in places), [w for w, at in zip(wanted, places, strict=False) if at < 0]
        head = places[: len(wanted) - len(shown.answers)]
        assert head == sorted(head)


def test_what_was_asked_and_missed_is_said_once() -> None:
    """A signal missed in three answers is listed at the first, naming the others; one that page one asks for is not."""
    rows = [row("It was fine and it ran for a year.", id=str(i), question="What broke?") for i in range(1, 4)]
    for r in rows:
        r.signals = {"restraint": SignalRow(state="missed"), "learning_loop": SignalRow(state="missed")}
    made = build(rows)
    made.debrief.priorities = [p for p in made.debrief.priorities if p.label not in ("restraint", "learning_loop")]
    missed = page_one.missed_once(made)
    assert [m.key for m in missed["1"]] == ["restraint", "learning_loop"] and set(missed) == {"1"}
    assert missed["1"][0].also == ("2", "3")
    gap = missed["1"][0].gap
    assert " ".join(unfolded(html.render(made, unfolded=True))).count(gap) == 1
    first = build(rows).debrief.priorities[0]
    assert first.label not in [m.key for m in page_one.missed_once(build(rows)).get("1", [])]


def test_a_folded_line_says_how_long_and_what_was_found() -> None:
    """Seconds, costs and good things; a rejected finding is not counted, and silence is said."""
    text = "Sorry, I decided to wait because nothing was watched."
    said = row(text, ("apology", "Sorry"), ("ownership", "I decided"), heard=spoken(text), duration_s=45.0)
    assert page_one.line(said) == "0:45 · 1 to change, 1 good"
    said.findings[0].opinion = False
    assert page_one.line(said) == "0:45 · 1 good"
    assert page_one.line(row("", id="2")) == "nothing was said"
    assert page_one.line(row("yes indeed")) == "2 words"


@pytest.mark.parametrize("label", COSTS)
def test_a_quote_is_cut_around_what_was_found(label: str) -> None:
    """Of a long sentence the words with the finding are kept, whichever finding it is and wherever it stands."""
    words = [f"w{i}" for i in range(80)]
    for at in (0, 30, 79):
        words[at] = label
        cut = page_one.around(" ".join(words), label, 18)
        assert label in cut and len(cut.replace("…", "").split()) <= 18
        words[at] = f"w{at}"
    assert page_one.clipped("one two three", 1) == "one two three" and page_one.clipped("a b, c d e", 2) == "a b …"


def test_the_own_view_is_compared_kindly() -> None:
    """The answer named beforehand is held against what was found, without a number that judges the person."""
    text = "Sorry, I decided to wait because nothing was watched."
    rows = [row(text, ("apology", "Sorry"), id="1"), row(LONG, id="2")]
    made = build(rows)
    assert page_one.own(made) is None
    made.own_view = OwnView(question="Which was weakest?", text="The first one.", answer="1")
    assert page_one.own(made).beside == "The findings point to the same answer."  # type: ignore[union-attr]
    made.own_view = OwnView(question="Which was weakest?", text="<b>Two</b>", answer="2")
    other = page_one.own(made)
    assert other is not None and "answer 1" in other.beside and "score" not in other.beside
    page = html.render(made)
    assert "&lt;b&gt;Two" in page and "<b>Two" not in page and "Two" in markdown.render(made)


def test_opinions_stand_side_by_side() -> None:
    """Each mentor's word on a finding is shown with their name."""
    made = row("Sorry, it ran.", ("apology", "Sorry"))
    made.findings[0].opinions = [
        OpinionRow(accept=True),
        OpinionRow(accept=False, by="Ada"),
        OpinionRow(accept=True, by="Bo"),
    ]
    assert page_one.opinions(made.findings[0]) == "accepted by you; rejected by Ada; accepted by Bo"
    assert "rejected by Ada" in html.render(build([made]))


def test_a_long_question_is_shown_by_the_sentence_that_asks() -> None:
    """What is asked stands last in a long question; a short one stands as it is."""
    long = "You said a lot about the old system, and that it was slow. It hurt. What did you gain by it, right?"
    assert page_one.asked_shortly(f"{long} Right?") == "What did you gain by it, right?"
    assert page_one.asked_shortly("It broke. Why?") == "It broke. Why?"
    plain = "Tell me about a failure that you prevented, or about one that you wish you had."
    assert plain.startswith(page_one.asked_shortly(plain).removesuffix(" …"))


def test_where_much_was_missing_answers_are_counted_and_not_listed() -> None:
    """Up to four further answers are named; a list of forty numbers tells nobody anything."""
    few, many = (page_one.Missed("k", "n", "g", tuple(map(str, range(2, n)))) for n in (4, 60))
    assert few.elsewhere == "nor in answers 2, 3" and many.elsewhere == "nor in 58 further answers"
    assert page_one.Missed("k", "n", "g", ()).elsewhere == ""


@pytest.mark.parametrize(
    ("label", "often", "before"),
    [
        ("restraint", "not heard in 3 answers", "It could have come after this"),
        ("answer_length", "in 3 answers", "It began like this"),
        ("generic", "in 3 answers", ""),
        ("apology", "3 times in all", ""),
        ("contradiction", "3 numbers disagree with another", ""),
    ],
)
def test_what_was_lacking_is_not_told_as_if_it_had_been_said(label: str, often: str, before: str) -> None:
    """Something missing was not said `3 times`, and the sentence it would have stood behind is not itself blamed."""
    made = build([row("Sorry, sorry, it was nothing.", ("apology", "Sorry"))])
    told = made.debrief.priorities[0].model_copy(update={"label": label, "count": 3})
    changed = page_one.Changed(told, told.quote)
    assert (changed.often, changed.before) == (often, before)
    assert page_one.Changed(told.model_copy(update={"count": 1}), "").often == ""


def test_a_question_is_not_shown_by_what_somebody_in_it_asked() -> None:
    """A question inside a quotation is not the one that was put."""
    long = 'What did you do about the old queue? I mean, they say "What if it all falls over at once?" all day.'
    assert page_one.asked_shortly(long).startswith("What did you do about")


def test_praise_cut_out_of_a_sentence_shows_that_it_was() -> None:
    """A piece that begins within a sentence is not quoted as if it began one."""
    text = "Sorry, and we gave up the night run because nobody watched it then."
    made = build([row(text, ("constraint_tradeoff", "we gave up the night run"))])
    made.debrief.strengths = [
        Strength(label="restraint", title="t", answer="1", quote=q, why="w")
        for q in ("we gave it up.", "We gave it up.")
    ]
    assert [k.quote for k in page_one.keep(made)] == ["… we gave it up.", "We gave it up."]
