"""A walk through pages in a few words: each page names the next one in its Link header, as the mock writes it."""

from __future__ import annotations

from typing import Any

from conformance.exchanges.served import Served
from conformance.traffic import Sitting
from tests.traffic.building import API, listed, right, sitting

MOST = 4


def page(number: int, *, of: int = 3, struck: bool = False, to: str | None = None, **members: Any) -> Served:
    """One page of a list; ``to`` is another target of its link to the next page, empty for no link."""
    target = f"{API}/clrs?limit={MOST}&offset={MOST * number}" if to is None and number < of else to
    headers = {"Link": f'<{target}>; rel="next"'} if target else {}
    wanted: dict[str, Any] = {"answer_headers": headers, "struck": ("odd",) if struck else (), **members}
    return listed(number, **wanted)


def walked(*pages: Served, scenario: str = "plain", **members: Any) -> Sitting:
    """A sitting of a right consumer that came to these pages."""
    return sitting(*right(listed=pages), scenario=scenario, **members)


PAGED = walked(page(1), page(2), page(3))
"""The plain sitting of a consumer that reads three pages."""

BEFORE = len(PAGED.exchanges)
"""The number that the first exchange after the plain sitting has."""

FIRST = len(right(listed=None))
"""How many exchanges come before the first page of a sitting."""
