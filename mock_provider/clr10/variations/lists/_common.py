"""The links of a page, read and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from mock_provider.behaviour.exchange import Response

LIST = ("getClrs",)


Link = tuple[str, dict[str, str]]


def write_links(response: Response, found: Sequence[Link], form: Callable[[str, str], str] | None = None) -> None:
    """Write these links, each as ``form`` makes it of URL and relation."""
    written = form or (lambda url, relation: f'<{url}>; rel="{relation}"')
    lines = [written(url(response, query), relation) for relation, query in found]
    response.headers["link"] = ", ".join(lines)


def url(response: Response, query: dict[str, str]) -> str:
    """The URL of the list with another query."""
    return f"{response.request.url}?{urlencode(query)}"
