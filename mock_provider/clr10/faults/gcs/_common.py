"""What faults of lists share."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response

LISTS = ("getClrs",)


def is_empty(response: Response) -> bool:
    """True for a page without CLRs."""
    body = response.json
    return not body["clrs"] and not body["signedClrs"]
