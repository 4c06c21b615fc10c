"""What faults of posts share."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request

POSTS = ("postClr",)


def posted_clr(request: Request) -> dict[str, Any]:
    """The unsigned CLR in a post; empty when there is none."""
    body = request.json
    clr = body.get("clr") if isinstance(body, dict) else None
    return clr if isinstance(clr, dict) else {}
