"""What variations of several subjects share: status objects."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.clr10.documents import Node


def status_object(change: Callable[[Response, Node], object]) -> Callable[[Response], None]:
    """Changes the status object of a response that has one."""

    def changed(response: Response) -> None:
        body = response.json if response.body else None
        if isinstance(body, dict) and "imsx_codeMajor" in body:
            change(response, body)
            response.json = body

    return changed
