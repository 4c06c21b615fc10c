"""A person tries a wallet on ``mock --console`` in a real Chromium: what it sends shows, and no secret does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.mock_provider.flow import CALLBACK, METADATA
from tests.mock_provider.test_serve import Running, started

CANARY = "canary-password"


@pytest.fixture
def mock(tmp_path: Path) -> Iterator[Running]:
    with started(tmp_path, "--console", "--content", "small", "--password", f"mira={CANARY}") as running:
        yield running


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    context = browser.new_context(ignore_https_errors=True)
    yield context
    context.close()


def test_a_person_connects_logs_in_and_denies(context: Any, mock: Running) -> None:
    console, wallet = context.new_page(), context.new_page()
    console.goto(mock.value("Console"))
    console.get_by_text("No request has come yet.").wait_for()
    console.get_by_text("(as configured)").wait_for()
    back: list[str] = []

    def came_back(route: Any) -> None:
        back.append(route.request.url)
        route.fulfill(body="thank you")

    context.route(f"{CALLBACK}**", came_back)
    api = mock.value("API")
    with mock.client() as client:
        places = client.get(f"{api}/discovery").json()
        known = client.post(places["registrationUrl"], json={**METADATA, "client_name": "<b>Wallet</b>"}).json()
    asked = {
        "response_type": "code",
        "client_id": known["client_id"],
        "redirect_uri": CALLBACK,
        "scope": places["scopesOffered"][0],
        "state": "state-4711-state-4711",
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "code_challenge_method": "S256",
    }
    wallet.goto(f"{places['authorizationUrl']}?{urlencode(asked)}")
    wallet.get_by_label("User name").fill("mira")
    wallet.get_by_label("Password").fill(CANARY)
    wallet.get_by_role("button", name="Sign in").click()
    wallet.get_by_role("button", name="Deny").click()
    wallet.get_by_text("thank you").wait_for()
    assert parse_qs(urlsplit(back[0]).query)["error"] == ["access_denied"]
    console.get_by_text("“<b>Wallet</b>”").wait_for()
    console.locator("li", has_text="/oauth/consent").first.wait_for()
    for summary in console.query_selector_all(".exchange > summary"):
        summary.click()
    entries = console.locator(".exchange").count()
    console.wait_for_function(f"() => document.querySelectorAll('.details pre').length === {2 * entries}")
    shown = console.content()
    assert "[redacted]" in shown
    for secret in (CANARY, known["client_secret"], *(each["value"] for each in context.cookies())):
        assert secret not in shown
    mock.process.terminate()
    console.get_by_role("alert").get_by_text("The command does not answer").wait_for()
