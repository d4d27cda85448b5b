"""PyAV is there for whoever uses it, and costs nothing before."""

from __future__ import annotations

import subprocess
import sys


def run(*lines: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True).stdout


START = ("import sys", "from voice_interviewer.audio.decoding import later, pyav", "later()")


def test_it_is_imported_without_being_loaded() -> None:
    """A library that imports it for a function nobody calls loads nothing of it."""
    assert run(*START, "import av", "print('av.container' in sys.modules)") == "False\n"


def test_its_first_use_loads_it() -> None:
    """Whoever imported it before has it then, whole."""
    said = run(
        *START, "import av", "print(av.open.__name__)", "print('av.container' in sys.modules)", "import av.error"
    )
    assert said == "open\nTrue\n"


def test_whoever_decodes_has_the_real_one() -> None:
    """`pyav` gives the library itself, also after somebody was given a stand-in."""
    assert run(*START, "import av", "print(pyav() is sys.modules['av'], pyav() is av)") == "True False\n"


def test_one_that_is_loaded_stays() -> None:
    """Nothing is put in its place."""
    assert run("import av", *START, "print(pyav() is av)") == "True\n"
