"""Which key a signed item has to fit: the one that it names, if its issuer authorizes it and owns it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.hosted import HostedVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import Item, NotTakenError, member_of
from conformance.trust.urls import host, is_https

Node = Mapping[str, Any]


class KeyFinder(HostedVerifier):
    """Finds the key of an item; each step raises ``NotTakenError`` where there is none that may be used."""

    def signing_key(self, item: Item) -> str:
        """The PEM of the key that the item has to be signed with."""
        key_id = self.named_key(item)
        self.check_authorized(item, key_id)
        key = self.key_document(item, key_id)
        self.check_owner(item, key)
        return str(key.get("publicKeyPem"))

    def named_key(self, item: Item) -> str:
        """The id of the key: ``creator`` when that is given, else ``publicKey`` of the issuer."""
        creator = member_of(item.value.get("verification"), "creator")
        if isinstance(creator, str) and creator:
            return creator
        return self.own_key(item)

    def own_key(self, item: Item) -> str:
        """The id of the issuer's own key."""
        key_id = member_of(item.issuer.get("publicKey"), "id") or member_of(self.published(item), "id")
        if not isinstance(key_id, str):
            raise NotTakenError("unverified", "its issuer names no key")
        return key_id

    def check_authorized(self, item: Item, key_id: str) -> None:
        """The issuer has that key; one at another host has to be named where the issuer is published."""
        elsewhere = is_https(item.issuer_id) and host(key_id) != host(item.issuer_id)
        if key_id != self.own_key(item) or (elsewhere and key_id != member_of(self.published(item), "id")):
            raise NotTakenError("unverified", f"its issuer does not authorize the key {key_id}")

    def published(self, item: Item) -> Node:
        """The key in the profile of the issuer, as it is published at its id; empty when it is not."""
        profile = self.document(item.issuer_id)
        key = profile.get("publicKey") if profile is not None and profile.get("id") == item.issuer_id else None
        return key if isinstance(key, dict) else {}

    def key_document(self, item: Item, key_id: str) -> Node:
        """The key as it is published at its id, else in the profile of the issuer at that id."""
        for found in (self.document(key_id), self.published(item)):
            if found is not None and found.get("id") == key_id and found.get("publicKeyPem"):
                return found
        raise NotTakenError("unverified", f"the key {key_id} cannot be had")

    def check_owner(self, item: Item, key: Node) -> None:
        """The key belongs to the profile that signs."""
        if key.get("owner") != item.issuer_id:
            raise NotTakenError("unverified", f"the key belongs to {key.get('owner')}")

    def document(self, url: str) -> Node | None:
        """The JSON object at that URL; ``None`` when there is none. Each URL is asked once."""
        if url not in self._documents:
            self._documents[url] = self._fetched_document(url) if is_https(url) else None
        return self._documents[url]

    def _fetched_document(self, url: str) -> Node | None:
        response = self.wire.send("GET", url, headers={"Accept": self.accept}, follow=True)
        return response.json_object() or None if response.status == 200 and not response.failure else None

    @cached_property
    def _documents(self) -> dict[str, Node | None]:
        return {}
