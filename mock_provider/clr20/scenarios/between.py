"""What happens to the records of a learner between two starts of a consumer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from conformance.issuing import Key, sign
from mock_provider.clr20.store.credentials import CredentialStore
from mock_provider.clr20.store.forms import stored
from mock_provider.scenarios import FIRST_LEARNER

if TYPE_CHECKING:
    from mock_provider.testing import MockServer

_SUITE = "eddsa-rdfc-2022"


def add_a_record(server: MockServer, _start: int) -> None:
    """Adds a copy of the newest record with a proof of the first learner, issued just now under an id of its own."""
    store, owner = CredentialStore(server.app.state.database), f"user:{FIRST_LEARNER}"
    newest = json.loads(next(iter(store.page(owner, limit=100, offset=0).plain)))
    key = Key.from_seed("Ed25519", "between two starts")
    issued = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    changes = {"id": uuid4().urn, "issuer": {"id": key.did, "type": ["Profile"]}, "validFrom": issued}
    left = {name: value for name, value in newest.items() if name not in ("proof", "credentialStatus")}
    store.put(stored(sign({**left, **changes}, _SUITE, key, key.did_method), owner, generated=True))
