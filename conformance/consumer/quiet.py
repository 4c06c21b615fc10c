"""The mock's own log during sittings: what it says of requests stands in the record, and would only be noise."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_mock() -> Iterator[None]:
    """Lets the mock log nothing but what is critical, as long as the block lasts."""
    log = logging.getLogger("mock_provider")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
