"""What follows where the copy in hand is not the one at the id of an item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.exchanges.specimens import Specimen
from conformance.traffic import Sitting, met
from conformance.traffic.seen import Seen
from conformance.traffic.specimens import judged, report_of


def judged_by_copy(sitting: Sitting, specimen: Specimen) -> Iterator[Seen]:
    """A changed item is not taken as verified, unless the copy at its id is what is kept of it, and told so."""
    if specimen.right:
        return
    copy = next((one for one in sitting.exchanges if one.ok and one.url == specimen.id), None)
    reported = report_of(sitting, specimen)
    if copy is not None and reported is not None and _bare(reported.document) == _bare(copy.answer) is not None:
        yield met(sitting, copy)
    else:
        yield from judged(sitting, specimen)


def _bare(item: Any) -> Any:
    """An item without its context, which stands where it is by itself alone; ``None`` for anything else."""
    return {name: value for name, value in item.items() if name != "@context"} if isinstance(item, dict) else None
