"""What is decided about whole answers: parts told, reaction, trap, and the one thing to pursue."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.answer import features as answer_features
from voice_interviewer.language.answer import level as answer_level
from voice_interviewer.language.answer import model as answer_model
from voice_interviewer.language.model import Context, Finding, Interruption
from voice_interviewer.rubric.asked import asked_for
from voice_interviewer.rubric.keys import SIGNALS, STORY_PARTS

STRONG = (
    "Each branch of the library typed its own shelf codes, so a wrong code sent a van to the wrong town. I decided "
    "that a request with an unknown code waits for the desk, because a late book is cheaper than a van on the road, "
    "and I gave up same-day delivery for one request in twelve. The desk grumbled for a month. Wrong trips fell from"
    " nine a week to one, and since then every new branch has to send me its code list before we take its first "
    "request. With a hundred branches the desk would drown in unknown codes, so there I would cap the queue and page"
    " the branch instead."
)
PLAN = "I would start with the depot in the north and let the fitters check every tenth part by hand for two weeks."


@pytest.mark.parametrize(
    ("question", "pattern", "signal"),
    [
        ("Which part of it would give way first?", "break_first", "failure_anticipation"),
        ("What did you have to trade for that?", None, "constraint_tradeoff"),
        ("How do you measure whether it works?", None, "metric_skepticism"),
        ("Who gets paged when it stops?", None, "systems_thinking"),
        ("What was your role in the migration?", "stakeholders", "decision_ownership"),
        ("Tell me about a mistake of yours.", None, "learning_loop"),
        ("Imagine the budget is cut by half. What now?", None, "calm_adaptation"),
        ("What would you not build?", "not_do", "restraint"),
        ("What changes at twenty times the size?", "growth", "scale_translation"),
    ],
)
def test_a_question_asks_for_its_signal_first(question: str, pattern: str | None, signal: str) -> None:
    """The words of a question, or its pattern, say what an answer should show above all."""
    assert asked_for(question, pattern)[0] == signal


def test_an_open_question_asks_for_nothing_in_particular() -> None:
    """No signal is demanded where none was asked for."""
    assert asked_for("Please describe the project.", None) == ()


@pytest.mark.parametrize(
    ("question", "text", "targets"),
    [
        (
            "What would you leave out of the first version?",
            "Not much, to be fair. I would put in the map, the forecast, a chat window and an app for the drivers, "
            "and a feature store as well in case other teams need it some day. A dashboard for the depot would be "
            "nice too, plus alerts by text message. It is easier to have everything in there from the start than to "
            "add it later on.",
            {"restraint"},
        ),
        (
            "How would you know the model was hurting people?",
            "We look at the accuracy and at the F1 score every week, and both are good, the accuracy is at ninety "
            "four. The model was validated on a holdout of six thousand cases and with cross-validation, and the "
            "error was under five per cent. If something were wrong the score would go down and I would see it in "
            "the evaluation.",
            {"metric_skepticism"},
        ),
        (
            "What would you do differently today?",
            "I would take a bigger model, the newer ones are much better, and I would tune it for longer. We also "
            "had too little data, so more data and better labels would help. And a stronger machine, because the "
            "training took two days each time. The rest of it was fine as far as I can see and I would do it the "
            "same way.",
            {"learning_loop"},
        ),
        (
            "What changes with a hundred times the users?",
            "You need bigger machines and more of them. I would put it behind a load balancer, shard the database by"
            " region and add read replicas and a cache. The model itself can stay the same, it takes three "
            "milliseconds. In the cloud that is mostly a matter of configuration, so I would let it scale "
            "horizontally.",
            {"scale_translation", "failure_anticipation", "generic"},
        ),
        (
            "Tell me about a decision you made.",
            "We decided to stop the old import, and we agreed on a new format with the shops. Then we chose the "
            "smaller model and we set the limit to eighty. The team decided to launch in May. We looked at it after "
            "two weeks and we felt it was going well, so we rolled it out to everyone.",
            {"team_voice"},
        ),
    ],
)
def test_a_weak_answer_is_pursued_where_it_is_weak(question: str, text: str, targets: set[str]) -> None:
    """The dominant cost, or the signal that the question asks for and the answer lacks."""
    weak = analyze(text, Context(question)).weakness
    assert weak.target in targets
    assert weak.why


def test_a_strong_answer_is_not_mended() -> None:
    """Nothing remedial is called for, whatever was asked around it."""
    for question in ("Tell me about a decision you had to defend.", "Walk me through a project of yours."):
        assert analyze(STRONG, Context(question)).weakness.target is None


def test_a_strong_answer_tells_its_story() -> None:
    """Context, decision, result and change are all found, each with words of the text."""
    found = analyze(STRONG, Context("Walk me through a project of yours.")).story
    for part in ("context", "decision", "result", "change"):
        span = found[part]
        assert span is not None and 0 <= span[0] < span[1] <= len(STRONG), part


def test_a_mere_plan_has_no_result() -> None:
    """What would be done has not happened."""
    text = f"{PLAN} If that holds I would take the second depot, and stop when a fitter finds two wrong ones in a row."
    found = analyze(text, Context("How would you introduce it?")).story
    assert found["result"] is None and found["change"] is None


@pytest.mark.parametrize("after", ["", " ", "\n\t "])
def test_silence_after_a_constraint_is_no_reaction(after: str) -> None:
    """Who said nothing to the new circumstances has neither adapted nor failed."""
    cut = Interruption("Suppose the labels come a month late.", len(PLAN))
    assert analyze(PLAN + after, Context("How would you start?", interruption=cut)).reaction is None


@pytest.mark.parametrize("after", ["Okay.", "Hm.", "Right.", "Um, well."])
def test_a_word_or_two_is_no_adaptation(after: str) -> None:
    """Too little was said to have changed anything."""
    cut = Interruption("Suppose the labels come a month late.", len(PLAN) + 1)
    assert analyze(f"{PLAN} {after}", Context("How would you start?", interruption=cut)).reaction != "adapts"


@pytest.mark.parametrize(
    ("after", "reaction"),
    [
        (
            "Then checking every tenth part is no longer possible, there is nobody to do it. The order of the depots"
            " still holds, so I would keep that and check only the parts with a low score.",
            "adapts",
        ),
        (
            "That would not change anything. The plan is good as it is, I would carry on exactly as I said.",
            "defense",
        ),
        ("Oh, then forget all of that. I would start over from scratch with a completely different system.", "restart"),
        ("I don't know. I really can't think of anything, my mind is blank.", "freeze"),
    ],
)
def test_reactions_are_told_apart(after: str, reaction: str) -> None:
    """Updating, defending, starting over and stopping are four things."""
    cut = Interruption("Half of the fitters have left.", len(PLAN) + 1)
    found = analyze(f"{PLAN} {after}", Context("How would you start?", interruption=cut))
    assert found.reaction == reaction
    if reaction != "adapts":
        assert found.weakness.target == reaction


def test_little_was_said_so_nothing_is_called_missing() -> None:
    """A short answer may show a cost, but is not blamed for what had no room."""
    target = analyze("It sorts parcels by weight.", Context("What would break first?")).weakness.target
    assert target not in SIGNALS and target != "scale_translation"


def test_size_as_a_credential_oversells() -> None:
    """Nearness to large systems and no decision of one's own falls into the second trap."""
    text = (
        "I was at one of the largest payment companies in the world, with three hundred million customers. I was in "
        "the platform team, right beside the people who run it, and billions of events went through our systems each"
        " day. So I have seen real scale from the inside, on four continents."
    )
    assert analyze(text, Context("Have you worked at scale?")).trap == "inflated_compensation"
    assert analyze(STRONG).trap is None


def test_every_candidate_has_a_chance_and_they_add_up() -> None:
    """Probabilities of all candidates, the likeliest first; pursuing nothing is one of them."""
    known = {"open": 1.0, "words": 1.0, "interrupted": 0.0, "w:none": 0.0}
    chances = answer_model.chances(answer_model.load(), known)
    assert {c for c, _ in chances} == set(answer_model.CANDIDATES)
    assert sum(p for _, p in chances) == pytest.approx(1)
    assert [p for _, p in chances] == sorted((p for _, p in chances), reverse=True)


def test_the_weights_belong_to_the_numbers() -> None:
    """Every fitted weight has a number that the code still makes; every fitted part a threshold."""
    file = resources.files("voice_interviewer.language") / "data" / "answer_weights.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    known = {"open": 1.0, "words": 1.0, "interrupted": 0.0, "w:none": 0.0}
    made = {name for c in answer_model.CANDIDATES for name in answer_model.candidate_numbers(known, c)}
    assert set(data["target"]) <= made
    assert (
        set(data["story"]) == {part for part in STORY_PARTS if answer_model.least(part) is not None} <= set(STORY_PARTS)
    )


def test_labels_are_laid_on_sentences() -> None:
    """A finding over two sentences counts for both, one outside for none."""
    sentences = [(0, 10), (11, 20), (21, 30)]
    found = [Finding("hedge", 5, 12, "", ""), Finding("apology", 20, 21, "", ""), Finding("generic", 29, 30, "", "")]
    assert answer_features.labels_in(found, sentences) == [{"hedge"}, {"hedge"}, {"generic"}]


def test_a_text_without_words_tells_nothing() -> None:
    """Neither parts nor a trap nor a target."""
    for text in ("", "…", "!!!", "\u202e"):
        found = analyze(text, Context("What would break first?"))
        assert found.trap is None and found.weakness.target is None
        assert dict(found.story) == answer_level.no_story()
