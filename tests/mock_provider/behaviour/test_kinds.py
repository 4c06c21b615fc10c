"""Kinds of operations become the operations of an edition."""

from __future__ import annotations

from dataclasses import replace

from conformance.standard.facts import Facts, Operation, facts
from mock_provider.behaviour import Fault
from mock_provider.behaviour.kinds import PROTECTED, PROTECTED_READS, spelled_out


def edition() -> Facts:
    def operation(name: str, method: str, scope: str) -> Operation:
        return Operation(name, method, f"/{name}", scope, "", {})

    known = (operation("open", "GET", ""), operation("read", "GET", "reader"), operation("write", "POST", "writer"))
    return replace(facts("clr10"), operations={each.id: each for each in known})


def operations(*named: str) -> tuple[str, ...]:
    return spelled_out(Fault("one", "t", "h", operations=named), edition()).operations


def test_a_kind_is_every_operation_of_it() -> None:
    assert operations(PROTECTED) == ("read", "write")
    assert operations(PROTECTED_READS) == ("read",)


def test_names_stay_beside_kinds() -> None:
    assert operations("token", PROTECTED_READS) == ("token", "read")
    assert operations("token") == ("token",)
    assert operations() == ()


def test_what_speaks_of_no_kind_stays_the_same() -> None:
    fault = Fault("one", "t", "h", operations=("token",))

    assert spelled_out(fault, edition()) is fault
