"""PST: what is said of posts that are answered or kept otherwise than they were sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mock_provider.behaviour import Fault
from mock_provider.behaviour.tools import edited, when

from .conftest import behaviour


@pytest.mark.parametrize("code", [403, 500])
def test_a_post_about_the_own_learner_may_not_be_refused(judged, code: int) -> None:
    found = judged(f"pst-answered-{code}", ["CLR10-PST-001"], owner="amal")

    assert found["CLR10-PST-001"] == "fail"
    assert f"was answered {code}" in found.why("CLR10-PST-001")


def test_a_page_instead_of_the_posted_clr_upsets_no_check(judged) -> None:
    found = judged("pst-answered-with-a-page", ["CLR10-PST-001"], owner="amal")

    assert found["CLR10-PST-001"] == "fail"
    assert "harness-fault" not in {problem.code for problem in found.record.problems}


RUN = "Record of a conformance self-check"
Change = Callable[[dict[str, Any]], object]


def answering(change: Change) -> Fault:
    """A provider whose answers to posts hold another CLR than the one that was posted."""

    def changed(body: dict[str, Any]) -> None:
        change(body["clr"])

    return behaviour("postClr", on_response=when(200, 201, change=edited(changed)))


def listing(change: Change) -> Fault:
    """A provider whose lists hold the CLRs of the run otherwise than they were posted."""

    def changed(body: dict[str, Any]) -> None:
        for clr in body.get("clrs", ()):
            if clr.get("name") == RUN:
                change(clr)

    return behaviour("getClrs", on_response=when(200, change=edited(changed)))


CHANGES = {
    "renamed": "/name",
    "without-assertions": "/assertions",
    "achievement-renamed": "/assertions/0/achievement/name",
    "learner-renamed": "/learner/name",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_answer_with_another_clr_is_named_by_the_member(judged, kind: str) -> None:
    found = judged(f"pst-answer-{kind}", ["PST"], owner="sofia")

    assert found.named == {"CLR10-PST-016"}
    why = f"what the response holds is not the CLR that was posted: {CHANGES[kind]} differs"
    assert found.why("CLR10-PST-016") == why
    assert found.findings("CLR10-PST-016")[0].pointer == f"/clr{CHANGES[kind]}"


@pytest.mark.parametrize("kind", CHANGES)
def test_a_list_with_another_clr_is_named_by_the_member(judged, kind: str) -> None:
    found = judged(f"pst-kept-{kind}", ["PST"], owner="sofia")

    assert found.named == {"CLR10-PST-012"}
    assert found.why("CLR10-PST-012") == f"what is listed is not the CLR that was posted: {CHANGES[kind]} differs"


def test_a_right_provider_may_write_the_clr_in_other_words(judged) -> None:
    def otherwise(clr: dict[str, Any]) -> None:
        clr["issuedOn"] = clr["issuedOn"].replace("Z", ".000+00:00")
        clr["learner"] = {**clr["learner"], "sourcedId": "4711"}
        clr["achievements"] = None
        clr["type"] = ["Clr"]

    found = judged([answering(otherwise), listing(otherwise)], ["PST", "CLR10-GCL-006"], owner="sofia")

    assert found.named <= {"CLR10-PST-001", "CLR10-PST-002"}  # null and the array break the schema, which is their row
    assert {"CLR10-PST-012", "CLR10-PST-016", "CLR10-GCL-006"} <= {one for one in found if found[one] == "pass"}
