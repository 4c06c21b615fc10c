"""GCS: a provider that departs from one requirement is told so by its name, and a right one by none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.plan import Plan

from .conftest import Breakage, Told, asked, both, on


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


OTHER_HOST = links(r'<https://127.0.0.1([^>]*>; rel="next")', r"<https://clr.internal\1")


def test_a_next_on_another_host_leaves_nothing_undecided(judged) -> None:
    """As behind a proxy that is not known to the application; the list has two pages, so the walk meets the link."""
    found = judged(OTHER_HOST, ["GCS", "GCL", "HST", "CON"])

    assert found.named == {"CLR10-GCS-024", "CLR10-CON-010"}
    assert not found.undecided()
    assert found.findings("CLR10-GCS-024")[0].actual.startswith("https://clr.internal")


def test_a_walk_that_cannot_go_on_names_the_link(judged) -> None:
    """Neither the link nor offsets lead to the rest: rows that need the list say which link it was."""
    ignored = query(lambda parameters: parameters.pop("offset", None))

    found = judged(both(ignored, OTHER_HOST), ["CLR10-GCL-007"])

    assert found["CLR10-GCL-007"] == "incomplete"
    assert "another origin" in found.why("CLR10-GCL-007")
    assert "https://clr.internal" in found.why("CLR10-GCL-007")
    assert "CLR10-GCS-024" in found.why("CLR10-GCL-007")


def from_one(parameters: dict[str, str]) -> None:
    """The first CLR is at offset 1; 0 is taken for 1."""
    if parameters.get("offset", "").isdigit():
        parameters["offset"] = str(max(0, int(parameters["offset"]) - 1))


@pytest.mark.parametrize("owner", ["mira", "sofia"])
def test_offsets_that_count_from_one_are_told_as_that(judged, owner: str) -> None:
    found = judged(query(from_one), ["GCS", "CON"], owner=owner)

    assert found.named == {"CLR10-GCS-009", "CLR10-CON-010"}
    assert found.why("CLR10-GCS-009") == "offset=1 gives the first CLR again, as if offsets were counted from one"
    assert found.undecided().keys() == {f"CLR10-GCS-{number:03}" for number in (11, 20, 21, 22, 23)}
    assert all("CLR10-GCS-009" in why for why in found.undecided().values())


def page_number(parameters: dict[str, str]) -> None:
    """offset is taken for the number of a page."""
    if parameters.get("offset", "").isdigit() and parameters.get("limit", "").isdigit():
        parameters["offset"] = str(int(parameters["offset"]) * int(parameters["limit"]))


def test_offsets_that_count_pages_are_told_of_a_short_list_too(judged) -> None:
    """Pages of one CLR, which a short list is walked by, are the same either way."""
    found = judged(query(page_number), ["CLR10-GCS-009", "CLR10-GCS-011"], owner="sofia")

    assert found.named == {"CLR10-GCS-011"}
    assert "as if offset were the number of a page" in found.why("CLR10-GCS-011")


def no_limit(parameters: dict[str, str]) -> None:
    """limit is ignored."""
    if parameters.get("limit", "").isdigit() and parameters["limit"] != "0":
        parameters["limit"] = "100"


def whole_pages(parameters: dict[str, str]) -> None:
    """limit is ignored, and offset is rounded down to a page of 100."""
    no_limit(parameters)
    if parameters.get("offset", "").isdigit():
        parameters["offset"] = str(int(parameters["offset"]) // 100 * 100)


def keeping_limit(answer: Told) -> None:
    """The links carry the limit that was asked for, or none where none was."""
    asked_for = answer.request.query.get("limit")
    instead = f"limit={asked_for}" if asked_for else ""
    answer.headers["link"] = re.sub(r"limit=\d+", instead, answer.headers["link"])


def without_total(answer: Told) -> None:
    del answer.headers["x-total-count"]


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("ignoring", [no_limit, whole_pages])
def test_a_limit_that_is_ignored_is_told_by_the_page_that_comes_again(judged, ignoring, total: bool) -> None:
    wrong = both(query(ignoring), lists(keeping_limit), *(() if total else (lists(without_total),)))

    found = judged(wrong, ["GCS"], owner="sofia")

    assert {"CLR10-GCS-008", "CLR10-GCS-011"} <= found.named
    assert found.named <= {"CLR10-GCS-008", "CLR10-GCS-011", "CLR10-GCS-012", "CLR10-GCS-018"}
    assert "the page at offset=1 shows it again, and holds" in found.why("CLR10-GCS-011")
    assert "see CLR10-GCS-008" in found.why("CLR10-GCS-011")
    assert found["CLR10-GCS-024"] == "pass"


SHARED = ("sofia-4", "sofia-3", "sofia-1")


def sharing_an_id(answer: Told) -> None:
    """Three records that differ in all but their id."""
    text = answer.body.decode()
    for one in SHARED[1:]:
        text = text.replace(f"/clrs/{one}", f"/clrs/{SHARED[0]}")
    answer.body = text.encode()


@pytest.mark.parametrize("unusual", [lambda parameters: None, small_pages], ids=["one page", "small pages"])
def test_records_that_share_an_id_are_a_finding_of_one_row_alone(judged, unusual) -> None:
    found = judged(both(query(unusual), lists(sharing_an_id)), ["GCS", "CON"], owner="sofia")

    assert found.named == {"CLR10-GCS-025"}
    assert not found.undecided()


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
