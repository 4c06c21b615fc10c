"""What the options leave of the requirements that a document can be judged by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from conformance.inspection.editions import Edition, editions
from conformance.inspection.options import Options
from conformance.trust import Trust, VerificationReport


@cache
def judgeable(edition: Edition) -> frozenset[str]:
    """The requirements of an edition that a document, or how it is verified, can be judged by."""
    decided = {name for names in edition.documents.registry().values() for name in names}
    if edition.trust is None:
        return frozenset(decided)
    verified = {name for names in edition.trust.checks().values() for name in names}
    followed = {each.id for each in edition.standard if each.area in edition.trust.areas.values()}
    return frozenset(decided | verified | followed)


def leaves_nothing(options: Options) -> bool:
    """True when no requirement that is selected can be judged by any document."""
    return not any(options.covers(each.standard[name]) for each in editions() for name in judgeable(each))


def judged_by(names: frozenset[str], report: VerificationReport, edition: Edition, options: Options) -> bool:
    """True when something selected was decided: one of ``names``, or how an item is verified."""
    standard = edition.standard
    if any(options.covers(standard[name]) for name in names):
        return True
    areas = set(_followed(report, edition))
    return any(options.covers(each) for each in standard if each.area in areas)


def _followed(report: VerificationReport, edition: Edition) -> Iterator[str]:
    for item in report.items:
        area = edition.trust.areas.get(item.method) if edition.trust is not None else None
        if area is not None and item.verdict is not Trust.UNDECIDED:
            yield area
