"""Endorsements of CLRs, hosted and signed: a right one, and its twin that the endorser never made."""

from __future__ import annotations

from typing import Any

from conformance.exchanges.specimens import Specimen
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.specimens.desk import Desk, changed, moment, right
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def endorsements_hosted(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The second endorsement was invented: at its id, where the endorser has its own, there is nothing."""
    desk = Desk(mock, claims)
    twin, item = _hosted(desk), _hosted(desk, published=False)
    place = "/endorsements/0"
    _lay(desk, right(twin, place, fetches=[twin["id"]]), twin, endorsements=[twin])
    _lay(desk, changed(item, place, "at its id there is nothing", twin=twin), item, endorsements=[item])
    return desk.laid("endorsements-hosted")


def endorsements_signed(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The second endorsement was invented: it names the key of the endorser, and is signed with another one."""
    desk = Desk(mock, claims)
    twin, item = _signed(desk), _signed(desk)
    place = "/signedEndorsements/0"
    _lay(desk, right(twin, place), twin, signedEndorsements=[desk.sign(twin)])
    change = "it is signed with the key of somebody else"
    token = desk.sign(item, key="professor")
    _lay(desk, changed(item, place, change, twin=twin), item, signedEndorsements=[token])
    return desk.laid("endorsements-signed")


def _lay(desk: Desk, specimen: Specimen, item: Node, **endorsements: Any) -> None:
    """A CLR with that endorsement, and with a right assertion: a CLR without any is not a right one."""
    issuer = desk.issuer("guild")
    if "verify_hosted" in desk.claims:
        assertions: dict[str, Any] = {"assertions": [desk.hosted(issuer, desk.name())]}
    else:
        assertions = {"signedAssertions": [desk.sign(desk.to_sign(issuer, desk.name()))]}
    desk.record([specimen], id=item["claim"]["id"], **assertions, **endorsements)


def _hosted(desk: Desk, *, published: bool = True) -> Node:
    slug = desk.slug()
    node = _endorsement(desk, desk.site.item_url("endorsements", slug), "Hosted")
    return desk.publish("endorsements", slug, node) if published else node


def _signed(desk: Desk) -> Node:
    return _endorsement(desk, desk.site.urn("endorsement", desk.slug()), "Signed")


def _endorsement(desk: Desk, endorsement_id: str, method: str) -> Node:
    """An endorsement of a CLR that is not made yet."""
    issuer = desk.issuer("alliance")
    creator = {"creator": issuer["publicKey"]["id"]} if method == "Signed" else {}
    return {
        "id": endorsement_id,
        "type": "Endorsement",
        "issuedOn": moment(-3),
        "issuer": issuer,
        "claim": {"id": _clr_id(desk), "type": "EndorsementClaim", "endorsementComment": desk.name()},
        "verification": {"type": method, **creator},
    }


def _clr_id(desk: Desk) -> str:
    slug = desk.slug()
    return desk.site.urn("clr", slug) if "verify_signed" in desk.claims else desk.site.item_url("clrs", slug)
