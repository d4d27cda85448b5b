"""What a child process of the page does: `review FOLDER`, `rehearse FLOW PERSONA SEED [ROOT]`, or `fetch MODEL`.

It writes a JSON object a line: `{"progress": [what, seconds done, seconds in all]}`, `{"who": …, "text": …}`, and at
the end `{"result": …}` or `{"error": …, "fix": …}`. It ends with its parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from ...errors import InterviewerError

Write = Callable[[dict[str, Any]], None]


def main(words: list[str]) -> int:
    """Do it; what goes wrong is a line."""
    out = sys.stdout
    sys.stdout = sys.stderr  # a library that prints disturbs nobody
    threading.Thread(target=_end_with_parent, args=(sys.stdin,), name="parent", daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # an interview that goes on meanwhile comes first

    def write(said: dict[str, Any]) -> None:
        out.write(json.dumps(said) + "\n")
        out.flush()

    try:
        match words:
            case ["review", folder]:
                write({"result": review(Path(folder), write)})
            case ["rehearse", flow, persona, seed, *root]:
                write({"result": rehearse(flow, persona, int(seed), Path(root[0]) if root else None, write)})
            case ["fetch", name]:
                write({"result": fetch(name, write)})
            case _:
                write({"error": "This is no work of ours."})
                return 2
    except InterviewerError as error:
        write({"error": error.line, "fix": error.fix})
        return 1
    except Exception as error:
        write({"error": f"Unexpected {type(error).__name__}. This is a defect of ours.", "fix": ""})
        return 1
    return 0


def review(folder: Path, write: Write) -> str:
    """Hear and read the files of a review, and keep its debrief beside them."""
    from .reviews import Review, made

    made(Review.read(folder), lambda what, done, whole: write({"progress": [what, round(done, 1), round(whole, 1)]}))
    return folder.name


def rehearse(flow: str, persona: str, seed: int, root: Path | None, write: Write) -> str:
    """A whole session of a simulated candidate, spoken into an in-memory room as fast as the machine can; its id."""
    from ...audio.memory import Room
    from ...interview.live.given import Given
    from ...interview.live.session import Choices, Interview
    from .spoken import LineScreen

    room = Room(realtime=False, record=False)
    given = Given(microphone=room.microphone, speaker=room.speaker, screen=LineScreen(write), root=root)
    interview = Interview.new(flow, Choices(candidate=(persona,), hear_again=False), given, seed=seed)
    interview.run()
    interview.finish()
    return interview.id


def fetch(name: str, write: Write) -> str:
    """Bring a model here, checked; its name."""
    from ...weights.fetch import fetch as fetch_model
    from ...weights.manifest import model_named

    fetch_model(model_named(name), progress=lambda what, done, size: write({"progress": [what, done, size]}))
    return name


def _end_with_parent(stream: TextIO | None) -> None:
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        stream.read()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
