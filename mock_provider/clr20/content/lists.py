"""Status lists: which credentials are revoked or suspended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from conformance.issuing.lists import bits, encoded_list
from mock_provider.clr20.content.credentials import entry, status_list
from mock_provider.clr20.content.issuers import Issuers
from mock_provider.clr20.content.site import JSON_LD, TOKEN, Node, Site, moment

TAKEN_BACK: Final = 420
"""The first index at which bits are set: one for each learner with such a record."""

_GOOD: Final = 94_567
_SINCE: Final = moment(0)
_MOST: Final = 600


@dataclass(frozen=True, slots=True)
class Lists:
    """The addresses of all lists. ``revocation`` is JSON, ``suspension`` a token, ``old`` of the form before both."""

    revocation: str
    suspension: str
    old: str

    def good(self, number: int) -> Node:
        """An entry whose bit is off."""
        return entry(self.revocation, "revocation", _GOOD + number)

    def revoked(self, number: int) -> Node:
        """An entry whose bit says revoked."""
        return entry(self.revocation, "revocation", TAKEN_BACK + number)

    def suspended(self, number: int) -> Node:
        """An entry whose bit says suspended."""
        return entry(self.suspension, "suspension", TAKEN_BACK + number)


def lists(site: Site, who: Issuers, learners: int) -> Lists:
    """Publishes all lists for so many learners."""
    set_bits = encoded_list(bits({TAKEN_BACK + number: 1 for number in range(min(learners, _MOST))}))
    places = {name: f"/status/{name}" for name in ("revocation", "suspension", "old")}
    revocation = status_list(site.url(places["revocation"]), "revocation", set_bits, who.university, since=_SINCE)
    site.publish_signed(places["revocation"], {**revocation, "proof": who.university.seal(_SINCE)}, JSON_LD)
    suspension = status_list(site.url(places["suspension"]), "suspension", set_bits, who.college, since=_SINCE)
    site.publish_signed(places["suspension"], who.college.token(suspension), TOKEN)
    revoked = [{"id": site.urn("withdrawn"), "revoked": True, "revocationReason": "Issued in error"}]
    old = {"id": site.url(places["old"]), "issuer": who.college.id, "revokedCredential": revoked}
    site.publish(places["old"], old)
    return Lists(*(site.url(path) for path in places.values()))
