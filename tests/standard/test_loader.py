"""The catalogue is read into typed values that nobody can change, and a fault in it is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any, get_type_hints

import pytest

from conformance.standard import loader
from conformance.standard.classes import models
from conformance.standard.data import CatalogueError
from conformance.standard.loader import contract, load, load_for, personal
from conformance.standard.model import Basis, Level, Requirement, Role, Source

ROW: dict[str, Any] = {
    "id": "CLR10-GCS-006",
    "role": "P",
    "level": "MUST",
    "text": "limit must be taken as an integer of 1 or more.",
    "why": "A consumer gets a silent wrong page.",
    "fix": "Parse limit strictly.",
    "source": {"document": "CLR 1.0 OpenAPI file", "section": "getClrs", "url": "https://standard.example/"},
    "confidence": "S:oas",
    "basis": "published",
    "test": "Call with limit=0.",
    "applies_when": ["read"],
    "planned": "provider",
}


def read(**changes: Any) -> Requirement:
    """The requirement of ``ROW`` with some members changed; a member set to ``...`` is left out."""
    row = {key: value for key, value in (ROW | changes).items() if value is not ...}
    return next(iter(loader._requirements("GCS", {"requirements": [row]})))


def test_a_row_becomes_a_typed_value() -> None:
    requirement = read()

    assert requirement.area == "GCS"
    assert requirement.level is Level.MUST
    assert requirement.role is Role.PROVIDER
    assert requirement.basis is Basis.PUBLISHED
    assert requirement.source == Source("CLR 1.0 OpenAPI file", "getClrs", "https://standard.example/")
    assert requirement.applies_when == ("read",)
    assert requirement.checks == ()
    assert (requirement.planned, requirement.waits_for) == ("provider", "a check of what a provider answers")


def test_a_source_may_be_named_by_its_ref_and_a_place_in_its_page() -> None:
    known = {"oas": {"document": "OpenAPI file", "url": "https://standard.example/oas"}}
    chapter = {"requirements": [ROW | {"source": {"ref": "oas", "section": "getClrs", "anchor": "paging"}}]}
    [requirement] = loader._requirements("GCS", chapter, known)

    assert requirement.source == Source("OpenAPI file", "getClrs", "https://standard.example/oas#paging")
    with pytest.raises(CatalogueError, match=r"CLR10-GCS-006.*oas"):
        list(loader._requirements("GCS", chapter, {}))


def test_every_source_of_a_book_is_named_by_a_row() -> None:
    documents = {requirement.source.document for requirement in load("clr10")}

    assert {each["document"] for each in loader._sources("clr10").values()} == documents


def test_the_same_version_is_read_once() -> None:
    assert load("clr10") is load("clr10")


def test_a_requirement_is_found_by_its_id() -> None:
    assert load("clr10")["CLR10-GCS-006"].area == "GCS"
    with pytest.raises(KeyError):
        load("clr10")["CLR10-GCS-999"]


def test_no_value_can_be_changed() -> None:
    standard = load("clr10")
    requirement = standard["CLR10-GCS-006"]

    with pytest.raises(FrozenInstanceError):
        requirement.level = Level.MAY  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        requirement.source.url = "https://elsewhere.example/"  # type: ignore[misc]
    with pytest.raises(TypeError):
        standard.requirements["CLR10-GCS-006"] = requirement  # type: ignore[index]
    with pytest.raises(TypeError):
        del standard.areas["GCS"]  # type: ignore[attr-defined]


def test_every_value_has_the_type_that_its_field_says() -> None:
    types = (str, bool, Role, Level, Basis, Source)
    plain = {name: hint for name, hint in get_type_hints(Requirement).items() if hint in types}
    assert len(plain) == len(fields(Requirement)) - 5, "the other five are tuples and optional texts"
    wrong = [
        (requirement.id, name)
        for requirement in load("clr10")
        for name, hint in plain.items()
        if not isinstance(getattr(requirement, name), hint)
    ]
    assert wrong == []


def test_every_text_in_a_list_is_text() -> None:
    for requirement in load("clr10"):
        assert all(isinstance(item, str) for item in (*requirement.applies_when, *requirement.checks)), requirement.id


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        pytest.param({"level": "OUGHT"}, "OUGHT", id="unknown level"),
        pytest.param({"role": "X"}, "X", id="unknown role"),
        pytest.param({"basis": "hearsay"}, "hearsay", id="unknown basis"),
        pytest.param({"text": ...}, "text", id="text missing"),
        pytest.param({"source": ...}, "source", id="source missing"),
        pytest.param({"planned": ...}, "exactly one of checks, excluded, planned", id="silent"),
        pytest.param({"planned": "someday"}, "planned is one of provider, documents", id="planned for nothing known"),
        pytest.param({"excluded": "never"}, "exactly one of checks, excluded, planned", id="planned and excluded"),
        pytest.param({"checks": ["a"]}, "exactly one of checks, excluded, planned", id="planned and checked"),
    ],
)
def test_a_fault_names_the_requirement_and_what_is_wrong(changes: dict[str, Any], what: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        read(**changes)

    assert "CLR10-GCS-006" in str(caught.value)
    assert what in str(caught.value)


def test_an_unknown_rule_book_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CatalogueError, match=r"no such rule book: clr99 \(known: clr10"):
        load("clr99")


def test_the_standard_says_what_it_is() -> None:
    standard = load("clr10")

    assert standard.id == "clr-v1p0"
    assert "1EdTech/IMS" in standard.title
    assert standard.facts.base_path == "/ims/clr/v1p0"
    assert standard.facts.context_url == "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
    assert standard.contract is contract("clr10")


@pytest.mark.parametrize(
    ("role", "label"), [(Role.AUTHORIZATION_SERVER, "authorization server"), (Role.DOCUMENT, "document")]
)
def test_a_role_has_a_readable_name(role: Role, label: str) -> None:
    assert role.label == label


def test_only_must_and_must_not_bind() -> None:
    assert [level for level in Level if level.binding] == [Level.MUST, Level.MUST_NOT]


def test_only_published_rules_and_rfcs_are_firm() -> None:
    assert [basis for basis in Basis if basis.firm] == [Basis.PUBLISHED, Basis.RFC]


@pytest.mark.parametrize("read_it", [load, load_for, contract, personal, models])
def test_nobody_reads_an_edition_without_naming_it(read_it: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="book"):
        read_it()
