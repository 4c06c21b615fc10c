"""What tests of signatures make tokens with."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.trust.signing import TOOLS


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """What tests make tokens with."""
    return TOOLS
