"""How many processes a test may keep busy."""

from __future__ import annotations

import os


def cores() -> int:
    """All cores of the machine, whatever the other workers of pytest-xdist do: one core each would leave the others
    idle while those wait, and the system shares them out."""
    return os.cpu_count() or 1
