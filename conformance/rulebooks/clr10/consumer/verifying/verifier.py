"""A right verifier of CLR 1.0: what it makes of a record, item by item.

Each step is a method of its own, so that a deliberately wrong verifier differs in one of them and in nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.signed import SignedVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import Compact, Judged, NotTakenError
from conformance.traffic.assignment import RefusedError


class ClrVerifier(SignedVerifier):
    """Verifies the record that it is given, and reports what it makes of each item."""

    def verify_file(self) -> None:
        """Verify the record in the file; raises ``RefusedError`` when one item of it is not verified."""
        document = self.assignment.document
        if document is None:
            raise RefusedError("there is no record to verify")
        judged = [*self.judged_record(document.read_bytes())]
        self.report(judged)
        bad = [one for one in judged if one.state != "verified"]
        if bad:
            raise RefusedError("; ".join(f"{one.id} is {one.state}: {one.reason}" for one in bad))

    def report(self, judged: list[Judged]) -> None:
        """Write what came of it where the mock looks for it."""
        if self.assignment.outcome is None:
            return
        records = [{"id": one.id, "state": one.state, "reason": one.reason} for one in judged]
        self.assignment.outcome.write_text(json.dumps({"result": "done", "records": records}), encoding="utf-8")

    def judged_record(self, content: bytes) -> Iterator[Judged]:
        """What it makes of a CLR, and of each assertion in it."""
        clr = json.loads(content) if content[:1] == b"{" else Compact.of(content.decode()).payload
        yield from self.judged_assertions(clr)

    def judged_assertions(self, clr: Mapping[str, Any]) -> Iterator[Judged]:
        """What it makes of the assertions of a CLR."""
        for assertion in clr.get("assertions") or ():
            yield self.judged(assertion, partial(self.check_hosted, assertion))
        for token in clr.get("signedAssertions") or ():
            parsed = Compact.of(token)
            yield self.judged(parsed.payload, partial(self.check_signed, parsed))

    def judged(self, item: Mapping[str, Any], check: Callable[[], None]) -> Judged:
        """What it makes of one item."""
        try:
            check()
        except NotTakenError as why:
            return Judged(str(item.get("id")), why.state, str(why))
        return Judged(str(item.get("id")), "verified")
