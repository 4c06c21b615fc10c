"""Where the verification checks of this edition are registered."""

from __future__ import annotations

from typing import Final

from conformance.trust.registry import VerificationRegistry

REGISTRY: Final = VerificationRegistry()

check = REGISTRY.check
"""Registers a function as the check of requirements; see ``Registry.check``."""
