"""Every label of the rubric: plain cases that are surely right, and look-alikes that are surely not."""

from __future__ import annotations

import pytest

from voice_interviewer.language.analyze import analyze
from voice_interviewer.language.model import Context, Interruption
from voice_interviewer.rubric.keys import COSTS, DISFLUENCIES, LABELS, SIGNALS, STRENGTHS

MIDDLE = Context(opening=False)
PLAN = "I would retrain it every night on the labels from the shops. "
QUESTION = "How would you keep it fresh?"
REACTIONS = ("defense", "restart", "freeze")

SHOWN: dict[str, tuple[str, ...]] = {
    "failure_anticipation": (
        "The barcode lookup would be the first thing to break, and it breaks silently: the shelf just looks empty.",
        "What worries me is that the reader drifts slowly, and nobody would notice until the returns come in.",
    ),
    "constraint_tradeoff": (
        "With only one nurse to check alarms, I gave up some recall so that she never gets more than five a shift.",
        "We had thirty milliseconds, so I traded a point of accuracy for a smaller model.",
    ),
    "decision_ownership": (
        "I blocked the release because there was no way to switch it off.",
        "I pushed back on the sales director and refused to ship, because nobody could have explained a wrong bill.",
    ),
    "metric_skepticism": (
        "Clicks went up, but clicks are only a proxy, so I looked at returned parcels and those had risen too.",
    ),
    "systems_thinking": (
        "When the feed is older than a day it falls back to last week's model by itself, and the platform team gets "
        "paged.",
        "There is a dashboard for null rates, an alert when the feed is late, and a rollback that the on-call engineer "
        "can trigger alone.",
    ),
    "restraint": (
        "I left the vector database out on purpose; a sorted list did the job and we could add it later.",
        "I started with a simple baseline and deliberately left the neural network out until the baseline failed.",
    ),
    "learning_loop": (
        "The pilot saved less than I expected because of the holidays, so since then I always hold out a full season "
        "before I promise anything.",
        "The first rollout failed because I had not talked to the drivers. What I learned is to ride along first, and "
        "I have done that in every project since.",
    ),
    "calibration": (
        "The labels may be up to six weeks late, so I would alert on the gap rather than trust the number.",
        "The gain is probably between two and four percent, and I would check it with a holdout before rolling it out.",
    ),
    "ownership": ("I chose the threshold.", "I set the retention period to thirty days."),
    "scale_translation": (
        "Here it touched three hundred patients; at a hundred times that the same rule would flood the clinic, so I "
        "would add a cap per ward.",
        "With forty shops I could call every manager. At four thousand the same mistake would reach everyone before "
        "lunch, so I'd stage it by region.",
    ),
    "absence_lead": (
        "I have never worked at a large scale, but we did have a small forecasting tool.",
        "I don't have any production experience, to be honest, but I can tell you about a course project.",
    ),
    "apology": (
        "Sorry, that is not a very good example.",
        "I apologise, I am rambling, I'm quite nervous today.",
        "I am sorry that I don't have a better story for you.",
    ),
    "minimizer": (
        "It was just a small internal thing, nothing serious.",
        "It was only a toy project, anyone could have built it.",
    ),
    "hedge": (
        "I guess I sort of decided it myself, I'm not really sure.",
        "I think maybe I kind of helped a little, I suppose.",
    ),
    "team_voice": (
        "We decided to move everything to the new model.",
        "The team decided to drop the second feature and we agreed on a threshold.",
    ),
    "exposure": (
        "I was on a platform with two hundred million users.",
        "I worked at a company that serves a billion searches a day.",
    ),
    "inflation": (
        "It had a huge impact, it was massively scalable and completely revolutionised the whole company.",
        "My work was absolutely game-changing and transformed the entire industry with world-class technology.",
    ),
    "generic": (
        "First you collect the data, then you clean it, then you train a model and tune the hyperparameters, and then "
        "you deploy it and monitor it.",
        "Best practice is to split the data into train and test, pick a good metric and iterate.",
    ),
    "outcome_only": (
        "Accuracy went from eighty to ninety-two percent.",
        "The model improved precision by twelve percent and reduced churn by three.",
    ),
    "filler": (
        "So, um, the index was rebuilt at night.",
        "The index, you know, was rebuilt at night.",
        "It was, like, forty shops.",
        "Uh, I mean, it ran every hour.",
    ),
    "repeat": ("The the index was rebuilt at night.", "We moved we moved the index to another disk."),
}

NOT_SHOWN: dict[str, tuple[str, ...]] = {
    "failure_anticipation": (
        "The forecast ran every night and wrote its output to a table.",
        "The lights in the warehouse broke twice last winter.",
    ),
    "constraint_tradeoff": (
        "The service answered in thirty milliseconds.",
        "We trade with two suppliers in the north.",
    ),
    "decision_ownership": (
        "We decided to move everything to the new model.",
        "I would block a release like that.",
        "I was on a platform with two hundred million users.",
    ),
    "metric_skepticism": (
        "We measured clicks and returned parcels every week.",
        "The dashboard shows precision and recall for each shop.",
    ),
    "systems_thinking": (
        "The model is a gradient boosted tree with two hundred leaves.",
        "I trained it on my laptop in an afternoon.",
    ),
    "restraint": ("The code was written in Python.", "Nobody gave us a budget for a second annotator."),
    "learning_loop": (
        "I learned Rust at university.",
        "The data is collected, the model is trained and the result is deployed.",
    ),
    "calm_adaptation": (
        "The forecast ran every night and wrote its output to a table.",
        "I stayed calm and had a coffee.",
    ),
    "calibration": ("I guess I sort of decided it.", "It depends."),
    "ownership": (
        "I would decide it together with the product owner.",
        "The vendor decided to change the format.",
        "I was involved in the project.",
    ),
    "scale_translation": (
        "At ten times the traffic I would buy bigger machines.",
        "It touched three hundred patients in two wards.",
    ),
    "absence_lead": (
        "I held the launch for a week because nothing would have told us it was failing.",
        "It ran for one clinic, and I chose the threshold with the head nurse.",
    ),
    "apology": (
        "The region, sorry, the replica was out of date.",
        "The page said sorry and asked the customer to try again.",
        "I apologised to the clinic and rolled the model back the same hour.",
    ),
    "minimizer": (
        "I added just one index, and the query went from nine seconds to forty milliseconds.",
        "The alert only fires on weekdays.",
    ),
    "hedge": (
        "There are three kinds of errors in the log.",
        "I don't know the peak, so I would run a load test before the launch.",
        "Demand could rise by ten percent in spring, so I keep two weeks of stock.",
    ),
    "team_voice": ("We had twelve labellers in two cities.", "The team sat in Leeds and in Porto."),
    "exposure": (
        "The clinic had forty users.",
        "I refused to ship it to the two million users until there was a way back.",
    ),
    "inflation": (
        "It saved about four hours a week for two clerks.",
        "The change cut refunds from nine to seven percent in one region.",
    ),
    "generic": (
        "In the second week the scanner at gate four returned nothing for an hour.",
        "I called the depot and they had unplugged the camera.",
    ),
    "outcome_only": (
        "Refunds fell from nine to seven percent, because I gave up same-day approval.",
        "The camera hangs four metres above the belt.",
    ),
    "filler": (
        "I like the second option.",
        "It looks like a seasonal effect.",
        "You know what the index does.",
        "The job went well.",
    ),
    "repeat": ("It was very, very slow.", "I know that that table is stale.", "The shop had had no deliveries."),
}

REACTED: dict[str, str] = {
    "adapts": "Then the nightly retrain no longer holds; the gate still does, so I would move to a weekly sample and "
    "keep the alert.",
    "defense": "I still think the nightly plan is right, so I would not change anything, it will be fine.",
    "restart": "Then I would throw all of that away and start again from scratch with a completely different design.",
    "freeze": "Hmm, I don't know. I have no idea what I would do then.",
}


def _cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(label, text) for label, texts in table.items() for text in texts]


def _context(label: str) -> Context:
    return Context() if label == "absence_lead" else MIDDLE


def _interrupted(said: str) -> tuple[str, Context]:
    return PLAN + said, Context(QUESTION, interruption=Interruption("The labels now arrive a month late.", len(PLAN)))


def test_every_label_has_cases():
    """No label of the closed list goes without positives and look-alikes here (reactions have their own tests)."""
    assert set(SHOWN) | set(REACTIONS) | {"calm_adaptation"} == set(LABELS)
    assert set(NOT_SHOWN) | set(REACTIONS) == set(LABELS)
    assert all(len(texts) >= 2 for texts in NOT_SHOWN.values())
    assert set(SIGNALS + STRENGTHS + COSTS + DISFLUENCIES) == set(LABELS)


@pytest.mark.parametrize(("label", "text"), _cases(SHOWN))
def test_what_was_said_is_found(label: str, text: str):
    """A line that says it outright gets the label, with a reason in words."""
    found = analyze(text, _context(label)).of(label)
    assert found
    assert all(f.why.strip() and 0.0 < f.confidence <= 1.0 for f in found)


@pytest.mark.parametrize(("label", "text"), _cases(NOT_SHOWN))
def test_look_alikes_are_left_alone(label: str, text: str):
    """A line that shares words or topic with the label, but does not do it, does not get it."""
    assert [f.text for f in analyze(text, _context(label)).of(label)] == []


@pytest.mark.parametrize("text", SHOWN["absence_lead"])
def test_a_lack_counts_only_at_the_opening(text: str):
    """The same words later in an answer are no absence_lead."""
    assert not analyze(text, MIDDLE).has("absence_lead")
    before = "I held the launch back for a week. It ran in two towns. The alert came in at nine on a Sunday. "
    before += "The night shift answered five of them. The rest went to the day team. By Monday the feed was back. "
    assert not analyze(before + text).has("absence_lead")


@pytest.mark.parametrize(("reaction", "said"), REACTED.items())
def test_the_reaction_to_a_new_constraint_is_named(reaction: str, said: str):
    """After an interruption the reaction is one of four, and its label stands on what was said after it."""
    found = analyze(*_interrupted(said))
    assert found.reaction == reaction
    label = "calm_adaptation" if reaction == "adapts" else reaction
    assert found.has(label) and all(f.end > len(PLAN) for f in found.of(label))
    assert not any(found.has(other) for other in REACTIONS if other != label)


@pytest.mark.parametrize(("reaction", "said"), REACTED.items())
def test_without_an_interruption_there_is_no_reaction(reaction: str, said: str):
    """The same words in an answer that was not interrupted are no failed reaction."""
    found = analyze(PLAN + said, Context(QUESTION))
    assert found.reaction is None
    assert not any(found.has(label) for label in REACTIONS)


@pytest.mark.parametrize("label", ["hedge", "apology", "team_voice", "absence_lead"])
def test_case_and_marks_do_not_matter(label: str):
    """What a recogniser writes without capitals and marks is found as well."""
    for text in SHOWN[label][:2]:
        bare = text.lower().replace(",", "").replace(".", "")
        assert analyze(bare, _context(label)).has(label)


def test_a_curly_apostrophe_is_an_apostrophe():
    """Typed and typeset contractions are the same word."""
    straight = "I'm sorry, I don't have a better example."
    curly = straight.replace("'", "’")
    labels = [[(f.label, f.start, f.end) for f in analyze(text, MIDDLE).findings] for text in (straight, curly)]
    assert labels[0] == labels[1] and labels[0]


def test_costs_and_credits_live_side_by_side():
    """One answer can apologise, decide and calibrate; none hides the other."""
    text = "Sorry, that is not a very good example. I blocked the release because there was no way to switch it off."
    found = {f.label for f in analyze(text, MIDDLE).findings}
    assert {"apology", "ownership", "decision_ownership"} <= found
    assert "hedge" not in found


def test_the_traps_are_two_ends_of_one_scale():
    """Underselling moves one end, overselling the other; a plain answer moves neither."""
    low = analyze(" ".join((*SHOWN["apology"], *SHOWN["minimizer"], *SHOWN["hedge"])))
    high = analyze(" ".join((*SHOWN["inflation"], *SHOWN["exposure"])))
    plain = analyze("The forecast ran every night. The clinic had forty users. The camera hangs above the belt.")
    assert low.trap == "apologetic_minimising" and high.trap == "inflated_compensation" and plain.trap is None
    assert low.trap_scale.apologetic > low.trap_scale.inflated
    assert high.trap_scale.inflated > high.trap_scale.apologetic
    assert plain.trap_scale.apologetic == plain.trap_scale.inflated == 0.0


def test_an_answer_tells_which_parts_of_its_story_it_holds():
    """A whole story has its decision, result and change; a bare fact has none of these."""
    told = analyze(
        "We had two clinics and one nurse for all alarms. I decided to raise the threshold, because she could not "
        "answer more than five a shift. I expected complaints from the wards. Alarms fell by half and none was missed. "
        "Since then I ask who answers an alarm before I train anything."
    )
    assert all(told.story[part] is not None for part in ("context", "decision", "result", "change"))
    bare = analyze("The camera hangs four metres above the belt.")
    assert all(bare.story[part] is None for part in ("decision", "expectation", "result", "change"))
