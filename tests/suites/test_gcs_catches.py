"""GCS: a provider that departs from one requirement is told so by its name, and a right one by none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.plan import Plan

from .conftest import Breakage, Told, asked, on


def lists(change: Callable[[Told], object]) -> Breakage:
    """A provider whose lists are changed."""
    return on("GET", "/clrs", lambda answer: change(answer) if answer.status == 200 else None)


def query(change: Callable[[dict[str, str]], object]) -> Breakage:
    """A provider that reads the query of its lists otherwise."""
    return asked(lambda request: change(request.query) if request.path.endswith("/clrs") else None)


def links(pattern: str, instead: str | Callable[[re.Match[str]], str]) -> Breakage:
    return lists(lambda answer: answer.headers.update({"link": re.sub(pattern, instead, answer.headers["link"])}))


def test_a_right_list_is_not_blamed(judged) -> None:
    clean = judged(None, ["GCS", "CON"])

    assert not clean.named
    assert {clean[f"CLR10-GCS-{number:03}"] for number in range(1, 28) if number != 14} == {"pass"}


def terse(answer: Told) -> None:
    """No count, and links in another order and another spelling."""
    del answer.headers["x-total-count"]
    parts = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
    answer.headers["link"] = " , ".join(f'<{url}>;title="a, b" ; REL={relation}' for url, relation in reversed(parts))


def small_pages(parameters: dict[str, str]) -> None:
    """No page is larger than three, whatever is asked for."""
    limit = parameters.get("limit", "100")
    if limit.isdigit() and int(limit) > 3:
        parameters["limit"] = "3"


@pytest.mark.parametrize("unusual", [lists(terse), query(small_pages)], ids=["no count, other links", "small pages"])
def test_an_unusual_list_is_not_blamed(judged, unusual: Breakage) -> None:
    assert judged(unusual, ["GCS"], owner="sofia").named <= {"CLR10-GCS-018"}


@pytest.mark.parametrize(
    ("relation", "further", "requirement"),
    [("next", 1, "CLR10-GCS-020"), ("prev", 1, "CLR10-GCS-022"), ("last", 1, "CLR10-GCS-023")],
)
def test_a_link_to_another_page_is_named(judged, relation: str, further: int, requirement: str) -> None:
    moved = links(
        rf'offset=(\d+)([^>]*>; rel="{relation}")', lambda found: f"offset={int(found[1]) + further}{found[2]}"
    )

    found = judged(moved, ["GCS"])

    assert found.named == {requirement}
    assert found.why(requirement) == f"the relation {relation} leads to another page"


def test_a_link_to_another_host_is_told_as_that(judged) -> None:
    found = judged(links("<https://127.0.0.1", "<https://clr.internal"), ["CLR10-GCS-024"])

    assert found["CLR10-GCS-024"] == "fail"
    assert "another origin" in found.why("CLR10-GCS-024")


def test_no_content_is_no_empty_set(judged) -> None:
    def no_content(answer: Told) -> None:
        if not answer.json.get("clrs") and not answer.json.get("signedClrs"):
            answer.status, answer.body = 204, b""

    found = judged(lists(no_content), ["GCS"])

    assert {"CLR10-GCS-012", "CLR10-GCS-013"} <= found.named
    assert found["CLR10-GCS-011"] == "pass"


def test_one_list_and_an_empty_one_have_no_clr_in_common(judged) -> None:
    def empty_beside(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, second_owner=plan.login.empty_owner))

    assert judged(None, ["CLR10-GCS-002"], change=empty_beside)["CLR10-GCS-002"] == "pass"
