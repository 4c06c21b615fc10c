"""A CLR of the run's own, and the protected operations tried on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.edition import CLAIMS, PROTECTED
from conformance.rulebooks.clr10.provider.readable import readable
from conformance.suites.answer import Answer
from conformance.suites.calling import Token
from conformance.suites.once import Once
from conformance.suites.outcomes import incomplete
from conformance.suites.protected import ProtectedOperation

WITHOUT_TOKEN = {
    "getClrs": "CLR10-GCS-004",
    "getClr": "CLR10-GCL-002",
    "postClr": "CLR10-PST-004",
    "deleteClr": "CLR10-DEL-003",
}
"""Operation -> the row that has it refused without a token."""


class OwnRecord:
    """A CLR that the run posted, to be changed and deleted by requests that should be refused."""

    def __init__(self, target: ClrData) -> None:
        self._target = target
        self._record = Once(self._posted)

    def can_post(self) -> bool:
        """True when the run can post a CLR of its own."""
        return "write" in self._target.plan.claims

    def record(self) -> dict[str, Any]:
        """The CLR, posted when that is claimed; raises ``Incomplete`` when the post fails."""
        return self._record()

    def clr_id(self) -> str:
        """Id of the CLR, which may be changed and deleted; of none at all where the run cannot post."""
        return str(self.record()["id"])

    def standing(self) -> dict[str, Any]:
        """As ``record``, posted anew where a deletion that should have been refused has taken it away."""
        if not self.is_there():
            self._record.forget()
        return self.record()

    def is_there(self) -> bool:
        """True when the CLR is on the target, as far as the run may look."""
        return self.can_post() and self._target.posts.is_there(self.clr_id())

    def kept_id(self) -> str:
        """The id of the CLR, which is on the target; ends the check where the target keeps none."""
        clr_id = str(self.standing()["id"])
        if not self.is_there():
            incomplete("the CLR of the run's own was not kept (see CLR10-PST-012)")
        return clr_id

    def _posted(self) -> dict[str, Any]:
        clr = self._target.posts.new_clr()
        if self.can_post():
            self._target.posts.post(clr).require(200, 201)
        return clr


def protected_operations(target: ClrData, own: OwnRecord) -> Mapping[str, ProtectedOperation]:
    """The four protected operations as requests that are right but for the token."""

    def get_clrs(token: Token) -> Answer:
        return target.api.get_clrs(limit=1, token=token)

    def get_clr(token: Token) -> Answer:
        return target.api.get_clr(readable(target).id, token=token)

    def post_clr(token: Token) -> Answer:
        return target.posts.post(own.record(), token=token)

    def delete_clr(token: Token) -> Answer:
        return target.api.delete_clr(str(own.standing()["id"]), token=token)

    calls = {"getClrs": get_clrs, "getClr": get_clr, "postClr": post_clr, "deleteClr": delete_clr}
    return {
        name: ProtectedOperation(
            name, CLAIMS[name], PROTECTED[name], WITHOUT_TOKEN[name], call, destroys=name == "deleteClr"
        )
        for name, call in calls.items()
    }
