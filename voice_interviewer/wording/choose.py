"""Which part rewords: none, unless the user names one."""

from __future__ import annotations

from ..availability import Missing, load_engines, state_of
from ..errors import MissingPartError, NotFoundError
from .protocols import GROUP, Rewording


def make_rewording(spec: str) -> Rewording | None:
    """The part meant by `spec`: none for an empty one, a server by its address, or `NAME` or `NAME:ARGUMENT` of a part.

    Raises UsageError for an address that is not this computer's, NotFoundError, MissingPartError.
    """
    spec = spec.strip()
    if not spec:
        return None
    found = load_engines(GROUP)
    name, _, argument = spec.partition(":")
    if name not in found.classes and name not in found.broken and (argument or "." in name):
        from .server import LocalServer

        return LocalServer(spec)
    if broken := found.broken.get(name):
        raise MissingPartError(broken.reason, where=f"--wording {name}", fix=broken.fix)
    if name not in found.classes:
        known = ", ".join(found.classes)
        fix = f"Known: {known}; or give the address of a server on this computer."
        raise NotFoundError(f"nothing called “{name}” rewords.", where="--wording", fix=fix)
    state = state_of(found.classes[name])
    if isinstance(state, Missing):
        raise MissingPartError(state.reason, where=f"--wording {name}", fix=state.fix)
    made: Rewording = found.classes[name](argument) if argument else found.classes[name]()
    return made
