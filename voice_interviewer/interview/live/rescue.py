"""Finishing the recordings that a killed process left in a session's folder."""

from __future__ import annotations

from pathlib import Path

from ...audio.recorder import left_over, recover
from ...errors import StorageError, UsageError
from ...sessions.journal import Session


def rescue(session: Session) -> list[Path]:
    """The recordings that were made whole, in order; none while somebody is still recording, or without space.

    A session that nobody was writing is free again afterwards.
    """
    if not left_over(session.path / "audio"):
        return []
    ours = session.holding
    try:
        session.hold()
        return recover(session.path / "audio")
    except (UsageError, StorageError):
        return []
    finally:
        if not ours:
            session.close()
