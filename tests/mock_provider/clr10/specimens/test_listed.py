"""Lists with which nothing is wrong: what stands on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.document import judge
from conformance.document import open as open_document
from conformance.limits import Limits
from conformance.rulebooks.clr10.document import RULES
from conformance.standard.classes import models
from conformance.wire import Wire
from mock_provider.clr10.specimens import listed
from mock_provider.scenarios import FIRST_LEARNER, SITTING
from mock_provider.testing import MockServer, mock_in_process

CLAIMS = frozenset({"read", "verify_hosted", "verify_signed"})
OF_REVOKED = {"revoked", "revocationReason"}


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with mock_in_process(**SITTING) as mock:
        yield mock


def occurring(kind: str, known: dict[str, set[str]]) -> set[str]:
    """That class, and every class that it can hold, added to what is known."""
    known.setdefault(kind, set())
    for member in models("clr10")[kind].members.values():
        if member.type in models("clr10") and member.type not in known:
            occurring(member.type, known)
    return set(known)


def test_the_rich_record_is_right_and_has_every_member_of_every_class(mock: MockServer) -> None:
    (record,) = listed.rich(mock, CLAIMS).records
    with open_document(record.content, RULES) as opened:
        assert judge(opened).findings == ()
        assert opened.document is not None
        members = opened.document.members
    lacking = {
        f"{kind}.{name}"
        for kind in occurring("Clr", {})
        for name in models("clr10")[kind].members.keys() - {*members.get(kind, ())} - OF_REVOKED
    }
    assert lacking == set()


@pytest.mark.parametrize(("lay", "signed"), [(listed.mixed_list, [False, True]), (listed.rich, [False])])
def test_the_list_holds_these_records_alone(mock: MockServer, lay: object, signed: list[bool]) -> None:
    laid = lay(mock, CLAIMS)  # type: ignore[operator]
    laid.hand_out(laid.records)
    page = listing(mock)
    assert (len(page["clrs"]), len(page["signedClrs"])) == (signed.count(False), signed.count(True))
    assert [one.kept.signed for one in laid.records] == signed


def listing(mock: MockServer) -> dict[str, list[object]]:
    """The list of the first learner as it is served."""
    headers = {"Accept": "application/ld+json", "Authorization": f"Bearer {mock.token(FIRST_LEARNER)}"}
    with Wire(limits=Limits(), app=mock.application) as wire:
        return wire.send("GET", f"{mock.url}/clrs", headers=headers).json_object()
