"""Where the OAuth endpoints of the target are: from its discovery document, unless the plan says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from conformance.oauth.authorize import absolute
from conformance.oauth.problems import problem

Endpoint = Literal["authorization", "token", "registration", "revocation", "grants"]


class PlannedUrls(Protocol):
    """The URLs that somebody wrote down, ``None`` where nobody did: the target of a plan has them."""

    @property
    def authorization_url(self) -> str | None: ...
    @property
    def token_url(self) -> str | None: ...
    @property
    def registration_url(self) -> str | None: ...
    @property
    def revocation_url(self) -> str | None: ...
    @property
    def grants_url(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Endpoints:
    """URLs of the endpoints, ``None`` where neither discovery nor the plan knows one.

    ``grants`` is the page where a learner sees and withdraws what was granted. ``members`` are the members of the
    discovery document that hold URLs, by endpoint: those of the edition (``at`` reads them).
    """

    authorization: str | None = None
    token: str | None = None
    registration: str | None = None
    revocation: str | None = None
    grants: str | None = None
    members: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls, document: Mapping[str, Any] | None, planned: PlannedUrls, base: str = "", *, members: Mapping[str, str]
    ) -> Endpoints:
        """Endpoints from a discovery document (or none) with the URLs of the plan on top.

        ``base`` is the URL of the document: a relative URL in it is wrong, but it need not end the run.
        """
        found = {name: _url(document, member, base) for name, member in members.items()}
        return cls(
            authorization=planned.authorization_url or found.get("authorization"),
            token=planned.token_url or found.get("token"),
            registration=planned.registration_url or found.get("registration"),
            revocation=planned.revocation_url or found.get("revocation"),
            grants=planned.grants_url or found.get("grants"),
            members=members,
        )

    def need(self, name: Endpoint) -> str:
        """The URL of an endpoint.

        Raises OAuthProblem (``endpoint-missing``) when it is not known.
        """
        url: str | None = getattr(self, name)
        if url:
            return url
        member = self.members.get(name)
        raise problem(
            "endpoint-missing",
            f"The {name} endpoint of the target is not known.",
            likely=f"The discovery document has no {member}." if member else "Discovery has no member for it.",
            todo=f"Set target.{name}_url in the plan.",
        )


def at(document: object, member: str) -> object:
    """What a document has at a member (``name``) or at the end of a way to one (``info/title``); else ``None``."""
    value = document
    for name in member.split("/"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _url(document: Mapping[str, Any] | None, member: str, base: str) -> str | None:
    value = at(document, member)
    return absolute(base, value) if isinstance(value, str) and value else None
