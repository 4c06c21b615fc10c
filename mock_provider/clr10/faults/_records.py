"""Which objects of the mock's own records faults strike.

A fault strikes few objects of a class, as real mistakes do: the others show that a check looks at all of them. What
tells an object apart is what the generated content gives to it alone; a record that a consumer posts may look the same,
and is struck as well.
"""

from __future__ import annotations

from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import has

RICH = has("achievements")
"""CLR: the record that has everything."""

BADGES = has("assertions/0/badge")
"""CLR: the record of Open Badges."""

SURVEY = has("evidence/1")
"""Assertion: the one with every member, one endorsement of each form, and a source that stands nowhere else."""

SURVEY_COURSE = has("tags/2")
"""Achievement: what the survey is about; it stands in ``achievements`` and in its assertion."""


def mapping(assertion: Node) -> bool:
    """The assertion whose recipient is named by the hash of a studentId."""
    return "badge" not in assertion and has("achievement/associations/3")(assertion)


def sample_map(achievement: Node) -> bool:
    """An achievement to which an association leads."""
    return achievement.get("name") == "Sample map of Quay Marsh"


def expired(assertion: Node) -> bool:
    """The assertion of a plain course that has expired; its recipient is a plain id."""
    return "expires" in assertion and not SURVEY(assertion)


def licence(assertion: Node) -> bool:
    """An assertion that is signed, by the guild."""
    return has("verification/creator")(assertion)


def academy(profile: Node) -> bool:
    """The publisher and issuer of plain records, which signs nothing."""
    return str(profile.get("id", "")).endswith("/profiles/academy")


def guild(profile: Node) -> bool:
    """The issuer of signed assertions."""
    return str(profile.get("id", "")).endswith("/profiles/guild")
