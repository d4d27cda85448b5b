"""`python -m voice_interviewer` is the command `voice-interviewer`."""

from .cli.app import main

main()
