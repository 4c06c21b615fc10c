"""One's own CLRs: the files of a folder, served as they are in the place of what is made up for their users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mock_provider.clr10 import BOOK
from mock_provider.clr10.content.members import without_member
from mock_provider.clr10.resource.validation import check_id
from mock_provider.clr10.store.clrs import StoredClr
from mock_provider.clr10.store.forms import hosted_items, stored_clr
from mock_provider.clr10.store.hosted import HostedItem
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import to_json
from mock_provider.http.status import Refusal
from mock_provider.own_files import files_of, mark_of, opened, wrong
from mock_provider.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnClr:
    """One CLR of a file, as it is stored, with the hosted items inside it."""

    path: Path
    clr: StoredClr
    items: tuple[HostedItem, ...]


def owners(settings: Settings) -> frozenset[str]:
    """The users whose CLRs come from files; raises ``SettingsError`` as ``read_own``."""
    return frozenset(username for username, _ in files_of(settings, BOOK))


def own_mark(settings: Settings) -> str:
    """What tells these files from any others; empty without a folder."""
    return mark_of(settings, BOOK)


def read_own(settings: Settings) -> Sequence[OwnClr]:
    """The CLRs of all files of the folder ``documents``, none without it.

    Raises ``SettingsError`` for a folder or file that cannot be read or is too large, a file that is not a CLR, a
    sub-folder that no user has the name of, and an id that is there twice.
    """
    found: dict[str, OwnClr] = {}
    for username, path in files_of(settings, BOOK):
        own = _own_clr(path, username, settings)
        if own.clr.id in found:
            raise wrong(path, f"{found[own.clr.id].path} has a CLR of the same id", "Give each CLR an id of its own.")
        found[own.clr.id] = own
    return tuple(found.values())


def _own_clr(path: Path, username: str, settings: Settings) -> OwnClr:
    file = opened(path, settings)
    clr, jws = file.value, file.jws
    _require_clr(path, clr)
    try:
        check_id(clr)
        stored = stored_clr(clr, f"user:{username}", jws=jws, generated=True)
    except Refusal as refusal:
        raise wrong(path, refusal.description, "Give the CLR a URL or a urn:uuid as id.") from refusal
    except (ValueError, OverflowError) as error:
        hint = "A list is ordered by issuedOn, so that it has to be one such as 2021-06-30T12:00:00Z."
        raise wrong(path, f"issuedOn is {error}", hint) from error
    body, document = _as_they_are(file.text, clr)
    items = hosted_items(clr, settings.base_url_of(BOOK), clr.get("@context", CONTEXT)) if jws is None else ()
    return OwnClr(path, replace(stored, body=stored.body if jws else body, document=document), items)


def _as_they_are(text: str, clr: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """What a list holds, which has its context at the root, and what getClr returns: every other byte as it came."""
    bare = without_member(text, "@context")
    if "@context" in clr:
        return bare.encode("utf-8"), text.encode("utf-8")
    return bare.encode("utf-8"), b'{"@context":%s,%s' % (to_json(CONTEXT), bare[1:].encode("utf-8"))


def _require_clr(path: Path, value: Any) -> None:
    hint = "Put one CLR (a JSON object of type Clr, or its compact JWS) into each file, or leave the file out."
    if not isinstance(value, dict):
        raise wrong(path, "it is not a JSON object", hint)
    kind = value.get("type")
    kinds = [str(each) for each in kind] if isinstance(kind, list) else [str(kind)] if kind is not None else []
    if "clrs" in value or "signedClrs" in value:
        raise wrong(path, "it is a set of CLRs", hint)
    if "credentialSubject" in value:
        raise wrong(path, "it is a verifiable credential, which CLR 1.0 does not have", hint)
    if kinds and "Clr" not in kinds:
        raise wrong(path, f"its type is {', '.join(kinds)[:100]}", hint)
    missing = [name for name in ("id", "issuedOn") if not isinstance(value.get(name), str)]
    missing += [name for name in ("learner", "publisher") if not kinds and name not in value]
    if missing:
        raise wrong(path, f"it has no {' and no '.join(missing)}", hint)
