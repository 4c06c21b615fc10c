"""A CLR that ``getClr`` can be tried on: one of the list, otherwise one of the run's own."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.listing import Entry
from conformance.suites.outcomes import incomplete, not_applicable


def with_url_of_target(target: ClrData) -> Sequence[Entry]:
    """The listed CLRs whose id is a URL of the target, but for revoked ones; the unsigned before the signed."""
    own = [
        entry
        for entry in target.listing().with_url()
        if target.session.same_origin(entry.id) and entry.clr.get("revoked") is not True
    ]
    return sorted(own, key=lambda entry: entry.jws is not None)


def readable(target: ClrData) -> Entry:
    """A CLR whose id is a URL of the target; where none is listed, the run's own, or one that getClr finds anyway.

    Raises ``NotApplicable`` when there is none: which ids but URLs getClr has to find, the standard leaves open; and
    ``Incomplete`` when an accident kept the run from finding out.
    """
    for entry in with_url_of_target(target)[:1]:
        return entry
    if "write" in target.plan.claims:
        return target.posts.own()
    listed = [entry for entry in target.listing().entries if entry.id and entry.clr.get("revoked") is not True]
    if not listed:
        incomplete("the account of login.owner has no CLR, and the plan claims no write to put one there")
    answer = target.api.get_clr(listed[0].id)
    if 400 <= (answer.status or 0) < 500 and answer.status != 429:
        not_applicable("no listed CLR has a URL of the target as its id, and the standard has getClr find no others")
    answer.require(200)
    return listed[0]
