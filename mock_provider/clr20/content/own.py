"""One's own records: the files of a folder, served as they are in the place of what is made up for their users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from mock_provider.clr20 import BOOK
from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.clr20.store.forms import stored
from mock_provider.own_files import files_of, mark_of, opened, wrong
from mock_provider.settings import Settings

_RECORD: Final = "ClrCredential"
_ANY: Final = "VerifiableCredential"
_HINT: Final = f"Put one {_RECORD} (a JSON object, or its compact JWS) into each file, or leave the file out."


def takes(value: Any) -> bool:
    """Whether what is in a file, or in the payload of a token, is a credential, be it a right one or not."""
    if not isinstance(value, dict):
        return False
    inner = value.get("vc", value)
    return isinstance(inner, dict) and ("credentialSubject" in inner or _ANY in _types(inner))


def own_mark(settings: Settings) -> str:
    """What tells these files from any others; empty without a folder."""
    return mark_of(settings, BOOK)


def check_own(settings: Settings) -> None:
    """Raises ``SettingsError`` as ``read_own``."""
    read_own(settings)


def read_own(settings: Settings) -> Sequence[StoredCredential]:
    """The records of all files of the folder ``documents`` that are of this edition, none without it.

    Raises ``SettingsError`` for a folder or file that cannot be read or is too large, a file that is not a
    ClrCredential, a sub-folder that no user has the name of, and two equal records of one user.
    """
    found: dict[tuple[str, str], tuple[Path, StoredCredential]] = {}
    for username, path in files_of(settings, BOOK):
        own = _own_record(path, f"user:{username}", settings)
        if (own.owner, own.key) in found:
            other = found[own.owner, own.key][0]
            raise wrong(path, f"{other} has an equal record", "Give each record of an issuer an id of its own.")
        found[own.owner, own.key] = path, own
    return tuple(own for _, own in found.values())


def _own_record(path: Path, owner: str, settings: Settings) -> StoredCredential:
    file = opened(path, settings)
    credential = _require_record(path, file.value)
    body = (file.jws or file.text).encode()
    try:
        return stored(credential, owner, body=body, compact=file.jws is not None, generated=True)
    except (ValueError, OverflowError) as error:
        hint = "A list is ordered by validFrom, so that it has to be one such as 2026-06-30T12:00:00Z."
        raise wrong(path, f"validFrom is {error}", hint) from error


def _require_record(path: Path, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise wrong(path, "it is not a JSON object", _HINT)
    credential = value.get("vc", value)
    if not isinstance(credential, dict):
        raise wrong(path, "vc in its payload is not a JSON object", _HINT)
    if "credential" in credential or "compactJwsString" in credential:
        raise wrong(path, "it is a page of records", _HINT)
    if _RECORD not in (types := _types(credential)):
        told = f"its type is {', '.join(types)[:100]}" if types else "it has no type"
        raise wrong(path, f"{told}, not {_RECORD}", _HINT)
    issuer = credential.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    missing = [
        name for name, each in (("id", credential.get("id")), ("issuer", issuer_id)) if not isinstance(each, str)
    ]
    if missing:
        raise wrong(path, f"it has no {' and no '.join(missing)}", _HINT)
    return credential


def _types(credential: Mapping[str, Any]) -> list[str]:
    kind = credential.get("type")
    return [str(each) for each in kind] if isinstance(kind, list) else [str(kind)] if kind is not None else []
