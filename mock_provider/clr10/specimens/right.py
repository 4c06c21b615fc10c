"""A record with which nothing is wrong: what a verifier has to take before anything follows from what it refuses."""

from __future__ import annotations

from typing import Any

from conformance.exchanges.specimens import Specimen
from mock_provider.clr10.specimens.desk import Desk, right
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def lay(mock: MockServer, claims: frozenset[str]) -> Laid:
    """One CLR with a hosted and a signed assertion, as far as the consumer verifies such."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    specimens: list[Specimen] = []
    members: dict[str, Any] = {}
    if "verify_hosted" in claims:
        hosted = desk.hosted(issuer, desk.name())
        members["assertions"] = [hosted]
        specimens.append(right(hosted, "/assertions/0", fetches=[hosted["id"]]))
    if "verify_signed" in claims:
        signed = desk.to_sign(issuer, desk.name())
        members["signedAssertions"] = [desk.sign(signed)]
        specimens.append(right(signed, "/signedAssertions/0"))
    desk.record(specimens, **members)
    return desk.laid("plain")
