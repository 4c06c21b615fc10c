"""The authorization request (RFC 6749, section 4.1.1, with PKCE), and what the browser brings back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from conformance.exchanges import Response
from conformance.oauth.pkce import challenge, new_verifier
from conformance.oauth.problems import problem

URL_CHARACTERS = 16 * 1024


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """One authorization request to ``endpoint``; right by default, so that a check can change one thing.

    ``registered`` is the redirect URI of the client: a redirect is caught there and at ``redirect_uri``,
    in case a check sends another one. ``repeated`` are pairs sent besides ``params``.
    """

    endpoint: str
    params: Mapping[str, str]
    registered: str
    verifier: str = field(repr=False)
    repeated: tuple[tuple[str, str], ...] = ()

    @classmethod
    def right(
        cls,
        endpoint: str,
        *,
        client_id: str,
        redirect_uri: str,
        scope: str,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Self:
        """A right request of a client for scopes (space separated), with a fresh state and a fresh verifier.

        ``more`` are parameters that the authorization server needs in addition to those of the standard (``audience``).
        """
        verifier = new_verifier()
        params = {
            **more,
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "scope": scope,
            "state": secrets.token_urlsafe(24),
            "code_challenge": challenge(verifier),
            "code_challenge_method": "S256",
        }
        return cls(endpoint=endpoint, params=params, registered=redirect_uri, verifier=verifier)

    def changed(self, **changes: str | None) -> Self:
        """The same request with parameters replaced, or left out where the value is ``None``."""
        params = {**self.params, **changes}
        return replace(self, params={name: value for name, value in params.items() if value is not None})

    def with_repeated(self, *pairs: tuple[str, str]) -> Self:
        """The same request with parameters sent a second time (RFC 6749, section 3.1, forbids it)."""
        return replace(self, repeated=self.repeated + pairs)

    @property
    def state(self) -> str | None:
        """The state that is sent."""
        return self.params.get("state")

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that are asked for."""
        return tuple(self.params.get("scope", "").split())

    @property
    def url(self) -> str:
        """The URL that the browser is sent to; a query that the endpoint has of its own is kept."""
        query = urlencode([*self.params.items(), *self.repeated], errors="replace")
        return f"{self.endpoint}{'&' if '?' in self.endpoint else '?'}{query}"

    def catches(self, url: str) -> bool:
        """True when a URL is a redirect to the client: one of its redirect URIs, whatever the query."""
        return any(_same_place(url, known) for known in (self.registered, self.params.get("redirect_uri")) if known)


@dataclass(frozen=True, slots=True)
class RedirectResult:
    """The redirect to the client, caught and not followed.

    ``params`` are those of the query; where one is repeated the first counts, and ``repeated`` names it.
    ``response`` is the exchange with the redirect (``None`` from a browser). ``logged_in`` tells whether the resource
    owner logged in on the way, or had in this session before; ``None``: a person did, who knows.
    """

    url: str = field(repr=False)
    params: Mapping[str, str] = field(repr=False)
    fragment: Mapping[str, str] = field(default_factory=dict, repr=False)
    repeated: tuple[str, ...] = ()
    response: Response | None = None
    logged_in: bool | None = None

    @classmethod
    def of(cls, url: str, response: Response | None = None, extra: Sequence[tuple[str, str]] = ()) -> Self:
        """The result for a URL; ``extra`` are parameters that came in a form instead of the query."""
        parts = urlsplit(url)
        pairs = [*parse_qsl(parts.query, keep_blank_values=True), *extra]
        names = [name for name, _ in pairs]
        return cls(
            url=url,
            params=dict(reversed(pairs)),
            fragment=dict(parse_qsl(parts.fragment, keep_blank_values=True)),
            repeated=tuple(sorted({name for name in names if names.count(name) > 1})),
            response=response,
        )

    @property
    def code(self) -> str | None:
        """The authorization code."""
        return self.params.get("code")

    @property
    def state(self) -> str | None:
        """The state that came back."""
        return self.params.get("state")

    @property
    def error(self) -> str | None:
        """The error code (RFC 6749, section 4.1.2.1)."""
        return self.params.get("error")


@dataclass(frozen=True, slots=True)
class PageResult:
    """The last page, when no redirect to the client came.

    ``logged_in`` tells whether the resource owner had logged in or decided before: then the endpoint took the request.
    """

    status: int | None
    url: str
    text: str = field(repr=False)
    response: Response | None = None
    logged_in: bool = False


AuthorizationResult = RedirectResult | PageResult


def code_of(result: AuthorizationResult, request: AuthorizationRequest) -> str:
    """The code of a result that should have been a success.

    Raises OAuthProblem: ``authorization-page-missing``, ``no-login-form`` or ``no-redirect`` for a page;
    ``consent-denied``, ``authorization-refused``, ``no-code`` or ``wrong-state`` for a redirect.
    """
    if isinstance(result, PageResult):
        raise _no_redirect(result)
    if result.error is not None:
        raise _refused(result)
    if not result.code:
        raise problem("no-code", "The redirect to the client holds neither code nor error.", response=result.response)
    if result.state != request.state:
        raise problem(
            "wrong-state",
            "The redirect to the client does not bring back the state that was sent.",
            likely="The authorization server changes or drops state.",
            response=result.response,
        )
    return result.code


def _refused(result: RedirectResult) -> Exception:
    if result.error == "access_denied":
        return problem(
            "consent-denied",
            "The authorization server says that the resource owner denied access.",
            likely="The button that was pressed on the consent page is the one that says no.",
            todo="Name the fields that say yes under login.form.approve in the plan.",
            response=result.response,
        )
    said = " ".join(result.params.get(name, "")[:200] for name in ("error", "error_description")).strip()
    return problem(
        "authorization-refused",
        f"The authorization server refused a correct request: {said}.",
        likely="The client is not registered for these scopes or this redirect URI.",
        todo="Compare the client registration with the plan.",
        response=result.response,
    )


def _no_redirect(result: PageResult) -> Exception:
    if result.logged_in:
        return problem(
            "no-redirect",
            f"After the login no redirect to the client came; the last page has status {result.status}.",
            likely="The login was not accepted, or the consent page needs other fields.",
            todo="Name the fields of the consent page under login.form.approve, or use the strategy browser.",
            response=result.response,
        )
    if result.status is None or result.status >= 400:
        return problem(
            "authorization-page-missing",
            f"The authorization endpoint answers a correct request with status {result.status}.",
            likely="A wrong authorization URL, or a client that the server does not know.",
            todo="Compare target.authorization_url and the client with the target.",
            response=result.response,
        )
    return problem(
        "no-login-form",
        "The authorization endpoint shows a page without a form to log in with.",
        likely="The page is built by scripts, or it is an error page with status 200.",
        todo="Open the URL of the exchange in a browser; use the strategy browser when scripts build the page.",
        response=result.response,
    )


def absolute(base: str, reference: str) -> str | None:
    """A reference resolved against the page it is on, or ``None`` when it is none (or far too long)."""
    if len(reference) > URL_CHARACTERS:
        return None
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return None


def _same_place(url: str, known: str) -> bool:
    try:
        one, other = urlsplit(url), urlsplit(known)
        return (one.scheme, one.netloc.lower(), one.path or "/") == (
            other.scheme,
            other.netloc.lower(),
            other.path or "/",
        )
    except ValueError:
        return False
