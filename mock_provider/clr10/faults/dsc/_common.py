"""What faults of the discovery document share."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.tools import Change, edited, when

DISCOVERY = ("getDiscoveryDocument",)


def set_members(**values: Any) -> Change:
    """Replace members of the discovery document; ``None`` leaves one out."""

    def change(body: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is None:
                body.pop(name, None)
            else:
                body[name] = value

    return when(200, change=edited(change))
