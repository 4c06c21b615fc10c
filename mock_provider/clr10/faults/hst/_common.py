"""The operations that read items, one by one."""

from __future__ import annotations

ASSERTIONS = ("getAssertion",)


ENDORSEMENTS = ("getEndorsement",)


KEYS = ("getKey",)


LISTS = ("getRevocationList",)
