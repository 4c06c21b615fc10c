"""Registered clients."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from mock_provider.store.digests import digest


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client; ``metadata`` is RFC 7591's, ``acts_for`` the user of its client credentials tokens."""

    id: str
    secret_hash: str
    metadata: Mapping[str, Any]
    issued_at: int
    acts_for: str | None = None

    def has_secret(self, secret: str) -> bool:
        """True when that is the client's secret; compares in constant time."""
        return hmac.compare_digest(digest(secret), self.secret_hash)


def client_in(row: RowMapping) -> Client:
    """The client in a row that has the columns of clients."""
    return Client(row["client_id"], row["secret_hash"], row["metadata"], row["issued_at"], row["acts_for"])
