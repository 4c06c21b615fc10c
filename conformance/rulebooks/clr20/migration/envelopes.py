"""What every credential of 2.0 has around its subject: contexts, types, dates, the original as evidence."""

from __future__ import annotations

import re
from typing import Any, Final

from conformance.document.parse import DEFAULT_LIMITS
from conformance.document.tokens import LIKE_COMPACT, read_token
from conformance.migrating.account import Fate
from conformance.rulebooks.clr20.migration.converting import Move, Part, put_type, take
from conformance.rulebooks.clr20.migration.mapping import mapped

REVOKED: Final = "it was revoked: a new credential would call it valid again"
_TOKEN: Final = re.compile(r"[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]+")
_ORIGINAL: Final = "data:application/jose,"
_FRAGMENT: Final = "#clr-1.0"
"""What tells the URL of the original from the id of the credential: with one id, both would be one node as RDF."""
_NAME: Final = "The original of CLR 1.0"


def begin(part: Part, contexts: str, kind: str, usual: str) -> None:
    """Writes contexts, id and types; ``usual`` is the type that the document has in 1.0."""
    wanted = list(mapped().contexts[contexts])
    if "@context" in part.value:
        why = "the contexts of CLR 2.0 take the place of those of the source"
        part.out["@context"] = wanted
        part.account.into(Fate.CHANGED, part.at("@context"), part.value["@context"], part.to("@context"), why=why)
    else:
        part.invent("@context", wanted, "CLR 2.0 requires it of each credential")
    if isinstance(part.value.get("id"), str):
        part.put("id", "id", part.value["id"])
    put_type(part, ["VerifiableCredential", kind], usual)


def dates(part: Part) -> None:
    """Writes when it was awarded, and since and until when it is valid."""
    issued, room = part.value.get("issuedOn"), part.move.room
    if isinstance(issued, str):
        part.put("issuedOn", "validFrom", issued)
        part.put("issuedOn", "awardedDate", issued)
    elif room is not None and room.issued is not None:
        place, moment = room.issued
        why = "CLR 2.0 requires the beginning of validity; the date of the record stands in for it"
        part.invent("validFrom", moment, why, made_from=place, content=True)
    if isinstance(part.value.get("expires"), str):
        part.put("expires", "validUntil", part.value["expires"])


def end(part: Part) -> None:
    """Says of each member that nobody asked for that it has no place; those of envelopes have their own sentences."""
    for member in part.value:
        if not part.account.knows(part.at(member)):
            take(part, member, mapped().envelopes.get(member))


def revoked(part: Part) -> bool:
    """True when the item says that it was revoked; then the account says that nothing was made of it."""
    if part.value.get("revoked") is not True:
        return False
    part.account.gone(part.source, part.value, REVOKED)
    return True


def keep_original(part: Part, token: str, place: str, *, hosted: bool = False) -> None:
    """Adds the original to the evidence: as its token, or by its URL where it is ``hosted``.

    ``place`` is where the token stands in the source.
    """
    if token:
        identifier = _ORIGINAL + token
    elif hosted and "#" not in (url := str(part.value.get("id"))) and url.startswith(("https://", "http://")):
        identifier = url + _FRAGMENT
    else:
        return
    add_original(part, identifier, place if token else part.at("id"))


def add_original(part: Part, identifier: str, source: str) -> None:
    """Adds a piece of evidence with that id, which ``source`` becomes."""
    pieces: list[Any] = part.out.setdefault("evidence", [])
    target = f"{part.to('evidence')}/{len(pieces)}"
    pieces.append({"id": identifier, "type": ["Evidence"], "name": _NAME})
    part.account.add(
        Fate.CHANGED, source, f"{target}/id", why="the original is evidence, since its signature does not go over"
    )
    part.account.invent(f"{target}/type", source, "CLR 2.0 requires the type of the class")
    part.account.invent(f"{target}/name", source, "says what the evidence is")


def keep_unread(part: Part, text: Any, place: str) -> bool:
    """Adds a signed item that cannot be converted to the evidence; false when it has not the form of one."""
    if not isinstance(text, str) or _TOKEN.fullmatch(text) is None:
        return False
    add_original(part, _ORIGINAL + text, place)
    return True


def payload_of(move: Move, text: Any, place: str) -> dict[str, Any] | None:
    """The payload of a compact JWS; ``None`` when it cannot be read, which ``move`` then keeps."""
    token = None
    if isinstance(text, str) and LIKE_COMPACT.fullmatch(text.encode("utf-8", "replace")):
        token = read_token(_Place(place), (), "", text.strip(), limits=DEFAULT_LIMITS)
    if token is None or token.payload is None:
        move.unreadable.append(place)
        return None
    return token.payload


class _Place:
    """Where a token stands, for the reader of tokens."""

    def __init__(self, place: str) -> None:
        self._place = place

    def pointer(self, *path: str | int) -> str:
        return "/".join((self._place, *map(str, path)))
