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
from conformance.exchanges import Failure, Response
from conformance.record import Finding
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.edition import BASE_PATH, COLLECTIONS, MEDIA_TYPE
from conformance.rulebooks.clr10.provider.listing import Listing
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.suites.answer import Answer
from conformance.suites.fetching import HOPS, allowed, leads_on
from conformance.suites.outcomes import CheckEnd, Incomplete
from conformance.trust import VerificationReport, verify
from conformance.wire.redirects import Request, hops

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


@dataclass(frozen=True, slots=True)
class Got:
    """What came for a URL, as verification asks for it."""

    url: str
    final_url: str
    status: int | None
    body: bytes
    failure: Failure | None


class TargetFetcher:
    """Fetches what documents name over the target's wire; each URL once, and only where it may be fetched."""

    def __init__(self, target: ClrData) -> None:
        self._target = target
        self._got: dict[str, Got] = {}
        self._exchanges: dict[str, int] = {}

    def shown_by(self, finding: Finding) -> tuple[int, ...]:
        """The exchanges with the URLs that a finding names."""
        text = f"{finding.expected} {finding.actual} "
        return tuple(index for url, index in self._exchanges.items() if f"{url} " in text or f"{url}: " in text)

    def get(self, url: str, *, accept: str = MEDIA_TYPE) -> Got:
        """The answer for a URL; never raises."""
        plain = url.partition("#")[0]
        if plain not in self._got:
            self._got[plain] = self._fetch(plain, accept)
        return self._got[plain]

    def takes_plain(self, url: str) -> bool:
        """True on the target's own host, where the plan allows plain http."""
        return url.startswith("http://") and allowed(self._target.session, url)

    def _fetch(self, url: str, accept: str) -> Got:
        def send(request: Request) -> Response:
            response = self._send(request.url, accept).response
            self._exchanges[url] = response.index
            return response

        too_many = Failure("redirect-loop", f"{url} redirects more than {HOPS} times")
        here, refusal = url, self._refusal(url)
        if refusal is not None:
            return Got(url, here, None, b"", refusal)
        for hop in hops(Request("GET", url, (), b""), send, HOPS, leads=leads_on):
            if hop.following is None:
                return Got(url, here, hop.response.status, hop.response.body, hop.response.failure)
            here = hop.following.url
            refusal = too_many if hop.last else self._refusal(here)
            if refusal is not None:
                break
        return Got(url, here, None, b"", refusal)

    def _refusal(self, url: str) -> Failure | None:
        """Why a URL is not fetched, ``None`` when it is."""
        if allowed(self._target.session, url):
            return None
        return Failure("address-refused", f"{url} is neither public https nor the target's own host")

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
        return Answer(self._target.wire.send("GET", url, headers={"Accept": accept}, label="verify"), "verify")


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
