"""The checks of one requirement over many documents, bounded: what a report shows of them, and how many there were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Final, overload

from conformance.inspection.spill import Shelf, Spill
from conformance.record import CheckResult, Outcome

MOST_PLAIN: Final = 100
"""Checks that found nothing, of those that are kept one by one; of the others the number is kept."""

_ONE_MORE: Final = CheckResult("document[...]", Outcome.PASS)


class ManyChecks(Sequence[CheckResult]):
    """The checks in the order in which they came; those that found nothing beyond ``MOST_PLAIN`` come last, unnamed."""

    def __init__(self, shelf: Shelf) -> None:
        self._kept: Spill[CheckResult] = Spill(shelf)
        self._plain = 0
        self._samples: dict[tuple[Outcome, bool], CheckResult] = {}

    def append(self, check: CheckResult) -> None:
        """Counts a check."""
        self._samples.setdefault((check.outcome, bool(check.reason)), check)
        if check.outcome is Outcome.PASS and not check.findings and not check.reason:
            self._plain += 1
            if self._plain > MOST_PLAIN:
                return
        self._kept.append(check)

    @property
    def samples(self) -> Sequence[CheckResult]:
        """The first check of each outcome, and the first that gave a reason for it: a verdict follows from them."""
        return tuple(self._samples.values())

    def __len__(self) -> int:
        return len(self._kept) + self._more

    @property
    def _more(self) -> int:
        return max(self._plain - MOST_PLAIN, 0)

    @overload
    def __getitem__(self, index: int) -> CheckResult: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[CheckResult]: ...

    def __getitem__(self, index: int | slice) -> CheckResult | Sequence[CheckResult]:
        places = range(len(self))[index]
        if isinstance(places, int):
            return self._at(places)
        return [self._at(place) for place in places]

    def _at(self, place: int) -> CheckResult:
        return self._kept[place] if place < len(self._kept) else _ONE_MORE

    def __iter__(self) -> Iterator[CheckResult]:
        return chain(self._kept, repeat(_ONE_MORE, self._more))
