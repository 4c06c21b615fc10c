"""EXT: extension members of posted CLRs lost."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.model import Fault


def _known_only(value: Any) -> Any:
    """A copy without members whose names have a colon."""
    if isinstance(value, list):
        return [_known_only(item) for item in value]
    if isinstance(value, dict):
        return {name: _known_only(content) for name, content in value.items() if ":" not in name}
    return value


def _plain_names(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_names(item) for item in value]
    if isinstance(value, dict):
        return {name.replace(":", "_"): _plain_names(content) for name, content in value.items()}
    return value


def _mapped(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        request.json = {**body, "clr": _known_only(body["clr"])}


def _renamed(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        request.json = {**body, "clr": _plain_names(body["clr"])}


FAULTS = (
    Fault(
        id="ext-dropped",
        title="Extension members of a posted CLR are lost",
        how="The body is mapped to classes, and the rest is dropped.\nThe document is made anew from them.",
        breaks=("CLR10-EXT-008",),
        operations=("postClr",),
        on_request=_mapped,
    ),
    Fault(
        id="ext-renamed",
        title="Extension members of a posted CLR get another name",
        how="The storage does not allow colons in names.\nThey become underscores and stay so.",
        breaks=("CLR10-EXT-008",),
        operations=("postClr",),
        on_request=_renamed,
    ),
)
