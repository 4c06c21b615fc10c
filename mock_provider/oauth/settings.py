"""What the authorization server offers, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OFFLINE_ACCESS = "offline_access"
"""The scope that asks for a refresh token (Open Badges 2.1); no URI, so discovery cannot list it."""


@dataclass(frozen=True, slots=True)
class AuthorizationSettings:
    """Switches and lifetimes (seconds) of the authorization server.

    ``scopes`` are those of the API on offer, ``scope_texts`` what the consent page says of each; ``offline_access``
    comes with ``refresh``, by ``refresh_by_consent`` for ``prompt=consent`` alone (OpenID Connect Core 1.0, 11). Access
    tokens are taken ``leeway_seconds`` longer than they live. ``kept_login`` is the user that every browser is signed
    in as, ``auto_login`` the one who agrees to everything at once, unseen; ``consent_once`` asks nobody twice.
    ``paths`` are those of the steps that are not at ``/oauth/<step>``. Raises ``ValueError`` for a lifetime that is
    not positive, a code that lives longer than 10 minutes (RFC 6749 section 4.1.2) or no scope.
    """

    scopes: tuple[str, ...]
    scope_texts: Mapping[str, str] = field(default_factory=dict)
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
    auto_login: str = ""
    consent_once: bool = False
    refresh_by_consent: bool = False
    paths: Mapping[str, str] = field(default_factory=dict)

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


def narrow(requested: str | None, allowed: Iterable[str]) -> str | None:
    """The requested scopes that are allowed, in the order asked for, or None when none of the API is among them."""
    known = frozenset(allowed)
    kept = [scope for scope in dict.fromkeys((requested or "").split()) if scope in known]
    return " ".join(kept) if any(scope != OFFLINE_ACCESS for scope in kept) else None


def offline(scope: str) -> bool:
    """True when these scopes ask for a refresh token."""
    return OFFLINE_ACCESS in scope.split()


def without_offline(scope: str) -> str:
    """The scopes without the one for refresh tokens."""
    return " ".join(name for name in scope.split() if name != OFFLINE_ACCESS)
