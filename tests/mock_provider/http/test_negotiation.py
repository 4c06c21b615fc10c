"""What Accept has to include, at every operation."""

from __future__ import annotations

from typing import Any

import pytest

from mock_provider.http.negotiation import accepts

PATHS = [
    ("GET", "/clrs"),
    ("POST", "/clrs"),
    ("GET", "/clrs/mira-0"),
    ("DELETE", "/clrs/none"),
    ("GET", "/discovery"),
    ("GET", "/assertions/mira-0"),
    ("GET", "/endorsements/of-survey"),
    ("GET", "/keys/college"),
    ("GET", "/revocations/college"),
]


@pytest.mark.parametrize("accept", ["text/html", "application/json", "application/ld+json;q=0", "", None])
@pytest.mark.parametrize(("method", "path"), PATHS)
def test_accept_without_ld_json_is_refused(
    api: Any, is_status: Any, method: str, path: str, accept: str | None
) -> None:
    token = api.token("jonas")
    assert api.send(method, path, token=token).status_code != 406
    is_status(api.send(method, path, token=token, accept=accept), 406, "not_acceptable")


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/*",
        "text/html, application/ld+json;q=0.1",
        "Application/LD+JSON",
        'application/ld+json; profile="x"',
    ],
)
def test_accept_that_includes_ld_json_is_served(api: Any, accept: str | None) -> None:
    found = api.get("/clrs?limit=1", token=api.token(), accept=accept)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/ld+json")


def test_a_missing_accept_is_named(api: Any) -> None:
    assert "there is no Accept header" in api.get("/discovery", accept=None).json()["imsx_description"]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ([], True),
        ([""], True),
        (["text/html", "application/ld+json"], True),
        (["*/*;q=0"], False),
        (["*/*;q=0, application/ld+json"], True),
        (["application/*;q=0.5, application/ld+json;q=0"], False),
        (["application/ld+json;q=abc"], False),
        (["text/*"], False),
        (["application/ld+json;level=1;q=0.3"], True),
        (["application/ld"], False),
    ],
)
def test_the_most_specific_range_decides(headers: list[str], allowed: bool) -> None:
    assert accepts(headers, "application/ld+json") is allowed
