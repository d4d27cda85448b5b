"""The process that speaks one utterance with the operating system's voices: JSON in on stdin, a sound file out.

A process of its own because pyttsx3 cannot be interrupted, loses queued files on Linux, and hangs with some drivers:
whatever it does, the parent can end it. Requests: `{"op": "voices"}` and
`{"op": "speak", "text", "voice": id or null, "words_per_minute", "file"}`. The last line of stdout answers, as JSON.
"""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path
from typing import Any

_ESPEAK_RATE_HZ = 22_050  # of its formant voices, and what pyttsx3 writes into its own files


def main() -> int:
    """Serve one request; exit code 0 when the answer is good."""
    try:
        request = json.load(sys.stdin)
        engine = _engine()
        rows = [_row(voice) for voice in engine.getProperty("voices") or []]
        if request["op"] == "voices":
            answer: dict[str, Any] = {"voices": rows, "default": _text(engine.getProperty("voice"))}
        else:
            answer = _speak(engine, request, rows)
    except Exception as error:  # whatever a driver raises is the answer
        answer = {"error": f"{type(error).__name__}: {error}"}
    print("\n" + json.dumps(answer), flush=True)
    return 1 if "error" in answer else 0


def _engine() -> Any:
    """pyttsx3 for this system, with espeak rendering at once rather than on a thread of its own.

    pyttsx3's loop ends without waiting for that thread: on a busy machine one file in a hundred was cut or missing.
    """
    import pyttsx3

    if pyttsx3.engine.default_engine_by_sys_platform() == "espeak":
        from pyttsx3.drivers import _espeak

        _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    return pyttsx3.init()


def _speak(engine: Any, request: dict[str, Any], rows: list[dict[str, str]]) -> dict[str, Any]:
    voice = request.get("voice")
    if voice:
        if voice not in {row["id"] for row in rows}:
            return {"error": "unknown voice", "unknown": True}
    else:
        voice = english(rows, _text(engine.getProperty("voice")))
    if voice:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", int(request["words_per_minute"]))
    engine.save_to_file(request["text"], request["file"])
    engine.runAndWait()
    file = Path(request["file"])
    if not file.exists() and (pcm := getattr(engine.proxy._driver, "_data_buffer", b"")):
        # espeak, rendering at once, never sends the event on which pyttsx3 writes the file.
        with wave.open(str(file), "wb") as out:
            out.setparams((1, 2, _ESPEAK_RATE_HZ, 0, "NONE", ""))
            out.writeframes(pcm)
    return {"ok": True, "voice": voice}


def english(rows: list[dict[str, str]], default: str) -> str | None:
    """The system's own choice if it is English, else the first English voice, American before British before others."""
    by_id = {row["id"]: row for row in rows}
    if by_id.get(default, {}).get("language", "").startswith("en-"):
        return default
    ranked = sorted((row for row in rows if row["language"].startswith("en")), key=_rank)
    return ranked[0]["id"] if ranked else None


def _rank(row: dict[str, str]) -> int:
    order = ("en-us", "en-gb", "en")
    language = row["language"].lower()
    return order.index(language) if language in order else len(order)


def _row(voice: Any) -> dict[str, str]:
    languages = voice.languages if isinstance(voice.languages, list | tuple) else [voice.languages]
    language = _text(languages[0]) if languages else ""
    if not language and "en" in _text(voice.name).lower().split():
        language = "en"
    gender = _text(voice.gender).lower().removeprefix("voicegender").removeprefix("vocegender")
    return {
        "id": _text(voice.id),
        "name": _text(voice.name),
        "language": language.replace("_", "-").strip().lower(),
        "gender": gender if gender in ("male", "female") else "",
    }


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore").strip("\x00\x02\x05")
    return "" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
