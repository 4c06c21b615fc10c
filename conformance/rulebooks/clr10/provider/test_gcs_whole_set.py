"""GCS: what is in the whole set, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from conformance.rulebooks.clr10.provider.listing import Entry, page_entries
from conformance.rulebooks.clr10.provider.lists import api_of_another
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.lists import ids, moment
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete
from conformance.suites.walking import Walked


@pytest.fixture(scope="module")
def whole(target: ClrTarget) -> Walked[Entry]:
    """All CLRs, as offsets find them."""
    return target.lists.whole()


@pytest.fixture(scope="module")
def several(target: ClrTarget) -> Walked[Entry]:
    """All CLRs; ends the check when there are fewer than the two that paging needs."""
    return target.lists.several()


@requirement("CLR10-GCS-025")
def test_each_clr_is_there_once(whole: Walked[Entry]) -> None:
    if not whole.entries:
        incomplete("the account of login.owner has no CLR")
    again = [one for one, count in ids(whole.entries).items() if count > 1 and one]
    if again:
        whole.pages[0].broken("an id occurs more than once in the set", expected="each id once", actual=again[0])


@requirement("CLR10-GCS-026")
def test_newest_come_first(several: Walked[Entry]) -> None:
    for signed in (False, True):
        kind = [entry for entry in several.entries if bool(entry.jws) is signed]
        _expect_falling(several, kind)


def _expect_falling(whole: Walked[Entry], entries: Sequence[Entry]) -> None:
    dated = [(entry.id, issued) for entry in entries if (issued := moment(str(entry.clr.get("issuedOn"))))]
    for (before, older), (after, newer) in pairwise(dated):
        if newer > older:
            whole.pages[0].broken(
                "a newer CLR comes after an older one",
                expected="issuedOn falls along the list",
                actual=f"{after} ({newer.isoformat()}) after {before} ({older.isoformat()})",
            )


@requirement("CLR10-GCS-027")
def test_user_without_clrs_gets_an_empty_set(target: ClrTarget) -> None:
    answer = api_of_another(target, "empty").get_clrs()
    answer.expect(200, why=f"a user without CLRs was answered {answer.status}")
    found = page_entries(answer)
    if found and ids(found).keys() & ids(target.listing().entries).keys() - {""}:
        incomplete("login.empty_owner is shown CLRs of login.owner (see CLR10-GCS-002)")
    if found:
        incomplete("login.empty_owner has CLRs")
