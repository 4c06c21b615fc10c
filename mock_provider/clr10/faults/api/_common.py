"""What faults of transport share."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.tools import Change


def in_successes(change: Change) -> Change:
    """Make the change to successes that have a body."""
    return lambda response: change(response) if response.good and response.body else None


def drop_content_type(response: Response) -> None:
    del response.headers["content-type"]


def drop_body(response: Response) -> None:
    response.body = b""
    drop_content_type(response)
