"""Hosted items: the copy at the id is the truth."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.document import open as open_document
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.trust import Known, Trust, VerificationReport, verify
from conformance.wire.fetcher import Fetched

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PATH = "/ims/clr/v1p0/assertions/a"


def only(report: VerificationReport, kind: str = "Assertion") -> Any:
    (item,) = [item for item in report.items if item.kind == kind]
    return item


def requirements(report: VerificationReport) -> set[str]:
    return {finding.requirement for finding in report.findings}


def codes(item: Any) -> list[str]:
    return [reason.code for reason in item.reasons]


def test_a_hosted_assertion_is_verified_by_its_copy(world: Any) -> None:
    report = world.verify(world.hosted())
    item = only(report)
    assert (item.verdict, item.method.value, item.reasons, item.open) == (Trust.VERIFIED, "hosted", (), ())
    assert (report.findings, report.undecided) == ((), {})
    assert {"CLR10-ASR-006", "CLR10-PRF-003"} <= report.decided


def test_a_copy_that_says_otherwise_is_the_truth(world: Any) -> None:
    node = world.hosted()
    report = world.verify({**node, "creditsEarned": 99.0, "term": "Spring"})
    finding = next(finding for finding in report.findings if finding.requirement == "CLR10-VHO-004")
    assert codes(only(report)) == ["copy-differs"]
    assert finding.actual == "differs in creditsEarned, term"


@pytest.mark.parametrize("status", [404, 400, 406])
def test_an_id_that_leads_nowhere_is_not_verified(world: Any, status: int) -> None:
    node = world.hosted()
    world.site.publish(PATH, {}, status)
    report = world.verify(node)
    assert (codes(only(report)), only(report).verdict) == (["not-hosted"], Trust.NOT_VERIFIED)
    assert "CLR10-ASR-006" in requirements(report)


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_fails_leaves_it_undecided(world: Any, status: int) -> None:
    node = world.hosted()
    world.site.publish(PATH, {}, status)
    report = world.verify(node)
    assert only(report).verdict is Trust.UNDECIDED
    assert str(status) in report.undecided["CLR10-ASR-006"]


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"{", b'"text"', b"", b"\xff\xfe"])
def test_an_answer_that_is_no_item_is_not_verified(world: Any, body: bytes) -> None:
    node = world.hosted()
    world.site.publish(PATH, body)
    report = world.verify(node)
    assert only(report).verdict is Trust.NOT_VERIFIED
    assert "CLR10-ASR-006" in requirements(report)


def test_an_answer_with_another_id_is_not_verified(world: Any) -> None:
    node = world.hosted()
    world.site.publish(PATH, {**node, "id": "https://other.example/a"})
    report = world.verify(node)
    assert only(report).reasons[0].requirement == "CLR10-VHO-007"
    assert "CLR10-ASR-006" in requirements(report)


def test_410_and_revoked_true_mean_revoked(world: Any) -> None:
    node = world.hosted()
    world.site.publish(PATH, {}, 410)
    gone = world.verify(node)
    world.site.publish(PATH, {"id": node["id"], "revoked": True})
    flagged = world.verify(node)
    for report in (gone, flagged):
        assert codes(only(report)) == ["revoked"]
        assert "CLR10-VHO-005" in requirements(report)
    openly = world.verify({"id": node["id"], "type": "Assertion", "revoked": True, "verification": {"type": "Hosted"}})
    assert (codes(only(openly)), requirements(openly)) == (["revoked"], set())


def test_redirects_are_followed_and_the_id_stays_the_one_asked_for(world: Any) -> None:
    node = world.hosted()
    world.site.publish("/moved", world.site.pages[PATH][1])
    world.site.publish(PATH, b"", 302, Location="/moved")
    assert only(world.verify(node)).verdict is Trust.VERIFIED


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "file:///etc/passwd", "https://10.0.0.1/", "https://169.254.169.254/latest", "/a/loop"],
)
def test_redirects_into_other_networks_end(world: Any, target: str) -> None:
    node = world.hosted()
    world.site.publish(PATH, b"", 302, Location=target)
    world.site.publish("/a/loop", b"", 302, Location="/a/loop")
    assert only(world.verify(node)).verdict is Trust.UNDECIDED


def test_a_compression_bomb_ends(world: Any) -> None:
    node = world.hosted()
    world.site.publish(PATH, gzip.compress(b" " * 40_000_000), **{"Content-Encoding": "gzip"})
    item = only(world.verify(node))
    assert "body-too-large" in item.reasons[0].text


@pytest.mark.parametrize("url", ["urn:uuid:1", "http://127.0.0.1/a", "file:///etc/passwd", "", "https://"])
def test_a_hosted_item_without_an_https_url_cannot_be_verified(world: Any, url: str) -> None:
    report = world.verify({**world.hosted(), "id": url})
    assert codes(only(report)) == ["no-url"]
    assert only(report).reasons[0].requirement == "CLR10-VHO-009"


def test_an_item_outside_the_scope_of_its_issuer(world: Any) -> None:
    world.profile["verification"] = {"type": "Verification", "startsWith": ["https://elsewhere.example/"]}
    report = world.verify(world.hosted())
    assert (codes(only(report)), only(report).reasons[0].requirement) == (["out-of-scope"], "CLR10-VER-004")
    world.profile["verification"] = {"type": "Verification", "allowedOrigins": ["elsewhere.example"]}
    assert only(world.verify(world.hosted())).reasons[0].requirement == "CLR10-VER-005"
    world.profile["verification"] = {"type": "Verification", "allowedOrigins": ["127.0.0.1"]}
    assert only(world.verify(world.hosted())).verdict is Trust.VERIFIED


def test_a_scope_that_the_item_brings_along_is_not_believed(world: Any) -> None:
    """An item on one host that claims an issuer on another needs that issuer's word."""
    node = world.hosted()
    issuer = node["achievement"]["issuer"]
    issuer["id"] = issuer["id"].replace("127.0.0.1", "localhost")
    issuer["verification"] = {"type": "Verification", "startsWith": ["https://127.0.0.1"]}
    world.site.publish(PATH, node)
    world.site.publish("/profiles/college", {"id": issuer["id"], "verification": {"allowedOrigins": ["localhost"]}})
    report = world.verify(node)
    assert codes(only(report)) == ["out-of-scope"]
    assert "CLR10-VHO-008" in requirements(report)
    world.site.publish("/profiles/college", {"id": issuer["id"], "verification": {"allowedOrigins": ["127.0.0.1"]}})
    assert only(world.verify(node)).verdict is Trust.VERIFIED


def test_a_hosted_clr_needs_a_token_that_is_never_sent(world: Any) -> None:
    url = world.site.publish("/ims/clr/v1p0/clrs/c", {}, 401)
    item = only(world.verify(world.clr(id=url, verification={"type": "Hosted"})), "Clr")
    assert item.verdict is Trust.UNDECIDED
    assert "access token" in item.reasons[0].text


def test_a_clr_that_was_fetched_with_a_token_is_compared(world: Any) -> None:
    url = f"{world.site.url}/ims/clr/v1p0/clrs/c"
    clr = world.clr(id=url, verification={"type": "Hosted"})
    data = json.dumps(clr).encode()
    document = open_document(data, RULES, now=NOW)
    assert document.document is not None
    fetcher = Known({url: Fetched(url, url, 200, body=data)}, world.fetcher)
    assert only(verify(document, TRUST, fetcher=fetcher), "Clr").verdict is Trust.VERIFIED
    other = json.dumps({**clr, "name": "Another"}).encode()
    fetcher = Known({url: Fetched(url, url, 200, body=other)}, world.fetcher)
    assert codes(only(verify(document, TRUST, fetcher=fetcher), "Clr")) == ["copy-differs"]
    assert "/ims/clr/v1p0/clrs/c" not in world.site.paths()


def test_a_hosted_endorsement_and_what_it_endorses(world: Any) -> None:
    url = f"{world.site.url}/ims/clr/v1p0/endorsements/e"
    node = world.endorsement("urn:uuid:1", world.profile, id=url, verification={"type": "Hosted"})
    world.site.publish("/ims/clr/v1p0/endorsements/e", node)
    assert only(world.verify(node), "Endorsement").verdict is Trust.VERIFIED
    world.site.publish("/ims/clr/v1p0/endorsements/e", {**node, "issuedOn": "2023-01-01T00:00:00Z"})
    assert codes(only(world.verify(node), "Endorsement")) == ["copy-differs"]


def test_ids_of_profiles_and_achievements_have_to_lead_to_them(world: Any) -> None:
    node = world.hosted()
    node["achievement"]["id"] = f"{world.site.url}/achievements/x"
    report = world.verify(node)
    assert "CLR10-ACH-004" in requirements(report)
    world.site.publish("/achievements/x", {"id": node["achievement"]["id"]})
    assert "CLR10-ACH-004" not in requirements(world.verify(node))
    world.site.publish("/achievements/x", {"id": "https://other.example/"})
    assert "CLR10-ACH-004" in requirements(world.verify(node))
    world.site.publish("/achievements/x", b"<html>")
    assert "CLR10-ACH-004" in {note.requirement for note in world.verify(node).notes}
    world.site.publish("/profiles/college", {}, 404)
    assert "CLR10-PRF-003" in requirements(world.verify(node))


def test_case_nodes_have_to_be_returned(world: Any) -> None:
    node = world.hosted()
    url = f"{world.site.url}/case/1"
    node["achievement"]["alignments"] = [{"targetName": "n", "targetUrl": url, "targetType": "CFItem"}]
    assert "CLR10-ACH-009" in requirements(world.verify(node))
    world.site.publish("/case/1", {"uri": url})
    assert "CLR10-ACH-009" not in requirements(world.verify(node))


def test_offline_nothing_is_asked(world: Any) -> None:
    report = world.verify(world.hosted(), offline=True)
    assert world.site.asked == []
    assert (only(report).verdict, report.undecided, report.findings) == (Trust.UNDECIDED, {}, ())
