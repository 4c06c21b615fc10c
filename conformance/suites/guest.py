"""What the run leaves on the target while it works, and how it takes it away again."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from conformance.document.schema import valid
from conformance.rulebooks.clr10.document import RULES
from conformance.suites.answer import Answer
from conformance.suites.api import sourced_id
from conformance.suites.listing import Entry, page_entries, walk, walk_by_offset
from conformance.suites.outcomes import CheckEnd, Incomplete
from conformance.suites.steady import accidents_since

if TYPE_CHECKING:
    from conformance.suites.target import Target

PLACEHOLDER = "Self-check"
"""The name of a profile of which the run knows the id alone; a target may put the right one in its place."""

SETTLE_SECONDS = 5.0
"""How long a run waits for a deletion that the target promised for later."""

EARLIER = "2020-01-01T00:00:00Z"

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"

_PUBLISHER = {
    "id": "https://consumer.invalid/profile",
    "type": "Profile",
    "name": "Conformance self-check",
    "revocationList": "https://consumer.invalid/revocations",
    "verification": {"type": "Verification", "allowedOrigins": ["consumer.invalid"]},
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A CLR as a list shows it, and the page that it stands on."""

    clr: Mapping[str, Any]
    jws: str | None
    page: Answer


class Guest:
    """Makes CLRs to post, posts them, and deletes them at the end."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._created: dict[str, bool] = {}  # False: perhaps, since the post met an accident
        self._in_doubt = False
        self._own: Entry | CheckEnd | None = None
        self.made: set[str] = set()
        """Ids of all that the run posted, also of what is gone: nobody else answers for what it holds."""

    def new_clr(self, **changes: Any) -> dict[str, Any]:
        """A right, minimal CLR with an id that the target never saw, about its first resource owner.

        ``changes`` replaces members; ``None`` leaves one out.
        """
        learner, publisher = self.learner(), self._publisher()
        clr = {
            "id": f"{self._target.base}/clrs/{uuid.uuid4()}",
            "type": "Clr",
            "name": "Record of a conformance self-check",
            "issuedOn": now(),
            "partial": True,
            "learner": learner,
            "publisher": publisher,
            "assertions": [self._assertion(learner, publisher)],
        }
        clr = {name: value for name, value in {**clr, **changes}.items() if value is not None}
        self.made |= set(own_ids(clr))
        return clr

    def learner(self) -> dict[str, Any]:
        """The learner to post about: the plan's, otherwise the one of a CLR received, otherwise one of our own."""
        if self._target.plan.data.learner:
            return dict(self._target.plan.data.learner)
        return self._profile("learner") or {
            "id": "urn:uuid:5ac1b1a2-30cb-4d3a-9a4e-4d4bb1a6a001",
            "type": "Profile",
            "name": PLACEHOLDER,
        }

    @property
    def knows_learner(self) -> bool:
        """False when the run has to make a learner up, whom the target may refuse (CLR10-PST-015)."""
        return bool(self._target.plan.data.learner or self._profile("learner"))

    def post(self, clr: dict[str, Any], **how: Any) -> Answer:
        """Post a CLR, and remember it for the end when it was taken, or may have been."""
        before = len(self._target.wire.transcript)
        answer = self._target.api.post_clr({"@context": CONTEXT, "clr": clr}, **how)
        if answer.status in (200, 201, 202):
            self._remember(clr, answer)
        if accidents_since(self._target.wire.transcript, before):
            self._in_doubt = True
            if clr.get("id") in self.made:
                self._created.setdefault(clr["id"], False)
        return answer

    def kept(self, **changes: Any) -> dict[str, Any]:
        """A new CLR that the target took and keeps; ``changes`` are those of ``new_clr``.

        Raises ``Incomplete``, with the row that tells why, where it does not.
        """
        clr = self.new_clr(**changes)
        answer = self.post(clr).require(200, 201)
        if not self.is_there(clr["id"]):
            row = "CLR10-PST-016" if self.other_id(clr, answer) else "CLR10-PST-012"
            raise Incomplete(f"the post of {clr['id']} was answered {answer.status}, but it was not kept (see {row})")
        return clr

    def is_there(self, clr_id: str) -> bool:
        """False when the target neither gives nor lists the CLR; true also where the run may not look."""
        if "read" not in self._target.plan.claims:
            return True
        try:
            return self._target.api.get_clr(clr_id).status == 200 or self.listed(clr_id) is not None
        except CheckEnd:
            return True

    def listed(self, clr_id: str) -> Listed | None:
        """The CLR of that id in the first resource owner's list, looked for on recent pages first."""
        recent = self._target.api.get_clrs(since=EARLIER, limit=20)
        found = _on(clr_id, [recent] if recent.status == 200 else [])
        return found or _on(clr_id, walk(self._target.api, self._target.plan.limits.pages).pages)

    @property
    def own(self) -> Entry:
        """A CLR of the run that stays on the target until the end, to be read; raises as ``kept`` does."""
        if self._own is None:
            try:
                self._own = Entry(self.kept())
            except CheckEnd as end:
                self._own = end
        if isinstance(self._own, CheckEnd):
            raise type(self._own)(self._own.reason, self._own.findings)
        return self._own

    def _remember(self, clr: dict[str, Any], answer: Answer) -> None:
        """Owe the CLR under the id that was posted, and under the one that the target gave it instead."""
        for clr_id in (clr.get("id"), self._new_id(answer)):
            if isinstance(clr_id, str) and clr_id:
                self.owes(clr_id)

    def other_id(self, clr: Mapping[str, Any], answer: Answer) -> str | None:
        """The id that the target gave a posted CLR instead of its own; ``None`` when it gave none for sure."""
        clr_id = self._new_id(answer)
        return clr_id if clr_id != clr.get("id") else None

    def _new_id(self, answer: Answer) -> str | None:
        """The id in the answer to a post; ``None`` when it is not sure to be that of what was posted."""
        try:
            body = answer.json() if answer.reply.body else None
            listed = {entry.id for entry in self._target.listing.entries}
        except CheckEnd:
            return None
        kept = body.get("clr") if isinstance(body, dict) else None
        clr_id = kept.get("id") if isinstance(kept, dict) else None
        return clr_id if isinstance(clr_id, str) and clr_id not in listed else None

    def listed_jws(self) -> str | None:
        """A signed CLR from the first resource owner's list, or ``None``."""
        return next((entry.jws for entry in self._target.listing.entries if entry.jws), None)

    def some_jws(self) -> str:
        """A compact JWS of the right form: a listed one, otherwise one that no key has signed."""
        try:
            listed = self.listed_jws()
        except CheckEnd:
            listed = None
        return listed or "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2VsZi1jaGVjaw"

    def owes(self, clr_id: str) -> None:
        """Remember a CLR that has to be deleted at the end."""
        self._created[clr_id] = True
        self.made.add(clr_id)

    def gone(self, clr_id: str) -> None:
        """Forget a CLR that a check has deleted itself."""
        self._created.pop(clr_id, None)

    def settle(self) -> list[str]:
        """Wait until what the target deletes later (202) is out of the list; gives the ids that stay all the same."""
        promised = {
            sourced_id(seen.answer.reply.url)
            for seen in self._target.ledger
            if seen.answer.operation == "deleteClr" and seen.answer.status == 202
        }
        end = time.monotonic() + SETTLE_SECONDS
        while promised:
            entries = walk_by_offset(self._target.api, self._target.plan.limits.pages).entries
            late = [entry.id for entry in entries if sourced_id(entry.id) in promised]
            if not late or time.monotonic() > end:
                return late
            time.sleep(SETTLE_SECONDS / 20)
        return []

    def leave(self) -> list[str]:
        """Delete everything that was created; returns a sentence for each thing that stayed."""
        left = []
        for clr_id in self._kept_in_doubt():
            self.owes(clr_id)
        for clr_id, sure in list(self._created.items()):
            why = self._delete(clr_id)
            if why and self._target.wire.accidents.unsteady:
                why = self._delete(clr_id)
            if why:
                left.append(f"CLR {clr_id} {'is' if sure else 'may be'} still on the target: {why}")
            self._created.pop(clr_id)
        return left

    def _kept_in_doubt(self) -> list[str]:
        """Ids of listed CLRs that the run made, where the answer to a post that would have told of them was lost."""
        if not self._in_doubt or not {"read", "delete"} <= self._target.plan.claims:
            return []
        try:
            entries = walk_by_offset(self._target.api, self._target.plan.limits.pages).entries
        except Exception:  # what can be deleted has to be deleted all the same
            return []
        return [entry.id for entry in entries if entry.id and self.made.intersection(own_ids(entry.clr))]

    def _delete(self, clr_id: str) -> str:
        if "delete" not in self._target.plan.claims:
            return "the plan does not claim delete"
        try:
            answer = self._target.api.delete_clr(clr_id)
        except Exception as error:  # whatever happens: the others have to be deleted too
            return str(error)
        return (
            ""
            if answer.status in (200, 202, 204, 404, 410)
            else f"DELETE …/{sourced_id(clr_id)} answered {answer.status}"
        )

    def _publisher(self) -> dict[str, Any]:
        return self._profile("publisher") or dict(_PUBLISHER)

    def _profile(self, member: str) -> dict[str, Any] | None:
        try:
            entries = self._target.listing.entries
        except CheckEnd:
            return None
        profiles = [entry.clr.get(member) for entry in entries]
        known = [profile for profile in profiles if isinstance(profile, dict) and _is_text(profile.get("id"))]
        # What is wrong with the target's own records must not make the posts of the run wrong too.
        sound = next((profile for profile in known if valid(RULES.model, "Profile", profile)), None)
        if sound is not None:
            return deepcopy(sound)
        return {"id": known[0]["id"], "type": "Profile", "name": PLACEHOLDER} if known else None

    @staticmethod
    def _assertion(learner: dict[str, Any], publisher: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": uuid.uuid4().urn,
            "type": "Assertion",
            "issuedOn": now(),
            "recipient": {"type": "id", "identity": learner["id"], "hashed": False},
            "achievement": {
                "id": uuid.uuid4().urn,
                "type": "Achievement",
                "achievementType": "Achievement",
                "name": "Took part in a conformance self-check",
                "issuer": publisher,
            },
        }


def _on(clr_id: str, pages: Iterable[Answer]) -> Listed | None:
    return next(
        (Listed(one.clr, one.jws, page) for page in pages for one in page_entries(page) if one.id == clr_id), None
    )


def own_ids(clr: Any) -> Iterator[str]:
    """The ids of a CLR and of its assertions: a target that drops the one still shows the others."""
    if isinstance(clr, dict):
        entries = clr.get("assertions")
        for one in (clr, *(entries if isinstance(entries, list) else ())):
            if isinstance(one, dict) and _is_text(one.get("id")):
                yield one["id"]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def now() -> str:
    """The present moment as the standard writes it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
