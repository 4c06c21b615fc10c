"""What documents name is fetched over a run's own wire: once, where it may be, and never too much of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.record import Finding
from conformance.suites.answer import Answer
from conformance.suites.lookups import Lookups
from conformance.suites.session import Session
from tests.suites.conftest import reply

HOME = "https://clr.example.edu"


@dataclass
class Sent:
    """Stands for the wire: each page by its URL, and the URLs that were asked for."""

    pages: dict[str, dict[str, Any]]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, url: str, accept: str) -> Answer:
        self.asked.append((url, accept))
        return Answer(reply(**{"code": 200, "index": len(self.asked), **self.pages[url], "url": url}), "verify")


def lookups(sent: Sent, most: int | None = None) -> Lookups:
    session = cast("Session", SimpleNamespace(base=f"{HOME}/ims/clr/v2p0"))
    return Lookups(session, "application/json", sent, most)


def test_a_url_is_asked_for_once_and_its_fragment_never() -> None:
    sent = Sent({f"{HOME}/keys": {"body": {"keys": []}}})
    found = lookups(sent)

    one, other = found.get(f"{HOME}/keys#a"), found.get(f"{HOME}/keys#b", accept="text/plain")

    assert one.body == other.body == b'{"keys": []}'
    assert sent.asked == [(f"{HOME}/keys", "application/json")]
    assert found.seen_for(f"{HOME}/keys#c") == 1


def test_a_redirect_is_followed_where_it_may_be() -> None:
    sent = Sent(
        {
            f"{HOME}/old": {"code": 302, "Location": f"{HOME}/new"},
            f"{HOME}/new": {"body": {"id": 1}},
            f"{HOME}/away": {"code": 302, "Location": "https://127.0.0.1/secret"},
        }
    )
    found = lookups(sent)

    assert found.get(f"{HOME}/old").final_url == f"{HOME}/new"
    refused = found.get(f"{HOME}/away")
    assert refused.status is None
    assert refused.failure is not None
    assert refused.failure.code == "address-refused"


@pytest.mark.parametrize(
    "url", ["https://127.0.0.1/x", "http://other.example/x", "file:///etc/passwd", "https://u:p@a.b/"]
)
def test_nothing_is_asked_for_that_is_neither_public_nor_the_targets_own(url: str) -> None:
    sent = Sent({})

    got = lookups(sent).get(url)

    assert got.failure is not None
    assert got.failure.code == "address-refused"
    assert not sent.asked


def test_beyond_a_number_of_urls_nothing_is_fetched() -> None:
    sent = Sent({f"{HOME}/{number}": {"body": {}} for number in range(3)})
    found = lookups(sent, most=2)

    codes = [found.get(f"{HOME}/{number}").failure for number in range(3)]

    assert codes[:2] == [None, None]
    assert codes[2] is not None
    assert codes[2].code == "too-many"
    assert found.get(f"{HOME}/0").failure is None


def test_a_finding_is_shown_by_the_exchanges_of_the_urls_that_it_names() -> None:
    sent = Sent({f"{HOME}/a": {"body": {}}, f"{HOME}/b": {"body": {}}})
    found = lookups(sent)
    found.get(f"{HOME}/a")
    found.get(f"{HOME}/b")

    assert found.shown_by(Finding("", "m", "a key", f"{HOME}/b: the answer is 404")) == (2,)
