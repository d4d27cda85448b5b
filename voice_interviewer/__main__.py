"""`python -m voice_interviewer` is the command `voice-interviewer`; both begin here."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit. Ctrl-C is quiet from the first import on."""
    try:
        from .cli.app import main as command

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
