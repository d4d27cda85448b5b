"""The natural voice is loaded once for all who speak with it, and says what the package itself would say."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from voice_interviewer.voice import hibari
from voice_interviewer.voice.hibari import HibariVoice

pytest.importorskip("hibari")
LINE = "Let us begin with the thing you built last."


def test_two_engines_share_one_model() -> None:
    """Two interviewers, or a simulated candidate beside one, cost one model; it goes with the last of them."""
    one, other = HibariVoice(), HibariVoice()
    one.warm()
    other.warm("low")
    assert one._models["heart"] is other._models["heart"]
    del one
    gc.collect()
    assert hibari._LOADED["heart"] is other._models["heart"]


def test_its_network_keeps_no_arena() -> None:
    """A long sentence leaves nothing behind."""
    voice = HibariVoice()
    voice.warm()
    assert not voice._models["heart"].hibari.sess.get_session_options().enable_cpu_mem_arena


def test_the_samples_are_those_of_the_package() -> None:
    """To the last bit, though its network and its lists are opened another way."""
    from hibari import Hibari

    theirs = Hibari(voice="heart")(LINE, speed=1.0, seed=hibari._SEED)
    assert np.array_equal(HibariVoice().speak(LINE).pcm, np.clip(theirs, -1.0, 1.0).astype(np.float32))


def test_a_package_that_changed_inside_loads_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own constructor is used, and the voice speaks."""
    from hibari import Hibari

    monkeypatch.setattr(hibari, "assets", lambda: Path("nowhere"))
    found = hibari._load("heart", hibari._local_file("heart"))  # type: ignore[arg-type]
    assert isinstance(found.hibari, Hibari) and len(found.hibari(LINE, seed=1))
