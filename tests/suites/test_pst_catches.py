"""PST: a provider that departs from one requirement is told so by its name."""

from __future__ import annotations

import pytest

from .conftest import Told, on, status


@pytest.mark.parametrize("code", [403, 500])
def test_a_post_about_the_own_learner_may_not_be_refused(judged, code: int) -> None:
    found = judged(on("POST", "/clrs", status(code)), ["CLR10-PST-001"])

    assert found["CLR10-PST-001"] == "fail"
    assert f"was answered {code}" in found.why("CLR10-PST-001")


def test_a_page_instead_of_the_posted_clr_upsets_no_check(judged) -> None:
    def page(answer: Told) -> None:
        answer.body = b"<p>Saved</p>"

    found = judged(on("POST", "/clrs", page), ["CLR10-PST-001"])

    assert found["CLR10-PST-001"] == "fail"
    assert "harness-fault" not in {problem.code for problem in found.record.problems}
