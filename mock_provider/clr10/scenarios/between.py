"""What happens to the records of a learner between two starts of a consumer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from mock_provider.clr10.store.clrs import ClrStore
from mock_provider.clr10.store.forms import stored_clr
from mock_provider.scenarios import FIRST_LEARNER

if TYPE_CHECKING:
    from mock_provider.testing import MockServer


def add_a_clr(server: MockServer, _start: int) -> None:
    """Adds a copy of the newest plain CLR of the first learner, under an id of its own, issued just now."""
    store, owner = ClrStore(server.app.state.database), f"user:{FIRST_LEARNER}"
    newest = next(iter(store.page(owner, limit=100, offset=0).plain))
    issued = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    clr = {**json.loads(newest), "id": f"urn:uuid:{uuid4()}", "issuedOn": issued}
    store.put(stored_clr(clr, owner, generated=True))
