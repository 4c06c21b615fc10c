"""What an Accept header lets in (RFC 9110 section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A quoted value may hold a comma or a semicolon.
_RANGE = re.compile(r"(?:[^,\"]|\"(?:[^\"\\]|\\.)*\")+")
_PARAMETER = re.compile(r";\s*([^=;\s]+)\s*=\s*(\"(?:[^\"\\]|\\.)*\"|[^;\s]*)")


def lists(accept: str, media_type: str) -> bool:
    """True when an Accept header names that type itself, with a weight above 0."""
    return any(name == media_type and wanted for name, wanted in _ranges(accept))


def lets_in(accept: str | None, media_type: str) -> bool:
    """True when the type may be sent: by its name, by a range, or since there is no Accept header (``None``).

    The most exact entry decides, so that ``application/json;q=0, */*`` keeps JSON out.
    """
    if accept is None or not accept.strip():
        return True
    said = dict(_ranges(accept))
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((said[one] for one in ranges if one in said), False)


def _ranges(accept: str) -> Iterator[tuple[str, bool]]:
    """Each entry: its type or range in small letters, and whether its weight is above 0."""
    for entry in _RANGE.findall(accept):
        weights = [value for key, value in _PARAMETER.findall(entry) if key.lower() == "q"]
        wanted = not any(re.fullmatch(r"0(\.0*)?", weight) for weight in weights)
        yield entry.partition(";")[0].strip().lower(), wanted
