"""Hosted specimens as our own verification sees them: the right ones verify, each changed one does not, and why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.trust import Trust
from conformance.wire.fetcher import Fetcher
from mock_provider.clr10.specimens import hosted, listed, recipients, right
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer
from tests.mock_provider.clr10.specimens.judging import CLAIMS, Lay, verified


def reasons(laid: Laid, mock: MockServer) -> list[str]:
    """What is said of the specimen of each record: ``verified``, or the code of the first reason."""
    found = []
    for record in laid.records:
        (specimen,) = (one for one in record.specimens if one.start == 1)
        report = verified(record, mock)[specimen.place]
        assert specimen.right == (report.verdict is Trust.VERIFIED), report
        assert (report.id, report.kind) == (specimen.id, specimen.kind)
        found.append(report.reasons[0].code if report.reasons else "verified")
    return found


@pytest.mark.parametrize(
    ("lay", "codes"),
    [
        (hosted.copy_differs, ["copy-differs"]),
        (hosted.hosted_gone, ["revoked"]),
        (hosted.hosted_revoked, ["revoked"]),
        (hosted.hosted_missing, ["not-hosted"]),
        (hosted.hosted_500, ["not-fetched"]),
        (hosted.hosted_broken_off, ["not-fetched"]),
        (hosted.hosted_other_id, ["other-id", "other-id"]),
        (hosted.hosted_urn, ["no-url"]),
        (hosted.hosted_expired, ["expired"]),
        (recipients.recipient_hash, ["verified", "verified", "other-learner"]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_twin_verifies_and_the_changed_one_does_not(
    laid: Callable[[Lay], Laid], mock: MockServer, lay: Lay, codes: list[str]
) -> None:
    assert reasons(laid(lay), mock) == ["verified", *codes]


def test_each_of_three_scopes_has_a_twin_within_it(laid: Callable[[Lay], Laid], mock: MockServer) -> None:
    assert reasons(laid(hosted.hosted_out_of_scope), mock) == ["verified", "out-of-scope"] * 3


def test_what_is_out_of_scope_can_be_fetched(laid: Callable[[Lay], Laid], mock: MockServer) -> None:
    found = [one.specimens[0] for one in laid(hosted.hosted_out_of_scope).records]
    with Fetcher(ca=mock.ca_path, allow=["127.0.0.1", "localhost"]) as fetcher:
        answers = [fetcher.get(one.id, accept="application/ld+json") for one in found]
    assert [answer.status for answer in answers] == [200] * 6
    assert [one.id.startswith(mock.origin) for one in found] == [True, True, True, False, True, False]


def test_what_is_revoked_meanwhile_is_right_until_then(laid: Callable[[Lay], Laid], mock: MockServer) -> None:
    before = laid(hosted.revoked_meanwhile)
    before.hand_out(before.records)
    assert reasons(before, mock) == ["verified"]
    hosted.revoke(mock, 2)
    (report,) = (one for one in verified(before.records[0], mock).values() if one.kind == "Assertion")
    assert [one.code for one in report.reasons] == ["revoked"]
    assert [(one.start, one.right) for one in before.records[0].specimens] == [(1, True), (2, False)]


@pytest.mark.parametrize("lay", [right.lay, listed.mixed_list], ids=lambda lay: lay.__name__)
def test_what_is_right_verifies(laid: Callable[[Lay], Laid], mock: MockServer, lay: Lay) -> None:
    for record in laid(lay).records:
        report = verified(record, mock)
        assert {report[one.place].verdict for one in record.specimens} == {Trust.VERIFIED}


def test_a_record_is_signed_for_those_who_verify_signatures(laid: Callable[..., Laid]) -> None:
    kinds = {
        claims: {record.kept.signed for record in laid(hosted.hosted_gone, claims).records}
        for claims in (CLAIMS, CLAIMS - {"verify_signed"})
    }
    assert list(kinds.values()) == [{True}, {False}]


def test_no_two_specimens_have_the_same_name(laid: Callable[[Lay], Laid]) -> None:
    for lay in (hosted.hosted_other_id, hosted.hosted_out_of_scope, recipients.recipient_hash):
        names = [one.specimens[0].name for one in laid(lay).records]
        assert len({*names}) == len(names)


def test_the_answers_end_with_a_reset(laid: Callable[[Lay], Laid], mock: MockServer) -> None:
    laid(hosted.hosted_gone)
    assert mock.faults.active.keys() == {"odd-answers"}
    mock.reset()
    assert not mock.faults.active
