"""Signed assertions that are invalid, expired, about somebody else, changed in a right CLR, or not signed at all."""

from __future__ import annotations

from conformance.exchanges.specimens import State
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.specimens.desk import changed, right
from mock_provider.clr10.specimens.pairs import PLACE, SignedPairs
from mock_provider.clr10.specimens.tokens import altered, better
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer

EXPIRED: frozenset[State] = frozenset({"expired", "unverified", "refused"})


def payload_invalid(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Required members are missing in a payload that is signed as it is."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    results = [{name: value for name, value in one.items() if name != "resultDescription"} for one in item["results"]]
    pairs.lay({**item, "results": results}, "its result does not say what it is a result of, which is required")
    return pairs.laid("payload-invalid")


def signed_expired(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Its last day is over."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node(issuedOn="2020-05-04T09:00:00Z", expires="2022-05-04T09:00:00Z")
    pairs.lay(item, "it has expired", states=EXPIRED)
    return pairs.laid("signed-expired")


def recipient_other(mock: MockServer, claims: frozenset[str]) -> Laid:
    """It was awarded to another learner than the one of the CLR that holds it."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    other = {**item["recipient"], "identity": mock.known_ids["learner_jonas"]}
    pairs.lay({**item, "recipient": other}, "its recipient is another learner")
    return pairs.laid("recipient-other")


def clr_good_assertion_bad(mock: MockServer, claims: frozenset[str]) -> Laid:
    """A signed CLR holds a right assertion; another one holds an assertion that was changed after it was signed."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    clr_id = pairs.desk.site.urn("clr", pairs.desk.slug())
    clr: Node = {"id": clr_id, "type": "Clr", "name": pairs.desk.name()}
    bad = changed(item, PLACE, "it was changed after it was signed, in a CLR that is right", twin=pairs.twin)
    tokens = [altered(pairs.desk.sign(item), better(item))]
    pairs.desk.record([right(clr, ""), bad], id=clr_id, name=clr["name"], signedAssertions=tokens)
    return pairs.laid("clr-good-assertion-bad")


def signed_unsigned(mock: MockServer, claims: frozenset[str]) -> Laid:
    """It says that it is signed, and stands among the assertions that are not."""
    pairs = SignedPairs(mock, claims)
    item = pairs.node()
    place = "/assertions/0"
    specimen = changed(item, place, "it says that it is signed, and has no signature", twin=pairs.twin)
    pairs.desk.record([specimen], assertions=[item])
    return pairs.laid("signed-unsigned")
