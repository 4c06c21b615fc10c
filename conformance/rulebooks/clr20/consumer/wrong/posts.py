"""Consumers that post wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.rulebooks.clr20.consumer.client import CredentialConsumer, Record
from conformance.rulebooks.clr20.consumer.opening import record_in
from conformance.rulebooks.clr20.consumer.register import wrong


@wrong("CLR20-API-56", tasks=("write",))
class TokensAsJson(CredentialConsumer):
    """Posts a token as application/json.

    The HTTP library sets it for every body.
    """

    def posted_type(self, record: Record) -> str:  # noqa: ARG002
        return "application/json"


@wrong("CLR20-API-60", tasks=("write",))
class PostsUntilCreated(CredentialConsumer):
    """Posts again until it is answered 201.

    201 is what the first provider said.
    """

    def post(self, record: Record) -> None:
        for _ in range(3):
            if self.send_record(record).status == 201:
                return


@wrong("CLR20-API-62", tasks=("write",))
class TakenApart(CredentialConsumer):
    """Takes a token apart and passes on the record that was in it.

    The record is stored as objects; the signature is not.
    """

    def passed_on(self, compact: str) -> Record:
        return record_in(compact) or compact


@wrong("CLR20-CTX-18", tasks=("write",))
class NamelessRecords(CredentialConsumer):
    """Posts records without a name.

    Its database has a code for each course; the name stands in the catalogue of another department.
    """

    def post(self, record: Record) -> None:
        super().post(_nameless(record) if isinstance(record, Mapping) else record)


def _nameless(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "name"}
