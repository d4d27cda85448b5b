"""Which voice speaks: from what the user asked for, and from what is installed."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..availability import Availability, Engines, Missing, Ready, load_engines, state_of
from ..errors import MissingPartError, NotFoundError
from .polish import polish
from .prepare import speakable
from .protocols import Clip, TextToSpeech, VoiceInfo

GROUP = "voice_interviewer.voices"
PREFERENCE = ("hibari", "system")
"Tried in this order for `auto`; engines of third parties follow."


@dataclass(frozen=True, slots=True)
class Speaking:
    """One voice, ready to speak."""

    engine: TextToSpeech
    voice: str | None
    "Voice within the engine; None is the engine's own choice."
    rate: float = 1.0
    "Factor on the engine's normal pace, 0.5 to 2.0."

    @property
    def id(self) -> str:
        """`engine:voice`, or the engine's name alone."""
        return f"{self.engine.name}:{self.voice}" if self.voice else self.engine.name

    @property
    def version(self) -> str:
        """What decides the samples besides text, voice and rate."""
        return str(getattr(type(self.engine), "version", lambda: "")())

    def warm(self) -> None:
        """Do now what the engine would otherwise do on its first sentence. Raises MissingPartError."""
        if warm := getattr(self.engine, "warm", None):
            warm(self.voice)

    def say(self, text: str) -> Clip:
        """Text to PCM at an even loudness, without long silence around it. Raises MissingPartError."""
        return polish(self.engine.speak(speakable(text), voice=self.voice, rate=self.rate))


def engines() -> dict[str, Any]:
    """Every registered voice engine class by name, preferred ones first."""
    return dict(_registered().classes)


@lru_cache(maxsize=1)
def _registered() -> Engines:
    return load_engines(GROUP, PREFERENCE)


def availability() -> dict[str, Availability]:
    """What each registered engine says about itself, and what is wrong with plug-ins that cannot be loaded."""
    return _registered().availability()


def list_voices() -> list[VoiceInfo]:
    """Every voice of every engine that works here, preferred engine first."""
    return [voice for engine in engines().values() if isinstance(state_of(engine), Ready) for voice in engine.voices()]


def make_voice(spec: str = "auto", rate: float = 1.0) -> Speaking:
    """The voice meant by `spec`: `auto`, an engine (`hibari`), a voice (`hibari:low`), or a voice's own name (`low`).

    `auto` is the natural voice if it is installed, else the system's. `fake` is the scripted voice of the tests.
    Raises NotFoundError for an unknown name, MissingPartError when the engine or any voice at all is missing.
    """
    spec = spec.strip()
    if spec.lower() in ("", "auto"):
        return _auto(rate)
    name, _, voice = spec.partition(":")
    if name == "fake":
        from .fake import FakeVoice

        return Speaking(FakeVoice(), _known(voice, FakeVoice.voices()) if voice else None, rate)
    known = engines()
    if broken := _registered().broken.get(name):
        raise MissingPartError(broken.reason, where=f"voice {name}", fix=broken.fix)
    if name not in known:
        return _by_bare_name(spec, rate)
    engine = known[name]
    found = state_of(engine)
    if isinstance(found, Missing):
        raise MissingPartError(found.reason, where=f"voice {name}", fix=found.fix)
    return Speaking(engine(), _known(voice, engine.voices()) if voice else _default(engine), rate)


def _default(engine: Any) -> str | None:
    """The voice an engine speaks with when none is named, where it can say so without work."""
    return getattr(engine, "default_voice", None)


def _auto(rate: float) -> Speaking:
    reasons = []
    for name, engine in engines().items():
        found = state_of(engine)
        if isinstance(found, Ready):
            try:
                return Speaking(engine(), _default(engine), rate)
            except MissingPartError as error:
                reasons.append(str(error))
        else:
            reasons.append(f"{name}: {found.reason}. {found.fix}")
    raise MissingPartError(
        "no voice is installed.",
        where="voice",
        fix="; ".join(reasons) or "Reinstall the program: pip install --force-reinstall voice-interviewer",
    )


def remembered_voice(spec: str | None) -> str:
    """A voice that was chosen some time ago, or `auto` where there is none or it is no longer here."""
    return spec if spec and any(voice.id == spec for voice in list_voices()) else "auto"


def spare_voice(tried: Collection[str], rate: float = 1.0) -> Speaking | None:
    """The first voice of an engine that works here and is none of `tried`; None when there is none. May be slow."""
    for name, engine in engines().items():
        if name not in tried and isinstance(state_of(engine), Ready):
            try:
                return Speaking(engine(), _default(engine), rate)
            except MissingPartError:
                continue
    return None


def _known(wanted: str, voices: list[VoiceInfo]) -> str:
    """The engine's own spelling of a voice's id or name. Raises NotFoundError, with what was probably meant."""
    ids = {voice.id.partition(":")[2]: voice for voice in voices}
    if wanted in ids:
        return wanted
    for key, voice in ids.items():
        if wanted.lower() in (key.lower(), voice.name.lower()):
            return key
    raise _unknown(wanted, voices)


def _unknown(wanted: str, voices: list[VoiceInfo]) -> NotFoundError:
    offers = {voice.id: voice.id for voice in voices}
    offers |= {voice.id.partition(":")[2]: voice.id for voice in voices} | {voice.name: voice.id for voice in voices}
    close = list(dict.fromkeys(offers[match] for match in difflib.get_close_matches(wanted, offers, n=3, cutoff=0.6)))
    hint = f"Did you mean {' or '.join(close)}? " if close else ""
    return NotFoundError(
        f"there is no voice called {wanted!r}.", fix=f"{hint}See the ones there are: voice-interviewer voices list"
    )


def _by_bare_name(wanted: str, rate: float) -> Speaking:
    voices = list_voices()
    for voice in voices:
        name, _, key = voice.id.partition(":")
        if wanted.lower() in (key.lower(), voice.name.lower(), voice.id.lower()):
            return Speaking(engines()[name](), key, rate)
    raise _unknown(wanted, [*voices, *(VoiceInfo(name, name, "") for name in engines())])


def second_voice(first: Speaking) -> Speaking | None:
    """Another English voice for the second of two interviewers, as unlike the first as can be; None: there is none."""
    if first.engine.name == "fake":
        return make_voice("fake:high" if first.voice == "deep" else "fake:deep", first.rate)
    found = candidate_voice(first, first.rate)
    return None if found.id == first.id or found.rate != first.rate else found


def candidate_voice(different_from: Speaking | str, rate: float = 1.0) -> Speaking:
    """A voice for a simulated candidate that a listener cannot mistake for the interviewer's.

    The other natural voice if there is one, else an English voice of another gender or accent. With a single voice on
    the machine it is that one, at another pace.
    """
    interviewer = different_from if isinstance(different_from, str) else different_from.id
    if interviewer.partition(":")[0] == "fake":
        return make_voice("fake:high" if interviewer == "fake:deep" else "fake:deep", rate)
    voices = [voice for voice in list_voices() if voice.language.lower().startswith("en")]
    mine = next((voice for voice in voices if voice.id == interviewer), None)
    if mine is None:  # an engine's name alone: its first voice speaks
        mine = next((voice for voice in voices if voice.id.partition(":")[0] == interviewer), None)
    others = [voice for voice in voices if mine is None or voice.id != mine.id]
    if not others:
        return make_voice(interviewer, rate * 0.9)
    engine_order = list(engines())

    def unlike(voice: VoiceInfo) -> tuple[int, bool, bool]:
        return (
            engine_order.index(voice.id.partition(":")[0]),
            bool(mine and voice.gender == mine.gender),
            bool(mine and voice.language == mine.language),
        )

    return make_voice(min(others, key=unlike).id, rate)
