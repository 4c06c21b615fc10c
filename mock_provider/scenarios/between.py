"""What happens to the endpoints of OAuth between two starts of a consumer."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mock_provider.oauth.addresses import STEPS

if TYPE_CHECKING:
    from mock_provider.testing import MockServer


def move_endpoints(server: MockServer, _start: int) -> None:
    """Moves every step of OAuth to a path that nobody can guess."""
    server.move({step: f"/{secrets.token_hex(3)}/{secrets.token_hex(3)}" for step in STEPS})
