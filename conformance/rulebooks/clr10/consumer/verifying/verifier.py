"""A right verifier of CLR 1.0: what it makes of a record, item by item.

Each step is a method of its own, so that a deliberately wrong verifier differs in one of them and in nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.signed import SignedVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import Compact, Item, Judged, NotTakenError
from conformance.rulebooks.clr10.consumer.verifying.walk import Part, endorsements, parts
from conformance.traffic.assignment import RefusedError

_JSON = {"Content-Type": "application/json"}
_MOST_KEPT = 1024 * 1024
"""Bytes of documents that it reports of one start: an outcome has a bound."""


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
        """Tell what came of it: in the file that is named, else by a post."""
        outcome = json.dumps({"result": "done", "records": [*_rows(judged)]})
        if self.assignment.outcome is not None:
            self.assignment.outcome.write_text(outcome, encoding="utf-8")
        elif self.assignment.outcome_url:
            self.wire.send("POST", self.assignment.outcome_url, content=outcome.encode(), headers=_JSON)

    def judged_record(self, content: bytes) -> Iterator[Judged]:
        """What it makes of a CLR, and of each item in it; ``content`` is JSON or a compact JWS."""
        given = json.loads(content) if content[:1] == b"{" else content.decode("utf-8", "replace").strip()
        yield from self.judged_clr(given)

    def judged_clr(self, given: Mapping[str, Any] | str) -> Iterator[Judged]:
        """What it makes of a CLR (an object, or a compact JWS), and of each item in it by the item's own method."""
        try:
            clr = self.opened(Part("Clr", "", given), {})
        except NotTakenError as why:
            yield Judged("", why.state, str(why))
            return
        whole = self.judged_whole(clr)
        if whole is not None:
            yield whole
        yield from self.judged_parts(clr, whole)

    def judged_whole(self, clr: Item) -> Judged | None:
        """What it makes of the CLR itself; of one in hand that is not a token nothing.

        The copy of a hosted one takes a login. One that names no method is a folder: each item in it speaks for itself.
        """
        if clr.token is None and clr.method != "Signed" and self.assignment.task == "verify":
            return None
        return replace(self.judged(clr, None), document=self.kept(clr.value))

    def kept(self, clr: Mapping[str, Any]) -> Mapping[str, Any]:
        """What it keeps of a CLR: all of it."""
        return clr

    def judged_parts(self, clr: Item, whole: Judged | None) -> Iterator[Judged]:
        """What it makes of the assertions and the endorsements in a CLR."""
        learner = clr.value.get("learner")
        known = learner if isinstance(learner, dict) else {}
        for part in parts(clr):
            try:
                item = self.opened(part, known)
            except NotTakenError as why:
                yield from self.unreadable(part, why)
                continue
            yield self.judged(item, whole)
            yield from self.judged_endorsements(item)
        yield from self.judged_endorsements(clr)

    def judged_endorsements(self, holder: Item) -> Iterator[Judged]:
        """What it makes of each endorsement inside of an item, whose issuer vouches for it alone."""
        for part in endorsements(holder):
            try:
                item = self.opened(part, {})
            except NotTakenError as why:
                yield from self.unreadable(part, why)
                continue
            yield self.judged(item, None)

    def unreadable(self, part: Part, why: NotTakenError) -> Iterable[Judged]:
        """What it makes of an item that cannot be read, whose place is its only name."""
        return (Judged(part.place, why.state, str(why)),)

    def opened(self, part: Part, learner: Mapping[str, Any]) -> Item:
        """The item, its token taken apart; raises ``NotTakenError`` when it cannot be read."""
        if isinstance(part.given, dict):
            return Item(part.kind, part.given, part.place, learner=learner)
        token = Compact.of(str(part.given))
        return Item(part.kind, token.payload, part.place, token, learner)

    def judged(self, item: Item, whole: Judged | None) -> Judged:
        """What it makes of one item; ``whole`` is what it makes of the record that holds it."""
        try:
            self.check(item, whole)
        except NotTakenError as why:
            return Judged(item.id or item.place, why.state, str(why))
        return Judged(item.id or item.place, "verified")

    def check(self, item: Item, whole: Judged | None) -> None:
        """By the method of the item: signed is what came as a token, whatever it says."""
        self.check_not_revoked(item.value)
        if item.token is not None:
            self.check_signed(item, item.token)
        elif item.method == "Signed":
            self.check_unsigned(item)
        elif item.method:
            copy = self.check_hosted(item)
            self.check_recipient(copy, item.learner)
        else:
            self.check_resting(whole)

    def check_unsigned(self, _item: Item) -> None:
        """What says that it is signed, but came without a signature, is not verified."""
        raise NotTakenError("unverified", "it says that it is signed, but it is not a token")

    def check_resting(self, whole: Judged | None) -> None:
        """What names no method rests on the record that holds it."""
        if whole is None or whole.state != "verified":
            raise NotTakenError("unverified", "it names no way to verify it, and nothing vouches for what holds it")


def _rows(judged: list[Judged]) -> Iterator[dict[str, Any]]:
    """The records of an outcome; documents as long as there is room for them."""
    room = _MOST_KEPT
    for one in judged:
        row: dict[str, Any] = {"id": one.id, "state": one.state, "reason": one.reason}
        size = len(json.dumps(one.document)) if one.document is not None else 0
        if 0 < size <= room:
            room -= size
            row["document"] = one.document
        yield row
