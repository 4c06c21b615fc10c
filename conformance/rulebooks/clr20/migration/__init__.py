"""How a document of CLR 1.0 becomes one of 2.0, as ``RULES`` for the engine of migration.

It works on JSON values by ``mapping.yaml``; the rules by which documents of 1.0 are judged are not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from conformance.errors import UsageFault
from conformance.migrating.account import Fate
from conformance.migrating.rules import Issuer, Migrated, MigrationRules, Source
from conformance.rulebooks.clr20.migration.assertions import assertion, no_place
from conformance.rulebooks.clr20.migration.converting import Move, Part
from conformance.rulebooks.clr20.migration.endorsements import endorsement
from conformance.rulebooks.clr20.migration.envelopes import REVOKED, payload_of
from conformance.rulebooks.clr20.migration.issuers import issuer
from conformance.rulebooks.clr20.migration.mapping import mapped
from conformance.rulebooks.clr20.migration.records import record
from conformance.rulebooks.clr20.migration.words import words_of_the_other

__all__ = ["RULES", "words_of_the_other"]

Converter = Callable[..., dict[str, Any] | None]
_AROUND: Final = "it stands around the record, which CLR 2.0 has as a credential by itself"
_SIGNATURE: Final = "signatures do not go over: what is signed anew is a new statement"


def migrate(source: Source, new: Issuer, signers: Collection[str]) -> Migrated:
    """A document of 1.0 as one of 2.0; see ``MigrationRules``.

    Raises ``UsageFault`` for a document that is no record and no part of one, and for one that was revoked.
    """
    kind = mapped().documents.get(source.class_name)
    if kind is None:
        raise UsageFault(
            "not-migrated",
            "the document is neither a record nor an assertion or endorsement",
            "a key, a revocation list or a discovery document, which CLR 2.0 has in other forms",
            "name a record of CLR 1.0",
        )
    move = Move(new, signers)
    place, token = source.place, source.token
    found = _KINDS[kind](move, _at(source.value, place.removeprefix("#")), place, token)
    if token:
        move.account.add(Fate.WITHOUT_PLACE, "", why=_SIGNATURE)
    move.account.rest(source.value, "#" if place.startswith("#") else "", _AROUND)
    return Migrated(found, move.account.entries(), tuple(dict.fromkeys(move.unreadable)))


def _at(value: Any, pointer: str) -> dict[str, Any]:
    for key in pointer.split("/")[1:]:
        value = value[int(key) if isinstance(value, list) else key]
    found: dict[str, Any] = value
    return found


def _item(convert: Converter) -> Callable[[Move, dict[str, Any], str, str], dict[str, Any]]:
    def converted(move: Move, value: dict[str, Any], place: str, token: str) -> dict[str, Any]:
        found = convert(move, value, place, "", token=token, place="")
        if found is None:
            raise _revoked()
        return found

    return converted


def _revoked() -> UsageFault:
    return UsageFault(
        "record-revoked", f"the document is not migrated: {REVOKED}", todo="migrate the one that replaces it"
    )


def _assertion(move: Move, value: dict[str, Any], place: str, token: str) -> dict[str, Any]:
    why = no_place(value)
    if why:
        raise UsageFault("not-migrated", f"the assertion cannot become a credential: {why}")
    return _item(assertion)(move, value, place, token)


def _set(move: Move, value: dict[str, Any], place: str, _: str) -> dict[str, Any]:
    """A set of records as the body of a response that holds them: one document, one account."""
    part = Part(move, value, place, "")
    _gather(part, "clrs", "signedClrs")
    if not part.out:
        raise UsageFault(
            "not-migrated",
            "the set holds no record that can be migrated",
            "it is empty, or all that it holds was revoked",
            "name a set with records",
        )
    return part.out


def _posted(move: Move, value: dict[str, Any], place: str, _: str) -> dict[str, Any]:
    """The record of a request that posts one."""
    signed = value.get("signedClr")
    inner = value.get("clr")
    if isinstance(inner, dict):
        found = record(move, inner, f"{place}/clr", "")
    else:
        payload = payload_of(move, signed, f"{place}/signedClr")
        if payload is None:
            raise UsageFault("not-migrated", "the request holds no record that can be read")
        found = record(move, payload, f"{place}/signedClr#", "", token=str(signed).strip(), place=f"{place}/signedClr")
        move.account.add(Fate.WITHOUT_PLACE, f"{place}/signedClr", why=_SIGNATURE)
    if found is None:
        raise _revoked()
    return found


def _gather(part: Part, plain: str, signed: str) -> None:
    records: list[dict[str, Any]] = []
    for member in (plain, signed):
        entries = part.value.get(member)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            at = f"{part.at(member)}/{index}"
            target = f"/credential/{len(records)}"
            payload = payload_of(part.move, entry, at) if member == signed else entry
            if not isinstance(payload, dict):
                part.account.gone(at, entry, "it is no record that can be read")
                continue
            token = str(entry).strip() if member == signed else ""
            found = record(part.move, payload, f"{at}#" if token else at, target, token=token, place=at)
            if found is None:
                part.account.gone(at, None, REVOKED)
                continue
            part.account.add(Fate.CHANGED, at, target, why=_SIGNATURE if token else "")
            part.account.add(Fate.RENAMED, part.at(member), "/credential")
            records.append(found)
    if records:
        part.out["credential"] = records


_KINDS: Final[dict[str, Callable[[Move, dict[str, Any], str, str], dict[str, Any]]]] = {
    "record": _item(record),
    "records": _set,
    "posted": _posted,
    "assertion": _assertion,
    "endorsement": _item(endorsement),
}

RULES: Final = MigrationRules(
    book="clr20",
    source="clr10",
    classes=frozenset(mapped().documents),
    migrate=migrate,
    issuer=issuer,
    words=words_of_the_other,
    unsigned=frozenset({"CLR20-DI-01", "CLR20-VER-19"}),
    credential="VerifiableCredential",
)
