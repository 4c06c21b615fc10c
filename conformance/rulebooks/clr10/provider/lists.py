"""The list of CLRs as the checks of ``GET /clrs`` look at it, each view of it asked for once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.listing import Entry, pager
from conformance.rulebooks.clr10.provider.posts import EARLIER, now
from conformance.suites import lists
from conformance.suites.answer import Answer
from conformance.suites.grants import Who
from conformance.suites.lists import ListRows, moment
from conformance.suites.outcomes import CheckEnd, incomplete
from conformance.suites.owners import need_another_owner
from conformance.suites.walking import Walked

ROWS = ListRows(
    limit="CLR10-GCS-008",
    offset="CLR10-GCS-009",
    cover="CLR10-GCS-011",
    total="CLR10-GCS-017",
    links="CLR10-GCS-019",
    targets="CLR10-GCS-024",
)


class Lists(lists.Lists[Entry]):
    """The list of the first resource owner, which holds two CLRs where the run may post them."""

    def __init__(self, target: ClrData) -> None:
        super().__init__(pager(target.api), target.plan.limits.pages, ROWS)
        self._target = target

    def ask_first(self) -> Answer:
        """Ask for the list when enough is in it, and nothing is to be deleted any more."""
        self._stock_up()
        with suppress(CheckEnd):
            self._target.cleanup.wait_for_deletions()
        return super().ask_first()

    def read_whole(self) -> Walked[Entry]:
        """Read the whole list; ends the check while the list still changes by a deletion of the run."""
        self.first_page().require(200)
        late = self._target.cleanup.wait_for_deletions()
        if late:
            incomplete(f"the list still changes: the target has not yet deleted {late[0]}, as it said it would (202)")
        return super().read_whole()

    def _stock_up(self) -> None:
        """Post the two CLRs that paging and since need, where the account has fewer and write is claimed."""
        if "write" not in self._target.plan.claims:
            return
        with suppress(CheckEnd):  # other rows speak of lists and posts that fail
            for issued in (now(), EARLIER)[len(self._target.listing().entries) :]:
                self._target.posts.kept(issuedOn=issued)


def api_of_another(target: ClrData, who: Who) -> ProviderApi:
    """The API of another resource owner; ends the check where the plan names none, or it may be the same person."""
    need_another_owner(target, who, "readonly")
    return target.api_of(who)


def issued_of(whole: Walked[Entry]) -> list[str]:
    """The issuedOn texts that are timestamps with zone, the newest last."""
    texts = (str(entry.clr.get("issuedOn")) for entry in whole.entries)
    found = sorted((text for text in texts if moment(text)), key=lambda text: moment(text) or datetime.now(UTC))
    if not found:
        incomplete("no listed CLR has a timestamp with time zone as its issuedOn")
    return found


def middle_of(whole: Walked[Entry]) -> str:
    """The second before a CLR in the middle of the list was issued."""
    issued = [moment(text) for text in issued_of(whole)]
    return ((issued[len(issued) // 2] or datetime.now(UTC)) - timedelta(seconds=1)).isoformat()
