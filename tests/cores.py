"""How many processes a test may keep busy."""

from __future__ import annotations

import os


def own_cores() -> int:
    """The cores that the other workers of pytest-xdist leave to this one; at least one."""
    return max(1, (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
