"""Who gets in at the console: pages of its own, on this machine, that know its token."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from mock_provider.console import Console
from tests.mock_provider.console.person import Steps

HERE = "http://127.0.0.1:8450"


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def console(steps: Steps) -> Console:
    return Console(steps)


@pytest.fixture
def page(console: Console) -> TestClient:
    return TestClient(console.app, HERE, headers={"Authorization": f"Bearer {console.token}", "Origin": HERE})


DONE = {"step": "1.1", "state": "turn", "action": "done"}


def test_the_page_of_the_console_gets_in(page: TestClient, steps: Steps) -> None:
    assert page.get("/console/state").status_code == 200
    assert page.post("/console/act", json=DONE).status_code == 204
    assert steps.said == ["done"]


@pytest.mark.parametrize("host", ["localhost:8450", "127.0.0.1:9000", "[::1]:8450"])
def test_every_name_of_this_machine_will_do(page: TestClient, host: str) -> None:
    assert page.get("/console/state", headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["rebound.example:8450", "127.0.0.1.example:8450", "127.0.0.1@evil.example", "[::1", "", "192.168.1.5:8450"]
)
@pytest.mark.parametrize("path", ["/console", "/console/state"])
def test_another_host_is_refused_whoever_asks(page: TestClient, host: str, path: str) -> None:
    """A name of somebody else that leads to this machine makes a page of theirs one of the same origin."""
    refused = page.get(path, headers={"Host": host, "Origin": f"http://{host}"})
    assert refused.status_code == 403
    assert "127.0.0.1" in refused.json()["error"]


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:8450", "http://127.0.0.1:8451", "http://localhost:8450"],
)
def test_another_origin_is_refused_and_nothing_is_done(page: TestClient, steps: Steps, origin: str) -> None:
    assert page.post("/console/act", json=DONE, headers={"Origin": origin}).status_code == 403
    assert page.get("/console/state", headers={"Origin": origin}).status_code == 403
    assert steps.said == []


def test_what_changes_something_has_to_say_where_it_comes_from(console: Console, steps: Steps) -> None:
    plain = TestClient(console.app, HERE, headers={"Authorization": f"Bearer {console.token}"})
    assert plain.get("/console/state").status_code == 200
    assert plain.post("/console/act", json=DONE).status_code == 403
    assert steps.said == []


def test_a_browser_that_says_cross_site_is_believed(page: TestClient, steps: Steps) -> None:
    assert page.post("/console/act", json=DONE, headers={"Sec-Fetch-Site": "same-site"}).status_code == 403
    assert page.post("/console/act", json=DONE, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204
    assert steps.said == ["done"]


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer other", "Basic token", "Bearer \u00e9"])
@pytest.mark.parametrize("path", ["/console/state", "/console/lines/1", "/console/nothing"])
def test_nobody_gets_in_without_the_token(page: TestClient, header: str, path: str) -> None:
    refused = page.get(path, headers={"Authorization": header.encode("latin-1")})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


def test_the_token_is_another_one_at_each_start_and_stands_where_no_browser_sends_it(steps: Steps) -> None:
    one, other = Console(steps), Console(steps)
    assert one.token != other.token
    assert one.url(HERE) == f"{HERE}/console#{one.token}"


def test_the_page_itself_holds_nothing_and_takes_nothing_from_elsewhere(console: Console) -> None:
    shown = TestClient(console.app, HERE).get("/console")
    assert shown.status_code == 200
    assert console.token not in shown.text
    policy = shown.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert shown.headers["x-frame-options"] == "DENY"
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert "://" not in shown.text.replace("http://www.w3.org/2000/svg", "")


def test_every_answer_has_the_headers_that_keep_it_here(page: TestClient) -> None:
    for path in ("/console/state", "/console/nothing"):
        headers = page.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
