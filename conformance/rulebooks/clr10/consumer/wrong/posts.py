"""Consumers that post wrongly."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.client import ClrConsumer, payload_of
from conformance.rulebooks.clr10.consumer.posting import signed_payload
from conformance.rulebooks.clr10.consumer.register import wrong


@wrong(
    "CLR10-PST-005",
    tasks=("write",),
    consequences=dict.fromkeys(
        ("CLR10-PAY-001", "CLR10-PAY-004", "CLR10-EXT-004", "CLR10-CON-003"),
        "a bare CLR is judged as the payload that it should be",
    ),
)
class PostsBareClr(ClrConsumer):
    """Posts a CLR without the payload around it.

    What is read is a CLR, so that what is posted is one too.
    """

    def post(self, body: Mapping[str, Any]) -> None:
        super().post(body.get("clr", body))


@wrong("CLR10-PST-018", tasks=("write",))
class PostsUntilCreated(ClrConsumer):
    """Posts again until it is answered 201.

    201 is what the first provider said.
    """

    def post(self, body: Mapping[str, Any]) -> None:
        for _ in range(3):
            content = json.dumps(body).encode()
            answer = self.call("POST", f"{self.base}/clrs", content=content, content_type=self.posted_type())
            if answer.status == 201:
                return


@wrong("CLR10-DEL-009", tasks=("delete",))
class DeletesUntilGone(ClrConsumer):
    """Deletes again until it is answered 204.

    204 is what the first provider said.
    """

    def delete_at(self, url: str) -> Response:
        for _ in range(3):
            response = super().delete_at(url)
            if response.status == 204:
                break
        return response


@wrong(
    "CLR10-CON-002",
    consequences={"CLR10-ACH-001": "the member that it never sends is required of each achievement"},
    tasks=("write",),
)
class NamelessAchievements(ClrConsumer):
    """Posts achievements without a name.

    Its database has a code for each course; the name stands in the catalogue of another department.
    """

    def post(self, body: Mapping[str, Any]) -> None:
        clr = body.get("clr")
        super().post({**body, "clr": {**clr, "assertions": [*map(_nameless, clr["assertions"])]}} if clr else body)


@wrong(
    "CLR10-CON-003",
    consequences={"CLR10-EXT-006": "no context defines the member that it adds"},
    tasks=("write",),
)
class AddsOwnMembers(ClrConsumer):
    """Adds a member of its own to what it posts.

    It needs its own key again later.
    """

    def post(self, body: Mapping[str, Any]) -> None:
        clr = body.get("clr")
        super().post({**body, "clr": {**clr, "vendor:id": "4711"}} if clr else body)


@wrong("CLR10-CON-006", tasks=("write",))
class SignedAnew(ClrConsumer):
    """Takes a signed CLR apart and passes on what it has made of it.

    The record is stored as objects; the signature is not.
    """

    def passed_on(self, jws: str) -> dict[str, Any]:
        head, _, rest = jws.partition(".")
        text = json.dumps(payload_of(jws), sort_keys=True).encode()
        return signed_payload(self.facts, f"{head}.{encoded(text)}.{rest.rpartition('.')[2]}")


def _nameless(assertion: Mapping[str, Any]) -> dict[str, Any]:
    achievement = {name: value for name, value in assertion["achievement"].items() if name != "name"}
    return {**assertion, "achievement": achievement}


def encoded(text: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
