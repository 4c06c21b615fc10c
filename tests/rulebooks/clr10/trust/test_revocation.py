"""Revocation of signed items: the issuer's list."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.trust import Trust


def codes(report: Any) -> list[str]:
    (item,) = report.items
    return [reason.code for reason in item.reasons]


def requirements(report: Any) -> set[str]:
    return {finding.requirement for finding in report.findings}


def test_an_item_on_the_list_is_revoked(world: Any, tools: Any) -> None:
    node = world.assertion()
    world.publish_list("college", world.profile["id"], "urn:uuid:other", node["id"])
    report = world.verify(tools.sign(node, world.private))
    assert (codes(report), requirements(report)) == (["revoked"], {"CLR10-VSG-009"})
    assert report.items[0].reasons[0].declared is False


def test_a_list_in_the_form_of_open_badges_is_read_and_faulted(world: Any, tools: Any) -> None:
    node = world.assertion()
    world.publish_list("college", world.profile["id"], revokedAssertions=[{"id": node["id"]}])
    report = world.verify(tools.sign(node, world.private))
    assert codes(report) == ["revoked"]
    assert "CLR10-RVL-002" in requirements(report)


def test_an_item_that_says_it_is_revoked_has_to_be_on_the_list(world: Any, tools: Any) -> None:
    node = world.assertion(revoked=True)
    report = world.verify(tools.sign(node, world.private))
    assert (codes(report), requirements(report)) == (["revoked"], {"CLR10-RVL-003"})
    world.publish_list("college", world.profile["id"], node["id"])
    report = world.verify(tools.sign(node, world.private))
    assert (codes(report), requirements(report)) == (["revoked"], set())
    assert report.items[0].reasons[0].declared is True


def test_the_list_of_another_issuer_counts_as_none(world: Any, tools: Any) -> None:
    world.publish_list("college", "https://other.example/profile")
    report = world.verify(tools.sign(world.assertion(), world.private))
    assert (codes(report), report.verdict) == (["list-of-another"], Trust.UNDECIDED)
    assert "CLR10-RVL-004" in requirements(report)


def test_the_id_of_the_list_is_its_url(world: Any, tools: Any) -> None:
    world.publish_list("college", world.profile["id"], id="https://127.0.0.1/other")
    assert requirements(world.verify(tools.sign(world.assertion(), world.private))) == {"CLR10-RVL-005"}


@pytest.mark.parametrize("status", [404, 500])
def test_a_list_that_cannot_be_had_is_reported_and_not_taken_as_valid(world: Any, tools: Any, status: int) -> None:
    world.site.publish("/lists/college", {}, status)
    report = world.verify(tools.sign(world.assertion(), world.private))
    assert (codes(report), report.verdict) == (["list-unreachable"], Trust.UNDECIDED)
    assert "CLR10-RVL-004" in report.undecided
    assert ("CLR10-VSG-010" in requirements(report)) is (status == 404)


def test_without_a_list_it_is_said_that_nobody_can_tell(world: Any, tools: Any) -> None:
    del world.profile["revocationList"]
    report = world.verify(tools.sign(world.assertion(), world.private))
    assert report.verdict is Trust.VERIFIED
    assert "nobody can tell whether it was revoked" in report.items[0].open[0]


def test_a_list_is_fetched_once_and_its_faults_are_told_once(world: Any, tools: Any) -> None:
    world.publish_list("college", world.profile["id"], revokedAssertions=[1])
    tokens = [tools.sign(world.assertion(number), world.private) for number in range(1, 6)]
    report = world.verify(tools.sign(world.clr(signedAssertions=tokens), world.private))
    assert world.site.paths().count("/lists/college") == 1
    assert [finding.count for finding in report.findings if finding.requirement == "CLR10-RVL-002"] == [1]
    assert report.verdict is Trust.VERIFIED
