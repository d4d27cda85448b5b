"""Simulated candidates: repeatable, mending or not as they are, and errors that help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from voice_interviewer.errors import InputFileError, NotFoundError
from voice_interviewer.flow.schema import TARGETS
from voice_interviewer.interview.rehearsal.personas import (
    Performance,
    Persona,
    list_personas,
    load_persona,
    plain,
    speech_parts,
)
from voice_interviewer.paths import shipped
from voice_interviewer.rubric.keys import REACTIONS


def say(persona: Persona, **given: object) -> str:
    """An answer with everything that does not matter filled in."""
    usual: dict[str, object] = {
        "question": "What breaks first?", "node": "weakest", "pattern": "break_first", "kind": "question",
        "target": None, "turn": 1, "seed": 1, "attempt": 1,
    }  # fmt: skip
    return persona.answer(**(usual | given))  # type: ignore[arg-type]


def test_there_are_twelve_personas_with_every_reaction() -> None:
    """The promised twelve exist, and between them they react in all four ways."""
    assert set(list_personas()) >= {
        "apologetic", "inflated", "team_hider", "ready", "generic", "rambler", "terse", "defensive", "freezer",
        "restarter", "bluffer", "non_native",
    }  # fmt: skip
    assert {load_persona(name).reaction for name in list_personas()} == set(REACTIONS)


def test_unknown_persona_says_what_was_probably_meant() -> None:
    """A typing error gets a suggestion, not a list to search through."""
    with pytest.raises(NotFoundError, match='Did you mean "inflated"'):
        load_persona("inflatd")
    with pytest.raises(NotFoundError, match="Known: apologetic"):
        load_persona("zzz")


def test_a_persona_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in the data folder is found by its id, and replaces a shipped one of the same id."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    (tmp_path / "personas").mkdir()
    for name in ("ready", "mine"):
        shipped_one = yaml.safe_load(
            (shipped("question_flows") / "personas" / "ready.yaml").read_text(encoding="utf-8")
        )
        shipped_one.update(id=name, about="Our own.")
        (tmp_path / "personas" / f"{name}.yaml").write_text(yaml.safe_dump(shipped_one), encoding="utf-8")
    assert {"mine", "inflated"} <= set(list_personas())
    assert load_persona("ready").about == load_persona("mine").about == "Our own."


@pytest.mark.parametrize("name", list_personas())
def test_same_arguments_same_words(name: str) -> None:
    """Nothing depends on anything but the arguments."""
    persona = load_persona(name)
    for turn in range(5):
        assert say(persona, turn=turn, attempt=0) == say(persona, turn=turn, attempt=0)


def test_seed_and_turn_vary_the_words() -> None:
    """Other seeds and turns bring other answers."""
    persona = load_persona("ready")
    assert len({say(persona, seed=seed) for seed in range(20)}) > 1
    assert len({say(persona, turn=turn) for turn in range(20)}) > 1


def test_choice_is_spread_over_all_answers() -> None:
    """Every written answer is reached by some seed."""
    persona = load_persona("team_hider")
    said = {say(persona, seed=seed) for seed in range(40)}
    assert said == set(persona.content.answers["break_first"])


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_gets_a_reply(target: str) -> None:
    """Whatever a follow-up may pursue, every persona has something to say to it."""
    for name in list_personas():
        assert plain(say(load_persona(name), kind="follow_up", target=target)) or name == "freezer"


def test_mending_follows_the_persona() -> None:
    """True always mends, never never does, partly does both."""

    def replies(name: str) -> tuple[set[str], set[str], set[str]]:
        persona = load_persona(name)
        block = next(b for b in persona.content.follow_ups if "decision_ownership" in b.targets)
        said = {say(persona, kind="follow_up", target="decision_ownership", seed=seed) for seed in range(30)}
        return said, set(block.mend), set(block.persist)

    said, mend, _ = replies("team_hider")
    assert said <= mend
    said, _, persist = replies("defensive")
    assert said <= persist
    said, mend, persist = replies("apologetic")
    assert said & mend and said & persist


def test_small_behaviours_happen_sometimes_and_never_twice_in_a_row() -> None:
    """Asking to repeat comes up among many turns, but not when the question is put again."""
    persona = load_persona("non_native")
    asks = persona.content.behaviours[0].text
    assert any(say(persona, turn=turn, attempt=0) in asks for turn in range(60))
    assert not any(say(persona, turn=turn, attempt=1) in asks for turn in range(60))


def test_thinking_aloud_goes_on_to_the_answer() -> None:
    """A prefix stands before the answer, with its pause."""
    persona = load_persona("freezer")
    thinking = [text for turn in range(60) if (text := say(persona, turn=turn, attempt=0)).startswith("Let me think.")]
    assert thinking and all(len(plain(text).split()) > 20 for text in thinking)


def test_between_them_personas_do_every_small_thing() -> None:
    """Silence, gibberish, digressions, questions back, not knowing, asking again and thinking aloud all occur."""
    kinds = {b.kind for name in list_personas() for b in load_persona(name).content.behaviours}
    assert kinds == {"repeat", "think", "question_back", "dont_know", "off_topic", "silence", "gibberish"}


def test_what_was_said_is_avoided() -> None:
    """An answer already given is not given again while others are left."""
    persona = load_persona("ready")
    first = say(persona)
    assert say(persona, said=[first]) != first
    everything = persona.content.answers["break_first"]
    assert say(persona, said=everything) not in everything


def test_a_performance_remembers() -> None:
    """In a session the same question put again is answered, and no text is said twice in eight questions."""
    show = Performance(load_persona("ready"), seed=5)
    said = [
        show.answer(question=f"{n}?", node="a", pattern="rollback", kind="question", target=None, turn=n)
        for n in range(6)
    ]
    assert len(set(said)) == len(said)
    again = Performance(load_persona("non_native"), seed=1)
    twice = [
        again.answer(question="What?", node="a", pattern="growth", kind="question", target=None, turn=1)
        for _ in range(2)
    ]
    assert len(plain(twice[1]).split()) > 20


def test_pauses_are_marks_for_the_voice_only() -> None:
    """Marks split the text into words and seconds of silence, and leave no trace in the words."""
    text = "It broke. {pause 1.5} Then I {pause 0.4}went back."
    assert plain(text) == "It broke. Then I went back."
    assert speech_parts(text) == [("It broke.", 1.5), ("Then I", 0.4), ("went back.", 0.0)]
    assert speech_parts("{pause 9}") == [("", 9.0)] and plain("{pause 9}") == ""
    assert speech_parts("") == [("", 0.0)]


@pytest.mark.parametrize("name", list_personas())
def test_written_answers_can_be_spoken(name: str) -> None:
    """No digits, symbols or broken marks in what a voice will read out."""
    content = load_persona(name).content
    texts = [t for group in content.answers.values() for t in group]
    texts += [t for block in content.follow_ups for t in (*block.mend, *block.persist)]
    texts += [*content.constraints.volume, *content.constraints.labels, *content.constraints.cost]
    texts += [*content.constraints.default, *(t for b in content.behaviours for t in b.text)]
    for text in texts:
        assert re.fullmatch(r"[A-Za-z ,.?!'’;:-]*", plain(text)), text


def _broken(folder: Path, **changes: object) -> Path:
    source = load_persona("ready").content.model_dump(mode="json") | changes
    (folder / "ready.yaml").write_text(yaml.safe_dump(source), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mends": "always"}, "mends"),
        ({"surprise": 1}, "surprise"),
        ({"id": "other"}, 'id is "other"'),
        ({"answers": {"brake_first": ["x"], "default": ["y"]}}, "brake_first"),
        ({"answers": {"break_first": ["x"]}}, "default answers are missing"),
        ({"follow_ups": [{"targets": ["default"]}]}, "no replies"),
    ],
)
def test_damaged_persona_names_its_mistake(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    """A wrong file is refused with the place and the word that is wrong."""
    with pytest.raises(InputFileError, match=message):
        load_persona("ready", _broken(tmp_path, **changes))


def test_unreadable_persona_is_no_traceback(tmp_path: Path) -> None:
    """YAML that cannot be parsed is an input error with its file."""
    (tmp_path / "odd.yaml").write_text("persona: [1", encoding="utf-8")
    with pytest.raises(InputFileError, match="not readable YAML"):
        load_persona("odd", tmp_path)
