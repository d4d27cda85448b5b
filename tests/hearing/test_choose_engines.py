"""Which engines hear: names, models and folders; plug-ins of others, good and broken."""

from __future__ import annotations

import threading
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from voice_interviewer import availability
from voice_interviewer.availability import Missing, Ready, load_engines
from voice_interviewer.cli.app import run
from voice_interviewer.errors import MissingPartError, ModelError, NotFoundError
from voice_interviewer.hearing import choose
from voice_interviewer.hearing.fake import FakeVad, ScriptedRecogniser, ScriptedTurnModel
from voice_interviewer.voice import choose as voices

OURS = {
    choose.RECOGNISERS: [("whisper", "voice_interviewer.hearing.whisper:WhisperRecogniser")],
    choose.VOICE_ACTIVITY: [("silero", "voice_interviewer.hearing.vad:SileroVad")],
    choose.TURN_MODELS: [("smart-turn", "voice_interviewer.hearing.smart_turn:SmartTurn")],
}


class Theirs(ScriptedRecogniser):
    """A recogniser of a third party; knows one model."""

    name = "theirs"

    def __init__(self, model: str = "small") -> None:
        super().__init__(["heard by theirs"])
        self.model = model

    @classmethod
    def availability(cls, model: str = "") -> Ready | Missing:
        return Ready() if model in ("", "small") else Missing(f"no model {model}", "Use small.")


class Liar(FakeVad):
    """Fails even when asked whether it works."""

    @classmethod
    def availability(cls) -> Ready:
        raise OSError("driver not found")


@pytest.fixture
def plugins(monkeypatch: pytest.MonkeyPatch):
    """Install entry points for one test: (group, name, module:attribute, distribution)."""

    def install(*given: tuple[str, str, str, str], ours: bool = True) -> None:
        points = [EntryPoint(name, value, group) for group, rows in OURS.items() if ours for name, value in rows]
        for group, name, value, dist in given:
            point = EntryPoint(name, value, group)
            points.append(point._for(SimpleNamespace(name=dist, version="2.0")))  # type: ignore[attr-defined]
        monkeypatch.setattr(availability, "entry_points", lambda group: [p for p in points if p.group == group])
        choose.engines.cache_clear()

    yield install
    monkeypatch.undo()
    choose.engines.cache_clear()
    voices._registered.cache_clear()  # `doctor` looks for voices as well


HERE = __name__


def test_a_plugin_of_others_is_used_like_ours(plugins: Any):
    """Its name alone, or with a model of its own, makes it; ours stays the preferred one."""
    plugins((choose.RECOGNISERS, "theirs", f"{HERE}:Theirs", "their-ears"))
    assert list(choose.engines(choose.RECOGNISERS).classes) == ["whisper", "theirs"]
    made = choose.make_recogniser("theirs:small")
    assert made.model == "small"
    assert [w.text for w in made.transcribe(np.ones(16_000, np.float32))] == ["heard", "by", "theirs"]
    assert choose.make_recogniser("theirs").model == "small"


def test_a_model_an_engine_lacks_is_refused_before_loading(plugins: Any):
    """The reason and the mend are the engine's own; nothing was constructed."""
    plugins((choose.RECOGNISERS, "theirs", f"{HERE}:Theirs", "their-ears"))
    with pytest.raises(ModelError, match="no model huge") as caught:
        choose.recogniser_maker("theirs:huge")
    assert caught.value.fix == "Use small."


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module_of_theirs:Ears", "ModuleNotFoundError"),
        (f"{HERE}:NoSuchClass", "AttributeError"),
        ("tests_broken_plugin:Ears", "RuntimeError: needs a licence key"),
    ],
)
def test_a_broken_plugin_is_named_and_the_rest_works(
    plugins: Any, value: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whatever it raises at import: distribution and reason are said, and our engine is there."""
    (tmp_path / "tests_broken_plugin.py").write_text("raise RuntimeError('needs a licence key')\n")
    monkeypatch.syspath_prepend(tmp_path)
    plugins((choose.RECOGNISERS, "broken", value, "their-ears"))
    found = choose.engines(choose.RECOGNISERS)
    assert list(found.classes) == ["whisper"]
    assert "their-ears 2.0" in found.broken["broken"].reason and reason in found.broken["broken"].reason
    assert "pip uninstall their-ears" in found.broken["broken"].fix
    with pytest.raises(MissingPartError, match="their-ears"):
        choose.recogniser_maker("broken")


def test_two_plugins_of_one_name(plugins: Any):
    """Ours keeps its name, whatever the other is called; the second is named."""
    plugins((choose.VOICE_ACTIVITY, "silero", f"{HERE}:Liar", "a-silero"))
    found = choose.engines(choose.VOICE_ACTIVITY)
    assert found.classes["silero"].__module__ == "voice_interviewer.hearing.vad"
    assert "taken" in found.broken["silero (a-silero 2.0)"].reason


def test_an_engine_that_cannot_even_answer_is_passed_over(plugins: Any):
    """`availability` that raises counts as missing, with its reason; the next engine is taken."""
    plugins(
        (choose.VOICE_ACTIVITY, "liar", f"{HERE}:Liar", "d"),
        (choose.VOICE_ACTIVITY, "ok", f"{HERE}:FakeVad", "d"),
        ours=False,
    )
    assert isinstance(choose.make_voice_activity(), FakeVad)
    state = choose.engines(choose.VOICE_ACTIVITY).availability()["liar"]
    assert isinstance(state, Missing) and "driver not found" in state.reason


def test_without_any_engine_the_mends_are_named(plugins: Any):
    """No voice activity at all is one error; no turn model is none, and says why."""
    plugins(ours=False)
    with pytest.raises(MissingPartError, match="Reinstall"):
        choose.make_voice_activity()
    model, state = choose.turn_model()
    assert model is None and isinstance(state, Missing)


def test_a_turn_model_of_others_is_used_where_ours_is_missing(plugins: Any):
    """The first that works here is taken."""
    plugins((choose.TURN_MODELS, "theirs", f"{HERE}:ScriptedTurnModel", "d"), ours=False)
    assert isinstance(choose.turn_model()[0], ScriptedTurnModel)


def test_an_unknown_name_says_what_was_meant(plugins: Any):
    """A misspelt engine with a model is no model of ours."""
    plugins((choose.RECOGNISERS, "theirs", f"{HERE}:Theirs", "d"))
    with pytest.raises(NotFoundError, match="theirs"):
        choose.recogniser_maker("thiers:small")


def test_a_folder_is_a_model_of_the_preferred_engine(plugins: Any, tmp_path: Path):
    """`--model PATH` goes to Whisper, which says what the folder lacks."""
    plugins()
    with pytest.raises(ModelError, match=r"no model\.bin"):
        choose.recogniser_maker(str(tmp_path))


def test_loading_in_the_background_hands_on_what_went_wrong():
    """Whoever asks for words gets the error that loading met, each time."""

    def make() -> Any:
        raise ModelError("cut in half", where="here")

    loading = choose.LoadingRecogniser(make)
    for _ in range(2):
        with pytest.raises(ModelError, match="cut in half"):
            loading.transcribe(np.ones(100, np.float32))


def test_doctor_prints_every_engine_and_every_broken_plugin(plugins: Any, capsys: pytest.CaptureFixture[str]):
    """One line each, with the distribution of what cannot be loaded; a broken plug-in alone is no failure."""
    plugins((choose.RECOGNISERS, "broken", "no_such_module_of_theirs:Ears", "their-ears"))
    from voice_interviewer.checkup import hearing_checks

    checks = {check.part: check for check in hearing_checks()}
    assert {"recogniser whisper", "recogniser broken", "voice activity silero", "turn model smart-turn"} <= set(checks)
    assert (
        isinstance(checks["recogniser broken"].found, Missing)
        and "their-ears" in checks["recogniser broken"].found.reason
    )
    assert not checks["turn model smart-turn"].needed
    run(["doctor", "--seconds", "0.5"])
    assert "recogniser broken: the plug-in of their-ears 2.0 cannot be loaded" in capsys.readouterr().out


def test_our_own_engines_come_through_the_same_door():
    """What the project declares is what is read; the groups are those of the documentation."""
    for group, rows in OURS.items():
        for name, value in rows:
            assert EntryPoint(name, value, group).load().name == name
            assert group in (availability.__doc__ or "")


def test_names_come_in_order(plugins: Any):
    """Preferred ones first, then by name."""
    plugins((choose.RECOGNISERS, "zeta", f"{HERE}:Theirs", "d"), (choose.RECOGNISERS, "alpha", f"{HERE}:Theirs", "d"))
    assert list(load_engines(choose.RECOGNISERS, ("whisper",)).classes) == ["whisper", "alpha", "zeta"]


def test_a_turn_model_loads_while_somebody_greets():
    """It is waited for when it is first asked; what went wrong with loading it is raised there, not at the start."""
    loading = threading.Event()

    def slow() -> ScriptedTurnModel:
        loading.wait(60)
        return ScriptedTurnModel()

    def broken() -> ScriptedTurnModel:
        raise ModelError("the turn model cannot be loaded")

    model = choose.LoadingTurnModel(slow)
    loading.set()
    assert model(np.zeros(16_000, np.float32)) == ScriptedTurnModel()(np.zeros(16_000, np.float32))
    model.close()
    with pytest.raises(ModelError, match="cannot be loaded"):
        choose.LoadingTurnModel(broken)(np.zeros(16_000, np.float32))
