"""Dynamic client registration (RFC 7591, in the profile of Open Badges 2.1 that the editions share)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from conformance import __version__
from conformance.access import REDIRECT_URI, ClientSpec
from conformance.exchanges import Response
from conformance.oauth.problems import failed, oauth_error, problem
from conformance.wire import Wire

CLIENT_NAME = "CLR conformance self-check"


def metadata(
    redirect_uri: str = REDIRECT_URI,
    scope: str | None = None,
    *,
    name: str = CLIENT_NAME,
    grant_types: tuple[str, ...] = ("authorization_code", "refresh_token"),
) -> dict[str, Any]:
    """Right metadata: every required member, all URLs https with the one host of the redirect URI.

    The caller may change the result, since it is a fresh dictionary each time.
    """
    site = f"https://{urlsplit(redirect_uri).netloc}"
    made: dict[str, Any] = {
        "client_name": name,
        "client_uri": f"{site}/",
        "logo_uri": f"{site}/logo.png",
        "tos_uri": f"{site}/terms",
        "policy_uri": f"{site}/privacy",
        "software_id": "6f2a1c1e-8f5c-4d53-9e0e-7c1f3a7d2b60",
        "software_version": __version__,
        "redirect_uris": [redirect_uri],
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": list(grant_types),
        "response_types": ["code"],
    }
    return made if scope is None else {**made, "scope": scope}


def register(wire: Wire, url: str, body: Mapping[str, Any] | bytes, label: str = "register a client") -> Response:
    """Post metadata (or any bytes, for a wrong request) to the registration endpoint, as they are."""
    return wire.send(
        "POST",
        url,
        headers={"Content-Type": "application/json", "Accept": "application/json"},
        content=body if isinstance(body, bytes) else json.dumps(dict(body)).encode("utf-8"),
        label=label,
    )


@dataclass(frozen=True, slots=True)
class RegisteredClient:
    """A client that the authorization server knows; ``scopes`` is ``None`` when the server did not say."""

    id: str
    secret: str = field(repr=False)
    redirect_uri: str = REDIRECT_URI
    scopes: tuple[str, ...] | None = None
    name: str = CLIENT_NAME

    @classmethod
    def of_plan(cls, client: ClientSpec) -> RegisteredClient:
        """The client that was registered beforehand."""
        return cls(id=client.id, secret=client.secret, redirect_uri=client.redirect_uri)

    @classmethod
    def of(cls, response: Response, redirect_uri: str = REDIRECT_URI) -> RegisteredClient:
        """The client that a registration made, read leniently.

        Raises OAuthProblem: a failure of the exchange under its own code, else ``registration-refused``.
        """
        if response.failure is not None:
            raise failed(response, "client registration")
        body = response.json_object()
        if response.status not in {200, 201} or not isinstance(body.get("client_id"), str):
            raise problem(
                "registration-refused",
                f"The target did not register a client: {oauth_error(response)}.",
                likely="Registration needs something that a consumer does not have, or it rejects the metadata.",
                todo="Look at the exchange, or register a client by hand and name it in the plan under client.",
                response=response,
            )
        secret, scope, name = body.get("client_secret"), body.get("scope"), body.get("client_name")
        return cls(
            id=body["client_id"],
            secret=secret if isinstance(secret, str) else "",
            redirect_uri=redirect_uri,
            scopes=tuple(scope.split()) if isinstance(scope, str) else None,
            name=name if isinstance(name, str) else CLIENT_NAME,
        )
