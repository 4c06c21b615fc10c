"""What the foreign provider remembers, in dictionaries, and how it behaves: its style and the one defect it has."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from oauthlib.oauth2 import WebApplicationServer

from tests.foreign.content import Archive, Author
from tests.foreign.defects import DEFECTS

SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
SCOPES = tuple(SCOPE + name for name in ("delete", "readonly", "replace"))
PASSWORDS = {
    "ada@river.example": "ada's püzzle & more",
    "ben@river.example": "correct horse battery",
    "eve@river.example": "eve%20eve+eve",
}


@dataclass(frozen=True)
class Style:
    """Legal ways to be different; a right harness minds none of them."""

    login: str = "two pages"  # "one page"
    session: bool = True
    consent: str = "buttons"  # "links"
    deletion: int = 200  # 202, 204
    page: int = 50
    total: bool = True
    links_when_complete: bool = False
    chunked: bool = True
    compressed: bool = False
    lifetime: int = 1800
    refresh_again: bool = True
    narrows: bool = True
    wildcard: bool = False
    unchanged_304: bool = False
    extra_refused: bool = False
    gone_body: str = "clr"  # "status"
    client_id_awkward: bool = True
    ascii_json: bool = False
    utc: bool = True
    asks_login: bool = True
    asks_again: bool = True
    refresh_needs_prompt: bool = False
    scope_refusal: str = "invalid_scope"
    leeway: float = 0.0
    manages_clients: bool = False
    records: str = "all kinds"  # "urns": signed, named by urn:uuid; "signed": signed, at URLs of the API
    fails_each: int = 0
    """Every so many requests the server in front answers 502; 0: never."""


RIVER = Style()
LEAN = Style(
    login="one page",
    session=False,
    consent="links",
    deletion=204,
    page=2,
    total=False,
    links_when_complete=True,
    chunked=False,
    compressed=True,
    lifetime=45,
    refresh_again=False,
    narrows=False,
    wildcard=True,
    unchanged_304=True,
    extra_refused=True,
    gone_body="status",
    client_id_awkward=False,
    ascii_json=True,
    utc=False,
)

OPENID = Style(
    asks_again=False,
    refresh_needs_prompt=True,
    scope_refusal="access_denied",
    manages_clients=True,
)
"""As an OpenID provider has it: consent once, and refresh tokens with prompt=consent only."""

SHORT = Style(login="one page", deletion=202, page=1, refresh_again=False, lifetime=6, narrows=False, wildcard=True)


@dataclass
class Client:
    """A registered client; ``client_id`` is the name that oauthlib looks for."""

    client_id: str
    secret: str
    metadata: dict[str, Any]
    key: str = ""

    @property
    def scopes(self) -> set[str]:
        return set(self.metadata["scope"].split())


@dataclass
class Code:
    """An authorization code with what it is bound to, and the tokens that were issued for it."""

    client_id: str
    redirect_uri: str
    user: str
    scopes: list[str]
    challenge: str | None
    method: str | None
    used: bool = False
    prompt: str = ""
    tokens: list[str] = field(default_factory=list)
    expires: float = field(default_factory=lambda: time.time() + 60)


@dataclass
class Token:
    """An access or refresh token."""

    client_id: str
    user: str
    scopes: list[str]
    expires: float = float("inf")


@dataclass
class Flow:
    """One authorization request on its way through the pages."""

    url: str
    user: str | None = None
    email: str = ""
    sesame: str = field(default_factory=lambda: secrets.token_urlsafe(8))


class State:
    """Everything in memory; ``reset`` starts afresh with another style or another defect."""

    def __init__(self, origin: str, base: str) -> None:
        self.origin, self.base = origin, base
        self.server: WebApplicationServer | None = None
        self.reset()

    def reset(self, defect: str | None = None, style: Style = RIVER) -> None:
        assert defect is None or defect in DEFECTS, defect
        self.defect, self.style = defect, style
        self.clients: dict[str, Client] = {}
        self.codes: dict[str, Code] = {}
        self.access: dict[str, Token] = {}
        self.refresh: dict[str, Token] = {}
        self.flows: dict[str, Flow] = {}
        self.sessions: dict[str, str] = {}
        self.approved: set[tuple[str, str]] = set()
        self.requests = 0
        self.author = Author(self.origin, self.base, utc=style.utc, records=style.records)
        self.archive: Archive = self.author.write()

    def wrong(self, defect: str) -> bool:
        """True when the provider has this defect; a name that is not in the table is a fault of the test."""
        assert defect in DEFECTS, defect
        return self.defect == defect
