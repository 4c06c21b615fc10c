"""What happens between two starts of a consumer: to the records of a learner, or to the endpoints of OAuth."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from mock_provider.clr10.store.clrs import ClrStore
from mock_provider.clr10.store.forms import stored_clr
from mock_provider.oauth.addresses import STEPS
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


def move_endpoints(server: MockServer, _start: int) -> None:
    """Moves every step of OAuth to a path that nobody can guess."""
    server.move({step: f"/{secrets.token_hex(3)}/{secrets.token_hex(3)}" for step in STEPS})
