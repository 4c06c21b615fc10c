"""A right consumer of CLR 1.0: reads every page, verifies what is hosted, posts and deletes.

Each step is a method of its own, so that a deliberately wrong consumer differs in one of them and in nothing else.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.posting import now, payload, signed_payload
from conformance.rulebooks.clr10.consumer.verifying.values import Judged
from conformance.rulebooks.clr10.consumer.verifying.verifier import ClrVerifier
from conformance.rulebooks.oauth.consumer.listing import ListReader
from conformance.standard import load
from conformance.standard.facts import facts
from conformance.suites.urls import sourced_id
from conformance.traffic.assignment import Assignment, RefusedError, UnableError

BOOK = "clr10"
_JSON_LD = "application/ld+json"


class ClrConsumer(ListReader, ClrVerifier):
    """The reference consumer; ``run`` does the task that it was given."""

    accept = _JSON_LD

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(assignment, facts(BOOK))
        self.clrs: dict[str, Mapping[str, Any]] = {}
        self.jws: dict[str, str] = {}

    def run(self) -> None:
        """Do the task; raises ``RefusedError`` where the consumer stops and ``UnableError`` for another task."""
        tasks = {"read": self.read, "write": self.write, "delete": self.delete, "verify": self.verify_file}
        if self.assignment.task not in tasks:
            raise UnableError(f"this consumer does not {self.assignment.task}")
        tasks[self.assignment.task]()

    def claims(self) -> tuple[str, ...]:
        """The claims whose operations the task uses: who writes or deletes looks at the list before."""
        return tuple(dict.fromkeys(("read", self.assignment.task)))

    # reading

    def read(self) -> None:
        """Every page of the list since the last time; what is new and what it has had before is verified."""
        began, owner = now(), self.owner
        for record in self.state.get("records", owner) or ():
            self.hold(record)
        for page in self.pages(self.first_page(self.state.get("read", owner))):
            self.take(page)
        self.report(self.judged_records())
        self.state.keep("records", owner, [self.jws.get(clr_id, clr) for clr_id, clr in self.clrs.items()])
        self.state.keep("read", owner, began)

    def first_page(self, since: str | None) -> str:
        """Where the list begins; ``since`` is the moment of the last reading, in ISO 8601 with its zone."""
        query = f"?{urlencode({'since': since})}" if since else ""
        return f"{self.base}/clrs{query}"

    def take(self, page: Mapping[str, Any]) -> None:
        """Keep the CLRs of a page, plain and signed; either list may be absent, null or empty."""
        for clr in page.get("clrs") or ():
            self.hold(clr)
        for jws in page.get("signedClrs") or ():
            self.hold(jws)

    def hold(self, record: Mapping[str, Any] | str) -> None:
        """Take in one CLR, an object or a compact JWS."""
        if isinstance(record, str):
            self.jws[self.keep(payload_of(record))] = record
        else:
            self.keep(record)

    def keep(self, clr: Mapping[str, Any]) -> str:
        """Keep one CLR by its id, which is returned; members that the consumer does not know do no harm."""
        clr_id = str(clr.get("id"))
        self.clrs[clr_id] = clr
        return clr_id

    def known_members(self, kind: str) -> set[str]:
        """The members that the contract knows of a class."""
        return {*load(BOOK).contract["components"]["schemas"][kind]["properties"], "@context"}

    # verifying

    def judged_records(self) -> list[Judged]:
        """What it makes of every item of every CLR that it has, each looked at anew."""
        return [one for clr_id, clr in self.clrs.items() for one in self.judged_clr(self.jws.get(clr_id, clr))]

    # writing

    def write(self) -> None:
        """Post a new CLR about the learner of the list, and pass on a signed CLR as it was received."""
        for page in self.pages(self.first_page(None)):
            self.take(page)
        learner = next((clr["learner"] for clr in self.clrs.values() if isinstance(clr.get("learner"), dict)), None)
        self.post(payload(self.facts, learner or {"id": "urn:uuid:0", "type": "Profile"}))
        for jws in [*self.jws.values()][:1]:
            self.post(self.passed_on(jws))

    def passed_on(self, jws: str) -> dict[str, Any]:
        """The body of a post that passes a signed CLR on."""
        return signed_payload(self.facts, jws)

    def post(self, body: Mapping[str, Any]) -> None:
        """Post one CLR; 200, 201 and 304 say that the provider has it."""
        content = json.dumps(body).encode()
        response = self.call("POST", f"{self.base}/clrs", content=content, content_type=self.posted_type())
        if response.status not in (200, 201, 304):
            self.refuse("the post is refused", response)

    def posted_type(self) -> str:
        """The media type of what is posted."""
        return _JSON_LD

    # deleting

    def delete(self) -> None:
        """Delete the first CLR of the list; 200, 202 and 204 say that it is gone, or will be."""
        for page in self.pages(self.first_page(None)):
            self.take(page)
            break
        if not self.clrs:
            raise RefusedError("there is nothing to delete")
        response = self.delete_at(f"{self.base}/clrs/{sourced_id(next(iter(self.clrs)))}")
        if response.status not in (200, 202, 204):
            self.refuse("the deletion is refused", response)

    def delete_at(self, url: str) -> Response:
        """One request to delete."""
        return self.call("DELETE", url)


def payload_of(jws: str) -> Mapping[str, Any]:
    """What a compact JWS holds, read without verifying it; raises ``RefusedError`` where it cannot be read."""
    try:
        part = str(jws).split(".")[1]
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError):
        raise RefusedError("a signed CLR cannot be read") from None
    if not isinstance(value, dict):
        raise RefusedError("a signed CLR holds no CLR")
    return value
