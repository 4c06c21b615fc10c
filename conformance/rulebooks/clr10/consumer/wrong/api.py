"""Consumers that use HTTP and TLS wrongly."""

from __future__ import annotations

from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong


@wrong("CLR10-API-009", consequences={"CLR10-VHO-001": "it asks for hosted items as for anything else"})
class AsksForJson(ClrConsumer):
    """Asks for application/json alone.

    The answer is JSON, after all.
    """

    accept = "application/json"


@wrong("CLR10-API-014", tasks=("write",))
class PostsJson(ClrConsumer):
    """Posts application/json.

    The HTTP library sets it for every body of JSON.
    """

    def posted_type(self) -> str:
        return "application/json"
