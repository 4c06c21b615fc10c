"""Records of which a person looks at what is shown: whole and partial ones, issuers, and what came of verifying."""

from __future__ import annotations

import secrets
from typing import TypeVar

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.specimens.desk import Desk
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer

_Item = TypeVar("_Item")


def partial(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Two CLRs that are alike, but that one says that it is partial."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    for is_partial in _shuffled(True, False):
        name = desk.name()
        members = {"partial": True} if is_partial else {}
        desk.record([], name=name, assertions=[desk.hosted(issuer, desk.name())], **members)
        desk.ask(
            f"Is the record “{name}” shown as incomplete, or as a selection?",
            right="yes" if is_partial else "no",
            wrong="a partial record is shown as a complete one"
            if is_partial
            else "a record is shown as incomplete, though it does not say that it is partial",
        )
    return desk.laid("shown-partial")


def issuers(mock: MockServer, claims: frozenset[str]) -> Laid:
    """One CLR with assertions of three issuers, of which none is its publisher."""
    desk = Desk(mock, claims)
    named = {desk.name(): desk.issuer(name) for name in ("guild", "academy", "workshop")}
    assertions = [desk.hosted(issuer, name) for name, issuer in named.items()]
    desk.record([], name=desk.name(), assertions=assertions)
    publisher = desk.publisher["name"]
    first, *others = _shuffled(*named)
    # Who answers yes to everything has not looked.
    desk.ask(
        f"Is “{publisher}” shown as who awarded “{first}”?",
        right="no",
        wrong="the publisher of the record is shown as the issuer of an assertion",
    )
    for name in others:
        desk.ask(
            f"Is “{named[name]['name']}” shown as who awarded “{name}”?",
            right="yes",
            wrong="the issuer of an assertion is not shown apart from the publisher",
        )
    return desk.laid("shown-issuers")


def reasons(mock: MockServer, claims: frozenset[str]) -> Laid:
    """A right item and one that cannot be verified, of which a person looks for the outcome and its reason."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    if not claims & {"verify_hosted", "verify_signed"}:
        desk.record([], assertions=[desk.hosted(issuer, desk.name())])
        return desk.laid("shown-reasons")
    for is_right in _shuffled(True, False):
        name = desk.name()
        _lay(desk, issuer, name, is_right=is_right)
        desk.ask(
            f"Does the wallet show what came of verifying “{name}”: that it is verified, or that it is not?",
            right="yes",
            wrong="the outcome of verifying an item is not shown",
        )
        if not is_right:
            desk.ask(
                f"Does the wallet say why “{name}” is shown as it is?",
                right="yes",
                wrong="the reason why an item is not verified is not shown",
            )
    return desk.laid("shown-reasons")


def _lay(desk: Desk, issuer: Node, name: str, *, is_right: bool) -> None:
    if "verify_signed" in desk.claims:
        key = "guild" if is_right else "professor"
        desk.record([], signedAssertions=[desk.sign(desk.to_sign(issuer, name), key=key)])
        return
    item = desk.hosted(issuer, name)
    better = [{**each, "value": "A"} for each in item["results"]]
    desk.record([], assertions=[item if is_right else {**item, "results": better}])


def _shuffled(*items: _Item) -> list[_Item]:
    return secrets.SystemRandom().sample(items, len(items))
