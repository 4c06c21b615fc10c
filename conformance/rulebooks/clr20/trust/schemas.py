"""The JSON Schemas that a credential names for itself: fetched, and applied to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from conformance.document import DocumentError, parse
from conformance.document.nodes import Key
from conformance.document.parse import ParseLimits
from conformance.document.schema import pointer
from conformance.rulebooks.clr20.document.reading import many, types
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.foreign_schema import Departure, SchemaRefused, apply, references
from conformance.trust.items import Item
from conformance.trust.session import RawResult, State, VerificationSession
from conformance.trust.urls import is_https

VALIDATOR: Final = "1EdTechJsonSchemaValidator2019"
OWN: Final = re.compile(r"https://purl\.imsglobal\.org/spec/(clr/v2p0|ob/v3p0)/schema/json(-ld)?/[a-z0-9_.-]+\.json")
"""Schemas of the standard itself: a credential is held against the rules of its class without them."""

ACCEPT: Final = "application/schema+json, application/json;q=0.9, */*;q=0.1"
LIMITS: Final = ParseLimits(size=1_000_000, depth=50, members=50_000)
MOST_SCHEMAS: Final = 5
"""Schemas of one credential that are applied."""
MOST_OTHERS: Final = 10
"""Further documents that one schema may refer to."""


def look(item: Item) -> None:
    """Applies each schema of that type that is not one of the standard's own."""
    value = item.node.value.get("credentialSchema")
    asked = 0
    for index, each in enumerate(many(value)):
        if not isinstance(each, dict) or VALIDATOR not in types(each):
            continue
        url = each.get("id")
        if not isinstance(url, str) or OWN.fullmatch(url):
            item.session.decided.add(ids.SCHEMA_IS_KEPT)
            continue
        asked += 1
        place: Key = ("credentialSchema", index) if isinstance(value, list) else ("credentialSchema",)
        if asked > MOST_SCHEMAS:
            _open(item, f"it names more than {MOST_SCHEMAS} schemas")
            return
        the_schema_is_kept(item, url, place)


@check(ids.SCHEMA_IS_KEPT)
def the_schema_is_kept(item: Item, url: str, place: Key) -> None:
    """The credential conforms to a schema that it names; one that cannot be had or applied leaves that open."""
    session = item.session
    session.decided.add(ids.SCHEMA_IS_KEPT)
    if not (is_https(url) or (session.fetcher is not None and session.fetcher.takes_plain(url))):
        _unusable(item, place, f"{url}: it is not an https URL")
        return
    answer = session.raw(url, ACCEPT)
    if answer.state is not State.FOUND:
        item.open.append(session.leave_open(ids.SCHEMA_IS_KEPT, answer.bare, f"the schema {url}"))
        if not answer.silent:
            _unusable(item, place, f"{url}: {answer.text}")
        return
    try:
        found = _applied(session, item.session.document.given(item.node), url, answer)
    except (SchemaRefused, DocumentError) as refused:
        text = refused.text if isinstance(refused, SchemaRefused) else refused.message
        _open(item, f"the schema {url} cannot be applied: {text}")
        _unusable(item, place, f"{url}: {text}")
        return
    if found:
        _departs(item, url, found)


def _applied(session: VerificationSession, value: Any, url: str, answer: RawResult) -> tuple[Departure, ...]:
    schema = parse(answer.body, LIMITS).value
    return apply(value, schema, url, _others(session, schema, url))


def _others(session: VerificationSession, schema: Any, url: str) -> Mapping[str, Any]:
    """The schemas that this one refers to, and those that they refer to, as far as they can be had."""
    found: dict[str, Any] = {}
    waiting = list(references(schema, url))
    for wanted in waiting:  # grows while it is read
        if wanted in found or not is_https(wanted):
            continue
        if len(found) >= MOST_OTHERS:
            raise SchemaRefused("schema-too-large", f"it refers to more than {MOST_OTHERS} other documents")
        answer = session.raw(wanted, ACCEPT)
        if answer.state is not State.FOUND:
            raise SchemaRefused("schema-incomplete", f"what it refers to cannot be had: {wanted}: {answer.text}")
        found[wanted] = parse(answer.body, LIMITS).value
        waiting.extend(references(found[wanted], wanted))
    return found


def _departs(item: Item, url: str, found: tuple[Departure, ...]) -> None:
    first = found[0]
    for each in found:
        message = f"A credential departs from a schema that it names ({each.keyword})"
        item.find(ids.SCHEMA_IS_KEPT, message, at=each.path, expected=f"what {url} asks there")
    why = f"it departs from the schema {url}, first at {pointer(first.path) or 'the root'} ({first.keyword})"
    item.refute("schema-not-kept", why, ids.SCHEMA_IS_KEPT, declared=True)


def _unusable(item: Item, place: Key, why: str) -> None:
    message = "A schema that a credential names cannot be applied"
    item.find(ids.SCHEMA_IS_KEPT, message, at=place, expected="the URL of a JSON Schema", actual=why, note=True)


def _open(item: Item, why: str) -> None:
    item.open.append(why)
    item.session.undecided.setdefault(ids.SCHEMA_IS_KEPT, why)
