"""Which CLR ``getClr`` is tried on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.listing import Entry, Listing
from conformance.rulebooks.clr10.provider.readable import readable
from conformance.suites.answer import Answer
from conformance.suites.outcomes import Incomplete, NotApplicable
from tests.suites.conftest import reply

BASE = "https://provider.example/ims/clr/v1p0"
OWN, FOREIGN, NAME = f"{BASE}/clrs/a", "https://other.example/b", "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e21"


def account(*entries: Entry, served: bool = False, status: int = 404) -> ClrData:
    """A target with these CLRs in the list, whose plan claims no write; getClr answers ``status`` if not ``served``."""
    api = SimpleNamespace(get_clr=lambda _: Answer(reply("", 200 if served else status), "getClr"))
    plan = SimpleNamespace(claims=frozenset({"read"}))
    known: dict[str, Any] = {"base": BASE, "listing": lambda: Listing((), entries), "plan": plan, "api": api}
    session = SimpleNamespace(same_origin=lambda url: url.startswith(BASE))
    return cast("ClrData", SimpleNamespace(**known, session=session))


@pytest.mark.parametrize(
    ("ids", "chosen"),
    [([NAME, FOREIGN, OWN], OWN), ([NAME, FOREIGN], NAME), ([FOREIGN, "b"], FOREIGN), (["", "b"], "b")],
)
def test_the_clr_to_ask_for_is_one_with_a_url_of_the_target_where_there_is_one(ids: list[str], chosen: str) -> None:
    assert readable(account(*(Entry({"id": one}) for one in ids), served=True)).id == chosen


def test_an_id_that_is_no_url_need_not_be_found() -> None:
    with pytest.raises(NotApplicable, match="standard"):
        readable(account(Entry({"id": NAME})))


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_accident_is_not_taken_for_an_id_that_need_not_be_found(status: int) -> None:
    with pytest.raises(Incomplete, match=f"answered {status}"):
        readable(account(Entry({"id": NAME}), status=status))


def test_a_signed_clr_with_a_url_will_do_too_but_an_unsigned_one_comes_first() -> None:
    signed, plain = Entry({"id": OWN}, "a.b.c"), Entry({"id": f"{BASE}/clrs/z"})

    assert readable(account(Entry({"id": NAME}), signed)).id == OWN
    assert readable(account(signed, plain)).id == plain.id


def test_a_revoked_clr_is_none_to_ask_for() -> None:
    revoked = Entry({"id": OWN, "revoked": True})

    assert readable(account(revoked, Entry({"id": NAME, "revoked": False}), served=True)).id == NAME
    with pytest.raises(Incomplete, match="no CLR"):
        readable(account(revoked, Entry({})))
