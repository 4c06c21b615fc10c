"""What stands between a right request and its code is named, with what to do."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import pytest

from conformance.oauth import AuthorizationRequest, OAuthProblem, PageResult, RedirectResult, code_of

CALLBACK = "https://consumer.invalid/callback"
QUESTION = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x").changed(state="s")


def test_a_code_with_the_right_state():
    assert code_of(RedirectResult.of(f"{CALLBACK}?code=c&state=s"), QUESTION) == "c"


@pytest.mark.parametrize(
    ("result", "code", "hint"),
    [
        (RedirectResult.of(f"{CALLBACK}?error=access_denied&state=s"), "consent-denied", "login.form.approve"),
        (RedirectResult.of(f"{CALLBACK}?error=invalid_scope&error_description=why&state=s"), "authorization-refused", "client"),
        (RedirectResult.of(f"{CALLBACK}?state=s"), "no-code", ""),
        (RedirectResult.of(f"{CALLBACK}?code=c&state=other"), "wrong-state", ""),
        (RedirectResult.of(f"{CALLBACK}?code=c"), "wrong-state", ""),
        (PageResult(404, "https://h/a", "gone"), "authorization-page-missing", "authorization_url"),
        (PageResult(200, "https://h/a", "hello"), "no-login-form", "browser"),
        (PageResult(200, "https://h/b", "hello", logged_in=True), "no-redirect", "login.form.approve"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_everything_else_is_a_problem(result, code, hint):
    with pytest.raises(OAuthProblem) as caught:
        code_of(result, QUESTION)
    assert caught.value.problem.code == code
    assert hint in caught.value.problem.todo
    assert caught.value.problem.message


def test_an_error_tells_its_description_but_not_at_length():
    with pytest.raises(OAuthProblem) as caught:
        code_of(RedirectResult.of(f"{CALLBACK}?error=invalid_scope&error_description={'x' * 5000}"), QUESTION)
    assert "invalid_scope xxx" in caught.value.problem.message
    assert len(caught.value.problem.message) < 500
