"""The way to the authorization page and back to the client."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.oauth.variations._operations import OAUTH

library = Library()


def _found(response: Response) -> None:
    if response.status == 303:
        response.status = 302


library.add(
    Variation(
        id="var-aut-302",
        title="Redirects to the client are 302",
        how="The framework's default.\nRFC 6749, section 1.7: any redirect that a browser follows.",
        operations=OAUTH,
        on_response=_found,
    )
)


def _redirect_changed(change: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]) -> Callable[[Response], None]:
    def changed(response: Response) -> None:
        location = response.headers.get("location", "")
        if "code=" in location or "error=" in location:
            parts = urlsplit(location)
            response.headers["location"] = urlunsplit(parts._replace(query=urlencode(change(parse_qsl(parts.query)))))

    return changed


library.add(
    Variation(
        id="var-aut-more-parameters",
        title="The redirect to the client carries more parameters, in another order",
        how="The server serves OpenID Connect too.\n"
        "RFC 6749, section 4.1.2: a client ignores parameters it does not know.",
        operations=OAUTH,
        on_response=_redirect_changed(lambda pairs: [("session_state", "a.b"), *reversed(pairs), ("locale", "de")]),
        obliges=("OAUTH-AUT-021",),
    )
)


def _detour(response: Response) -> None:
    """Three more redirects before the login or consent page."""
    hop = int(response.scratch.get("hop", "0") or 0)
    query = response.scratch.get("query")
    if response.request.method == "GET" and hop < 3 and response.status in (200, 302, 303) and query:
        query = {**query, "hop": str(hop + 1)}
        response.status, response.body = (302, 307, 308)[hop], b""
        place = "" if hop else response.request.outside("/oauth/authorize")
        response.headers["location"] = f"{place}?{urlencode(query)}"


def _hop(request: Request) -> None:
    request.scratch["hop"] = request.query.pop("hop", "0")
    request.scratch["query"] = dict(request.query)


library.add(
    Variation(
        id="var-aut-detour",
        title="The authorization page is reached by three more redirects",
        how="A portal, a tenant and a region come first.\n"
        "RFC 6749, section 3.1: how the user gets in is the server's own.",
        operations=("authorize",),
        on_request=_hop,
        on_response=_detour,
    )
)


VARIATIONS = library.variations
