"""Takes the CLRs away again that a run posted, and says what it could not take away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from conformance.plan import Plan
from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.listing import walk_by_offset
from conformance.suites.history import History
from conformance.suites.steady import SteadyWire
from conformance.suites.urls import sourced_id

SETTLE_SECONDS = 5.0
"""How long a run waits for a deletion that the target promised for later."""


class Cleanup:
    """Knows which CLRs the run made and still has to delete."""

    def __init__(self, plan: Plan, api: ProviderApi, wire: SteadyWire, history: History) -> None:
        self._plan = plan
        self._api = api
        self._wire = wire
        self._history = history
        self._created: dict[str, bool] = {}  # False: perhaps, since the post met an accident
        self._in_doubt = False
        self.made: set[str] = set()
        """Ids of all that the run posted, those of deleted CLRs too: the target is not judged by what they hold."""

    def owes(self, clr_id: str) -> None:
        """Remember a CLR that has to be deleted at the end."""
        self._created[clr_id] = True
        self.made.add(clr_id)

    def doubts(self, clr_id: Any) -> None:
        """Remember that a post met an accident: its CLR may be on the target."""
        self._in_doubt = True
        if clr_id in self.made:
            self._created.setdefault(clr_id, False)

    def gone(self, clr_id: str) -> None:
        """Forget a CLR that a check has deleted itself."""
        self._created.pop(clr_id, None)

    def wait_for_deletions(self) -> list[str]:
        """Wait until what the target deletes later (202) is out of the list; gives the ids that stay all the same."""
        promised = {
            sourced_id(seen.answer.response.url)
            for seen in self._history
            if seen.answer.operation == "deleteClr" and seen.answer.status == 202
        }
        end = time.monotonic() + SETTLE_SECONDS
        while promised:
            entries = walk_by_offset(self._api, self._plan.limits.pages).entries
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
            if why and self._wire.accidents.unsteady:
                why = self._delete(clr_id)
            if why:
                left.append(f"CLR {clr_id} {'is' if sure else 'may be'} still on the target: {why}")
            self._created.pop(clr_id)
        return left

    def _kept_in_doubt(self) -> list[str]:
        """Ids of listed CLRs that the run made, where the answer to a post that would have shown them was lost."""
        if not self._in_doubt or not {"read", "delete"} <= self._plan.claims:
            return []
        try:
            entries = walk_by_offset(self._api, self._plan.limits.pages).entries
        except Exception:  # what can be deleted has to be deleted all the same
            return []
        return [entry.id for entry in entries if entry.id and self.made.intersection(own_ids(entry.clr))]

    def _delete(self, clr_id: str) -> str:
        if "delete" not in self._plan.claims:
            return "the plan does not claim delete"
        try:
            answer = self._api.delete_clr(clr_id)
        except Exception as error:  # whatever happens: the others have to be deleted too
            return str(error)
        return (
            ""
            if answer.status in (200, 202, 204, 404, 410)
            else f"DELETE …/{sourced_id(clr_id)} answered {answer.status}"
        )


def own_ids(clr: Any) -> Iterator[str]:
    """The ids of a CLR and of its assertions: a target that drops the one still shows the others."""
    if isinstance(clr, dict):
        entries = clr.get("assertions")
        for one in (clr, *(entries if isinstance(entries, list) else ())):
            if isinstance(one, dict) and is_text(one.get("id")):
                yield one["id"]


def is_text(value: Any) -> bool:
    """True for a string that is not empty."""
    return isinstance(value, str) and bool(value)
