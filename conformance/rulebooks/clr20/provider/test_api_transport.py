"""API and SDD: over what the operations are served."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement
from conformance.suites.without_tls import (
    OLD,
    Probe,
    expect_current_tls,
    expect_https_only,
    expect_old_tls_refused,
    probes_without_tls,
)


@pytest.fixture(scope="module")
def without_tls(target: Clr20Target) -> tuple[Probe, ...]:
    """GET /discovery over plain http: on the target's own port, and on port 80 when the target's port is 443."""
    return probes_without_tls(target)


@requirement("CLR20-API-02", "CLR20-SDD-02")
def test_https_only(target: Clr20Target, without_tls: tuple[Probe, ...]) -> None:
    expect_https_only(target, without_tls)


@requirement("CLR20-API-02", "CLR20-SDD-02")
def test_current_tls_works(target: Clr20Target, note: Callable[[str], None]) -> None:
    expect_current_tls(target, note)


@requirement("CLR20-API-02", "CLR20-SDD-02")
@pytest.mark.parametrize("name", OLD)
def test_old_tls_is_refused(target: Clr20Target, name: str) -> None:
    expect_old_tls_refused(target, name)
