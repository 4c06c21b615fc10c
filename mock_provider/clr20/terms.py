"""The terms of CLR 2.0 that the resource server speaks in."""

from __future__ import annotations

from mock_provider.clr20 import FACTS
from mock_provider.http.status import StatusForm

BASE_PATH = FACTS.base_path
JSON, TEXT = FACTS.media_types

READ, UPSERT, READ_PROFILE, UPDATE_PROFILE = (
    FACTS.scopes[name] for name in ("credential.readonly", "credential.upsert", "profile.readonly", "profile.update")
)

STATUSES = StatusForm("", JSON)
"""Status objects have no context here."""
