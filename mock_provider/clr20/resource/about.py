"""Whom a record is about, as far as this provider can tell."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

_MAIL = "emailAddress"


def is_about(subject: Mapping[str, Any], profile: Mapping[str, Any]) -> bool:
    """True when the subject of a record is the person of that profile: by its id, else by a mail address."""
    if "id" in subject:
        return bool(subject["id"] == profile["id"])
    mail = profile.get("email")
    return any(_is_mail(identifier, mail) for identifier in subject.get("identifier", ()))


def _is_mail(identifier: Mapping[str, Any], mail: str | None) -> bool:
    if mail is None or identifier["identityType"] != _MAIL:
        return False
    said = str(identifier["identityHash"])
    if not identifier["hashed"]:
        return said.lower() == mail.lower()
    algorithm, _, digest = said.partition("$")
    text = f"{mail}{identifier.get('salt', '')}"
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest() == digest.lower()
