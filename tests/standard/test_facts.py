"""The facts of an edition say what its contract says."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from conformance.standard import CatalogueError, book_of, books, contract, facts

CLR10 = facts("clr10")


def test_every_operation_of_the_contract_is_there_as_it_is_there() -> None:
    found = {}
    for path, methods in contract("clr10")["paths"].items():
        for method, operation in methods.items():
            if "operationId" in operation:
                found[operation["operationId"]] = (method.upper(), path, _scopes(operation), _classes(operation))
    told = {
        name: (
            each.method,
            each.path,
            {CLR10.scope_uri(each.scope)} if each.scope else set(),
            dict(each.returns),
        )
        for name, each in CLR10.operations.items()
    }
    assert told == found


def test_discovery_names_members_of_its_document() -> None:
    document = contract("clr10")["components"]["schemas"]["DiscoveryDocument"]
    assert set(CLR10.discovery) == {"authorization", "token", "registration"}
    assert set(CLR10.discovery.values()) <= set(document["properties"])


def _scopes(operation: dict[str, Any]) -> set[str]:
    return {scope for way in operation["security"] for scopes in way.values() for scope in scopes}


def _classes(operation: dict[str, Any]) -> dict[int, str | None]:
    found = {}
    for status, response in operation["responses"].items():
        if status < "400":
            media = next(iter(response.get("content", {}).values()), None)
            found[int(status)] = media["schema"]["$ref"].rpartition("/")[2] if media else None
    return found


def test_short_scopes() -> None:
    assert CLR10.scope_uri("readonly") == "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
    assert CLR10.scope_uri("offline_access") == "offline_access"


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("GET", "/clrs", "getClrs"),
        ("GET", "/clrs/1", "getClr"),
        ("DELETE", "/clrs/1", "deleteClr"),
        ("GET", "/discovery", "getDiscoveryDocument"),
        ("PUT", "/clrs", None),
        ("GET", "/nowhere", None),
    ],
)
def test_an_operation_is_found_by_the_path_of_a_request(method: str, path: str, operation: str | None) -> None:
    found = CLR10.operation_at(method, CLR10.base_path + path)
    assert (found.id if found else None) == operation


def test_a_path_outside_the_base_path_is_no_operation() -> None:
    assert CLR10.operation_at("GET", "/clrs") is None


def test_an_edition_is_found_by_its_public_name() -> None:
    assert book_of("clr-v1p0") == "clr10"
    with pytest.raises(CatalogueError, match="known: clr-v1p0"):
        book_of("clr-v9p0")


def test_an_unknown_book_is_an_error_that_names_the_known_ones() -> None:
    assert "clr10" in books()
    with pytest.raises(CatalogueError, match="no such rule book: clr99"):
        facts("clr99")


def test_the_facts_are_read_without_the_catalogue_and_the_contract() -> None:
    code = "import conformance.standard as s; s.facts('clr10'); from conformance.standard import loader as l;"
    code += "print(l._load.cache_info().currsize + l._contract.cache_info().currsize)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "0"
