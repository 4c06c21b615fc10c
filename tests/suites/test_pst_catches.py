"""PST: a provider that departs from one requirement is told so by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Breakage, Told, both, on, status


@pytest.mark.parametrize("code", [403, 500])
def test_a_post_about_the_own_learner_may_not_be_refused(judged, code: int) -> None:
    found = judged(on("POST", "/clrs", status(code)), ["CLR10-PST-001"], owner="amal")  # the mock keeps the CLR

    assert found["CLR10-PST-001"] == "fail"
    assert f"was answered {code}" in found.why("CLR10-PST-001")


def test_a_page_instead_of_the_posted_clr_upsets_no_check(judged) -> None:
    def page(answer: Told) -> None:
        answer.body = b"<p>Saved</p>"

    found = judged(on("POST", "/clrs", page), ["CLR10-PST-001"], owner="amal")

    assert found["CLR10-PST-001"] == "fail"
    assert "harness-fault" not in {problem.code for problem in found.record.problems}


RUN = "Record of a conformance self-check"
Change = Callable[[dict[str, Any]], object]


def answering(change: Change) -> Breakage:
    """A provider whose answers to posts hold another CLR than the one that was posted."""

    def changed(answer: Told) -> None:
        if answer.status in (200, 201):
            body = answer.json
            change(body["clr"])
            answer.json = body

    return on("POST", "/clrs", changed)


def listing(change: Change) -> Breakage:
    """A provider whose lists hold the CLRs of the run otherwise than they were posted."""

    def changed(answer: Told) -> None:
        if answer.status == 200:
            body = answer.json
            for clr in body.get("clrs", ()):
                if clr.get("name") == RUN:
                    change(clr)
            answer.json = body

    return on("GET", "/clrs", changed)


CHANGES: dict[str, tuple[Change, str]] = {
    "another name": (lambda clr: clr.update(name="Untitled"), "/name"),
    "no assertions": (lambda clr: clr.pop("assertions"), "/assertions"),
    "an achievement renamed": (
        lambda clr: clr["assertions"][0]["achievement"].update(name="Untitled"),
        "/assertions/0/achievement/name",
    ),
    "another learner's name": (lambda clr: clr["learner"].update(name="Somebody Else"), "/learner/name"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_an_answer_with_another_clr_is_named_by_the_member(judged, kind: str) -> None:
    change, pointer = CHANGES[kind]

    found = judged(answering(change), ["PST"], owner="sofia")

    assert found.named == {"CLR10-PST-016"}
    assert found.why("CLR10-PST-016") == f"what the response holds is not the CLR that was posted: {pointer} differs"
    assert found.findings("CLR10-PST-016")[0].pointer == f"/clr{pointer}"


@pytest.mark.parametrize("kind", CHANGES)
def test_a_list_with_another_clr_is_named_by_the_member(judged, kind: str) -> None:
    change, pointer = CHANGES[kind]

    found = judged(listing(change), ["PST"], owner="sofia")

    assert found.named == {"CLR10-PST-012"}
    assert found.why("CLR10-PST-012") == f"what is listed is not the CLR that was posted: {pointer} differs"


def test_a_right_provider_may_write_the_clr_in_other_words(judged) -> None:
    def otherwise(clr: dict[str, Any]) -> None:
        clr["issuedOn"] = clr["issuedOn"].replace("Z", ".000+00:00")
        clr["learner"] = {**clr["learner"], "sourcedId": "4711"}
        clr["achievements"] = None
        clr["type"] = ["Clr"]

    found = judged(both(answering(otherwise), listing(otherwise)), ["PST", "CLR10-GCL-006"], owner="sofia")

    assert found.named <= {"CLR10-PST-001", "CLR10-PST-002"}  # null and the array break the schema, which is their row
    assert {"CLR10-PST-012", "CLR10-PST-016", "CLR10-GCL-006"} <= {one for one in found if found[one] == "pass"}
