"""A few requests that are wrong in one thing each, for runs in which no other check has met an error."""

from __future__ import annotations

import uuid

from conformance.rulebooks.clr10.provider.data import ClrData


def see_some_errors(target: ClrData) -> None:
    """Make sure that the history holds errors: no token, another media type, an unknown item.

    Does nothing when the checks before have brought some. Needs no login, so that a failed one hides no fault.
    """
    if any(target.history.errors()):
        return
    api = target.api
    api.get_clrs(token=None)
    api.get_discovery(accept="text/html")
    api.get_assertion(api.item("assertions", str(uuid.uuid4())))
