"""Every body that a target sends is judged by the requirements of documents: what of it counts, and what is said."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.plan import Plan
from mock_provider.behaviour import Fault, Response
from mock_provider.behaviour.tools import edited, when
from mock_provider.oauth.faults._responses import members

from .conftest import behaviour


def clrs(change: Callable[[dict[str, Any]], object]) -> Fault:
    """A provider whose listed CLRs are changed."""

    def changed(body: dict[str, Any]) -> None:
        for clr in body["clrs"]:
            change(clr)

    return behaviour("getClrs", on_response=when(200, change=edited(changed)))


def test_what_the_run_posts_is_not_held_against_the_target(judged) -> None:
    """A provider that garbles only CLRs of the run: nobody else would have posted them."""

    def garbled(clr: dict[str, Any]) -> None:
        if clr["name"] == "Record of a conformance self-check":
            clr["name"] = 5

    assert "CLR10-PAY-004" not in judged(clrs(garbled), ["PAY", "PST", "GCS"], owner="nils").named


def test_the_run_knows_its_own_clrs_without_their_ids(judged) -> None:
    nameless = clrs(lambda clr: clr.pop("id"))

    found = judged(nameless, ["CLR", "PST", "ASR", "EXT", "GCS"], owner="nils").named

    assert {"CLR10-CLR-001"} <= found <= {"CLR10-CLR-001", "CLR10-GCS-001", "CLR10-PST-012"}


def test_a_wrong_learner_does_not_make_the_posts_wrong(judged) -> None:
    """The run posts about the learner that it received, but only with what of it is right."""
    dated = clrs(lambda clr: clr["learner"].update(birthDate="1998-04-30T00:00:00Z"))

    assert judged(dated, ["PST", "CLR10-PAY-012"], owner="nils").named == {"CLR10-PAY-012"}


def test_a_finding_of_verification_cites_what_was_fetched(judged) -> None:
    """Only verification asks for this key; no check of the reads does."""
    found = judged("key-served-with-another-owner", ["CLR10-KEY-004"])
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-KEY-004")
    cited = {index for check in result.checks for finding in check.findings for index in finding.exchanges}

    assert found["CLR10-KEY-004"] == "fail"
    assert any(found.record.exchanges[index].url.endswith("/keys/guild") for index in cited)


def test_a_provider_without_endorsements_has_none_to_serve(judged) -> None:
    def bare(node: Any) -> Any:
        if isinstance(node, list):
            return [bare(entry) for entry in node]
        if not isinstance(node, dict):
            return node
        return {name: bare(value) for name, value in node.items() if "ndorsements" not in name and "signed" not in name}

    def changed(response: Response) -> None:
        response.json = bare(response.json)

    def unnamed(plan: Plan) -> Plan:
        return replace(plan, data=replace(plan.data, endorsement=None))

    without = behaviour("getClrs", on_response=when(200, change=changed))
    found = judged(without, ["CLR10-HST-001", "CLR10-HST-002"], change=unnamed)

    assert (found["CLR10-HST-001"], found["CLR10-HST-002"]) == ("pass", "not-applicable")


def test_signed_clrs_are_not_asked_of_a_provider_that_claims_none(judged) -> None:
    assert judged((), ["CLR10-PST-013"], claims={"signed": False})["CLR10-PST-013"] == "not-applicable"


def test_nothing_received_decides_nothing(judged) -> None:
    """Errors that are pages say nothing about status objects."""

    def page(response: Response) -> None:
        if response.status >= 400:
            response.body = b"<p>no</p>"

    assert judged(behaviour(on_response=page), ["ERR", "CLR10-GCS-004"])["CLR10-ERR-001"] == "not-applicable"


def test_places_in_later_pages_are_those_of_the_page(judged) -> None:
    """CLRs that were met before are not judged again, and yet pointers count them."""
    pages = itertools.count()

    def later(body: dict[str, Any]) -> None:
        if len(body["clrs"]) > 2 and next(pages) > 0:
            body["clrs"][2]["name"] = 5

    found = judged(
        behaviour("getClrs", on_response=when(200, change=edited(later))),
        ["CLR10-PAY-004", "CLR10-GCS-001"],
        owner="nils",
    )
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-PAY-004")
    findings = [finding for check in result.checks for finding in check.findings]

    assert [(finding.pointer, finding.count) for finding in findings] == [("/clrs/2/name", 1)]


def test_an_error_of_the_server_does_not_say_that_the_target_hosts_nothing(judged) -> None:
    def fails(response: Response) -> None:
        response.status, response.json = 500, {}

    found = judged(behaviour("getAssertion", on_response=fails), ["CLR10-HST-007"])

    assert found["CLR10-HST-007"] == "incomplete"
    assert "getAssertion was answered 500" in found.why("CLR10-HST-007")


def test_code_minors_are_optional(judged) -> None:
    silent = behaviour(on_response=edited(lambda body: body.pop("imsx_codeMinor", None)))

    found = judged(silent, ["CLR10-ERR-009", "CLR10-GCS-004", "CLR10-API-020"])  # the others bring a 401 and a 405

    assert found["CLR10-ERR-009"] == "not-applicable"


def test_the_same_fault_is_reported_once(judged) -> None:
    """However many answers have it: with how often, and in which exchanges."""
    found = judged("gcs-total-in-words", ["CLR10-GCS-017"])
    (result,) = (result for result in found.record.requirements if result.id == "CLR10-GCS-017")
    observed = next(check for check in result.checks if check.id == "provider.observed.total_counts_are_numbers")

    (finding,) = observed.findings
    assert finding.count > 1
    assert 1 < len(finding.exchanges) <= 5


def test_extension_members_count_in_a_rehearsal_only(judged) -> None:
    extended = behaviour("getClrs", on_response=members(**{"ext:colour": "blue"}))

    def lenient(plan: Plan) -> Plan:
        return replace(plan, inferred="warn")

    assert "CLR10-CON-012" in judged(extended, ["CLR10-CON-012"]).named
    relaxed = judged(extended, ["CLR10-CON-012"], change=lenient)
    assert relaxed["CLR10-CON-012"] == "pass"
    assert "ext:colour" in relaxed.why("CLR10-CON-012")
