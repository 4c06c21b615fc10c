"""Lists of records with which nothing is wrong: of both kinds on one page, and with everything that the model knows."""

from __future__ import annotations

import json

from mock_provider.clr10.specimens import hosted
from mock_provider.clr10.specimens.desk import Desk, right
from mock_provider.clr10.store.clrs import ClrStore
from mock_provider.scenarios import FIRST_LEARNER, Laid
from mock_provider.testing import MockServer

expired = hosted.expired("expired")


def mixed_list(mock: MockServer, claims: frozenset[str]) -> Laid:
    """A hosted CLR in clrs, and a signed one in signedClrs of the same page; each holds one assertion of its kind."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    plain, signed = desk.hosted(issuer, desk.name()), desk.to_sign(issuer, desk.name())
    desk.record([right(plain, "/assertions/0", fetches=[plain["id"]])], signed=False, assertions=[plain])
    fetches = [issuer["publicKey"]["id"]]
    desk.record(
        [right(signed, "/signedAssertions/0", fetches=fetches)], signed=True, signedAssertions=[desk.sign(signed)]
    )
    return desk.laid("mixed-list")


def rich(mock: MockServer, claims: frozenset[str]) -> Laid:
    """One CLR that has every member of every class, but for those of what was revoked."""
    desk = Desk(mock, claims)
    kept = ClrStore(mock.app.state.database).find([mock.known_ids["rich_clr"]], "", f"user:{FIRST_LEARNER}")
    if kept is None:
        raise LookupError("the content of this mock has no record with every member")
    clr = json.loads(kept.document)
    clr["learner"] |= {"additionalName": "Ada", "birthDate": "2001-02-03"}
    clr["publisher"]["verification"] |= {"allowedOrigins": [desk.site.host]}
    desk.record_of(clr, [right(clr, "")])
    return desk.laid("rich")
