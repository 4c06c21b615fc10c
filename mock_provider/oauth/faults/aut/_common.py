"""Where the faults of this area strike."""

from __future__ import annotations

AUTHORIZE = ("authorize",)
JUDGED = ("authorize", "consent")
"""Where the authorization request is judged: at the door, and once more when the learner has decided."""
