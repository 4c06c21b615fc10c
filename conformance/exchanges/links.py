"""The paging links of a Link header (RFC 8288), and whether a request goes where one leads."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^,;\s=]+(?:\s*=\s*(?:\"[^\"]*\"|[^\",;\s]*))?)*)")
_PARAMETER = re.compile(r";\s*([^,;\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|([^\",;\s]*)))?")

PAGING = frozenset({"next", "prev", "first", "last"})
"""The relations of a Link header that are about pages; a Link header may speak of other things too."""


def links(header: str | None, base: str) -> dict[str, str]:
    """The paging links of a header by relation, resolved against the URL of the request; the first of each relation."""
    return {relation: _resolved(base, url) for relation, url in raw_links(header).items()}


def raw_links(header: str | None) -> dict[str, str]:
    """As ``links``, with the targets as they are written."""
    found: dict[str, str] = {}
    for url, parameters in _LINK.findall(header or ""):
        for relation in _relations(parameters):
            if relation in PAGING:
                found.setdefault(relation, url)
    return found


def goes_to(url: str, target: str) -> bool:
    """True when a request to ``url`` goes where ``target`` leads: same place, and no parameter of it is missing."""
    try:
        one, other = urlsplit(url), urlsplit(target)
        same = (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False
    return same and unquote(one.path) == unquote(other.path) and _pairs(other.query) <= _pairs(one.query)


def _pairs(query: str) -> set[tuple[str, str]]:
    return set(parse_qsl(query, keep_blank_values=True))


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
