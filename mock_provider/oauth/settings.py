"""What the authorization server offers, for how long, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

READONLY = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
REPLACE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/replace"
DELETE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/delete"
CLR_SCOPES = (READONLY, REPLACE, DELETE)
"""The three scopes of the CLR Standard 1.0 (its OpenAPI file, security schemes)."""

OFFLINE_ACCESS = "offline_access"
"""The scope that asks for a refresh token (Open Badges 2.1); no URI, so discovery cannot list it."""

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class AuthorizationSettings:
    """Switches and lifetimes (seconds) of the authorization server.

    ``scopes`` are the CLR scopes on offer; ``offline_access`` comes with ``refresh``, by ``refresh_by_consent`` for
    ``prompt=consent`` alone (OpenID Connect Core 1.0, 11). Access tokens are taken ``leeway_seconds`` longer than they
    live. ``kept_login`` is the user that every browser is signed in as; ``consent_once`` asks nobody twice. Raises
    ``ValueError`` for a lifetime that is not positive, a code that lives longer than 10 minutes (RFC 6749 section
    4.1.2) or no scope.
    """

    scopes: tuple[str, ...] = CLR_SCOPES
    access_token_seconds: int = 3600
    refresh_token_seconds: int = 30 * 86_400
    code_seconds: int = 300
    session_seconds: int = 8 * 3600
    registration: bool = True
    refresh: bool = True
    rotation: bool = True
    client_credentials: bool = True
    revocation: bool = True
    leeway_seconds: int = 0
    kept_login: str = ""
    consent_once: bool = False
    refresh_by_consent: bool = False

    def __post_init__(self) -> None:
        lifetimes = (self.access_token_seconds, self.refresh_token_seconds, self.code_seconds, self.session_seconds)
        if min(lifetimes) <= 0:
            raise ValueError("lifetimes of tokens, codes and sessions are positive numbers of seconds")
        if self.code_seconds > 600:
            raise ValueError("an authorization code lives 600 seconds at most")
        if not self.scopes:
            raise ValueError("at least one scope is offered")

    @property
    def offered(self) -> tuple[str, ...]:
        """Every scope that a client can get."""
        return (*self.scopes, OFFLINE_ACCESS) if self.refresh else self.scopes

    @property
    def user_grant_types(self) -> tuple[str, ...]:
        """Grant types that a client can register for (client credentials are for clients known beforehand)."""
        return ("authorization_code", "refresh_token") if self.refresh else ("authorization_code",)

    @property
    def grant_types(self) -> tuple[str, ...]:
        """Grant types at the token endpoint."""
        return (*self.user_grant_types, "client_credentials") if self.client_credentials else self.user_grant_types


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts of the authorization server are, under a root: its issuer URL, or the path of that."""

    root: str

    @property
    def authorize(self) -> str:
        """The authorization endpoint (RFC 6749 section 3.1)."""
        return f"{self.root}/oauth/authorize"

    @property
    def token(self) -> str:
        """The token endpoint (RFC 6749 section 3.2)."""
        return f"{self.root}/oauth/token"

    @property
    def register(self) -> str:
        """The registration endpoint (RFC 7591)."""
        return f"{self.root}/oauth/register"

    @property
    def revoke(self) -> str:
        """The revocation endpoint (RFC 7009)."""
        return f"{self.root}/oauth/revoke"

    @property
    def login(self) -> str:
        """The page where a user signs in."""
        return f"{self.root}/oauth/login"

    @property
    def logout(self) -> str:
        """Where the sign-out button posts to."""
        return f"{self.root}/oauth/logout"

    @property
    def consent(self) -> str:
        """Where the consent page posts the user's decision to."""
        return f"{self.root}/oauth/consent"

    @property
    def grants(self) -> str:
        """The page where a user sees and withdraws what clients may do."""
        return f"{self.root}/oauth/grants"


@dataclass(frozen=True, slots=True)
class Endpoints(Addresses):
    """The absolute URLs of the authorization server; the root is its issuer URL, without a slash at the end.

    Raises ``ValueError`` for an issuer that is neither https nor http on a loopback host.
    """

    def __post_init__(self) -> None:
        parts = urlsplit(self.root)
        loopback = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
        if not parts.hostname or not (parts.scheme == "https" or loopback) or parts.query or parts.fragment:
            raise ValueError(f"the issuer is an https URL without query and fragment (http on loopback): {self.root}")
        if self.root.endswith("/"):
            raise ValueError(f"the issuer ends without a slash: {self.root}")

    @property
    def issuer(self) -> str:
        """The issuer identifier (RFC 8414 section 2)."""
        return self.root

    @property
    def secure(self) -> bool:
        """True when the server is reached by https."""
        return self.root.startswith("https:")

    @property
    def paths(self) -> Addresses:
        """The same without scheme and host, for the pages: a browser stays where it is."""
        return Addresses(urlsplit(self.root).path)


def narrow(requested: str | None, allowed: Iterable[str]) -> str | None:
    """The requested scopes that are allowed, in the order asked for, or None when no CLR scope is among them."""
    known = frozenset(allowed)
    kept = [scope for scope in dict.fromkeys((requested or "").split()) if scope in known]
    return " ".join(kept) if any(scope != OFFLINE_ACCESS for scope in kept) else None
