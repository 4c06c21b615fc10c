"""Departures at operations of CLR 1.0 that the mock can take."""

from __future__ import annotations

import re

from mock_provider.clr10 import FACTS
from mock_provider.clr10.terms import CONTEXT
from mock_provider.http.mend import Asked, Mend

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)")


def _since_zone(asked: Asked) -> str:
    members = asked.parameters if asked.operation == "getClrs" else {}
    came = members.get("since", "")
    moment = _MOMENT.fullmatch(f"{came} 00:00" if _DAY.fullmatch(came) else came)
    if moment is None:
        return ""
    day, time = moment.groups()
    asked.parameters = {**members, "since": f"{day}T{time}{'' if time.count(':') > 1 else ':00'}Z"}
    return "since has no time zone, and counts as UTC"


def _no_context(asked: Asked) -> str:
    body = asked.json if asked.operation == "postClr" else None
    if not body or "@context" in body:
        return ""
    # Put in front, so that every other byte of the body stays as it came.
    start = asked.body.index(b"{") + 1
    asked.body = b'%s"@context":"%s",%s' % (asked.body[:start], CONTEXT.encode("ascii"), asked.body[start:])
    return "the body has no @context"


MENDS: tuple[Mend, ...] = (
    Mend("since_zone", "since has no time zone", "a strict provider answers 400", _since_zone),
    Mend(
        "no_context", f"The body of a post has no @context ({FACTS.name})", "a strict provider answers 400", _no_context
    ),
)
