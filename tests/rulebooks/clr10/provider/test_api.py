"""The API as a consumer calls it, and where a token goes."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.exchanges import Response
from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.bodies import class_of
from conformance.rulebooks.clr10.provider.edition import FACTS, MEDIA_TYPE
from conformance.suites.calling import Access, Connection
from conformance.suites.history import History
from tests.suites.conftest import reply

BASE = "https://provider.example/tenant/ims/clr/v1p0"


class Recording:
    """A wire that only remembers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, str]]] = []

    def send(self, method: str, url: str, *, headers: Any = (), **_: Any) -> Response:
        self.sent.append((method, url, dict(headers)))
        return reply({}, url=url)


@pytest.fixture
def wire() -> Recording:
    return Recording()


@pytest.fixture
def api(wire: Recording) -> ProviderApi:
    connection = Connection(wire, BASE, FACTS, MEDIA_TYPE, History(class_of))  # type: ignore[arg-type]
    return ProviderApi(connection, Access(lambda scope: f"token-{scope}"))


def test_each_operation_has_its_token(api: ProviderApi, wire: Recording) -> None:
    api.get_clrs(limit=1, since="2021-06-30T12:00:00+02:00")
    api.get_clr("urn:uuid:1")
    api.post_clr({})
    api.delete_clr("urn:uuid:1")
    api.get_discovery()

    assert [(method, url.removeprefix(BASE), headers.get("Authorization")) for method, url, headers in wire.sent] == [
        ("GET", "/clrs?limit=1&since=2021-06-30T12%3A00%3A00%2B02%3A00", "Bearer token-readonly"),
        ("GET", "/clrs/urn%3Auuid%3A1", "Bearer token-readonly"),
        ("POST", "/clrs", "Bearer token-replace"),
        ("DELETE", "/clrs/urn%3Auuid%3A1", "Bearer token-delete"),
        ("GET", "/discovery", None),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/clrs",
        "http://provider.example/clrs",
        "https://provider.example:444/clrs",
        "https://provider.example@elsewhere.example/",
        "https://[broken",
    ],
)
def test_no_token_goes_elsewhere(api: ProviderApi, wire: Recording, url: str) -> None:
    """What a list links to may be anybody's."""
    api.call("getClrs", url, token="secret")

    assert "Authorization" not in wire.sent[0][2]


def test_every_part_of_a_request_can_be_wrong(api: ProviderApi, wire: Recording) -> None:
    api.get_clrs(token=None, accept=None)
    api.get_clrs(token="other", accept="text/html", headers=[("X-Test", "1")])
    api.post_clr(b"{", content_type=None)

    assert wire.sent[0][2] == {}
    assert wire.sent[1][2] == {"X-Test": "1", "Accept": "text/html", "Authorization": "Bearer other"}
    assert "Content-Type" not in wire.sent[2][2]
