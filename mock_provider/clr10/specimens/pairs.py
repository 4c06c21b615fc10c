"""A desk with one right signed assertion, beside which others with one change are laid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from conformance.exchanges.specimens import NOT_TAKEN, State
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.specimens.desk import Desk, changed, right
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer

Lay = Callable[[MockServer, frozenset[str]], Laid]

TOKENS: Final = "/signedAssertions"
PLACE: Final = f"{TOKENS}/0"


class SignedPairs:
    """The desk of one scenario, with the issuer of all that is not said to have another."""

    def __init__(self, mock: MockServer, claims: frozenset[str], *, fetches: Sequence[str] = ()) -> None:
        """``fetches`` are the members of the issuer whose URLs have to be asked: ``publicKey``, ``revocationList``."""
        self.desk = Desk(mock, claims)
        self.issuer = self.desk.issuer("guild")
        self.twin = self.node()
        urls = {"publicKey": self.issuer["publicKey"]["id"], "revocationList": self.issuer["revocationList"]}
        self.lay_right(self.twin, fetches=[urls[each] for each in fetches])

    def node(self, issuer: Node | None = None, **members: object) -> Node:
        """One more right assertion, of the issuer unless another is named, which is not laid yet."""
        return self.desk.to_sign(issuer or self.issuer, self.desk.name(), **members)

    def lay_right(self, item: Node, token: str = "", *, fetches: Sequence[str] = ()) -> None:
        """A record with an item with which nothing is wrong."""
        self.desk.record([right(item, PLACE, fetches=fetches)], signedAssertions=[token or self.desk.sign(item)])

    def lay(
        self,
        item: Node,
        change: str,
        token: str = "",
        *,
        states: frozenset[State] = NOT_TAKEN,
        before: Sequence[str] = (),
    ) -> None:
        """A record with a changed item behind the tokens ``before``; without a ``token`` its issuer signs it."""
        specimen = changed(item, f"{TOKENS}/{len(before)}", change, twin=self.twin, states=states)
        self.desk.record([specimen], signedAssertions=[*before, token or self.desk.sign(item)])

    def laid(self, scenario: str) -> Laid:
        """All records so far, as those of this scenario."""
        return self.desk.laid(scenario)
