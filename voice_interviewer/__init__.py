"""A spoken mock interviewer that runs entirely on the user's own computer."""

from . import offline

__version__ = "0.1.0"

offline.forbid()
