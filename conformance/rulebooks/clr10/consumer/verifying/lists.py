"""Whether a signed item was revoked: the revocation list of the profile that signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.keys import KeyFinder
from conformance.rulebooks.clr10.consumer.verifying.values import Item, NotTakenError, member_of


class ListReader(KeyFinder):
    """Looks items up; each step raises ``NotTakenError`` where the item is not taken."""

    def check_revocation(self, item: Item) -> None:
        """It is not on the list of its issuer; an issuer without one revokes nothing."""
        url = item.issuer.get("revocationList")
        if not isinstance(url, str):
            return
        listed = self.document(url)
        if listed is None:
            listed = self.without_list(item, url)
        self.check_list(item, listed)
        self.look_up(item, listed)

    def without_list(self, _item: Item, url: str) -> Mapping[str, Any]:
        """What stands for a list that cannot be had: nobody knows then what was revoked."""
        raise NotTakenError("unverified", f"the revocation list {url} cannot be had")

    def check_list(self, item: Item, listed: Mapping[str, Any]) -> None:
        """The list is that of the profile that signs."""
        if listed.get("issuer") != item.issuer_id:
            raise NotTakenError("unverified", "its revocation list is that of another issuer")

    def look_up(self, item: Item, listed: Mapping[str, Any]) -> None:
        """Its id is not on the list."""
        entries = listed.get("revokedAssertions")
        found = entries if isinstance(entries, list) else []
        if item.id in [member_of(one, "id") or one for one in found]:
            raise NotTakenError("revoked", "the revocation list of its issuer names it")
