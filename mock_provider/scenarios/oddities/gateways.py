"""Reads of an API that are answered by whatever stands in front of it."""

from __future__ import annotations

from urllib.parse import urlencode

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.kinds import PROTECTED_READS
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import page

library = Library()

_READS = (PROTECTED_READS,)
_AGAIN = "redirected"


def _error_page(response: Response) -> None:
    response.status = 500
    page(response)


library.add(
    Oddity(
        id="odd-error-page",
        title="Every read is answered 500 with an HTML page",
        how="The gateway answers by itself.\nIts page is not for machines.",
        operations=_READS,
        on_response=_error_page,
    )
)


def _bare(response: Response) -> None:
    response.status, response.body = 403, b""
    del response.headers["content-type"]


library.add(
    Oddity(
        id="odd-error-empty",
        title="Every read is answered 403 without a body",
        how="A firewall refuses what it does not know.\nIt says no more than that.",
        operations=_READS,
        on_response=_bare,
    )
)


def _array(response: Response) -> None:
    response.status, response.body = 404, b'["not", "found"]'
    response.headers["content-type"] = "application/json"


library.add(
    Oddity(
        id="odd-error-array",
        title="Every read is answered 404 with a JSON array",
        how="The framework has errors of its own.\nThey are JSON, and nothing that the standard describes.",
        operations=_READS,
        on_response=_array,
    )
)


def _redirect(response: Response, origin: str) -> None:
    request = response.request
    if response.good and _AGAIN not in request.query:
        path = request.url.partition("://")[2].partition("/")[2]
        response.status, response.body = 307, b""
        response.headers["location"] = f"{origin}/{path}?{urlencode({**request.query, _AGAIN: '1'})}"


library.add(
    Oddity(
        id="odd-redirect",
        title="Reads are redirected once, on the same host",
        how="The API has moved behind a router.\nIts old addresses redirect.",
        operations=_READS,
        on_response=lambda response: _redirect(response, ""),
    )
)


def _redirect_elsewhere(response: Response) -> None:
    if response.request.elsewhere:
        _redirect(response, response.request.elsewhere)


library.add(
    Oddity(
        id="odd-redirect-elsewhere",
        title="Reads are redirected to another host",
        how="The records have moved to a service of their own.\nWhoever runs it sees what clients send along.",
        operations=_READS,
        on_response=_redirect_elsewhere,
    )
)


def _text(response: Response) -> None:
    if response.good:
        response.headers["content-type"] = "text/html"


library.add(
    Oddity(
        id="odd-media-type",
        title="Records come as text/html",
        how="The cache in front forgets the type.\nThe web server has a default of its own.",
        operations=_READS,
        on_response=_text,
    )
)

ODDITIES = library.oddities
