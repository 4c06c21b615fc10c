"""The instants that timestamps name, also where the standard library does not read what RFC 3339 and XSD allow."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

_LEAP: Final = re.compile(r"(.*T\d\d:\d\d):60((?:\.\d+)?[^:]*(?::\d\d)?)")
_MIDNIGHT: Final = re.compile(r"(.*)T24:00:00(?:\.0+)?([^:.]*(?::\d\d)?)")


def instant(value: Any) -> datetime | None:
    """The instant that a timestamp with a zone names; ``None`` for anything else, and outside the years 1 to 9999.

    The letters T and Z may be small (RFC 3339, 5.6), a leap second is the one that follows, and 24:00:00 is the end
    of its day (XML Schema 1.1, part 2, 3.3.7).
    """
    return _of_text(value) if isinstance(value, str) else None


@lru_cache(maxsize=4096)
def _of_text(text: str) -> datetime | None:
    written, later = text.upper(), timedelta()
    if (found := _LEAP.fullmatch(written)) is not None:
        written, later = f"{found[1]}:59{found[2]}", timedelta(seconds=1)
    elif (found := _MIDNIGHT.fullmatch(written)) is not None:
        written, later = f"{found[1]}T00:00:00{found[2]}", timedelta(days=1)
    try:
        moment = datetime.fromisoformat(written)
        return moment + later if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
