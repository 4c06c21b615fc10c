"""What is said of a consumer that gets a page with CLRs of both kinds."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic.judge import Ending
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.deciding import record
from tests.rulebooks.clr10.consumer.laying import fetch, right_one, told
from tests.traffic.building import API, called, cited, listed, right


def token(payload: Any) -> str:
    parts = (urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in ({"alg": "RS256"}, payload))
    return f"{'.'.join(parts)}.c2ln"


ITEM, KEY = f"{API}/assertions/1", f"{API}/keys/1"
PLAIN = record(id="urn:plain", assertions=[{"id": ITEM, "type": "Assertion"}])
SIGNED = record(id="urn:signed", signedAssertions=[token({"id": "urn:inner", "type": "Assertion"})])
PAGE = listed(answer={"clrs": [PLAIN], "signedClrs": [token(SIGNED), "no token"]})
LAID = (right_one("mixed-list", ITEM), right_one("mixed-list", "urn:inner", fetches=(KEY,)))


def reads(named: tuple[str, ...] | None, *more: Any, page: Any = PAGE, **members: Any) -> Ending:
    states = None if named is None else dict.fromkeys(named, "unverified")
    sat = told(LAID, states, *right(listed=page), *more, task="read", **members)  # type: ignore[arg-type]
    return deciding.decide("CLR10-GCS-029", sat, claims=("read",))


@pytest.mark.parametrize(
    "named", [("urn:plain", "urn:signed"), (ITEM, "urn:inner"), ("urn:plain", "urn:inner")], ids=lambda ids: ids[0]
)
def test_who_names_something_of_each_passes(named: tuple[str, ...]) -> None:
    assert reads(named).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("named", "left"), [(("urn:plain", ITEM), "none of signedClrs"), (("urn:signed",), "none of clrs")]
)
def test_who_names_one_kind_alone_is_named_with_the_page(named: tuple[str, ...], left: str) -> None:
    ending = reads(named)
    assert (ending.outcome, ending.findings[0].actual) == (Outcome.FAIL, left)
    assert cited(ending) == (len(right(listed=PAGE)) - 1,)


@pytest.mark.parametrize("named", [None, ()], ids=["silent", "names none"])
def test_who_names_none_shows_it_by_what_it_fetches(named: Any) -> None:
    ending = reads(named, fetch(ITEM), called("getKey", None, url=KEY))
    assert ending.outcome is Outcome.PASS
    assert "as what it fetches shows" in (ending.reason or "")


@pytest.mark.parametrize("more", [(), (fetch(ITEM),)], ids=["fetches nothing", "fetches the plain one alone"])
def test_without_both_it_stays_open_and_learns_how(more: Any) -> None:
    ending = reads(None, *more)
    assert ending.outcome is Outcome.INCOMPLETE
    assert "CLR_OUTCOME_FILE" in (ending.reason or "")


def test_who_reads_no_page_shows_nothing() -> None:
    assert reads(("urn:plain",), page=None).outcome is Outcome.INCOMPLETE


def test_an_end_by_us_is_why() -> None:
    assert "time was over" in (reads(None, end="timed-out").reason or "")
