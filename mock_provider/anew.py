"""The moment before the first request, and the way back to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from mock_provider.behaviour import FaultLayer
from mock_provider.recorder import Recorder
from mock_provider.store.database import Database, Snapshot


def begin_anew(faults: FaultLayer, recorder: Recorder, database: Database, seeded: Snapshot) -> None:
    """Brings faults, what is recorded and the store back to the moment of the snapshot."""
    faults.reset()
    recorder.reset()
    database.restore(seeded)


@contextlib.contextmanager
def way_back(faults: FaultLayer, recorder: Recorder, database: Database) -> Iterator[Callable[[], None] | None]:
    """Brings the mock back to this moment; ``None`` for a store that is not in memory. Lasts as long as the block."""
    if not database.in_memory:
        yield None
        return
    seeded = database.snapshot()
    try:
        yield lambda: begin_anew(faults, recorder, database, seeded)
    finally:
        seeded.close()
