"""Whether what the target lists can be trusted: its signatures, keys, hosted copies and revocation lists.

Everything is fetched over the run's own wire, so that the evidence is in the transcript; from the target's own host
with the token where the operation needs one, from public https hosts without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from conformance.document import ParseLimits
from conformance.document import open as open_document
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.edition import BASE_PATH, COLLECTIONS, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.listing import Listing
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.suites.answer import Answer
from conformance.suites.lookups import Lookups
from conformance.suites.outcomes import CheckEnd, Incomplete
from conformance.trust import VerificationReport, verify

MOST_SIGNED = 4
MOST_UNSIGNED = 4
READS = {collection: operation for operation, collection in COLLECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Sample:
    """The CLRs of one page that are looked into: the page, and the places of its entries by array."""

    page: Answer
    places: Mapping[str, Sequence[int]]

    def document(self) -> dict[str, Any]:
        """A ClrSet with these CLRs only."""
        body = self.page.json()
        chosen = {member: [body[member][place] for place in places] for member, places in self.places.items() if places}
        return {**{name: value for name, value in body.items() if name not in self.places}, **chosen}


class TargetFetcher(Lookups):
    """Fetches what documents name over the target's wire, a CLR of the target with the token that it needs."""

    def __init__(self, target: ClrData) -> None:
        super().__init__(target.session, MEDIA_TYPE, self._send)
        self._target = target

    def _send(self, url: str, accept: str) -> Answer:
        api = self._target.api
        if self._target.session.same_origin(url) and f"{BASE_PATH}/clrs/" in urlsplit(url).path:
            try:
                return api.get_clr_at(url)
            except CheckEnd:
                pass  # without a token: the answer tells what comes of it
        operation = READS.get(url.removeprefix(f"{self._target.base}/").partition("/")[0])
        if operation is not None:
            return api.call(operation, url, accept=accept)  # what comes is judged with the other documents
        return self._plainly(url, accept)


def sample(listing: Listing, own: set[str]) -> Sample:
    """The page with the most signed CLRs, and on it signed ones, CLRs with signed items, and some more.

    CLRs of the run itself (``own``) are left out. Raises ``Incomplete`` when nothing is listed.
    """
    pages = [page for page in listing.pages if isinstance(page.json(), dict)]
    if not listing.entries or not pages:
        raise Incomplete("no CLR is listed")
    page = max(pages, key=lambda one: len(one.json().get("signedClrs") or ()))
    body = page.json()
    plain = [
        place for place, clr in enumerate(body.get("clrs") or ()) if isinstance(clr, dict) and clr.get("id") not in own
    ]
    plain.sort(key=lambda place: not _signs(body["clrs"][place]))
    signed = range(min(MOST_SIGNED, len(body.get("signedClrs") or ())))
    return Sample(page, {"clrs": sorted(plain[:MOST_UNSIGNED]), "signedClrs": list(signed)})


def _signs(clr: Mapping[str, Any]) -> bool:
    return bool(clr.get("signedAssertions") or clr.get("signedEndorsements"))


def trusted(chosen: Sample, fetcher: TargetFetcher, limits: ParseLimits) -> VerificationReport:
    """The verification report of the sample; raises ``Incomplete`` when there is nothing in it to verify."""
    with open_document(chosen.document(), RULES, as_class="ClrSet") as opened:
        if opened.document is None:
            raise Incomplete("the listed CLRs cannot be read well enough to verify them")
        return verify(opened, TRUST, fetcher=fetcher, limits=limits)
