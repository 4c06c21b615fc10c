"""All CLRs of a resource owner, walked page by page within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.suites import walking
from conformance.suites.answer import Answer
from conformance.suites.compact import payload
from conformance.suites.outcomes import Incomplete
from conformance.suites.walking import Pager, Walked, sameness


@dataclass(frozen=True, slots=True)
class Entry:
    """One CLR of a listing: its members, and the JWS it came in (``None``: unsigned)."""

    clr: Mapping[str, Any]
    jws: str | None = None

    @property
    def id(self) -> str:
        """The id of the CLR; empty when it has none."""
        return str(self.clr.get("id", ""))

    @property
    def key(self) -> tuple[str, bytes]:
        """What makes two entries the same: the content too, not the id alone."""
        return self.jws or "", sameness(self.clr)


@dataclass(frozen=True, slots=True)
class Listing(Walked[Entry]):
    """The pages of a walk and the CLRs on them, in order."""

    def hosted(self) -> Iterator[Entry]:
        """The unsigned CLRs whose id is a URL."""
        return (entry for entry in self.with_url() if entry.jws is None)

    def with_url(self) -> Iterator[Entry]:
        """The CLRs whose id is a URL, signed or not."""
        return (entry for entry in self.entries if entry.id.startswith(("https://", "http://")))


def pager(api: ProviderApi) -> Pager[Entry]:
    """How the list of CLRs is read."""
    return Pager(api.get_clrs, api.get_page, page_entries, "CLRs", "CLR10-GCS-020", "CLR10-GCS-024")


def walk(api: ProviderApi, pages: int, first: Answer | None = None) -> Listing:
    """Follow rel next from ``first`` (by default a plain listing) to the last page, as ``walking.walk`` does."""
    return _listing(walking.walk(pager(api), pages, first))


def walk_by_offset(api: ProviderApi, pages: int, limit: int = 100, since: str | None = None) -> Listing:
    """Ask for page after page by ``offset``, as ``walking.walk_by_offset`` does."""
    return _listing(walking.walk_by_offset(pager(api), pages, limit, since))


def _listing(found: Walked[Entry]) -> Listing:
    return Listing(found.pages, found.entries, found.repeating, found.complete)


def page_entries(answer: Answer) -> tuple[Entry, ...]:
    """The CLRs of one ClrSet, unsigned first; raises ``Incomplete`` when the body is not a ClrSet at all."""
    body = answer.json()
    if not isinstance(body, dict):
        raise Incomplete("the body of GET /clrs is not a JSON object (see CLR10-GCS-001)")
    plain, signed = (() if body.get(member) is None else body[member] for member in ("clrs", "signedClrs"))
    if not isinstance(plain, (list, tuple)) or not isinstance(signed, (list, tuple)):
        raise Incomplete("clrs or signedClrs is not an array (see CLR10-PAY-005)")
    return (
        *(Entry(clr) for clr in plain if isinstance(clr, dict)),
        *(Entry(payload(jws), jws) for jws in signed if isinstance(jws, str)),
    )
