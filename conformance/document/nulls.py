"""Null is absent: of a value that is walked, members that are null are taken out, and one rule tells of them.

Publishers that write null for what they do not have break that rule only. Whatever else looks at the document sees it
as if the member were left out, which is what that rule asks for.
"""

from __future__ import annotations

from typing import Any

import orjson


def without_nulls(value: Any) -> Any:
    """The value without members that are null, however deep; the same object when it has none, never changed.

    Entries of arrays stay, so that the others keep their places.
    """
    return _without(value) if _may_have(value) else value


def _may_have(value: Any) -> bool:
    try:
        return b"null" in orjson.dumps(value)
    except (TypeError, ValueError):  # half a surrogate, a number beyond 64 bits: no JSON text for it
        return True


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_without(entry) for entry in value]
    return value
