"""The authorization server as one object, for its routes, the resource server and the set-up of the mock."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from mock_provider.oauth import endpoints, flows
from mock_provider.oauth.addresses import Endpoints
from mock_provider.oauth.core import Clock, Core
from mock_provider.oauth.messages import bearer_token
from mock_provider.oauth.sessions import Sessions
from mock_provider.oauth.settings import AuthorizationSettings
from mock_provider.store.clients import Client
from mock_provider.store.database import Database
from mock_provider.store.digests import new_secret
from mock_provider.store.grants import GrantStore
from mock_provider.store.tokens import Issue, Token
from mock_provider.store.users import UserStore

ON_DEMAND = "token-on-demand"
"""The client to which tokens without a login are issued."""


class AuthorizationService:
    """An OAuth 2.0 authorization server on a database.

    ``issuer_url`` is its public URL without a slash at the end, ``base_url`` the base of the API that it protects,
    ``clock`` gives epoch seconds. With ``threads`` whatever asks the store runs in one, so that it holds up
    nobody. Raises ``ValueError`` for an issuer that is neither https nor loopback.
    """

    def __init__(
        self,
        database: Database,
        issuer_url: str,
        base_url: str,
        settings: AuthorizationSettings,
        clock: Clock = time.time,
        *,
        threads: bool = True,
    ) -> None:
        self.settings = settings
        self.endpoints = Endpoints(issuer_url.rstrip("/"), settings.paths)
        self.base_url = base_url
        self.clock = clock
        self._threads = threads
        self.users = UserStore(database)
        self.grants = GrantStore(database)
        self.sessions = Sessions(
            self.users,
            clock,
            seconds=self.settings.session_seconds,
            secure=self.endpoints.secure,
            kept_login=self.settings.kept_login,
            path=self.endpoints.paths.root,
        )
        self.core = Core(self.grants, self.endpoints, self.settings, clock)
        flows.install(self.core)
        endpoints.install(self.core)

    async def run(self, function: Callable[..., Response], *arguments: object) -> Response:
        """What the function answers, which may ask the store and hash passwords."""
        return await run_in_threadpool(function, *arguments) if self._threads else function(*arguments)

    def agree_as(self, username: str) -> None:
        """Agree at once in the name of this user from now on, whoever asks: for clients that only read redirects."""
        self.core.settings = replace(self.core.settings, auto_login=username)

    def authenticate_bearer(self, header: str | None) -> Token | None:
        """The live token of an Authorization header, by one indexed query; None for any other header."""
        token = bearer_token(header)
        leeway = self.settings.leeway_seconds
        found = self.grants.bearer(token, int(self.clock()) - leeway) if token else None
        return replace(found, expires_at=found.expires_at + leeway) if found else None

    def why_refused(self, header: str) -> str:
        """Why the token of an Authorization header does not count, without the token."""
        token = bearer_token(header)
        found = self.grants.token(token, int(self.clock())) if token else None
        if found is None:
            return "this server has not given it out"
        if found.kind != "access":
            return "it is a refresh token"
        return "it is revoked, or its grant is withdrawn" if found.revoked else "it has expired"

    def seed_users(self, passwords: Mapping[str, str], names: Mapping[str, str] | None = None) -> None:
        """Makes or replaces accounts: user name to password, and what to call them."""
        self.users.seed(passwords, names)

    def seed_client(
        self,
        client_id: str,
        secret: str,
        redirect_uris: Sequence[str] = (),
        scopes: Sequence[str] | None = None,
        grant_types: Sequence[str] = ("authorization_code", "refresh_token"),
        *,
        name: str | None = None,
        home: str = "https://client.invalid",
        acts_for: str | None = None,
    ) -> None:
        """Makes or replaces a client known beforehand.

        ``scopes`` are all of the API unless given. ``home`` is the URL that its pages are under, ``acts_for`` the user
        whose records a client credentials token reaches (None: nobody's in particular).
        """
        about = {
            "client_name": name or client_id,
            "client_uri": home,
            "logo_uri": f"{home}/logo.png",
            "tos_uri": f"{home}/terms",
            "policy_uri": f"{home}/privacy",
            "redirect_uris": list(redirect_uris),
            "grant_types": list(grant_types),
            "response_types": ["code"] if "authorization_code" in grant_types else [],
            "token_endpoint_auth_method": "client_secret_basic",
            "scope": " ".join(self.settings.scopes if scopes is None else scopes),
        }
        self.grants.add_client(client_id, secret, about, int(self.clock()), acts_for)

    def token_for(self, username: str, scopes: Sequence[str] = (), seconds: int = 0) -> dict[str, Any]:
        """A token response for a user, without a login: scopes are URIs or what they end in (none: all of the API).

        It lives as long as any other, unless ``seconds`` says otherwise. Raises ``ValueError`` for a user or a scope
        that there is not.
        """
        if self.users.get(username) is None:
            raise ValueError(f"there is no user {username}")
        names = {scope.rpartition("/")[2]: scope for scope in self.settings.scopes}
        strangers = [scope for scope in scopes if scope not in (*names, *names.values())]
        if strangers:
            raise ValueError(f"there is no scope {strangers[0]}; there are {', '.join(names)}")
        wanted = dict.fromkeys(names.get(scope, scope) for scope in scopes) or dict.fromkeys(names.values())
        token, lives = new_secret(), seconds or self.settings.access_token_seconds
        asking = Client(ON_DEMAND, "", {}, int(self.clock()), username)
        self.grants.issue(asking, Issue(token, " ".join(wanted), int(self.clock()) + lives))
        return {"access_token": token, "token_type": "Bearer", "expires_in": lives, "scope": " ".join(wanted)}

    def metadata(self) -> dict[str, Any]:
        """The authorization server metadata (RFC 8414)."""
        return endpoints.server_metadata(self.core, self.base_url)
