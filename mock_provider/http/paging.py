"""The query of a list and the links between its pages (RFC 8288)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from mock_provider.http.status import Refusal

DEFAULT_LIMIT = 100
_INT32_MAX = 2**31 - 1
_WHOLE = re.compile(r"-?[0-9]{1,20}\Z")
_TIMESTAMP = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)\Z", re.ASCII)
_PARAMETERS = ("limit", "offset", "since")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page is asked for: size, index of the first item, and ``since`` as sent and in microseconds."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    since: str | None = None
    since_moment: int | None = None


def page_query(query: bytes, most: int = _INT32_MAX) -> PageQuery:
    """Reads the query string; raises a 400 for a value that the contract does not allow.

    A page holds ``most`` items at most, whatever limit asks for.
    """
    values = _single_values(query)
    since = values.get("since")
    limit = _whole("limit", values["limit"], least=1) if "limit" in values else DEFAULT_LIMIT
    return PageQuery(
        limit=min(limit, most),
        offset=_whole("offset", values["offset"], least=0) if "offset" in values else 0,
        since=since,
        since_moment=_since(since) if since is not None else None,
    )


def link_header(url: str, query: PageQuery, total: int) -> str:
    """The Link header of a page: first and last always, next and prev where there are such pages."""
    last = (total - 1) // query.limit * query.limit if total else 0
    since = f"&since={quote(query.since, safe='')}" if query.since is not None else ""

    def link(relation: str, offset: int) -> str:
        return f'<{url}?limit={query.limit}&offset={offset}{since}>; rel="{relation}"'

    links = []
    if query.offset + query.limit < total:
        links.append(link("next", query.offset + query.limit))
    links += [link("last", last), link("first", 0)]
    if query.offset > 0:
        links.append(link("prev", max(0, min(query.offset - query.limit, last))))
    return ", ".join(links)


def moment(timestamp: str) -> int:
    """Microseconds since 1970 of an RFC 3339 timestamp with zone; raises ``ValueError`` for anything else.

    Digits beyond microseconds are cut off; a leap second counts as the second after it.
    """
    match = _TIMESTAMP.match(timestamp)
    if match is None:
        raise ValueError("no timestamp with time zone")
    date, minute, second, fraction, zone = match.groups()
    leap = timedelta(seconds=1 if second == "60" else 0)
    text = f"{date}T{minute}:{'59' if leap else second}.{(fraction or '.0')[1:7].ljust(6, '0')}{zone.upper()}"
    return (datetime.fromisoformat(text) + leap - _EPOCH) // timedelta(microseconds=1)


def _single_values(query: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise _bad("the query string is not well formed") from error
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in _PARAMETERS:
            if name in values:
                raise _bad(f"{name} is there twice")
            values[name] = value
    return values


def _whole(name: str, value: str, *, least: int) -> int:
    if not _WHOLE.match(value):
        raise _bad(f"{name} has to be an integer")
    number = int(value)
    if not least <= number <= _INT32_MAX:
        raise _bad(f"{name} has to be {least} to {_INT32_MAX}")
    return number


def _since(value: str) -> int:
    try:
        return moment(value)
    except (ValueError, OverflowError):
        hint = "; a + has to be sent as %2B" if " " in value else ""
        raise _bad(f"since has to be a timestamp with time zone such as 2021-06-30T12:00:00Z{hint}") from None


def _bad(text: str) -> Refusal:
    return Refusal(400, "invalid_query_parameter", text)
