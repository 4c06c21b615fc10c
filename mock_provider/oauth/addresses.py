"""Where the parts of the authorization server are."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

OAUTH_ROOT = "/oauth/"
"""What all paths of the authorization server but its metadata begin with."""

STEPS = ("authorize", "login", "logout", "consent", "grants", "token", "register", "revoke")
"""What follows in those paths."""

PAGES = ("authorize", "login", "logout", "consent", "grants")
"""Those of them that people meet in a browser."""

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


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
