"""Verification speaks in the catalogue's ids, and with the document checks decides every requirement of documents."""

from __future__ import annotations

import re
from pathlib import Path

import conformance.rulebooks.clr10.trust
from conformance.rulebooks.clr10.document import registry
from conformance.rulebooks.clr10.trust import RULES
from conformance.standard import Role, load

ROOM = Path(conformance.rulebooks.clr10.trust.__file__).parent


def test_every_id_is_in_the_catalogue() -> None:
    named = {name for file in ROOM.rglob("*.py") for name in re.findall(r"CLR10-[A-Z]{3}-\d{3}", file.read_text())}
    assert len(named) > 20
    assert named <= load("clr10").requirements.keys()


def test_every_check_is_named_after_the_area_that_it_decides() -> None:
    for check, requirements in RULES.checks().items():
        room, area, _ = check.split(".")
        assert room == "verification"
        assert area in {requirement.split("-")[1].lower() for requirement in requirements}


def test_every_requirement_of_documents_is_decided_or_excluded() -> None:
    decided = {name for checks in (registry(), RULES.checks()) for names in checks.values() for name in names}
    left = [
        each.id for each in load("clr10") if each.role is Role.DOCUMENT and not each.excluded and each.id not in decided
    ]
    assert left == []


def test_every_check_is_a_function_that_a_search_finds() -> None:
    text = "".join(file.read_text() for file in ROOM.rglob("*.py"))
    for check in RULES.checks():
        assert f"def {check.rpartition('.')[2]}(" in text


def test_every_id_is_written_once() -> None:
    text = "".join(file.read_text() for file in ROOM.rglob("*.py"))
    written = re.findall(r'"(CLR10-[A-Z]{3}-\d{3})"', text)
    assert sorted(written) == sorted(set(written))
