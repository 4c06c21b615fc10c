"""Registration responses: what RFC 7591 leaves open."""

from __future__ import annotations

import time

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Node, json_object

library = Library()
_YEAR = 365 * 86_400


def _more_in_registration(response: Response) -> None:
    if response.request.method == "DELETE":
        response.status, response.body = 204, b""
    elif response.status == 201:
        body, request = response.json, response.request
        place = request.outside(f"/oauth/register/{body['client_id']}")
        response.json = {
            **body,
            "registration_client_uri": f"https://{request.headers['host']}{place}",
            "registration_access_token": "rat-2f5c1e8d9a7b4c3e",
            "client_name#de": "Verbraucher",
            "contacts": [],
            "jwks": {"keys": []},
            "require_auth_time": False,
        }


library.add(
    Variation(
        id="var-reg-more-members",
        title="The registration response offers client management and has other members",
        how="The server knows RFC 7592 and OpenID Connect.\nRFC 7591, section 3.2.1: further members may be there.",
        operations=("register",),
        on_response=_more_in_registration,
    )
)


def _expiring_secret(body: Node) -> None:
    if "client_secret_expires_at" in body:
        body["client_secret_expires_at"] = int(time.time()) + _YEAR


library.add(
    Variation(
        id="var-reg-secret-expires",
        title="The client secret expires in a year",
        how="Secrets are renewed each year.\nRFC 7591, section 3.2.1: a time in seconds, or 0.",
        operations=("register",),
        on_response=json_object(_expiring_secret),
    )
)


def _rewritten_name(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("client_name"), str):
        request.json = {**body, "client_name": f"[unverified] {body['client_name']} (ASCII only)"}


library.add(
    Variation(
        id="var-reg-name-rewritten",
        title="The server changes client_name and says so",
        how="Names of unverified clients are marked.\nOAUTH-REG-004: metadata come back with the server's changes.",
        operations=("register",),
        on_request=_rewritten_name,
    )
)


def _narrowed(body: Node) -> None:
    """offline_access is not registered; a refresh token is given all the same (OAUTH-RFR-001)."""
    if isinstance(body.get("scope"), str):
        body["scope"] = " ".join(scope for scope in body["scope"].split() if scope != "offline_access")


library.add(
    Variation(
        id="var-reg-scope-narrowed",
        title="offline_access is left out of the registered scope, though it can be asked for",
        how="The server lists the scopes of resources only.\nOAUTH-REG-015: the server may narrow the scopes.",
        operations=("register",),
        on_response=json_object(_narrowed),
        obliges=("OAUTH-REG-022",),
    )
)


VARIATIONS = library.variations
