"""The headers by which a list comes in pages: the links of a Link header (RFC 8288) and X-Total-Count."""

from __future__ import annotations

from conformance.exchanges import links as link_header
from conformance.suites.answer import Answer


def links(answer: Answer) -> dict[str, str]:
    """The paging links of a list by relation (RFC 8288), resolved against the request; the first of each relation."""
    return link_header.links(answer.header("link"), answer.response.url)


def raw_links(answer: Answer) -> dict[str, str]:
    """As ``links``, with the targets as they are written."""
    return link_header.raw_links(answer.header("link"))


def total_count(answer: Answer) -> int | None:
    """X-Total-Count of a page; ``None`` when it is absent, or no integer of 0 or more."""
    text = (answer.header("x-total-count") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
