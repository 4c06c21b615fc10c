"""The hosted procedure of a right verifier, each step a method of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.standing import StandingVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import NotTakenError


class HostedVerifier(StandingVerifier):
    """Verifies items by their copy at their id; each step raises ``NotTakenError`` where the item is not taken."""

    def check_hosted(self, item: Mapping[str, Any], issuer: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
        """The hosted procedure, for an item of that issuer; the copy that is to be believed."""
        copy = self.fetched_copy(item)
        self.compare(item, copy)
        return copy

    def fetched_copy(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """The copy at the id of the item."""
        response = self.wire.send("GET", str(item["id"]), headers={"Accept": "application/ld+json"}, follow=True)
        if response.status == 410:
            raise NotTakenError("revoked", "its id is answered 410")
        if response.status != 200 or response.failure:
            raise NotTakenError("unverified", f"its id is answered {response.status}")
        copy: Mapping[str, Any] = response.json()
        return copy

    def compare(self, item: Mapping[str, Any], copy: Mapping[str, Any]) -> None:
        """The copy at the id is the truth."""
        hand, there = ({name: value for name, value in one.items() if name != "@context"} for one in (item, copy))
        if hand != there:
            raise NotTakenError("unverified", "its hosted copy says otherwise")
