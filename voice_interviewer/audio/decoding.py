"""PyAV, which decodes files, loaded when a file is decoded and not before.

faster-whisper imports it with itself, for a function that nothing here uses: 15 MB and 50 ms of every live session.
"""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

_NAME = "av"
_LOADING = threading.RLock()


class _Later(ModuleType):
    """Stands in `sys.modules` for PyAV until something of it is wanted."""

    def __getattr__(self, name: str) -> Any:
        with _LOADING:
            if sys.modules.get(_NAME) is self:
                del sys.modules[_NAME]
        return getattr(importlib.import_module(_NAME), name)


def later() -> None:
    """Let whoever imports PyAV from now on have it when it is first used."""
    with _LOADING:
        if _NAME not in sys.modules:
            sys.modules[_NAME] = _Later(_NAME)


def pyav() -> Any:
    """PyAV itself."""
    with _LOADING:
        if isinstance(sys.modules.get(_NAME), _Later):
            del sys.modules[_NAME]
    return importlib.import_module(_NAME)
