"""The terms of CLR 1.0 that the resource server speaks in."""

from __future__ import annotations

from mock_provider.clr10 import FACTS, LD_JSON
from mock_provider.http.status import StatusForm

BASE_PATH = FACTS.base_path
CONTEXT = FACTS.context_url

READONLY, REPLACE, DELETE = (FACTS.scopes[name] for name in ("readonly", "replace", "delete"))

CONTENT_TYPE = (b"content-type", LD_JSON.encode("ascii"))
STATUSES = StatusForm(CONTEXT, LD_JSON)
