"""Keeps libraries from using the network on their own account; `voice_interviewer` calls it before any other import.

onnxruntime 1.29 and later sends telemetry (a device id, an event store under the user's cache, DNS and HTTPS to its
maker's collector) unless the environment forbids it before the library is loaded; the call it offers for that comes too
late. The environment is also what child processes inherit, so nothing else need be told. See docs/privacy.md.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

FORBIDDEN = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}
"What is set, whatever the user's environment says; `weights.fetch` lifts HF_HUB_OFFLINE for its own child."


def forbid(environment: MutableMapping[str, str] | None = None) -> None:
    """Set every variable of `FORBIDDEN` in this process's environment (or the one given)."""
    (os.environ if environment is None else environment).update(FORBIDDEN)
