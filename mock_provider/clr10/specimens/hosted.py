"""Hosted assertions: a right one, and its twin whose hosted copy is not what it has to be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from conformance.exchanges.specimens import NOT_TAKEN, State
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.specimens import answers
from mock_provider.clr10.specimens.answers import Answers
from mock_provider.clr10.specimens.desk import Desk, changed, right
from mock_provider.clr10.store.clrs import ClrStore
from mock_provider.clr10.store.forms import sourced_id
from mock_provider.clr10.terms import CONTEXT
from mock_provider.scenarios import FIRST_LEARNER, Laid
from mock_provider.store.documents import DocumentStore
from mock_provider.testing import MockServer

Lay = Callable[[MockServer, frozenset[str]], Laid]

PLACE: Final = "/assertions/0"
REVOKED: Final[frozenset[State]] = frozenset({"revoked", "refused"})
"""What a right consumer makes of an item that its issuer has withdrawn."""


class Pairs:
    """An issuer and a right hosted assertion of it, beside which others with one change are laid.

    ``prefix`` begins the last part of the ids of its items; ``members`` are those of the issuer, see ``Desk.issuer``.
    """

    def __init__(self, desk: Desk, issuer: str = "guild", prefix: str = "", **members: Any) -> None:
        self.desk = desk
        self.answers = Answers(desk.mock)
        self._prefix = prefix
        self.issuer = desk.issuer(issuer, **members)
        self.twin = self.hosted()
        desk.record([right(self.twin, PLACE, fetches=[self.twin["id"]])], assertions=[self.twin])

    def hosted(self, **members: Any) -> Node:
        """One more right assertion of the issuer, which is not laid yet."""
        return self.desk.hosted(
            self.issuer, self.desk.name(), **{"slug": f"{self._prefix}{self.desk.slug()}", **members}
        )

    def serve(self, url: str, node: Node) -> None:
        """At that URL stands this node from now on, whatever its id is."""
        self.desk.publish("assertions", url.rpartition("/")[2], node)

    def lay(self, item: Node, change: str, *, hand: Node | None = None, states: frozenset[State] = NOT_TAKEN) -> None:
        """A record with that item, of which the consumer is handed another copy where there is one."""
        specimen = changed(item, PLACE, change, twin=self.twin, states=states)
        self.desk.record([specimen], assertions=[hand or item])


def answered(scenario: str, change: str, states: frozenset[State], *answer: Change) -> Lay:
    """Lays a right assertion, and for each answer one whose id is answered so."""

    def lay(mock: MockServer, claims: frozenset[str]) -> Laid:
        pairs = Pairs(Desk(mock, claims))
        for each in answer:
            item = pairs.hosted()
            pairs.answers.at(item["id"], each)
            pairs.lay(item, change, states=states)
        return pairs.desk.laid(scenario)

    return lay


hosted_gone = answered("hosted-gone", "its id is answered 410", REVOKED, answers.gone)
hosted_missing = answered("hosted-missing", "its id is answered 404", NOT_TAKEN, answers.missing)
hosted_500 = answered("hosted-500", "its id is answered 500", NOT_TAKEN, answers.failing)
hosted_broken_off = answered(
    "hosted-broken-off", "the connection breaks off in the middle of its copy", NOT_TAKEN, answers.broken_off
)


def copy_differs(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The copy in hand has a better grade than the copy at its id."""
    pairs = Pairs(Desk(mock, claims))
    item = pairs.hosted()
    results = [{**each, "value": "A"} for each in item["results"]]
    pairs.lay(item, "its grade is not that of the copy at its id", hand={**item, "results": results})
    for each in (pairs.twin, item):
        # Of both, so that the question does not tell which one was changed.
        pairs.desk.ask(
            f"Is “{each['achievement']['name']}” shown with the grade A?",
            right="no",
            wrong="an item is shown with a grade that its issuer has not given",
        )
    return pairs.desk.laid("copy-differs")


def hosted_revoked(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The copy at its id says that it was revoked."""
    pairs = Pairs(Desk(mock, claims))
    item = pairs.hosted()
    pairs.serve(item["id"], {**item, "revoked": True, "revocationReason": "Awarded by mistake"})
    pairs.lay(item, "the copy at its id says that it is revoked", states=REVOKED)
    return pairs.desk.laid("hosted-revoked")


def hosted_other_id(mock: MockServer, claims: frozenset[str]) -> Laid:
    """At its id stands another assertion, or it leads to where that stands."""
    pairs = Pairs(Desk(mock, claims))
    for led_there in (False, True):
        genuine, forged = pairs.hosted(), pairs.desk.site.item_url("assertions", pairs.desk.slug())
        pairs.serve(forged, genuine)
        if led_there:
            pairs.answers.at(forged, answers.led_to(genuine["id"]))
        # All but the id is that of the genuine one, so that nothing else tells them apart.
        pairs.lay({**genuine, "id": forged}, "at its id there is another assertion")
    return pairs.desk.laid("hosted-other-id")


def hosted_urn(mock: MockServer, claims: frozenset[str]) -> Laid:
    """It says that it is hosted, and its id is not a URL."""
    pairs = Pairs(Desk(mock, claims))
    item = pairs.desk.assertion(pairs.issuer, pairs.desk.name(), verification={"type": "Hosted"})
    pairs.lay(item, "its id is not a URL")
    return pairs.desk.laid("hosted-urn")


def expired(scenario: str) -> Lay:
    """Lays a right assertion, and one whose last day is over, in hand as at its id."""

    def lay(mock: MockServer, claims: frozenset[str]) -> Laid:
        pairs = Pairs(Desk(mock, claims))
        item = pairs.hosted(issuedOn="2020-05-04T09:00:00Z", expires="2022-05-04T09:00:00Z")
        pairs.lay(item, "it has expired", states=frozenset({"expired", "unverified", "refused"}))
        return pairs.desk.laid(scenario)

    return lay


hosted_expired = expired("hosted-expired")


def hosted_out_of_scope(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Its id can be fetched, and is not where the items of its issuer are."""
    desk = Desk(mock, claims)
    home = mock.origin.removeprefix("https://").rpartition(":")[0]
    prefix = f"{desk.slug()}-"
    begins = {"type": "Verification", "startsWith": [desk.site.item_url("assertions", prefix)]}
    hosts = {"type": "Verification", "allowedOrigins": [home]}
    first = Pairs(desk, "guild", prefix, verification=begins)
    first.lay(first.hosted(slug=desk.slug()), "its id does not begin with what its issuer's profile names")
    second = Pairs(desk, "academy", verification=hosts)
    second.lay(_elsewhere(second), "its id is on a host that its issuer's profile does not name")
    third = Pairs(desk, "institute", verification=None)
    third.lay(_elsewhere(third), "its id is on another host than its issuer's profile, which names none")
    return desk.laid("hosted-out-of-scope")


def _elsewhere(pairs: Pairs) -> Node:
    """A hosted assertion whose id is one of the other host, which serves it."""
    item, mock = pairs.hosted(), pairs.desk.mock
    moved = {**item, "id": item["id"].replace(mock.origin, mock.faults.elsewhere, 1)}
    pairs.serve(moved["id"], moved)
    return moved


def revoked_meanwhile(mock: MockServer, claims: frozenset[str]) -> Laid:
    """It is right when the consumer is started first, and revoked before the second start."""
    desk = Desk(mock, claims)
    item = desk.hosted(desk.issuer("guild"), desk.name())
    later = changed(item, PLACE, "its issuer revokes it between the two starts", twin=item, states=NOT_TAKEN)
    desk.record([right(item, PLACE, fetches=[item["id"]]), replace(later, start=2)], assertions=[item])
    return desk.laid("revoked-meanwhile")


def revoke(mock: MockServer, _start: int) -> None:
    """Each hosted assertion in a list of the first learner is revoked: the copy at its id says so."""
    clrs, documents = ClrStore(mock.app.state.database), DocumentStore(mock.app.state.database)
    owner = f"user:{FIRST_LEARNER}"
    for clr_id in clrs.ids_of(owner):
        kept = clrs.find([clr_id], "", owner)
        for item in json.loads(kept.document).get("assertions") or () if kept else ():
            revoked = {"@context": CONTEXT, **item, "revoked": True, "revocationReason": "Awarded by mistake"}
            documents.put("assertions", sourced_id(item["id"]), json.dumps(revoked).encode())
