"""How one gets to a target and into it: the network between, the client that asks, and the users who log in.

Plain values, which a plan holds and the wire and OAuth are handed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

REDIRECT_URI: Final = "https://consumer.invalid/callback"
"""Nothing answers there, and nothing has to: the redirect is caught before anybody follows it."""

_NOT_A_PROXY: Final = "not a URL such as http://proxy.example.edu:3128 (in a password, write / as %2F and # as %23)"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A resource owner's user name and password."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """What stands between this machine and the target, and how to get through it.

    ``headers`` and ``basic`` (HTTP Basic, with requests that carry no Authorization of their own) go to the hosts
    that the plan names, and to no other. ``rate`` is the largest number of requests in a second, 0 for any;
    ``wait_for`` the seconds in which a target that is starting may come up.
    """

    proxy: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    basic: Credentials | None = None
    client_certificate: str | None = None
    client_key: str | None = None
    rate: float = 0.0
    wait_for: float = 0.0


@dataclass(frozen=True, slots=True)
class ClientSpec:
    """A client registered beforehand, for a target without dynamic registration (or for client credentials)."""

    id: str
    secret: str = field(repr=False)
    redirect_uri: str = REDIRECT_URI


@dataclass(frozen=True, slots=True)
class FormSpec:
    """Names of the fields on the target's own pages, and what to post for yes and no.

    ``username`` and ``password`` are field names of the login form. ``approve`` and ``deny`` are
    the fields (name to value) that the consent form is sent with on top of those it holds; an empty
    mapping presses the button whose words say yes or no, else the first or the last. ``withdraw`` is
    the same for the page of grants.
    """

    username: str = "username"
    password: str = "password"
    approve: Mapping[str, str] = field(default_factory=dict)
    deny: Mapping[str, str] = field(default_factory=dict)
    withdraw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrowserStep:
    """One step in a real browser: ``fill`` a selector with a value, ``click`` one, or ``wait`` for one.

    ``{username}`` and ``{password}`` in the value stand for those of the user who logs in.
    """

    action: Literal["fill", "click", "wait"]
    selector: str
    value: str = ""
    name: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class BrowserSpec:
    """Steps that log in and then approve or deny; ``executable`` is a Chromium, looked for when left out."""

    login: tuple[BrowserStep, ...] = ()
    approve: tuple[BrowserStep, ...] = ()
    deny: tuple[BrowserStep, ...] = ()
    executable: str | None = None


@dataclass(frozen=True, slots=True)
class TokenSpec:
    """A token issued beforehand, with the scopes that it carries (the last segment or the whole URI)."""

    access_token: str = field(repr=False)
    scopes: tuple[str, ...]
    refresh_token: str | None = field(default=None, repr=False)


Strategy = Literal["form", "browser", "token", "client-credentials", "manual"]


@dataclass(frozen=True, slots=True)
class LoginSpec:
    """How the resource owner gets in, so that OAuth runs without a person where it can."""

    strategy: Strategy = "form"
    owner: Credentials | None = None
    second_owner: Credentials | None = None
    empty_owner: Credentials | None = None
    form: FormSpec = field(default_factory=FormSpec)
    browser: BrowserSpec = field(default_factory=BrowserSpec)
    tokens: tuple[TokenSpec, ...] = ()
    second_tokens: tuple[TokenSpec, ...] = ()
    manual_port: int = 8765
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Sent with each authorization request, and with a token request by client credentials (``audience``)."""


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and for the literal addresses 127.0.0.0/8 and ::1."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def proxy_parts(url: str) -> SplitResult:
    """The parts of the URL of an HTTP proxy; raises ValueError, whose text follows on "network.proxy is"."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # its message quotes the port, which for a password with a slash is a part of the password
        raise ValueError(_NOT_A_PROXY) from None
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(_NOT_A_PROXY)
    return parts
