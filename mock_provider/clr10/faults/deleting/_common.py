"""What faults of deletes share."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response

DELETES = ("deleteClr",)


def answer_204(response: Response) -> None:
    response.status, response.body = 204, b""
