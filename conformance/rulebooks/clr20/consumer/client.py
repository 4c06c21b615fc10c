"""A right consumer of CLR 2.0: reads the profile and every page of records, posts records in both forms.

Each step is a method of its own, so that a deliberately wrong consumer differs in one of them and in nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from conformance.exchanges import Response
from conformance.oauth import refresh
from conformance.rulebooks.clr20.consumer.opening import ARRAYS, id_of
from conformance.rulebooks.clr20.consumer.posting import new_record, now
from conformance.rulebooks.oauth.consumer.listing import ListReader
from conformance.standard.facts import facts
from conformance.traffic.assignment import Assignment, RefusedError, UnableError

BOOK = "clr20"
_JSON, _TEXT = facts(BOOK).media_types
_OUTCOME = {"Content-Type": _JSON}

Record = Mapping[str, Any] | str
"""A record as an object, or as a compact JWS."""


class CredentialConsumer(ListReader):
    """The reference consumer; ``run`` does the task that it was given."""

    accept = f"{_JSON}, {_TEXT}"

    def __init__(self, assignment: Assignment) -> None:
        super().__init__(assignment, facts(BOOK))
        self.records: dict[str, Record] = {}

    def run(self) -> None:
        """Do the task; raises ``RefusedError`` where the consumer stops and ``UnableError`` for another task."""
        tasks = {"read": self.read, "write": self.write}
        if self.assignment.task not in tasks:
            raise UnableError(f"this consumer does not {self.assignment.task}")
        tasks[self.assignment.task]()

    def claims(self) -> tuple[str, ...]:
        """The claims whose operations the task uses: who writes looks at the list before, who reads at the profile."""
        return ("read", "profile") if self.assignment.task == "read" else ("read", self.assignment.task)

    def refresh(self, refresh_token: str) -> Response:
        """Send the refresh token that came last, with the scopes of the grant."""
        kept = self.state.get("tokens", self.owner)
        scope = " ".join(kept["scopes"]) if kept else None
        return refresh(self.wire, self.endpoints().need("token"), self.client(), refresh_token, scope=scope)

    # reading

    def read(self) -> None:
        """The profile, and every page of the list since the last time."""
        began, owner = now(), self.owner
        for record in self.state.get("records", owner) or ():
            self.hold(record)
        self.profile()
        for page in self.pages(self.first_page(self.state.get("read", owner))):
            self.take(page)
        self.report()
        self.state.keep("records", owner, [*self.records.values()])
        self.state.keep("read", owner, began)

    def profile(self) -> Mapping[str, Any] | None:
        """The profile of the learner; ``None`` when there is none."""
        response = self.call("GET", f"{self.base}/profile")
        if response.status == 404:
            return None
        if response.status != 200:
            self.refuse("the profile does not come", response)
        return self.body_of(response)

    def first_page(self, since: str | None) -> str:
        """Where the list begins; ``since`` is the moment of the last reading, in ISO 8601 with its zone."""
        query = f"?{urlencode({'since': since})}" if since else ""
        return f"{self.base}/credentials{query}"

    def take(self, page: Mapping[str, Any]) -> None:
        """Keep the records of a page; either array may be absent or empty."""
        for member in ARRAYS:
            for record in page.get(member) or ():
                self.hold(record)

    def hold(self, record: Record) -> None:
        """Keep one record by its id; members that the consumer does not know do no harm."""
        name = id_of(record)
        if name is None:
            raise RefusedError("a record has no id")
        self.records[name] = record

    def report(self) -> None:
        """Tell what it has read, in the file that is named, else by a post: this consumer verifies nothing."""
        rows = [{"id": name, "state": "unverified", "reason": "not looked at"} for name in self.records]
        outcome = json.dumps({"result": "done", "records": rows})
        if self.assignment.outcome is not None:
            self.assignment.outcome.write_text(outcome, encoding="utf-8")
        elif self.assignment.outcome_url:
            self.wire.send("POST", self.assignment.outcome_url, content=outcome.encode(), headers=_OUTCOME)

    # writing

    def write(self) -> None:
        """Post a new record with a proof, and pass on a compact JWS as it was received."""
        for page in self.pages(self.first_page(None)):
            self.take(page)
        self.post(new_record(self.learner()))
        for compact in [one for one in self.records.values() if isinstance(one, str)][:1]:
            self.post(self.passed_on(compact))

    def learner(self) -> Mapping[str, Any]:
        """The subject of the first record of the list; one that names nobody when there is none."""
        found = (one for one in self.records.values() if isinstance(one, dict))
        subject = next((one.get("credentialSubject") for one in found), None)
        return subject if isinstance(subject, dict) else {}

    def passed_on(self, compact: str) -> Record:
        """What is posted of a compact JWS that was received: itself."""
        return compact

    def post(self, record: Record) -> None:
        """Post one record; 200 and 201 say that the provider has it."""
        response = self.send_record(record)
        if response.status not in (200, 201):
            self.refuse("the post is refused", response)

    def send_record(self, record: Record) -> Response:
        """One request with a record."""
        content = record.encode() if isinstance(record, str) else json.dumps(record).encode()
        return self.call("POST", f"{self.base}/credentials", content=content, content_type=self.posted_type(record))

    def posted_type(self, record: Record) -> str:
        """The media type of what is posted."""
        return _TEXT if isinstance(record, str) else _JSON
