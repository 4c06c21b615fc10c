"""Migrates one input: opens it by its edition, converts it, signs it, and foretells what the rules will find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import orjson

from conformance.document import DocumentError, Opened, ParseLimits, parse
from conformance.errors import UsageFault
from conformance.inspection.editions import editions, open_input
from conformance.inspection.inspector import Inspector
from conformance.inspection.mixing import rules_for
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged, Reported
from conformance.inspection.signing import Signer, signed, token
from conformance.migrating import Entry, Fate, Issuer, MigrationRules, Source
from conformance.migrating.report import Foretold, Outcome
from conformance.rulebooks import find
from conformance.standard import facts

NAME: Final = "record.json"
"""The name under which a record is judged that has not got one yet."""


def migrating_rules() -> MigrationRules:
    """The rules of a migration: there is one."""
    return next(rules for each in editions() if (rules := find(each.book).migration) is not None)


def migrate(
    data: bytes, issuer: Issuer, signers: Mapping[str, Signer], *, now: datetime, limits: ParseLimits, as_token: bool
) -> Outcome:
    """The whole migration of one input.

    Raises ``DocumentError`` for what cannot be read, ``UsageFault`` for what cannot be migrated or signed.
    """
    edition, opened = open_input(data, as_class="", now=now, limits=limits)
    with opened:
        rules = rules_for(edition)
        if rules is None and opened.error is None:
            raise UsageFault(
                "migrated-already",
                f"the document is of {facts(edition.book).name}, from which there is no way on",
                "it was migrated already",
                "name a document of the older edition",
            )
        if opened.error is not None or opened.recognised is None or rules is None:
            raise opened.error or DocumentError("not-recognised", "Nobody can tell what this is")
        migrated = rules.migrate(_source(opened, data, limits), issuer, frozenset(signers))
        recognised, text = opened.recognised.what, opened.text
    record = migrated.record
    done = signed(record, signers, now, outer=not as_token, credential=rules.credential)
    made = token(record, signers[issuer.id]) if as_token else ""
    entries = (*migrated.entries, *(_proof(place) for place in done))
    judged = _judged(made.encode() or written(record), now, limits)
    return Outcome(
        source=facts(rules.source).name,
        target=facts(rules.book).name,
        recognised=recognised,
        record=record,
        entries=entries,
        foretold=tuple(_foretold(judged, rules, entries)),
        unreadable=migrated.unreadable,
        signed=done,
        text=text,
        token=made,
        unjudged=judged.problem,
    )


def written(record: Mapping[str, Any]) -> bytes:
    """The record as the file that is handed out."""
    return orjson.dumps(record, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _source(opened: Opened, data: bytes, limits: ParseLimits) -> Source:
    recognised, document = opened.recognised, opened.document
    assert recognised is not None, "it was opened"
    if opened.place.startswith("#") and document is not None and document.tokens:
        value, text = document.tokens[0].payload, document.tokens[0].text
    else:
        value, text = parse(data, limits).value, ""
    return Source(value, opened.place, text, str(recognised.class_name))


def _proof(place: str) -> Entry:
    return Entry(Fate.INVENTED, "", (f"{place}/proof",), "signed by the key that was given")


def _judged(data: bytes, now: datetime, limits: ParseLimits) -> Judged:
    inspector = Inspector(Options(now=now, limits=limits))
    try:
        return inspector.document(NAME if data.startswith(b"{") else "record.jwt", data)
    finally:
        inspector.close()


def _foretold(judged: Judged, rules: MigrationRules, entries: Iterable[Entry]) -> Iterable[Foretold]:
    """What the rules find in the result, each with the places of the source that what they point at came from."""
    origins: dict[str, list[str]] = {}
    for entry in entries:
        for target in entry.targets:
            origins.setdefault(target, []).append(entry.source)
    for finding in judged.findings:
        yield Foretold(
            finding.requirement,
            finding.level,
            finding.message,
            finding.pointers,
            finding.count,
            tuple(_origins(finding, origins)),
            finding.fails,
            finding.requirement in rules.unsigned,
        )


def _origins(finding: Reported, origins: Mapping[str, list[str]]) -> Iterable[str]:
    for pointer in finding.pointers:
        place = pointer.removeprefix("#")
        while place and place not in origins:
            place = place.rpartition("/")[0]
        yield next(iter(origins.get(place, ())), "")
