"""The list of CLRs as the checks of ``GET /clrs`` look at it, each view of it asked for once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.listing import Entry, Listing, page_entries, walk_by_offset
from conformance.rulebooks.clr10.provider.posts import EARLIER, now
from conformance.suites.answer import Answer
from conformance.suites.grants import Who
from conformance.suites.once import Once
from conformance.suites.outcomes import CheckEnd, incomplete, manual


@dataclass(frozen=True, slots=True)
class Beginning:
    """The pages of one CLR at the offsets 0, 1 and 2 of a list of several."""

    pages: tuple[Answer, Answer, Answer]
    listed: Counter[str]
    """How often each id stands in the whole list."""

    def ids(self, offset: int) -> Counter[str]:
        """What stands at an offset: one CLR where limit is kept."""
        return ids(page_entries(self.pages[offset].require(200)))

    def ignored(self) -> bool:
        """True when the first CLR stands at each offset."""
        return self._repeats() and self.ids(1) == self.ids(2)

    def from_one(self) -> bool:
        """True when the first CLR stands at offset 1 too, and another at offset 2."""
        return self._repeats() and self.ids(1) != self.ids(2)

    def _repeats(self) -> bool:
        """True when offset 1 gives the first CLR; where others have its id (CLR10-GCS-025), that cannot be seen."""
        return self.ids(0) == self.ids(1) and any(self.listed[one] == 1 for one in self.ids(0))


class Lists:
    """Views of the first resource owner's list, which do not change in a run. Each raises ``Incomplete``."""

    def __init__(self, target: ClrData) -> None:
        self._target = target
        self.first_page = Once(self._first_page)
        """The answer to a right GET /clrs without any parameter, whatever it is."""
        self.whole = Once(self._whole)
        """All CLRs, as offsets find them; ends the check while the list still changes by a deletion of the run."""
        self.several = Once(self._several)
        """All CLRs; ends the check when there are fewer than the two that paging needs."""
        self.start = Once(self._start)
        """The first page of one CLR, more to follow."""
        self.beginning = Once(self._beginning)
        """What the first offsets lead to."""

    def counted(self) -> Listing:
        """All CLRs, where it is sure how many there are and that an offset is an index from zero."""
        several, beginning = self.several(), self.beginning()
        if beginning.from_one():
            incomplete("offsets do not count from zero (see CLR10-GCS-009)")
        if beginning.ignored() or not several.complete or several.repeating:
            incomplete(
                "pages repeat each other, so that it is not sure which CLR is at which offset (see CLR10-GCS-011)"
            )
        return several

    def _first_page(self) -> Answer:
        self._stock_up()
        with suppress(CheckEnd):
            self._target.cleanup.wait_for_deletions()
        return self._target.api.get_clrs()

    def _stock_up(self) -> None:
        """Post the two CLRs that paging and since need, where the account has fewer and write is claimed."""
        if "write" not in self._target.plan.claims:
            return
        with suppress(CheckEnd):  # other rows speak of lists and posts that fail
            for issued in (now(), EARLIER)[len(self._target.listing().entries) :]:
                self._target.posts.kept(issuedOn=issued)

    def _whole(self) -> Listing:
        self.first_page().require(200)
        late = self._target.cleanup.wait_for_deletions()
        if late:
            incomplete(f"the list still changes: the target has not yet deleted {late[0]}, as it said it would (202)")
        return walk_by_offset(self._target.api, self._target.plan.limits.pages)

    def _several(self) -> Listing:
        whole = self.whole()
        if len(whole.entries) < 2:
            incomplete("paging needs two CLRs or more in the account of login.owner")
        return whole

    def _start(self) -> Answer:
        several = self.several()
        answer = self._target.api.get_clrs(limit=1, offset=0).require(200)
        if len(page_entries(answer)) >= len(several.entries):
            incomplete("limit=1 is not kept (see CLR10-GCS-008), so that no page leaves CLRs out")
        return answer

    def _beginning(self) -> Beginning:
        several = self.several()
        first, second, third = (self._target.api.get_clrs(limit=1, offset=offset) for offset in range(3))
        return Beginning((first, second, third), ids(several.entries))


def api_of_another(target: ClrData, who: Who) -> ProviderApi:
    """The API of another resource owner; ends the check where the plan names none, or it may be the same person."""
    login = target.plan.login
    known = {"second": login.second_owner or login.second_tokens, "empty": login.empty_owner}
    if login.strategy == "client-credentials" or not known.get(who):
        manual(f"the plan names no {who} user (login.{who}_owner): compare by hand what two users get")
    target.tokens.need_another(who, "readonly")
    return target.api_of(who)


def ids(entries: Iterable[Entry]) -> Counter[str]:
    """How often each id occurs."""
    return Counter(entry.id for entry in entries)


def moment(text: str) -> datetime | None:
    """A timestamp with zone; ``None`` for anything else."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value if value.tzinfo else None


def issued_of(whole: Listing) -> list[str]:
    """The issuedOn texts that are timestamps with zone, the newest last."""
    texts = (str(entry.clr.get("issuedOn")) for entry in whole.entries)
    found = sorted((text for text in texts if moment(text)), key=lambda text: moment(text) or datetime.now(UTC))
    if not found:
        incomplete("no listed CLR has a timestamp with time zone as its issuedOn")
    return found


def middle_of(whole: Listing) -> str:
    """The second before a CLR in the middle of the list was issued."""
    issued = [moment(text) for text in issued_of(whole)]
    return ((issued[len(issued) // 2] or datetime.now(UTC)) - timedelta(seconds=1)).isoformat()
