"""Signed assertions and the revocation list of their issuer: it names one, cannot be had, or is a foreign one."""

from __future__ import annotations

from typing import Final

from conformance.exchanges.specimens import State
from mock_provider.clr10.specimens.answers import Answers, failing
from mock_provider.clr10.specimens.pairs import SignedPairs
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer

REVOKED: Final[frozenset[State]] = frozenset({"revoked", "refused"})
OPEN: Final[frozenset[State]] = frozenset({"unverified", "refused"})
"""What a right consumer makes of an item of which nobody can tell whether it was revoked."""


def listed(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The list of the issuer names the second assertion."""
    pairs = SignedPairs(mock, claims, fetches=["revocationList"])
    item = pairs.node()
    pairs.desk.issuer("guild", listed=[item["id"]])
    pairs.lay(item, "the revocation list of its issuer names it", states=REVOKED)
    return pairs.laid("listed")


def list_500(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The server of the list that its issuer names is broken."""
    pairs = SignedPairs(mock, claims)
    issuer = pairs.desk.issuer("academy")
    Answers(mock).at(issuer["revocationList"], failing)
    pairs.lay(pairs.node(issuer), "the revocation list of its issuer is answered 500")
    return pairs.laid("list-500")


def list_foreign(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The profile of the issuer names the list of another issuer: one assertion is on it, and one is not."""
    pairs = SignedPairs(mock, claims)
    other = pairs.desk.issuer("lyceum", key="professor")
    issuer = pairs.desk.issuer("academy", revocationList=other["revocationList"])
    on_it, not_on_it = pairs.node(issuer), pairs.node(issuer)
    pairs.desk.issuer("lyceum", key="professor", listed=[on_it["id"]])
    pairs.lay(on_it, "the list that its issuer's profile names is that of another issuer, and names it", states=OPEN)
    pairs.lay(not_on_it, "the list that its issuer's profile names is that of another issuer", states=OPEN)
    return pairs.laid("list-foreign")
