"""The plan of a run against a provider: the target, what it claims, how to log in, what to judge and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from conformance.plan.selection import Inferred, Selection, Sighting, Waiver

CLAIMS = (
    "read",
    "write",
    "delete",
    "hosted",
    "signed",
    "dynamic_registration",
    "client_credentials",
    "refresh",
    "revocation",
)


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Where the implementation under test is, and what discovery cannot tell of it."""

    url: str
    ca: str | None = None
    allow_http: bool = False
    authorization_url: str | None = None
    token_url: str | None = None
    registration_url: str | None = None
    revocation_url: str | None = None
    grants_url: str | None = None


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
    redirect_uri: str = "https://consumer.invalid/callback"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A resource owner's user name and password."""

    username: str
    password: str = field(repr=False)


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
    scopes: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Ids of known data on the target, for what cannot be found through the API."""

    revoked_clr: str | None = None
    revoked_assertion: str | None = None
    assertion: str | None = None
    endorsement: str | None = None
    key: str | None = None
    revocation_list: str | None = None
    learner: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LimitSpec:
    """Bounds of the run, so that no target can hang or exhaust it. Seconds, bytes and counts."""

    connect: float = 5.0
    read: float = 10.0
    exchange: float = 30.0
    run: float = 1800.0
    body: int = 32 * 1024 * 1024
    headers: int = 64 * 1024
    redirects: int = 5
    pages: int = 50
    exchanges: int = 5000
    depth: int = 100
    members: int = 2_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a run needs to know; ``standard`` is the public name of the edition."""

    name: str
    target: TargetSpec
    claims: frozenset[str]
    login: LoginSpec = field(default_factory=LoginSpec)
    client: ClientSpec | None = None
    data: DataSpec = field(default_factory=DataSpec)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    inferred: Inferred = "warn"
    limits: LimitSpec = field(default_factory=LimitSpec)
    network: NetworkSpec = field(default_factory=NetworkSpec)
    waivers: tuple[Waiver, ...] = ()
    strict_manual: bool = False
    seen_by_hand: tuple[Sighting, ...] = ()
    keep_personal_data: bool = False
    standard: str = field(kw_only=True)

    @property
    def selection(self) -> Selection:
        """What of the plan verdicts need."""
        return Selection(**{each.name: getattr(self, each.name) for each in fields(Selection)})

    def judging(self, selection: Selection) -> Plan:
        """The same plan with another selection; what it claims stays."""
        changes = {each.name: getattr(selection, each.name) for each in fields(Selection)}
        return replace(self, **{**changes, "claims": self.claims})
