"""The headers by which a list comes in pages: the links of a Link header (RFC 8288) and X-Total-Count."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from conformance.suites.answer import Answer

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^,;\s=]+(?:\s*=\s*(?:\"[^\"]*\"|[^\",;\s]*))?)*)")
_PARAMETER = re.compile(r";\s*([^,;\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\",;\s]*)))?")

PAGING = frozenset({"next", "prev", "first", "last"})
"""The relations of a Link header that are about pages; a Link header may speak of other things too."""


def links(answer: Answer) -> dict[str, str]:
    """The paging links of a list by relation (RFC 8288), resolved against the request; the first of each relation."""
    return {relation: _resolved(answer.response.url, url) for relation, url in raw_links(answer).items()}


def raw_links(answer: Answer) -> dict[str, str]:
    """As ``links``, with the targets as they are written."""
    found: dict[str, str] = {}
    for url, parameters in _LINK.findall(answer.header("link") or ""):
        for relation in _relations(parameters):
            if relation in PAGING:
                found.setdefault(relation, url)
    return found


def _relations(parameters: str) -> list[str]:
    for name, quoted, plain in _PARAMETER.findall(parameters):
        if name.lower() == "rel":
            return str(quoted or plain).lower().split()
    return []


def _resolved(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def total_count(answer: Answer) -> int | None:
    """X-Total-Count of a page; ``None`` when it is absent, or no integer of 0 or more."""
    text = (answer.header("x-total-count") or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
