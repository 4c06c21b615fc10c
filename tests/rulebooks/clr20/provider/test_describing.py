"""The service description: what is read out of an OpenAPI document, whatever it holds."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.description import (
    is_url,
    member,
    openapi_faults,
    operations_in,
    pointer,
    urls_in,
)
from conformance.standard import facts

FACTS = facts("clr20")
RIGHT: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "A provider", "version": "1"},
    "paths": {"/credentials": {"get": {"responses": {"200": {"description": "A page"}}}}},
}


def test_a_right_document_has_no_faults() -> None:
    assert openapi_faults(RIGHT, newer=False) == []
    assert openapi_faults({**RIGHT, "openapi": "3.1.0"}, newer=True) == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"paths": {"/credentials": {"get": {"responses": []}}}}, "/paths/~1credentials/get"),
        ({"servers": "https://provider.example"}, "/servers"),
        ({"tags": [{"description": "no name"}]}, "/tags"),
    ],
)
def test_what_is_not_in_the_form_of_openapi_is_told(change: dict[str, Any], at: str) -> None:
    found = openapi_faults({**RIGHT, **change}, newer=False)

    assert found
    assert all(where.startswith(at) for where, _ in found)


@pytest.mark.parametrize(
    "change", [{"info": {}}, {"openapi": "2.0"}, {"components": {"securitySchemes": {"OAuth2ACG": {"type": "oauth2"}}}}]
)
def test_what_rows_of_their_own_speak_of_is_left_to_them(change: dict[str, Any]) -> None:
    assert openapi_faults({**RIGHT, **change}, newer=False) == []


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"/credentials": {"get": {}, "post": {}}}, {"getCredentials", "upsertCredential"}),
        ({"/credentials/": {"get": {}}}, {"getCredentials"}),
        ({"/tenant/ims/clr/v2p0/profile": {"GET": {}, "put": {}}}, {"getProfile", "putProfile"}),
        ({"/api/profile": {"get": {}}, "/credentials": {"delete": {}}}, set()),
        ({"/credentials": None, "/profile": []}, set()),
        ("none", set()),
        (None, set()),
    ],
)
def test_operations_are_found_by_path_and_method(paths: Any, expected: set[str]) -> None:
    assert {each.operation for each in operations_in({"paths": paths}, FACTS)} == expected


def test_operations_of_an_envelope_have_its_base_path() -> None:
    within = FACTS.within("ob-v3p0")

    found = list(operations_in({"paths": {"/ims/ob/v3p0/credentials": {"get": {}}}}, within))

    assert [(each.operation, each.pointer) for each in found] == [
        ("getCredentials", "/paths/~1ims~1ob~1v3p0~1credentials/get")
    ]


def test_urls_are_those_of_the_members_that_the_standard_names() -> None:
    scheme = {"x-imssf-registrationUrl": "a", "x-imssf-other": "b", "flows": {"authorizationCode": {"tokenUrl": "c"}}}
    document = {
        "info": {"termsOfService": "d", "x-imssf-image": 5},
        "servers": [{"url": "/"}],
        "components": {"securitySchemes": {"OAuth2ACG": scheme}},
    }

    assert sorted(url for _, url in urls_in(document)) == ["a", "c", "d"]


@pytest.mark.parametrize("document", [None, [], "x", {}, {"components": []}, {"components": {"securitySchemes": 1}}])
def test_nothing_is_found_where_nothing_is(document: Any) -> None:
    assert member(document, "components", "securitySchemes", "OAuth2ACG") is None


def test_a_pointer_escapes_what_has_a_meaning_in_it() -> None:
    assert pointer("paths", "/a~b") == "/paths/~1a~0b"


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://provider.example/terms", True),
        ("http://localhost/terms", True),
        ("provider.example/terms", False),
        ("/terms", False),
        ("https://", False),
        ("https://[broken", False),
        ("https://a b.example", False),
        (5, False),
    ],
)
def test_a_url_is_absolute(value: Any, url: bool) -> None:
    assert is_url(value) is url
