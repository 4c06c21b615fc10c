"""Extension members of posted CLRs that get lost."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault

library = Library()


def _without_extensions(value: Any) -> Any:
    """A copy without members whose names have a colon."""
    if isinstance(value, list):
        return [_without_extensions(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_extensions(content) for name, content in value.items() if ":" not in name}
    return value


def _drop_extensions(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        request.json = {**body, "clr": _without_extensions(body["clr"])}


library.add(
    Fault(
        id="ext-dropped",
        title="Extension members of a posted CLR are lost",
        how="The body is mapped to classes, and the rest is dropped.\nThe document is made anew from them.",
        breaks=("CLR10-EXT-008",),
        operations=("postClr",),
        on_request=_drop_extensions,
    )
)


def _without_colons(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_colons(item) for item in value]
    if isinstance(value, dict):
        return {name.replace(":", "_"): _without_colons(content) for name, content in value.items()}
    return value


def _rename_extensions(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        request.json = {**body, "clr": _without_colons(body["clr"])}


library.add(
    Fault(
        id="ext-renamed",
        title="Extension members of a posted CLR get another name",
        how="The storage does not allow colons in names.\nThey become underscores and stay so.",
        breaks=("CLR10-EXT-008",),
        operations=("postClr",),
        on_request=_rename_extensions,
    )
)

FAULTS = library.faults
