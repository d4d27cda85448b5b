"""The threads of this process that Python started; not those of whoever runs the tests, which show up by chance."""

from __future__ import annotations

import threading


def started() -> set[threading.Thread]:
    """All that are alive now, the main thread included."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}
