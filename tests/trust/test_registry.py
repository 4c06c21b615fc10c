"""Verification checks are functions, registered under their own names."""

from __future__ import annotations

import pytest

from conformance.trust.registry import VerificationRegistry


def test_a_check_has_the_id_of_its_area_and_its_function() -> None:
    registry = VerificationRegistry()

    @registry.check("TOY-JWS-001", "TOY-KEY-002")
    def the_signature_fits() -> str:
        return "called as before"

    assert registry.all() == {"verification.jws.the_signature_fits": ("TOY-JWS-001", "TOY-KEY-002")}
    assert the_signature_fits() == "called as before"


def test_one_function_can_decide_the_like_in_several_areas() -> None:
    registry = VerificationRegistry()

    @registry.check("TOY-PRF-001")
    @registry.check("TOY-ACH-001")
    def the_id_resolves() -> None:
        """Nothing."""

    assert set(registry.all()) == {"verification.prf.the_id_resolves", "verification.ach.the_id_resolves"}


def test_an_id_is_taken_once() -> None:
    registry = VerificationRegistry()

    def it_is_right() -> None:
        """Nothing."""

    registry.check("TOY-PAY-001")(it_is_right)
    with pytest.raises(ValueError, match="is there twice"):
        registry.check("TOY-PAY-002")(it_is_right)
