"""The operating system's voices (SAPI, NSSpeech, espeak-ng) through pyttsx3, one short-lived process per utterance."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from ..audio.protocols import Pcm
from ..availability import Availability, Missing, Ready
from ..errors import MissingPartError, NotFoundError
from .protocols import Capabilities, Clip, VoiceInfo

WORDS_PER_MINUTE = 155
"Pace at rate 1.0; pyttsx3's own default of 200 is hurried for a question one has to think about."
DEADLINE_S = 4.0
"""For a text of usual length, with the start of the child. espeak-ng takes 0.3 s, the slowest healthy voices 1 to 2 s;
somebody who waits for a question should see it as text within 5 s."""
_USUAL_CHARACTERS = 400
"About half a minute of speech; hardly a prompt is longer."
_PER_FURTHER_CHARACTER_S = 0.02
"Engines render far faster than speech, which takes 0.07 s a character."
_FIX_LINUX = "Install the system voice: apt-get install espeak-ng"
_FIX = "Add a voice in the system's speech settings, or use the natural one: --voice hibari"
_ESPEAK_LIBRARIES = ("libespeak-ng.so.1", "libespeak-ng.so", "libespeak.so.1", "libespeak.so")


class SystemVoice:
    """pyttsx3 as a voice engine. Its `save_to_file` writes a sound file in a child process; we read and play the PCM.

    Args:
        deadline_s: time a child may take for a text of usual length, before it is killed; longer texts get more.
        command: how the child is started, for tests.
    """

    name = "system"
    capabilities = Capabilities(natural=False, repeatable=True, licence="of the operating system's voice")
    _listed: list[VoiceInfo] | None = None

    def __init__(self, *, deadline_s: float = DEADLINE_S, command: tuple[str, ...] | None = None) -> None:
        if command is None and isinstance(found := self.availability(), Missing):
            raise MissingPartError(found.reason, where="voice system", fix=found.fix)
        self._deadline_s = deadline_s
        self._command = command

    @classmethod
    def availability(cls) -> Availability:
        """Whether pyttsx3 and, on Linux, the espeak library it drives can be found; starts nothing."""
        if importlib.util.find_spec("pyttsx3") is None:
            return Missing("the package pyttsx3 is not installed.", "pip install pyttsx3")
        if sys.platform.startswith("linux") and not _espeak_library():
            return Missing("the system voice (espeak-ng) is not installed.", _FIX_LINUX)
        return Ready(cls.version())

    @classmethod
    def version(cls) -> str:
        """What speaks, for cache keys."""
        try:
            return f"pyttsx3 {version('pyttsx3')} on {sys.platform}, {WORDS_PER_MINUTE} words a minute"
        except PackageNotFoundError:
            return "none"

    @classmethod
    def voices(cls) -> list[VoiceInfo]:
        """The installed voices, English ones first; empty when they cannot be listed. Asked once per process."""
        if cls._listed is None:
            try:
                rows = _call({"op": "voices"}, DEADLINE_S)["voices"] if isinstance(cls.availability(), Ready) else []
            except MissingPartError:
                rows = []
            rows.sort(key=lambda row: (not row["language"].startswith("en"), row["language"], row["name"]))
            cls._listed = [
                VoiceInfo(f"system:{row['id']}", row["name"].strip(), _tag(row["language"]), row["gender"])
                for row in rows
            ]
        return list(cls._listed)

    def speak(self, text: str, *, voice: str | None = None, rate: float = 1.0) -> Clip:
        """Text to PCM at the rate the voice has. Raises MissingPartError when the engine fails or hangs."""
        if not text.strip():
            return Clip(np.zeros(0, np.float32), 22_050)
        rate = min(2.0, max(0.5, rate))
        with tempfile.TemporaryDirectory(prefix="voice-", ignore_cleanup_errors=True) as folder:
            # pyttsx3 on macOS writes AIFF whatever the name says; the reader goes by the content.
            file = Path(folder, "speech.wav")
            request = {
                "op": "speak",
                "text": text,
                "voice": voice,
                "words_per_minute": round(WORDS_PER_MINUTE * rate),
                "file": str(file),
            }
            _call(request, allowed_s(text, self._deadline_s), self._command)
            return _read(file)


def allowed_s(text: str, deadline_s: float = DEADLINE_S) -> float:
    """Seconds that a child may take for a text."""
    return deadline_s + max(0, len(text) - _USUAL_CHARACTERS) * _PER_FURTHER_CHARACTER_S


def _tag(language: str) -> str:
    """`en-us` → `en-US`, `cmn` → `cmn`."""
    first, *rest = language.split("-")
    return "-".join([first, *(part.upper() if len(part) == 2 else part for part in rest)])


def _espeak_library() -> bool:
    import ctypes

    for library in _ESPEAK_LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            continue
        return True
    return False


def _call(request: dict[str, Any], deadline_s: float, command: tuple[str, ...] | None = None) -> dict[str, Any]:
    """One request to a fresh child. The text travels on stdin: no shell, no argument that could look like an option."""
    # -P and the explicit path: a file named like a module in the user's folder must not be imported.
    package = str(Path(__file__).resolve().parents[2])
    argv = command or (sys.executable, "-P", "-m", "voice_interviewer.voice.system_child")
    paths = [p for p in (os.environ.get("PYTHONPATH"), package) if p]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
    fix = _FIX_LINUX if sys.platform.startswith("linux") else _FIX
    try:
        done = subprocess.run(
            argv,
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=deadline_s,
            env=environment,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise MissingPartError(
            f"the system voice did not answer within {deadline_s:.0f} s and was stopped.",
            where="voice system",
            fix="Use the natural voice (--voice hibari) or restart the system's speech service.",
        ) from error
    except OSError as error:
        raise MissingPartError(
            f"the system voice cannot be started ({error}).", where="voice system", fix=fix
        ) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout.decode("utf-8", "replace").strip().splitlines()[-1])
    except (IndexError, ValueError):
        answer = {"error": f"it ended with code {done.returncode} and said nothing"}
    if answer.get("unknown"):
        raise NotFoundError(
            f"there is no system voice called {request['voice']!r}.",
            fix="See the ones there are: voice-interviewer voices list",
        )
    if "error" in answer:
        raise MissingPartError(f"the system voice failed ({answer['error']}).", where="voice system", fix=fix)
    return answer


def _read(file: Path) -> Clip:
    """The file a driver wrote, AIFF or WAV, by its own header."""
    import soundfile

    try:
        pcm, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise MissingPartError(
            "the system voice wrote no sound.", where="voice system", fix="Use the natural voice: --voice hibari"
        ) from error
    mono: Pcm = pcm.mean(axis=1).astype(np.float32) if pcm.shape[1] > 1 else pcm[:, 0]
    return Clip(np.clip(mono, -1.0, 1.0), int(rate))
