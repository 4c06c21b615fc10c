"""The scopes of CLR 1.0 (OpenAPI file, security schemes) and how a plan may abbreviate them."""

from __future__ import annotations

SCOPE_BASE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
READONLY = SCOPE_BASE + "readonly"
REPLACE = SCOPE_BASE + "replace"
DELETE = SCOPE_BASE + "delete"
OFFLINE = "offline_access"

_SHORT = {"readonly": READONLY, "replace": REPLACE, "delete": DELETE}


def scope_uri(name: str) -> str:
    """The whole scope for its last segment (``readonly``); anything else as it is."""
    return _SHORT.get(name, name)
