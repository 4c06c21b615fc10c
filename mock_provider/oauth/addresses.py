"""Where the parts of the authorization server are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

OAUTH_ROOT = "/oauth/"
"""What all paths of the authorization server but its metadata begin with."""

METADATA_PATH = "/.well-known/oauth-authorization-server"
"""Where the metadata of an issuer without a path is (RFC 8414 section 3)."""

STEPS = ("authorize", "login", "logout", "consent", "grants", "token", "register", "revoke")
"""What follows in those paths."""

PAGES = ("authorize", "login", "logout", "consent", "grants")
"""Those of them that people meet in a browser."""

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts of the authorization server are, under a root: its issuer URL, or the path of that.

    ``renamed`` are paths below the root by step (``token``); a step that it lacks is at ``/oauth/<step>``.
    """

    root: str
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, step: str) -> str:
        """Where a step is, one of ``STEPS``."""
        return self.root + self.renamed.get(step, OAUTH_ROOT + step)

    @property
    def authorize(self) -> str:
        """The authorization endpoint (RFC 6749 section 3.1)."""
        return self.of("authorize")

    @property
    def token(self) -> str:
        """The token endpoint (RFC 6749 section 3.2)."""
        return self.of("token")

    @property
    def register(self) -> str:
        """The registration endpoint (RFC 7591)."""
        return self.of("register")

    @property
    def revoke(self) -> str:
        """The revocation endpoint (RFC 7009)."""
        return self.of("revoke")

    @property
    def login(self) -> str:
        """The page where a user signs in."""
        return self.of("login")

    @property
    def logout(self) -> str:
        """Where the sign-out button posts to."""
        return self.of("logout")

    @property
    def consent(self) -> str:
        """Where the consent page posts the user's decision to."""
        return self.of("consent")

    @property
    def grants(self) -> str:
        """The page where a user sees and withdraws what clients may do."""
        return self.of("grants")


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
        return Addresses(urlsplit(self.root).path, self.renamed)
