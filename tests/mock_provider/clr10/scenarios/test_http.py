"""HTTP itself: what is served in each scenario, and who is led where."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from mock_provider.neighbours import foreign_tls, misnamed_tls, old_only_tls, other_host
from mock_provider.scenarios import scenarios
from mock_provider.testing import running_mock
from mock_provider.tls import can_speak_old

LD_JSON = {"Accept": "application/ld+json"}


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("busy", [503, 503, 503]),
        ("retry-after", [503, 200, 200]),
        ("too-many-requests", [429, 200, 200]),
        ("error-page", [500, 500, 500]),
        ("error-empty", [403, 403, 403]),
        ("error-odd", [404, 404, 404]),
    ],
)
def test_reads_are_refused_as_it_says(connected: Any, name: str, statuses: list[int]) -> None:
    with running_mock(**scenarios("clr10")[name].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        answers = [api.get("/clrs", token=token) for _ in statuses]
        api.close()
    assert [answer.status_code for answer in answers] == statuses
    told = answers[0].headers.get("retry-after")
    if name == "retry-after":
        assert told == "2"
    elif name == "too-many-requests":
        assert parsedate_to_datetime(told) > datetime.now(UTC)
    else:
        assert told is None


def test_the_bodies_of_errors_are_none_of_the_api(connected: Any) -> None:
    found = {}
    for name in ("error-page", "error-empty", "error-odd"):
        with running_mock(**scenarios("clr10")[name].mock_settings) as mock:
            api = connected(mock)
            found[name] = api.get("/clrs", token=api.token("mira"))
            api.close()
    assert "<h1>" in found["error-page"].text
    assert found["error-empty"].content == b""
    assert isinstance(found["error-odd"].json(), list)


@pytest.mark.parametrize(("name", "total"), [("media-type", 12), ("gzip", 12), ("slow", 12)])
def test_odd_but_whole_lists_can_be_read(played: Any, name: str, total: int) -> None:
    with played(name) as walk:
        assert sum(walk.sizes) == total
        assert walk.struck != [] or name == "slow"  # whose first response went to somebody else
        if name == "media-type":
            assert walk.pages[0].headers["content-type"].startswith("text/html")
        if name == "gzip":
            assert walk.pages[0].headers["content-encoding"] == "gzip"


def test_a_redirect_on_the_same_host_leads_to_the_list(connected: Any) -> None:
    with running_mock(**scenarios("clr10")["redirected"].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        first = api.get("/clrs?limit=4", token=token)
        assert first.status_code == 307
        assert first.headers["location"].startswith("/")
        second = api.get(str(first.url.join(first.headers["location"])), token=token)
        api.close()
    assert second.status_code == 200
    assert len(second.json()["clrs"]) > 0


def test_a_page_breaks_off_once(played: Any, connected: Any) -> None:
    with running_mock(**scenarios("clr10")["broken-off"].mock_settings) as mock:
        api = connected(mock)
        token = api.token("mira")
        following = api.get("/clrs", token=token).links["next"]["url"]
        with pytest.raises(httpx.RemoteProtocolError):
            api.get(following, token=token)
        assert api.get(following, token=token).status_code == 200
        seen = [(bool(one.struck), one.whole) for one in mock.recorder.exchanges()]
        api.close()
    assert seen == [(False, True), (True, False), (False, True)]


def test_a_page_does_not_end_until_the_client_leaves(connected: Any) -> None:
    with running_mock(**scenarios("clr10")["endless-page"].mock_settings) as mock:
        api = connected(mock)
        headers = {**LD_JSON, "Authorization": f"Bearer {api.token('mira')}"}
        following = api.get("/clrs", token=api.token("mira")).links["next"]["url"]
        came = 0
        with api._http.stream("GET", following, headers=headers) as response:
            for piece in response.iter_raw():
                came += len(piece)
                if came > 4_000_000:
                    break
        api.close()
    last = mock.recorder.exchanges()[-1]
    assert (bool(last.struck), last.whole) == (True, False)
    assert 4_000_000 < last.size < 200_000_000


@pytest.mark.parametrize("name", ["next-elsewhere", "redirected-elsewhere", "items-elsewhere"])
def test_a_client_is_led_to_another_host(connected: Any, name: str) -> None:
    with (
        running_mock(**scenarios("clr10")[name].mock_settings) as mock,
        other_host(mock.recorder.around(mock.application, "other")) as elsewhere,
    ):
        mock.faults.elsewhere = elsewhere
        api = connected(mock)
        token = api.token("mira")
        page = api.get("/clrs?limit=4", token=token)
        if name == "next-elsewhere":
            second = api.get(page.links["next"]["url"], token=token)
            target = second.links["next"]["url"]
        elif name == "redirected-elsewhere":
            target = page.headers["location"]
        else:
            target = next(word for word in page.text.split('"') if word.startswith(f"{elsewhere}/"))
        assert target.startswith("https://localhost:")
        api.get(target)
        assert [one.place for one in mock.recorder.exchanges() if elsewhere in one.url] == ["other"]
        api.close()


def test_without_another_host_nobody_is_led_away(played: Any) -> None:
    with played("next-elsewhere") as walk:
        assert walk.struck == []


@pytest.mark.parametrize("made", [foreign_tls, misnamed_tls, old_only_tls])
def test_a_connection_that_is_given_up_is_seen(connected: Any, made: Any) -> None:
    if made is old_only_tls and not can_speak_old():
        pytest.skip("this OpenSSL cannot speak old TLS")
    with running_mock(tls=made()) as mock:
        api = connected(mock)
        with pytest.raises(httpx.ConnectError):
            api.get("/discovery")
        api.close()
    assert mock.recorder.exchanges() == ()
    assert [one.finished for one in mock.recorder.handshakes()] == [False]
