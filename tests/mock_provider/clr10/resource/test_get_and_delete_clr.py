"""getClr and deleteClr."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from mock_provider.testing import running_mock


def test_a_clr_is_served_at_its_id_as_a_closed_document(api: Any, valid: Any) -> None:
    token = api.token("mira", "readonly")
    clr_id = api.server.known_ids["rich_clr"]
    found = api.get(clr_id, token=token)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/ld+json")
    valid(found.json(), "GetClrPayload")
    assert found.json()["id"] == clr_id


def test_a_signed_clr_is_served_opened(api: Any, valid: Any) -> None:
    clr_id = api.server.known_ids["signed_clr"]
    for path in (f"/clrs/{clr_id}", f"/clrs/{clr_id.replace(':', '%3A')}"):
        found = api.get(path, token=api.token())
        valid(found.json(), "GetClrPayload")
        assert found.json()["id"] == clr_id


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_id_is_404(api: Any, is_status: Any, method: str) -> None:
    is_status(api.send(method, "/clrs/none", token=api.token()), 404, "unknown")
    is_status(api.send(method, "/clrs/urn%3Auuid%3Anone", token=api.token()), 404, "unknown")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_malformed_id_is_400(api: Any, is_status: Any, method: str) -> None:
    url = httpx.URL(api.url).copy_with(raw_path=httpx.URL(api.url).raw_path + b"/clrs/%E0%80")
    headers = {"Accept": "application/ld+json", "Authorization": f"Bearer {api.token()}"}
    is_status(api._http.request(method, url, headers=headers), 400, "invalid_data")


def test_a_revoked_clr_is_410(api: Any, is_status: Any) -> None:
    is_status(api.get(api.server.known_ids["revoked_clr"], token=api.token()), 410, "unknown")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_clr_of_another_user_is_403(api: Any, is_status: Any, method: str) -> None:
    for owner in ("jonas", "kim"):
        is_status(api.send(method, "/clrs/mira-0", token=api.token(owner)), 403, "forbidden")
    is_status(api.send(method, api.server.known_ids["revoked_clr"], token=api.token("jonas")), 403, "forbidden")


def test_a_deleted_clr_is_gone_and_a_second_delete_is_404(api: Any, is_status: Any) -> None:
    token, path = api.token("nils"), "/clrs/nils-0"
    before = int(api.get("/clrs", token=token).headers["x-total-count"])
    gone = api.send("DELETE", path, token=token)
    assert (gone.status_code, gone.content) == (204, b"")
    is_status(api.get(path, token=token), 404, "unknown")
    after = api.get("/clrs", token=token)
    assert int(after.headers["x-total-count"]) == before - 1
    assert f"{api.url}{path}" not in {clr["id"] for clr in after.json()["clrs"]}
    is_status(api.send("DELETE", path, token=token), 404, "unknown")


def test_a_deleted_clr_can_be_posted_again(api: Any) -> None:
    token = api.token("nils")
    clr = api.get("/clrs/nils-1", token=token).json()
    context = clr.pop("@context")
    api.send("DELETE", "/clrs/nils-1", token=token)
    assert api.post(clr, token=token).status_code == 201
    assert api.get("/clrs/nils-1", token=token).json() == {"@context": context} | clr


@pytest.mark.parametrize(("status", "major"), [(200, "success"), (202, "processing")])
def test_a_deletion_can_be_answered_with_a_status_object(connected: Any, valid: Any, status: int, major: str) -> None:
    with running_mock(delete_status=status) as server:
        api = connected(server)
        token = api.token()
        found = api.send("DELETE", "/clrs/mira-0", token=token)
        assert found.status_code == status
        valid(found.json(), "ImsxStatusInfo")
        assert (found.json()["imsx_codeMajor"], found.json()["imsx_severity"]) == (major, "status")
        assert found.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] == "fullsuccess"
        assert api.get("/clrs/mira-0", token=token).status_code == 404
        api.close()


def test_a_failing_store_gives_500_with_a_status_object(
    api: Any, is_status: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = api.token()
    assert api.get(f"/clrs?limit=2&offset={time.time_ns() % 7}", token=token).status_code == 200

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("mock_provider.clr10.store.clrs.ClrStore.page", fail)
    found = api.get("/clrs?limit=3&offset=8", token=token)
    is_status(found, 500, "internal_server_error")
    assert "canary" not in found.text
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text
