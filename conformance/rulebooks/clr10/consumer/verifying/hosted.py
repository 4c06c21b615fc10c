"""The hosted procedure of a right verifier, each step a method of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.verifying.standing import StandingVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import Item, NotTakenError, member_of


class HostedVerifier(StandingVerifier):
    """Verifies items by their copy at their id; each step raises ``NotTakenError`` where the item is not taken."""

    def check_hosted(self, item: Item) -> Mapping[str, Any]:
        """The hosted procedure; the copy that is to be believed."""
        self.check_is_url(item)
        copy = self.fetched_copy(item)
        self.check_copy_id(item, copy)
        self.check_not_revoked(copy)
        self.compare(item, copy)
        self.check_scope(item)
        self.check_hosted_expiry(copy)
        return copy

    def check_is_url(self, item: Item) -> None:
        """What is hosted has a URL as its id."""
        if not item.id.startswith("https://"):
            raise NotTakenError("unverified", "its id is not a URL, so that there is no copy to fetch")

    def fetched_copy(self, item: Item) -> Mapping[str, Any]:
        """The copy at the id of the item; each id is asked once."""
        if item.id not in self._answers:
            self._answers[item.id] = self.fetch_clr(item.id) if item.kind == "Clr" else self.fetch(item.id)
        return self.copy_in(self._answers[item.id], item)

    @cached_property
    def _answers(self) -> dict[str, Response]:
        return {}

    def copy_in(self, response: Response, item: Item) -> Mapping[str, Any]:  # noqa: ARG002
        """The copy in that response; without one the ``item`` in hand counts for nothing."""
        if response.status == 410:
            self.take_as_gone(response)
        if response.status != 200 or response.failure:
            told = f"its id is answered {response.status}" if response.status else "its id does not answer"
            raise NotTakenError("unverified", told)
        copy = response.json_object()
        if not copy:
            raise NotTakenError("unverified", "its id is answered with something else than an item")
        return copy

    def take_as_gone(self, response: Response) -> None:  # noqa: ARG002
        """What is answered 410 was revoked."""
        raise NotTakenError("revoked", "its id is answered 410")

    def fetch(self, item_id: str) -> Response:
        """The response of the id of an assertion or endorsement, which anybody may read."""
        return self.wire.send("GET", item_id, headers=self.hosted_headers(), follow=True)

    def hosted_headers(self) -> dict[str, str]:
        """What a request for a hosted assertion carries: no token."""
        return {"Accept": self.accept}

    def fetch_clr(self, clr_id: str) -> Response:
        """The response of the id of a CLR, which needs the token; raises ``NotTakenError`` without a login."""
        if self.assignment.task == "verify":
            raise NotTakenError("unverified", "a hosted CLR is shown to those who log in")
        return self.call("GET", clr_id)

    def check_copy_id(self, item: Item, copy: Mapping[str, Any]) -> None:
        """The copy is one of this item, and not of another."""
        if copy.get("id") != item.id:
            raise NotTakenError("unverified", "at its id there is another item")

    def check_not_revoked(self, copy: Mapping[str, Any]) -> None:
        """The issuer has not withdrawn it."""
        if copy.get("revoked") is True:
            raise NotTakenError("revoked", str(copy.get("revocationReason") or "its issuer says so"))

    def compare(self, item: Item, copy: Mapping[str, Any]) -> None:
        """The copy at the id is the truth."""
        own = ("@context", "id")
        hand, there = ({name: value for name, value in one.items() if name not in own} for one in (item.value, copy))
        if hand != there:
            raise NotTakenError("unverified", "its hosted copy says otherwise")

    def check_scope(self, item: Item) -> None:
        """The id lies where the issuer's items are, by what its profile says or by the host of its own id."""
        if not self.is_within(item.id, item.issuer):
            raise NotTakenError("unverified", "its id is not where the items of its issuer are")

    def is_within(self, item_id: str, issuer: Mapping[str, Any]) -> bool:
        """True when the issuer may host items at that URL."""
        scope = issuer.get("verification")
        prefixes, hosts = _texts(scope, "startsWith"), _texts(scope, "allowedOrigins")
        if not prefixes and not hosts:
            home = str(issuer.get("id"))
            return not home.startswith("https://") or _host(home) == _host(item_id)
        inside = not prefixes or item_id.startswith(prefixes)
        return inside and (not hosts or _host(item_id) in hosts)

    def check_hosted_expiry(self, copy: Mapping[str, Any]) -> None:
        """The last day that the copy names is not over."""
        self.check_expiry(copy)


def _texts(scope: Any, member: str) -> tuple[str, ...]:
    """The texts in an array of the scope; none where it is something else."""
    entries = member_of(scope, member)
    return tuple(str(entry) for entry in entries) if isinstance(entries, list) else ()


def _host(url: str) -> str:
    """The host of a URL in lower case; empty for one that cannot be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
