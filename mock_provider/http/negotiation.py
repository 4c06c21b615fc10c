"""What the client accepts (RFC 9110 section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable


def accepts(headers: Iterable[str], media_type: str) -> bool:
    """True when the Accept headers allow ``media_type``; without any header everything is allowed.

    A wildcard includes the type that has to be included. The most specific range
    decides, and weight 0 forbids.
    """
    ranges = [part for header in headers for part in header.split(",") if part.strip()]
    if not ranges:
        return True
    main = media_type.partition("/")[0]
    found = {"*/*": -1.0, f"{main}/*": -1.0, media_type: -1.0}
    for part in ranges:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name in found:
            found[name] = max(found[name], _weight(parameters))
    decisive = next((weight for weight in reversed(found.values()) if weight >= 0), 0.0)
    return decisive > 0


def _weight(parameters: Iterable[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return max(float(value), 0.0)
            except ValueError:
                return 0.0
    return 1.0
