"""The register of checks of traffic: their ids, and what they need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.rulebooks.oauth.consumer import checks
from conformance.traffic import ObservedRegistry, Traffic
from conformance.traffic.seen import Seen


def _it_is_right(_traffic: Traffic) -> Iterator[Seen]:
    yield from ()


def test_a_check_is_named_after_its_area_and_its_function() -> None:
    registry = ObservedRegistry()
    kept = registry.observed("OAUTH-AUT-019", scenarios=("odd",), needs=("refresh",))(_it_is_right)
    (check,) = registry.checks
    assert kept is _it_is_right
    assert (check.id, check.requirement) == ("consumer.aut._it_is_right", "OAUTH-AUT-019")
    assert (check.scenarios, check.needs, check.run) == (("odd",), ("refresh",), _it_is_right)


def test_two_areas_may_have_functions_of_one_name() -> None:
    registry = ObservedRegistry()
    registry.observed("OAUTH-AUT-001")(_it_is_right)
    registry.observed("OAUTH-TOK-001")(_it_is_right)
    assert [check.id for check in registry.checks] == ["consumer.aut._it_is_right", "consumer.tok._it_is_right"]


def test_the_same_name_twice_is_an_error() -> None:
    registry = ObservedRegistry()
    registry.observed("OAUTH-AUT-001")(_it_is_right)
    with pytest.raises(ValueError, match=r"consumer\.aut\._it_is_right is there twice"):
        registry.observed("OAUTH-AUT-002")(_it_is_right)


def test_every_module_of_a_package_is_loaded() -> None:
    areas = {check.requirement.split("-")[1] for check in checks.CHECKS}
    assert {"REG", "AUT", "TOK", "RFR", "BRR"} <= areas


def test_each_check_says_in_its_docstring_what_is_right() -> None:
    silent = [check.id for check in checks.CHECKS if not (check.run.__doc__ or "").strip().endswith(".")]
    assert silent == []
