"""What providers by other hands were seen to do: legal, and once taken for a fault."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.trigger import Trigger
from mock_provider.behaviour.variation_tools import DOCUMENTS
from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.terms import STATUSES

_NOWHERE = "/busy"
_API = (*DOCUMENTS, "deleteClr", "getDiscoveryDocument")
_SLOW = 1.5  # seconds


def _denied(answer: Response) -> None:
    """The error of a redirect to the client is ``access_denied`` where it was ``invalid_scope``."""
    parts = urlsplit(answer.headers.get("location", ""))
    members = dict(parse_qsl(parts.query))
    if members.get("error") == "invalid_scope":
        query = urlencode({**members, "error": "access_denied"})
        answer.headers["location"] = urlunsplit(parts._replace(query=query))


def _no_verifier(answer: Response) -> None:
    body = answer.json
    form = answer.request.form
    missing = form.get("grant_type") == "authorization_code" and not form.get("code_verifier")
    if missing and isinstance(body, dict) and body.get("error") == "invalid_grant":
        answer.json = {**body, "error": "invalid_request"}


def _one_code_for_metadata(answer: Response) -> None:
    body = answer.json
    if isinstance(body, dict) and body.get("error") == "invalid_redirect_uri":
        answer.json = {**body, "error": "invalid_client_metadata"}


def _to_nowhere(request: Request) -> None:
    """The request meets the gateway only: nothing behind it learns of it."""
    request.path = _NOWHERE


def _busy(answer: Response) -> None:
    """A status object from the API (CLR10-API-013), a page from all else."""
    answer.status = 503
    if answer.operation in _API:
        answer.headers["content-type"] = LD_JSON
        answer.body = STATUSES.failure(503, "server_busy", "no node is free").body
    else:
        answer.headers["content-type"] = "text/html"
        answer.body = b"<html><title>503</title><h1>Service unavailable</h1></html>"


def _busy_for_a_second(answer: Response) -> None:
    _busy(answer)
    answer.headers["retry-after"] = "1"


def _slow(answer: Response) -> None:
    answer.pause = _SLOW


VARIATIONS = (
    Variation(
        id="var-login-kept",
        title="Nobody is asked to log in: every browser counts as the same user",
        how="A test mode, a kept session or a sign-on of the network.\n"
        "RFC 6749, section 3.1: how the user is authenticated is the server's own.",
        settings={"kept_login": "mira"},
        touches=("login form", "login"),
    ),
    Variation(
        id="var-rfr-by-consent",
        title="A refresh token comes only for prompt=consent",
        how="The server is one of OpenID Connect (Core 1.0, section 11).\n"
        "CLR10-RFR-001: a refresh token is a MAY; RFC 6749, section 3.3: fewer scopes may be granted than asked for.",
        settings={"refresh_by_consent": True},
        touches=("refresh token",),
    ),
    Variation(
        id="var-aut-scope-denied",
        title="A request without any scope that can be had ends in access_denied",
        how="A policy decides about scopes and says no.\n"
        "RFC 6749, section 4.1.2.1: access_denied is the owner's or the server's refusal; nothing is granted.",
        operations=("authorize", "consent"),
        on_response=_denied,
        doubts=("CLR10-AUT-014",),
    ),
    Variation(
        id="var-tok-no-verifier",
        title="A token request without code_verifier is answered invalid_request",
        how="A required parameter is missing, which comes before its value.\n"
        "RFC 6749, section 5.2: invalid_request is for a missing parameter; RFC 7636, 4.6 speaks of a wrong one.",
        operations=("token",),
        on_response=_no_verifier,
    ),
    Variation(
        id="var-reg-one-error",
        title="Every wrong registration is answered invalid_client_metadata",
        how="One schema judges the whole body.\nRFC 7591, section 3.2.2: a redirect URI is metadata, too.",
        operations=("register",),
        on_response=_one_code_for_metadata,
    ),
    Variation(
        id="var-tok-leeway",
        title="An access token that lives two seconds is taken for a minute more",
        how="Clocks of servers differ.\nRFC 7519, section 4.1.4: a small leeway, no more than a few minutes, for skew.",
        settings={"access_token_seconds": 2, "leeway_seconds": 60},
        touches=("token lifetime",),
        doubts=("CLR10-BRR-002",),
    ),
    Variation(
        id="var-list-only-signed",
        title="Every CLR is signed, under a urn:uuid",
        how="The publisher signs and hosts nothing.\nCLR10-PAY-014: an id may be a urn:uuid; the contract: signedClrs.",
        settings={"only_signed": True},
        touches=("clr ids",),
    ),
    Variation(
        id="var-http-503-once",
        title="One request in the run is answered 503 with Retry-After",
        how="A node is restarted.\nRFC 9110, section 15.6.4: 503 is a temporary state, and the client may try again.",
        on_request=_to_nowhere,
        on_response=_busy_for_a_second,
        trigger=Trigger(every=61, next=1),
        touches=("availability",),
    ),
    Variation(
        id="var-http-503-bare",
        title="One request in the run is answered 503 without Retry-After",
        how="The gateway had no node for a moment.\nRFC 9110, section 15.6.4: Retry-After is a MAY.",
        on_request=_to_nowhere,
        on_response=_busy,
        trigger=Trigger(every=97, next=1),
        touches=("availability",),
    ),
    Variation(
        id="var-http-slow-start",
        title="The first answer takes more than a second, all others are quick",
        how="The service was asleep.\nThe standard sets no time; the run's limits do.",
        on_response=_slow,
        trigger=Trigger(next=1),
    ),
)
