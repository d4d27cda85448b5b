"""The verdict is a sentence about what was said, with its evidence, and never about the person."""

from __future__ import annotations

import re

import pytest
from debrief_kit import row

from voice_interviewer.debrief.data.priorities import dominant_trap, priorities, rank
from voice_interviewer.debrief.data.schema import InterruptionRow
from voice_interviewer.debrief.data.strengths import strengths
from voice_interviewer.debrief.data.verdict import OPEN, _shows, next_steps, summary, verdict
from voice_interviewer.debrief.wording import about, family, name, say, wording
from voice_interviewer.rubric import keys

STRONG = (
    "The door counters go quiet first, so I alert on their null rate. I held the launch for a week because nothing "
    "would have told us. I left the feature store out until a third consumer appears. It saved less than I expected."
)
SIGNALS = (
    ("failure_anticipation", "The door counters go quiet first"),
    ("decision_ownership", "I held the launch for a week because nothing would have told us"),
    ("restraint", "I left the feature store out"),
)
WEAK = (
    "Sorry, it was only a small thing. I guess we did what one does, sorry, and it was fine for what it was, really, "
    "but I have never really been responsible for anything that mattered to anybody else at all."
)


def test_three_signals_unasked_read_as_safer_with_a_quote() -> None:
    """Three judgement signals, unasked and unclouded, are called safer, and the first is quoted."""
    said = verdict([row(STRONG, *SIGNALS)])
    assert said.startswith("Safer") and "“The door counters go quiet first”" in said and said.endswith(".")


def test_a_beginning_that_tells_nothing_is_not_quoted() -> None:
    """A long sentence is cut where a clause ends, not so early that the words show nothing."""
    told = "where nobody who has looked at the upstream table would have seen that the job stops and pages its owner."
    for opening, quoted in (("Like, even to the point, ", False), ("The upstream table has an owner, ", True)):
        said = verdict([row(f"{opening}{told} {STRONG}", ("systems_thinking", f"{opening}{told}"))])
        assert (f"(“{opening.strip(' ,')} …”)" in said) == quoted and "“Like" not in said


def test_strong_content_under_apologies_is_said_to_be_hidden() -> None:
    """Signals shown while a trap dominates: the verdict names both."""
    text = "Sorry, sorry. " + STRONG
    made = row(
        text, ("apology", "Sorry"), ("apology", "sorry"), *SIGNALS, trap="apologetic_minimising", scale=(0.8, 0.0)
    )
    said = verdict([made])
    assert said.startswith("Safer than it sounds") and "apologies" in said


def test_nothing_shown_is_what_a_listener_must_assume() -> None:
    """Without any signal the verdict says what nothing was said about."""
    said = verdict([row(WEAK, ("apology", "Sorry"), question="What would break first?", trap="apologetic_minimising")])
    assert "riskier" in said and "what would fail first" in said


@pytest.mark.parametrize(("text", "says"), [("", "Nothing was said"), ("I decided to wait.", "Not enough to go on")])
def test_little_said_claims_little(text: str, says: str) -> None:
    """An empty or tiny session gets no judgement."""
    assert says in verdict([row(text)])


def test_no_word_about_the_person_or_their_chances() -> None:
    """No sentence of the debrief's own speaks of confidence, personality, chances or scores."""
    text = " ".join(
        str(v)
        for section in wording().values()
        for e in section.values()
        for v in (e.values() if isinstance(e, dict) else [e])
    )
    rows = [row(STRONG, *SIGNALS), row(WEAK, ("apology", "Sorry"), ("hedge", "I guess"), id="2")]
    made = summary(rows)
    said = " ".join([text, made.verdict, *made.next_steps]).casefold()
    for word in (
        "confiden",
        "personalit",
        "nervous",
        "shy",
        "arrogan",
        "score",
        "hire you",
        "probabilit",
        "introvert",
        "lazy",
    ):
        assert word not in said, word


def test_every_key_has_its_words() -> None:
    """Each cost has name, what was heard, title, cost and drill; each signal also praise, deed and gap."""
    for key in keys.COSTS:
        assert set(about(key)) >= {"name", "heard", "title", "cost", "drill"}, key
        assert family(key) == "cost"
    for key in keys.SIGNALS:
        assert set(about(key)) >= {"name", "judged", "did", "gap", "title", "cost", "praise", "drill"}, key
        assert about(key)["judged"] in keys.JUDGED
    for key in keys.STRENGTHS:
        assert set(about(key)) >= {"name", "did", "praise"}, key
    for section, wanted in (
        ("patterns", keys.PATTERNS),
        ("parts", keys.STORY_PARTS),
        ("reactions", keys.REACTIONS),
        ("states", keys.SIGNAL_STATES),
        ("judged", keys.JUDGED),
    ):
        assert set(wording()[section]) == set(wanted)
    assert set(wording()["traps"]) == set(keys.TRAPS)
    assert set(wording()["questions"]) == {"none", "scale_translation", *keys.COSTS, *keys.SIGNALS}
    assert about("nothing") == {} and name("some_key") == "some key" and say("parts", "odd_one") == "odd one"


def test_texts_are_short_enough_to_read() -> None:
    """Titles are at most 12 words, costs and drills at most 40."""
    for section in ("costs", "signals", "measures"):
        for key, words in wording()[section].items():
            assert len(words["title"].split()) <= 12, key
            assert len(words["cost"].split()) <= 40 and len(words["drill"].split()) <= 40, key


def test_the_dominant_trap_comes_first() -> None:
    """Two apologetic answers of three put an apologetic label first, though a costly word of another kind is there."""
    rows = [
        row("Sorry, it is not much.", ("apology", "Sorry"), id="1", trap="apologetic_minimising"),
        row("Sorry, I just helped.", ("apology", "Sorry"), ("minimizer", "just"), id="2", trap="apologetic_minimising"),
        row(
            "It had a huge impact, we decided that.", ("inflation", "huge impact"), ("team_voice", "we decided"), id="3"
        ),
    ]
    assert dominant_trap(rows) == ("apologetic_minimising", pytest.approx(2 / 3))
    chosen = priorities(rows)
    assert chosen[0].label == "apology" and chosen[0].count == 2
    assert len({p.label for p in chosen}) == len(chosen) <= 3


def test_one_slip_is_no_priority() -> None:
    """A single hedge in five long answers is not worth a reader's time."""
    rows = [row(STRONG, *SIGNALS, id=str(i)) for i in range(4)]
    rows.append(row(STRONG + " I guess.", ("hedge", "I guess"), *SIGNALS, id="5"))
    assert "hedge" not in [c.label for c in rank(rows)]


def test_a_rejected_finding_does_not_count() -> None:
    """A finding that a human rejected neither ranks nor is reframed."""
    text = "Sorry, I decided to wait because nothing was watched."
    at = text.index("Sorry")
    kept = summary([row(text, ("apology", "Sorry"))])
    gone = summary([row(text, ("apology", "Sorry"), opinions={("apology", at, at + 5): False})])
    assert [p.label for p in kept.priorities] == ["apology"] and not gone.priorities and not gone.reframes


def test_missing_judgement_quotes_where_it_was_expected() -> None:
    """Without any cost, the signal the question listened for becomes the priority, quoting the answer."""
    text = "I chose the smaller tree. It ran every night for a year."
    (first, *_) = priorities(
        [row(text, question="What did you learn?", story={"result": "It ran every night for a year"})]
    )
    assert first.label == "learning_loop" and first.quote == "It ran every night for a year."


def test_strengths_put_the_unasked_first_and_never_praise_an_apology() -> None:
    """Volunteered signals lead; a sentence that is to change is not quoted as praise."""
    text = "Sorry, I built the gate. The feed goes quiet first."
    made = strengths(
        [
            row(
                text,
                ("apology", "Sorry"),
                ("ownership", "I built"),
                ("failure_anticipation", "The feed goes quiet first"),
            )
        ]
    )
    assert made[0].label == "failure_anticipation"
    assert all("Sorry" not in s.quote for s in made)


def test_praise_is_quoted_in_whole_clauses() -> None:
    """What is left of a sentence beside a cost is quoted from one clause edge to another, or not at all."""
    text = "I left the store out on purpose because nobody needed it, and then I guess we sort of hoped for the best."
    made = row(text, ("restraint", "I left the store out on purpose"), ("hedge", "I guess"))
    (kept,) = [s for s in strengths([made]) if s.label == "restraint"]
    assert kept.quote == "I left the store out on purpose because nobody needed it"
    cut = row(
        "I left out the whole big kind of store that day.", ("restraint", "I left out the whole"), ("hedge", "kind of")
    )
    assert not [s for s in strengths([cut]) if s.label == "restraint"]


def test_praise_begins_with_the_speaker_and_never_belittles() -> None:
    """An opening "and" or "so" before "I" is left out; a quote that says it does not count is no praise."""
    made = row("So, and I decided to stop the list that morning.", ("ownership", "I decided to stop the list"))
    assert strengths([made])[0].quote.startswith("I decided")
    small = "Maybe 400 visits a week, so I don't think it counts as real production."
    assert not strengths([row(small, ("calibration", small[:-1]))])


def test_a_failed_reaction_is_not_praised_as_calm() -> None:
    """One page does not say of the same reaction that it failed and that it was calm."""
    text = (
        "Understand the problem, look at the data again, and then build a new model for those constraints, I would say."
    )
    made = row(
        text, ("calm_adaptation", text[:60]), reaction="restart", interruption=InterruptionRow(text="News.", at=0)
    )
    assert made.signals["calm_adaptation"].state == "missed"
    assert not strengths([made])
    said = verdict([made, row(STRONG, *SIGNALS, id="2")])
    assert "drown" not in said or "starting over" not in said


def test_long_evidence_is_cut_at_a_clause() -> None:
    """A quote in the verdict ends where a clause ends, if there is such a place."""
    text = "I decided the list would be twenty names a day, because that is what two people can ring before noon. " * 3
    said = verdict([row(text, ("decision_ownership", text[:100]))])
    assert "twenty names a day …”" in said


def test_next_steps_fit_the_session() -> None:
    """With priorities the first step is a retake; without, pressure; without words, a beginning; three at most."""
    rows = [row("Sorry, it was nothing, sorry.", ("apology", "Sorry"))]
    assert next_steps(rows, priorities(rows))[0].startswith("Give the answer once more")
    assert any("constraint" in s for s in next_steps([row(STRONG, *SIGNALS)], []))
    assert len(next_steps([], [])) == 1
    assert all(len(next_steps(r, priorities(r))) <= 3 for r in (rows, [row(STRONG, *SIGNALS)]))


def test_sentences_of_the_verdict_are_well_formed() -> None:
    """Whatever is combined, the verdict is one sentence with balanced quotes."""
    for found in (SIGNALS, SIGNALS[:1], SIGNALS[:2], ()):
        for cost in ((), (("apology", "Sorry"),), (("team_voice", "we saw"),)):
            for trap in (None, "apologetic_minimising"):
                text = "Sorry, we saw. " + STRONG
                said = verdict([row(text, *cost, *found, trap=trap, question="What would you leave out?")])
                assert (
                    said.count("“") == said.count("”") and said.endswith(".") and not re.search(r"\s{2}|,,|\.\.", said)
                )


def test_half_a_quotation_is_no_praise_and_no_evidence() -> None:
    """Words that open a quotation and do not close it tell nothing; a closed one does."""
    half = 'I said, "Wait, I have seen this kind of table before. Then I decided to leave the second index out."'
    cut = row(half, ("ownership", 'I said, "Wait, I have seen this kind of table before.'))
    assert strengths([cut]) == [] and "“" not in verdict([cut])
    whole = row('I decided to tell them "not yet" about the index.', ("ownership", "I decided to tell them"))
    assert [s.label for s in strengths([whole])] == ["ownership"]


def test_of_one_answer_the_length_is_that_of_the_answer() -> None:
    """One long answer is not spoken of as several."""
    text = "And also " + "we went on and on about the weather and the way to the office, and anyway, and also " * 24
    said = verdict([row(text)])
    assert "length of the answer " in said and "answers" not in said


def test_praise_ends_where_the_interviewer_broke_in() -> None:
    """The first word after a constraint is not quoted as the end of the sentence before it."""
    before = "I count the late ones instead, and I think that it covers most complaints,"
    text = f"{before} Oh. That is a lot."
    broken = row(text, ("metric_skepticism", "I count the late ones instead"))
    assert strengths([broken])[0].quote.endswith("Oh.")
    broken.interruption = InterruptionRow(text="Halve it.", at=len(before))
    assert strengths([broken])[0].quote == before.rstrip(",")


def test_evidence_is_quoted_where_it_shows_what_it_is_evidence_for() -> None:
    """Of a stretch of two sentences the one with the decision is quoted; where only its beginning fits, another is."""
    before = "It is a list for the desk and it does what it should do for all of them every day. " * 2
    two = "Two receptionists and the seventy or so patients relied on it. I decided the list would be twenty names."
    assert "“I decided the list would be twenty names”" in verdict([row(before + two, ("decision_ownership", two))])
    cut = "When the losses rose in that quarter, they wanted the old card back at once, and I refused."
    kept = "I kept the new one."
    said = verdict([row(f"{before}{cut} {kept}", ("decision_ownership", cut), ("decision_ownership", kept))])
    assert "When the losses" not in said and "“I kept the new one”" in said


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("When the list was wrong I switched it off", True),
        ("I couldn't wait, so I switched it off", True),
        ("I could not block a release, no", False),
        ("What I couldn't change was the budget", False),
        ("We switched it off", False),
        ("My call was to stop the launch", True),
        ("", False),
    ],
)
def test_what_one_could_not_do_is_no_decision_of_ones_own(quote: str, expected: bool) -> None:
    """Unless an act stands beside it; of other signals any words that were found will do."""
    assert _shows("decision_ownership", quote) == expected
    assert _shows("restraint", quote) == bool(quote)


def test_a_question_is_no_praise_and_no_evidence() -> None:
    """Who asks how a number could be wrong is not quoted as having said so; the sentence that says it is."""
    asked = "How would you know that the number means anything at all to them?"
    said = "The number looked fine while people left us."
    before = "It is a list for the desk and it does what it should do for all of them every day. " * 2
    one = row(before + asked, ("metric_skepticism", asked))
    assert strengths([one]) == [] and "“" not in verdict([one])
    both = row(f"{before}{asked} {said}", ("metric_skepticism", asked), ("metric_skepticism", said))
    assert strengths([both])[0].quote == said and "“The number looked fine" in verdict([both])


def test_nothing_is_called_riskier_where_no_decision_was_asked_for() -> None:
    """An apology in an answer to a question about something else says nothing of safer or riskier."""
    text = "It is only us and our friends for now, and the list is full already, so sorry for that. " * 3
    said = verdict([row(text, ("apology", "sorry for that"))])
    assert "riskier" not in said and said.startswith(OPEN)
    asked = row(text, ("apology", "sorry for that"), node="n", pattern="break_first", question="What breaks first?")
    assert "riskier" in verdict([asked])
