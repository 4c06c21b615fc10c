"""What ``--select`` and ``--ignore`` leave of the requirements that a document can be judged by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from conformance.rulebooks.clr10.document import registry
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.standard import load
from conformance.trust import Trust, VerificationReport

if TYPE_CHECKING:
    from conformance.cli.documents.judging import Options


@cache
def judgeable() -> frozenset[str]:
    """The requirements that a document, or how it is verified, can be judged by."""
    decided = {name for names in (*registry().values(), *TRUST.checks().values()) for name in names}
    followed = {each.id for each in load() if each.area in TRUST.areas.values()}
    return frozenset(decided | followed)


def leaves_nothing(options: Options) -> bool:
    """True when no requirement that is selected can be judged by any document."""
    return not any(options.covers(load()[name]) for name in judgeable())


def judged_by(names: frozenset[str], report: VerificationReport, options: Options) -> bool:
    """True when something selected was decided: one of ``names``, or how an item is verified."""
    standard = load()
    if any(options.covers(standard[name]) for name in names):
        return True
    return any(options.covers(each) for each in standard if each.area in set(_followed(report)))


def _followed(report: VerificationReport) -> Iterator[str]:
    for item in report.items:
        area = TRUST.areas.get(item.method)
        if area is not None and (item.verdict is not Trust.UNDECIDED):
            yield area
