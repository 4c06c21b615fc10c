"""GCS: what is said of lists that are wrong, and what stays undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.plan import Plan
from mock_provider.behaviour import Fault, Response
from mock_provider.behaviour.tools import when

from .conftest import behaviour

LIST = "getClrs"


def lists(change: Callable[[Response], object]) -> Fault:
    """A provider whose lists are changed."""
    return behaviour(LIST, on_response=when(200, change=change))


def query(change: Callable[[dict[str, str]], object]) -> Fault:
    """A provider that reads the query of its lists otherwise."""
    return behaviour(LIST, on_request=lambda request: change(request.query))


def small_pages(parameters: dict[str, str]) -> None:
    """No page is larger than three, whatever is asked for."""
    limit = parameters.get("limit", "100")
    if limit.isdigit() and int(limit) > 3:
        parameters["limit"] = "3"


def no_threes(parameters: dict[str, str]) -> None:
    """No CLR is on a page of three."""
    if parameters.get("limit") == "3":
        parameters["offset"] = "10000"


def test_pages_without_any_clr_leave_all_out(judged) -> None:
    def few_pages(plan: Plan) -> Plan:
        return replace(plan, limits=replace(plan.limits, pages=4))

    found = judged(query(no_threes), ["CLR10-GCS-011"], owner="sofia", change=few_pages)

    assert found.named == {"CLR10-GCS-011"}
    assert found.why("CLR10-GCS-011") == "pages of 3 leave 9 CLRs out"


@pytest.mark.parametrize(
    ("fault", "requirement", "relation"),
    [
        ("gcs-next-leaves-out", "CLR10-GCS-020", "next"),
        ("gcs-prev-is-this-page", "CLR10-GCS-022", "prev"),
        ("gcs-last-is-empty", "CLR10-GCS-023", "last"),
    ],
)
def test_a_link_to_another_page_is_named(judged, fault: str, requirement: str, relation: str) -> None:
    found = judged(fault, ["GCS"])

    assert found.named == {requirement}
    assert found.why(requirement) == f"the relation {relation} leads to another page"


def test_a_link_to_another_host_is_reported_as_that(judged) -> None:
    found = judged("gcs-links-on-another-host", ["CLR10-GCS-024"])

    assert found["CLR10-GCS-024"] == "fail"
    assert "another origin" in found.why("CLR10-GCS-024")


def test_a_next_on_another_host_leaves_nothing_undecided(judged) -> None:
    """As behind a proxy that is not known to the application; the list has two pages, so the walk meets the link."""
    found = judged("gcs-next-on-another-host", ["GCS", "GCL", "HST", "CON"])

    assert found.named == {"CLR10-GCS-024", "CLR10-CON-010"}
    assert not found.undecided()
    assert found.findings("CLR10-GCS-024")[0].actual.startswith("https://clr.internal")


def test_a_walk_that_cannot_go_on_names_the_link(judged) -> None:
    """Neither the link nor offsets lead to the rest: rows that need the list say which link it was."""
    ignored = query(lambda parameters: parameters.pop("offset", None))

    found = judged([ignored, "gcs-next-on-another-host"], ["CLR10-GCL-007"])

    assert found["CLR10-GCL-007"] == "incomplete"
    assert "another origin" in found.why("CLR10-GCL-007")
    assert "https://clr.internal" in found.why("CLR10-GCL-007")
    assert "CLR10-GCS-024" in found.why("CLR10-GCL-007")


def from_one(parameters: dict[str, str]) -> None:
    """The first CLR is at offset 1; 0 is taken for 1."""
    if parameters.get("offset", "").isdigit():
        parameters["offset"] = str(max(0, int(parameters["offset"]) - 1))


@pytest.mark.parametrize("owner", ["mira", "sofia"])
def test_offsets_that_count_from_one_are_reported_as_that(judged, owner: str) -> None:
    found = judged(query(from_one), ["GCS", "CON"], owner=owner)

    assert found.named == {"CLR10-GCS-009", "CLR10-CON-010"}
    assert found.why("CLR10-GCS-009") == "offset=1 gives the first CLR again, as if offsets were counted from one"
    assert found.undecided().keys() == {f"CLR10-GCS-{number:03}" for number in (11, 20, 21, 22, 23)}
    assert all("CLR10-GCS-009" in why for why in found.undecided().values())


def test_offsets_that_count_pages_are_reported_of_a_short_list_too(judged) -> None:
    """Pages of one CLR, which a short list is walked by, are the same either way."""
    found = judged("gcs-offset-is-page-number", ["CLR10-GCS-009", "CLR10-GCS-011"], owner="sofia")

    assert found.named == {"CLR10-GCS-011"}
    assert "as if offset were the number of a page" in found.why("CLR10-GCS-011")


@pytest.mark.parametrize(
    "fault",
    [
        "gcs-limit-in-links-only",
        "gcs-limit-in-links-only-uncounted",
        "gcs-whole-pages",
        "gcs-whole-pages-uncounted",
    ],
)
def test_a_limit_that_is_ignored_is_reported_by_the_page_that_comes_again(judged, fault: str) -> None:
    found = judged(fault, ["GCS"], owner="sofia")

    assert {"CLR10-GCS-008", "CLR10-GCS-011"} <= found.named
    assert found.named <= {"CLR10-GCS-008", "CLR10-GCS-011", "CLR10-GCS-012", "CLR10-GCS-018"}
    assert "the page at offset=2 shows it again, and holds" in found.why("CLR10-GCS-011")
    assert "see CLR10-GCS-008" in found.why("CLR10-GCS-011")
    assert found["CLR10-GCS-024"] == "pass"


SHARED = ("sofia-4", "sofia-3", "sofia-1")


def sharing_an_id(response: Response) -> None:
    """Three records that differ in all but their id."""
    text = response.body.decode()
    for one in SHARED[1:]:
        text = text.replace(f"/clrs/{one}", f"/clrs/{SHARED[0]}")
    response.body = text.encode()


@pytest.mark.parametrize("unusual", [lambda parameters: None, small_pages], ids=["one page", "small pages"])
def test_records_that_share_an_id_are_a_finding_of_one_row_alone(judged, unusual) -> None:
    found = judged([lists(sharing_an_id), query(unusual)], ["GCS", "CON"], owner="sofia")

    assert found.named == {"CLR10-GCS-025"}
    assert not found.undecided()


def test_no_content_does_not_leave_pages_out(judged) -> None:
    assert judged("gcs-empty-204", ["CLR10-GCS-011", "CLR10-GCS-012"])["CLR10-GCS-011"] == "pass"


def test_one_list_and_an_empty_one_have_no_clr_in_common(judged) -> None:
    def empty_beside(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, second_owner=plan.login.empty_owner))

    assert judged((), ["CLR10-GCS-002"], change=empty_beside)["CLR10-GCS-002"] == "pass"
