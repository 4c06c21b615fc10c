"""Where the OAuth endpoints of the target are: from its discovery document, unless the plan says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from conformance.oauth.authorize import absolute
from conformance.oauth.problems import problem
from conformance.plan import TargetSpec

Endpoint = Literal["authorization", "token", "registration", "revocation", "grants"]

_MEMBERS: Mapping[Endpoint, str] = {
    "authorization": "authorizationUrl",
    "token": "tokenUrl",
    "registration": "registrationUrl",
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """URLs of the endpoints, ``None`` where neither discovery nor the plan knows one.

    Discovery has no member for ``revocation`` (RFC 7009) and ``grants`` (the page where a learner sees and
    withdraws what was granted): those come from the plan.
    """

    authorization: str | None = None
    token: str | None = None
    registration: str | None = None
    revocation: str | None = None
    grants: str | None = None

    @classmethod
    def of(cls, document: Mapping[str, Any] | None, target: TargetSpec, base: str = "") -> Endpoints:
        """Endpoints from a discovery document (or none) with the URLs of the plan on top.

        ``base`` is the URL of the document: a relative URL in it is wrong, but it need not end the run.
        """
        return cls(
            authorization=target.authorization_url or _url(document, "authorizationUrl", base),
            token=target.token_url or _url(document, "tokenUrl", base),
            registration=target.registration_url or _url(document, "registrationUrl", base),
            revocation=target.revocation_url,
            grants=target.grants_url,
        )

    def need(self, name: Endpoint) -> str:
        """The URL of an endpoint.

        Raises OAuthProblem (``endpoint-missing``) when it is not known.
        """
        url: str | None = getattr(self, name)
        if url:
            return url
        member = _MEMBERS.get(name)
        raise problem(
            "endpoint-missing",
            f"The {name} endpoint of the target is not known.",
            likely=f"The discovery document has no {member}." if member else "Discovery has no member for it.",
            todo=f"Set target.{name}_url in the plan.",
        )


def _url(document: Mapping[str, Any] | None, member: str, base: str) -> str | None:
    value = document.get(member) if isinstance(document, Mapping) else None
    return absolute(base, value) if isinstance(value, str) and value else None
