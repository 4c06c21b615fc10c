"""Departures at registration: another media type, texts where arrays belong, members that are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mock_provider.http.mend import Asked, Mend
from mock_provider.oauth.addresses import LOOPBACK_HOSTS
from mock_provider.oauth.registration import PAGES, TEXTS

_JSON = "application/json"
_ARRAYS = ("redirect_uris", "grant_types", "response_types", "contacts")
_NOWHERE = "https://client.invalid"


def _media_type(asked: Asked) -> str:
    if asked.operation != "register" or asked.media_type == _JSON or asked.json is None:
        return ""
    came = asked.media_type
    asked.headers["content-type"] = _JSON
    return "Content-Type is not application/json" if came else "Content-Type is missing"


def _json_types(asked: Asked) -> str:
    metadata = asked.json if asked.operation == "register" else None
    if metadata is None:
        return ""
    changed: dict[str, Any] = {
        name: [metadata[name]] for name in _ARRAYS if isinstance(metadata.get(name), str) and metadata[name]
    }
    scope = metadata.get("scope")
    if isinstance(scope, list) and all(isinstance(each, str) for each in scope):
        changed["scope"] = " ".join(scope)
    changed |= {name: str(metadata[name]) for name in TEXTS if isinstance(metadata.get(name), int | float)}
    if changed:
        asked.json = {**metadata, **changed}
    return f"{', '.join(changed)} came in another JSON type" if changed else ""


def _members(asked: Asked) -> str:
    metadata = asked.json if asked.operation == "register" else None
    if metadata is None:
        return ""
    home = _home(metadata)
    usual = {"client_name": "Client without a name", "software_id": "unknown", "software_version": "0"}
    missing = [name for name in (*TEXTS, *PAGES) if metadata.get(name) in (None, "")]
    if missing:
        asked.json = {**metadata, **{name: usual.get(name, f"{home}/") for name in missing}}
    return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing" if missing else ""


def _home(metadata: Mapping[str, Any]) -> str:
    """The origin that pages of this client may have: that of the pages or redirect URIs that it does name."""
    uris = metadata.get("redirect_uris")
    named = [*(metadata.get(name) for name in PAGES), *(uris if isinstance(uris, list) else ())]
    for value in named:
        try:
            parts = urlsplit(value) if isinstance(value, str) else None
            if parts and parts.scheme == "https" and parts.hostname and parts.hostname not in LOOPBACK_HOSTS:
                return f"https://{parts.netloc}"
        except ValueError:
            continue
    return _NOWHERE


REGISTRATION: tuple[Mend, ...] = (
    Mend(
        "registration_media_type",
        "The registration is JSON under another Content-Type, or under none",
        "a strict provider answers 400",
        _media_type,
    ),
    Mend(
        "registration_json_types",
        "Members of the registration have another JSON type: a text for an array, an array for scope",
        "a strict provider answers 400 invalid_client_metadata",
        _json_types,
    ),
    Mend(
        "registration_members",
        "Required members of the registration are left out (names, software_id, pages)",
        "a strict provider answers 400 invalid_client_metadata",
        _members,
    ),
)
