"""Signed assertions and the keys that they name: in two ways, a foreign one, somebody else's, and one that moved."""

from __future__ import annotations

from mock_provider.clr10.specimens.pairs import SignedPairs
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def creator_or_key(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Two right assertions: one names its key in creator, for the other the profile of the issuer does.

    A third is signed with neither: who takes that one too shows nothing by the others.
    """
    pairs, unnamed = SignedPairs(mock, claims), {"type": "Signed"}
    key_id = pairs.issuer["publicKey"]["id"]
    without, forged = pairs.node(verification=unnamed), pairs.node(verification=unnamed)
    pairs.lay_right(without, pairs.desk.sign(without, key_id=key_id))
    token = pairs.desk.sign(forged, key="professor", key_id=key_id)
    pairs.lay(forged, "it names no key, and is signed with another than that of its issuer", token)
    return pairs.laid("creator-or-key")


def creator_foreign(mock: MockServer, claims: frozenset[str]) -> Laid:
    """A key of somebody else calls the issuer its owner; the issuer knows nothing of it."""
    pairs = SignedPairs(mock, claims)
    key = pairs.desk.key("workshop", pairs.issuer["id"], "professor")
    item = pairs.node(verification={"type": "Signed", "creator": key["id"]})
    change = "it is signed with a key that its issuer does not authorize"
    pairs.lay(item, change, pairs.desk.sign(item, key="professor"))
    return pairs.laid("creator-foreign")


def key_owner(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The profile of the issuer names a key whose owner is another profile."""
    pairs = SignedPairs(mock, claims)
    key = pairs.desk.key("workshop", pairs.issuer["id"])
    item = pairs.node(pairs.desk.issuer("academy", publicKey=key))
    pairs.lay(item, "the owner of its key is another profile")
    return pairs.laid("key-owner")


def key_moved(mock: MockServer, claims: frozenset[str]) -> Laid:
    """At the id of the key there is another one; the copy that the assertion brings along fits its signature."""
    pairs = SignedPairs(mock, claims, fetches=["publicKey"])
    issuer = pairs.desk.issuer("academy")
    item = pairs.node(issuer)
    pairs.desk.key("academy", issuer["id"], "professor")
    pairs.lay(item, "it brings along another key than the one at that key's id, and is signed with it")
    return pairs.laid("key-moved")
