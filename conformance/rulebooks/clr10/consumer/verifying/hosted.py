"""The hosted procedure of a right verifier, each step a method of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.verifying.standing import StandingVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import NotTakenError


class HostedVerifier(StandingVerifier):
    """Verifies items by their copy at their id; each step raises ``NotTakenError`` where the item is not taken."""

    def check_hosted(self, item: Mapping[str, Any], issuer: Mapping[str, Any]) -> Mapping[str, Any]:
        """The hosted procedure, for an item of that issuer; the copy that is to be believed."""
        self.check_is_url(item)
        copy = self.fetched_copy(item)
        self.check_copy_id(item, copy)
        self.check_not_revoked(copy)
        self.compare(item, copy)
        self.check_scope(item, issuer)
        self.check_hosted_expiry(copy)
        return copy

    def check_is_url(self, item: Mapping[str, Any]) -> None:
        """What is hosted has a URL as its id."""
        if not str(item.get("id")).startswith("https://"):
            raise NotTakenError("unverified", "its id is not a URL, so that there is no copy to fetch")

    def fetched_copy(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """The copy at the id of the item; each id is asked once."""
        item_id = str(item["id"])
        if item_id not in self._answers:
            self._answers[item_id] = self.fetch_clr(item_id) if item.get("type") == "Clr" else self.fetch(item_id)
        return self.copy_in(self._answers[item_id], item)

    @cached_property
    def _answers(self) -> dict[str, Response]:
        return {}

    def copy_in(self, response: Response, item: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG002
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

    def check_copy_id(self, item: Mapping[str, Any], copy: Mapping[str, Any]) -> None:
        """The copy is one of this item, and not of another."""
        if copy.get("id") != item["id"]:
            raise NotTakenError("unverified", "at its id there is another item")

    def check_not_revoked(self, copy: Mapping[str, Any]) -> None:
        """The issuer has not withdrawn it."""
        if copy.get("revoked") is True:
            raise NotTakenError("revoked", str(copy.get("revocationReason") or "its issuer says so"))

    def compare(self, item: Mapping[str, Any], copy: Mapping[str, Any]) -> None:
        """The copy at the id is the truth."""
        own = ("@context", "id")
        hand, there = ({name: value for name, value in one.items() if name not in own} for one in (item, copy))
        if hand != there:
            raise NotTakenError("unverified", "its hosted copy says otherwise")

    def check_scope(self, item: Mapping[str, Any], issuer: Mapping[str, Any]) -> None:
        """The id lies where the issuer's items are, by what its profile says or by the host of its own id."""
        if not self.is_within(str(item["id"]), issuer):
            raise NotTakenError("unverified", "its id is not where the items of its issuer are")

    def is_within(self, item_id: str, issuer: Mapping[str, Any]) -> bool:
        """True when the issuer may host items at that URL."""
        verification = issuer.get("verification")
        scope: Mapping[str, Any] = verification if isinstance(verification, Mapping) else {}
        prefixes, hosts = scope.get("startsWith") or (), scope.get("allowedOrigins") or ()
        if not prefixes and not hosts:
            home = str(issuer.get("id"))
            return not home.startswith("https://") or _host(home) == _host(item_id)
        inside = not prefixes or item_id.startswith(tuple(map(str, prefixes)))
        return inside and (not hosts or _host(item_id) in map(str, hosts))

    def check_hosted_expiry(self, copy: Mapping[str, Any]) -> None:
        """The last day that the copy names is not over."""
        self.check_expiry(copy)


def _host(url: str) -> str:
    """The host of a URL in lower case; empty for one that cannot be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
