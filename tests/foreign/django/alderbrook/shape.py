"""What a posted CLR has to look like, checked with Django's own parsers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

from alderbrook.switches import wrong

SCOPES = ("readonly", "replace", "delete")
LISTS = ("achievements", "assertions", "endorsements", "signedAssertions", "signedEndorsements")


def faults(clr: Any) -> list[str]:
    """What is wrong with it, in words."""
    if not isinstance(clr, dict):
        return ["clr is not an object"]
    if not _profile(clr.get("learner")) or not _text(clr.get("id")):
        return ["a record needs an id and a learner"]
    if wrong("shape-unchecked"):
        return []
    found = []
    if not _moment(clr.get("issuedOn")):
        found.append("issuedOn is not a timestamp with a time zone")
    if not _profile(clr.get("publisher")):
        found.append("publisher is not a profile")
    found += [f"{name} is not an array" for name in LISTS if not isinstance(clr.get(name, []), list)]
    found += [f"{name} is not true or false" for name in ("partial", "revoked") if not _flag(clr.get(name, False))]
    found += [f"{name} is not text" for name in ("name", "type", "revocationReason") if not _text(clr.get(name, "-"))]
    if not found:
        found += [fault for one in clr.get("assertions", []) for fault in _assertion(one)]
    return found


def _assertion(one: Any) -> list[str]:
    if not isinstance(one, dict) or not _text(one.get("id")):
        return ["an assertion needs an id"]
    if one.get("revoked") is True or "badge" in one:
        return []
    found = []
    if not _moment(one.get("issuedOn")):
        found.append("an assertion needs issuedOn")
    if not isinstance(one.get("recipient"), dict):
        found.append("an assertion needs a recipient")
    achievement = one.get("achievement")
    if not isinstance(achievement, dict) or not _text(achievement.get("name")) or not _text(achievement.get("id")):
        found.append("an assertion needs an achievement with id and name")
    return found


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _profile(value: Any) -> bool:
    return isinstance(value, dict) and _text(value.get("id"))


def _moment(value: Any) -> bool:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return moment is not None and not is_naive(moment)


def https(value: Any) -> bool:
    """True for an absolute https URL."""
    if not isinstance(value, str):
        return False
    parts = urlsplit(value)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.fragment
