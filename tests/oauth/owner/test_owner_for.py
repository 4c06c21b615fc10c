"""The plan's strategy decides who logs in, and where the redirect is caught."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import pytest

from conformance.access import ClientSpec, Credentials, LoginSpec
from conformance.oauth import AuthorizationRequest, FormOwner, OAuthProblem, owner_for, redirect_uri_for
from conformance.oauth.owner import BrowserOwner, ManualOwner, PagelessOwner

MIRA = Credentials("mira", "mira-password")


@pytest.mark.parametrize(
    ("strategy", "kind"),
    [("form", FormOwner), ("browser", BrowserOwner), ("manual", ManualOwner), ("token", PagelessOwner), ("client-credentials", PagelessOwner)],
)  # fmt: skip
def test_each_strategy_has_its_owner(wire, strategy, kind):
    owner = owner_for(LoginSpec(strategy), wire, MIRA)
    assert isinstance(owner, kind)
    owner.close()


@pytest.mark.parametrize("strategy", ["form", "browser"])
def test_credentials_are_needed_where_somebody_logs_in(wire, strategy):
    with pytest.raises(OAuthProblem, match="no-credentials"):
        owner_for(LoginSpec(strategy), wire, None)


def test_tokens_lead_through_no_page(wire):
    request = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri="https://c/cb", scope="x")
    with pytest.raises(OAuthProblem, match="no-authorization-page"):
        PagelessOwner("token").authorize(request)


def test_redirect_uris():
    assert redirect_uri_for(LoginSpec(), None) == "https://consumer.invalid/callback"
    assert redirect_uri_for(LoginSpec("manual", manual_port=9), None) == "http://127.0.0.1:9/callback"
    assert redirect_uri_for(LoginSpec(), ClientSpec("c", "s", "https://c/cb")) == "https://c/cb"
