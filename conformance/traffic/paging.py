"""A walk through pages: where each page leads on to, and whether the consumer went there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.exchanges.links import goes_to, links
from conformance.exchanges.served import Served
from conformance.traffic.values import Sitting


@dataclass(frozen=True, slots=True)
class Step:
    """A page that names a next one: its target, resolved, and the request that went there (``None``: none did)."""

    page: Served
    target: str
    request: Served | None


def next_of(page: Served) -> str | None:
    """The target of the relation next of a response, resolved against its request; ``None`` without one."""
    return links(page.headers.get("link"), page.url).get("next")


def steps(sitting: Sitting) -> Iterator[Step]:
    """Every page of success that names a next one, in order."""
    for page in sitting.requests(ok=True):
        target = next_of(page) if page.method == "GET" else None
        if target is not None:
            yield Step(page, target, asked_later(sitting, page, target))


def asked_later(sitting: Sitting, page: Served, target: str) -> Served | None:
    """The first request after that exchange that goes to the target."""
    later = (one for one in sitting.requests(after=page) if one.method == "GET" and goes_to(one.url, target))
    return next(later, None)


def pages_on(sitting: Sitting) -> bool:
    """True when the consumer went from a page to the next one."""
    return any(step.request for step in steps(sitting))
