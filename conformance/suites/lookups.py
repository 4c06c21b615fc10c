"""Fetches what documents name over a run's own wire, so that the evidence is in its transcript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.exchanges import Failure, Response
from conformance.record import Finding
from conformance.suites.answer import Answer
from conformance.suites.fetching import HOPS, allowed, leads_on
from conformance.suites.session import Session
from conformance.wire.redirects import Request, hops

Send = Callable[[str, str], Answer]
"""Sends a GET for a URL with that Accept header."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came for a URL, as verification asks for it."""

    url: str
    final_url: str
    status: int | None
    body: bytes
    failure: Failure | None


class Lookups:
    """A ``Fetcher`` of a run: each URL once, and only where it may be fetched (the target's own host, public https).

    ``send`` is how the edition asks for a URL, by default without a token. Beyond ``most`` URLs nothing is fetched.
    """

    def __init__(self, session: Session, accept: str, send: Send | None = None, most: int | None = None) -> None:
        self._session = session
        self._accept = accept
        self._sending = send or self._plainly
        self._most = most
        self._got: dict[str, Got] = {}
        self._exchanges: dict[str, int] = {}

    def shown_by(self, finding: Finding) -> tuple[int, ...]:
        """The exchanges with the URLs that a finding names."""
        text = f"{finding.expected} {finding.actual} "
        return tuple(index for url, index in self._exchanges.items() if f"{url} " in text or f"{url}: " in text)

    def seen_for(self, url: str) -> int | None:
        """The exchange in which that URL was asked for, ``None`` when it was not."""
        return self._exchanges.get(url.partition("#")[0])

    def get(self, url: str, *, accept: str = "") -> Got:
        """The answer for a URL; never raises."""
        plain = url.partition("#")[0]
        if plain not in self._got:
            self._got[plain] = self._fetch(plain, accept or self._accept)
        return self._got[plain]

    def takes_plain(self, url: str) -> bool:
        """True on the target's own host, where the plan allows plain http."""
        return url.startswith("http://") and allowed(self._session, url)

    def _plainly(self, url: str, accept: str) -> Answer:
        return Answer(self._session.wire.send("GET", url, headers={"Accept": accept}, label="verify"), "verify")

    def _fetch(self, url: str, accept: str) -> Got:
        def send(request: Request) -> Response:
            response = self._sending(request.url, accept).response
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
        if self._most is not None and len(self._got) >= self._most:
            return Failure("too-many", f"{url} is not fetched: a run looks up {self._most} addresses at most")
        if allowed(self._session, url):
            return None
        return Failure("address-refused", f"{url} is neither public https nor the target's own host")
