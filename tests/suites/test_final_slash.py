"""A redirect to the same path with a final slash: gone along with where an edition wants it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges import Response
from conformance.standard import facts
from conformance.suites.calling import Access, Caller, Connection, with_final_slash
from conformance.suites.history import History

from .conftest import reply

BASE = "https://provider.example/ims/clr/v2p0"
LIST = "getCredentials"


@pytest.mark.parametrize(
    ("code", "url", "location", "slashed"),
    [
        (307, f"{BASE}/credentials", "/ims/clr/v2p0/credentials/", f"{BASE}/credentials/"),
        (301, f"{BASE}/credentials?limit=1", f"{BASE}/credentials/?limit=1", f"{BASE}/credentials/?limit=1"),
        (308, f"{BASE}/credentials", "credentials/", f"{BASE}/credentials/"),
        (307, f"{BASE}/credentials?limit=1", f"{BASE}/credentials/", None),
        (307, f"{BASE}/credentials", "https://elsewhere.example/ims/clr/v2p0/credentials/", None),
        (307, f"{BASE}/credentials", "http://provider.example/ims/clr/v2p0/credentials/", None),
        (302, f"{BASE}/credentials", "/login", None),
        (307, f"{BASE}/credentials", "https://[broken", None),
        (200, f"{BASE}/credentials", "/ims/clr/v2p0/credentials/", None),
    ],
)
def test_only_the_slash_may_be_new(code: int, url: str, location: str, slashed: str | None) -> None:
    assert with_final_slash(reply({}, code=code, url=url, location=location)) == slashed


def test_a_redirect_without_a_place_leads_nowhere() -> None:
    assert with_final_slash(reply({}, code=307, url=f"{BASE}/credentials")) is None


class Redirecting:
    """A wire to a provider whose paths end in a slash."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, str], bytes]] = []

    def send(self, method: str, url: str, *, headers: Any = (), content: bytes = b"", **_: Any) -> Response:
        self.sent.append((url, dict(headers), content))
        if url.endswith("/"):
            return reply({}, url=url, method=method)
        return reply({}, code=307, url=url, method=method, location=f"{url}/")


@pytest.mark.parametrize("wanted", [True, False])
def test_the_whole_request_is_sent_again(wanted: bool) -> None:
    wire, history = Redirecting(), History(lambda _: None)
    connection = Connection(
        wire,  # type: ignore[arg-type]
        BASE,
        facts("clr20"),
        "application/json",
        history,
        final_slash=wanted,
    )

    answer = Caller(connection, Access()).call(LIST, token="a-token", content=b"{}")

    assert answer.status == (200 if wanted else 307)
    assert [url.removeprefix(BASE) for url, _, _ in wire.sent] == ["/credentials", "/credentials/"][: 1 + wanted]
    assert {headers["Authorization"] for _, headers, _ in wire.sent} == {"Bearer a-token"}
    assert {content for _, _, content in wire.sent} == {b"{}"}
    assert [one.answer.status for one in history] == [answer.status]
