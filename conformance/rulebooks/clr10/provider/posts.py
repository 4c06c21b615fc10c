"""Makes CLRs and posts them, and finds them again in the list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from conformance.document.schema import valid
from conformance.plan import Plan
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.cleanup import Cleanup, is_text, own_ids
from conformance.rulebooks.clr10.provider.edition import CONTEXT
from conformance.rulebooks.clr10.provider.listing import Entry, Listing, page_entries, walk
from conformance.suites.answer import Answer
from conformance.suites.likeness import PLACEHOLDER
from conformance.suites.once import Once
from conformance.suites.outcomes import CheckEnd, Incomplete
from conformance.suites.steady import SteadyWire, accidents_since

EARLIER = "2020-01-01T00:00:00Z"

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


class Posts:
    """Posts CLRs about the first resource owner; ``listing`` gives what the target listed at the beginning."""

    def __init__(
        self, plan: Plan, api: ProviderApi, wire: SteadyWire, listing: Callable[[], Listing], cleanup: Cleanup
    ) -> None:
        self._plan = plan
        self._api = api
        self._wire = wire
        self._listing = listing
        self._cleanup = cleanup
        self.own = Once(lambda: Entry(self.kept()))
        """A CLR of the run that stays on the target until the end, to be read; raises as ``kept`` does."""

    def new_clr(self, **changes: Any) -> dict[str, Any]:
        """A right, minimal CLR with an id that the target never saw, about its first resource owner.

        ``changes`` replaces members; ``None`` leaves one out.
        """
        learner, publisher = self.learner(), self._publisher()
        clr = {
            "id": f"{self._api.base}/clrs/{uuid.uuid4()}",
            "type": "Clr",
            "name": "Record of a conformance self-check",
            "issuedOn": now(),
            "partial": True,
            "learner": learner,
            "publisher": publisher,
            "assertions": [_assertion(learner, publisher)],
        }
        clr = {name: value for name, value in {**clr, **changes}.items() if value is not None}
        self._cleanup.made |= set(own_ids(clr))
        return clr

    def learner(self) -> dict[str, Any]:
        """The learner to post about: the plan's, otherwise the one of a CLR received, otherwise one of our own."""
        if self._plan.data.learner:
            return dict(self._plan.data.learner)
        return self._profile("learner") or {
            "id": "urn:uuid:5ac1b1a2-30cb-4d3a-9a4e-4d4bb1a6a001",
            "type": "Profile",
            "name": PLACEHOLDER,
        }

    def knows_learner(self) -> bool:
        """False when the run has to make a learner up, whom the target may refuse (CLR10-PST-015)."""
        return bool(self._plan.data.learner or self._profile("learner"))

    def post(self, clr: dict[str, Any], **how: Any) -> Answer:
        """Post a CLR, and remember it for the end when it was taken, or may have been."""
        before = len(self._wire.transcript)
        answer = self._api.post_clr({"@context": CONTEXT, "clr": clr}, **how)
        if answer.status in (200, 201, 202):
            self._remember(clr, answer)
        if accidents_since(self._wire.transcript, before):
            self._cleanup.doubts(clr.get("id"))
        return answer

    def kept(self, **changes: Any) -> dict[str, Any]:
        """A new CLR that the target took and keeps; ``changes`` are those of ``new_clr``.

        Raises ``Incomplete``, with the row that speaks of it, where it does not.
        """
        clr = self.new_clr(**changes)
        answer = self.post(clr).require(200, 201)
        if not self.is_there(clr["id"]):
            row = "CLR10-PST-016" if self.other_id(clr, answer) else "CLR10-PST-012"
            raise Incomplete(f"the post of {clr['id']} was answered {answer.status}, but it was not kept (see {row})")
        return clr

    def is_there(self, clr_id: str) -> bool:
        """False when the target neither gives nor lists the CLR; true also where the run may not look."""
        if "read" not in self._plan.claims:
            return True
        try:
            return self._api.get_clr(clr_id).status == 200 or self.listed(clr_id) is not None
        except CheckEnd:
            return True

    def listed(self, clr_id: str) -> Listed | None:
        """The CLR of that id in the first resource owner's list, looked for on recent pages first."""
        recent = self._api.get_clrs(since=EARLIER, limit=20)
        found = _on(clr_id, [recent] if recent.status == 200 else [])
        return found or _on(clr_id, walk(self._api, self._plan.limits.pages).pages)

    def other_id(self, clr: Mapping[str, Any], answer: Answer) -> str | None:
        """The id that the target gave a posted CLR instead of its own; ``None`` when it gave none for sure."""
        clr_id = self._new_id(answer)
        return clr_id if clr_id != clr.get("id") else None

    def listed_jws(self) -> str | None:
        """A signed CLR from the first resource owner's list, or ``None``."""
        return next((entry.jws for entry in self._listing().entries if entry.jws), None)

    def some_jws(self) -> str:
        """A compact JWS of the right form: a listed one, otherwise one that no key has signed."""
        try:
            listed = self.listed_jws()
        except CheckEnd:
            listed = None
        return listed or "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6InVybjp1dWlkOjEifQ.c2VsZi1jaGVjaw"

    def _remember(self, clr: dict[str, Any], answer: Answer) -> None:
        """Owe the CLR under the id that was posted, and under the one that the target gave it instead."""
        for clr_id in (clr.get("id"), self._new_id(answer)):
            if isinstance(clr_id, str) and clr_id:
                self._cleanup.owes(clr_id)

    def _new_id(self, answer: Answer) -> str | None:
        """The id in the answer to a post; ``None`` when it is not sure to be that of what was posted."""
        try:
            body = answer.json() if answer.response.body else None
            listed = {entry.id for entry in self._listing().entries}
        except CheckEnd:
            return None
        kept = body.get("clr") if isinstance(body, dict) else None
        clr_id = kept.get("id") if isinstance(kept, dict) else None
        return clr_id if isinstance(clr_id, str) and clr_id not in listed else None

    def _publisher(self) -> dict[str, Any]:
        return self._profile("publisher") or dict(_PUBLISHER)

    def _profile(self, member: str) -> dict[str, Any] | None:
        try:
            entries = self._listing().entries
        except CheckEnd:
            return None
        profiles = [entry.clr.get(member) for entry in entries]
        known = [profile for profile in profiles if isinstance(profile, dict) and is_text(profile.get("id"))]
        # What is wrong with the target's own records must not make the posts of the run wrong too.
        sound = next((profile for profile in known if valid(RULES.model, "Profile", profile)), None)
        if sound is not None:
            return deepcopy(sound)
        return {"id": known[0]["id"], "type": "Profile", "name": PLACEHOLDER} if known else None


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


def now() -> str:
    """The present moment as the standard writes it: UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
