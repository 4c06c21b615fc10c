"""The plan of a run against a provider: the target, what it claims, how to log in, what to judge and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from conformance.access import ClientSpec, LoginSpec, NetworkSpec
from conformance.limits import Limits
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
    "discovery",
    "profile",
    "profile_write",
)


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Where the implementation under test is, and what discovery cannot tell of it.

    ``envelope`` is the sibling standard under whose names it offers the API of the edition (``ob-v3p0``).
    """

    url: str
    ca: str | None = None
    allow_http: bool = False
    authorization_url: str | None = None
    token_url: str | None = None
    registration_url: str | None = None
    revocation_url: str | None = None
    grants_url: str | None = None
    envelope: str | None = None


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
    limits: Limits = field(default_factory=Limits)
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
