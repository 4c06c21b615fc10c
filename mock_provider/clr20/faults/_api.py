"""What faults of the operations share."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.tools import Change, Node, edited
from mock_provider.clr20.records import COMPACT, PLAIN

LISTS = ("getCredentials",)
PROFILE = ("getProfile",)
DISCOVERY = ("getServiceDescription",)
PROTECTED = ("getCredentials", "upsertCredential", "getProfile", "putProfile")


def size(page: Node) -> int:
    """How many records a page holds."""
    return sum(len(page.get(name, ())) for name in (PLAIN, COMPACT))


def in_errors(*statuses: int, change: Change) -> Change:
    """Change errors of these statuses (of all from 400 where none is named) that are status objects."""

    def changed(response: Response) -> None:
        wanted = response.status in statuses if statuses else response.status >= 400
        if wanted and b"imsx_codeMajor" in response.body:
            change(response)

    return changed


def drop(name: str) -> Change:
    """Leave a member of the body out."""
    return edited(lambda body: body.pop(name, None))
