"""API: which records count as the same, and what a list shows of a record that was handed in."""

from __future__ import annotations

import json

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Node
from mock_provider.clr20.handing_in import (
    COMPACT,
    PLAIN,
    POSTS_AND_LISTS,
    issuer_of,
    key_of,
    listed_as,
    listed_token_as,
    name_of,
    posted,
    show,
)
from mock_provider.clr20.records import UPSERT
from mock_provider.encoding import from_base64url, to_base64url, to_json

library = Library()


def _page_of_recent(response: Response) -> Node | None:
    """A first page of what is new: where a reader looks for what it has just posted."""
    query = response.request.query
    page = response.json if response.good and "since" in query and query.get("offset", "0") == "0" else None
    return page if isinstance(page, dict) else None


def _count_other_spellings(response: Response) -> None:
    """List the version of a record before the one whose id is written otherwise, too."""
    versions = response.own.setdefault("versions", {})
    if response.operation == UPSERT:
        record = posted(response.request)
        if response.good and record:
            spellings = versions.setdefault(key_of(record), {})
            response.status = 200 if record["id"] in spellings else 201
            spellings[record["id"]] = record
        return
    page = _page_of_recent(response)
    if page is None or PLAIN not in page:
        return
    more = [
        version
        for shown in page[PLAIN]
        for spelling, version in versions.get(key_of(shown), {}).items()
        if spelling != shown["id"]
    ]
    show(response, page, [*page[PLAIN], *more])


library.add(
    Fault(
        id="api-equal-as-written",
        title="Ids of records are compared as they are written",
        how="The id is the key of the table.\nAn id that is escaped is another key.",
        breaks=("CLR20-API-24",),
        operations=POSTS_AND_LISTS,
        on_response=_count_other_spellings,
    )
)


def _keep_every_version(response: Response) -> None:
    versions = response.own.setdefault("versions", {})
    if response.operation == UPSERT:
        record = posted(response.request)
        if response.good and record:
            response.status = 201
            versions.setdefault(key_of(record), []).append(record)
        return
    page = _page_of_recent(response)
    if page is not None and PLAIN in page:
        more = [one for shown in page[PLAIN] for one in versions.get(key_of(shown), []) if one != shown]
        show(response, page, [*page[PLAIN], *more])


library.add(
    Fault(
        id="api-equal-never",
        title="Every record that is handed in is a new one",
        how="The row has a number of its own as its key.\nNobody looks whether the record is there.",
        breaks=("CLR20-API-24",),
        consequences={
            "CLR20-API-15": "older versions come with since too",
            "CLR20-API-16": "the totals of two requests count versions otherwise",
        },
        operations=POSTS_AND_LISTS,
        on_response=_keep_every_version,
    )
)


def _compare_ids_alone(response: Response) -> None:
    """Hide a record when one with the same id of another issuer came after it."""
    last = response.own.setdefault("last", {})
    if response.operation == UPSERT:
        record = posted(response.request)
        if response.good and record:
            response.status = 200 if name_of(record) in last else 201
            last[name_of(record)] = issuer_of(record)
        return
    page = response.json if response.good else None
    if isinstance(page, dict) and PLAIN in page:
        left = [one for one in page[PLAIN] if last.get(name_of(one), issuer_of(one)) == issuer_of(one)]
        show(response, page, left)


library.add(
    Fault(
        id="api-equal-by-id-alone",
        title="Records of two issuers with the same id count as one",
        how="Ids are unique in the world, it was thought.\nThe issuer is not part of the key.",
        breaks=("CLR20-API-24",),
        operations=POSTS_AND_LISTS,
        on_response=_compare_ids_alone,
    )
)


library.add(
    Fault(
        id="api-kept-under-another-id",
        title="A record is listed under an id that the provider made",
        how="The storage gives every record an address of its own.\nThat one takes the place of the id.",
        breaks=("CLR20-API-29",),
        consequences={"CLR20-CRT-09": "the record is not there any more under its own id"},
        operations=POSTS_AND_LISTS,
        on_response=listed_as(lambda record: {**record, "id": f"{record['id']}/kept"}),
    )
)


library.add(
    Fault(
        id="api-kept-without-proof",
        title="A record is listed without its proof",
        how="The table has columns for the members that the portal shows.\nThe proof has none.",
        breaks=("CLR20-API-29",),
        consequences={"CLR20-CRT-09": "the proof is part of the record"},
        operations=POSTS_AND_LISTS,
        on_response=listed_as(lambda record: {name: value for name, value in record.items() if name != "proof"}),
    )
)


def _in_another_zone(record: Node) -> Node:
    return {**record, "validFrom": str(record["validFrom"]).replace("Z", "+00:00")}


library.add(
    Fault(
        id="api-kept-with-other-dates",
        title="A record is listed with its date in another form",
        how="Dates are stored as moments and written anew.\nThe signature was made over the text.",
        breaks=("CLR20-API-29",),
        consequences={"CLR20-CRT-09": "the date is part of the record"},
        operations=POSTS_AND_LISTS,
        on_response=listed_as(_in_another_zone),
    )
)

_COLUMNS = frozenset({"@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject", "proof"})


library.add(
    Fault(
        id="api-kept-in-columns",
        title="A record is listed with the members alone that most records have",
        how="The table has columns for the members that the first records had.\nEverything else is dropped.",
        breaks=("CLR20-CRT-09", "CLR20-API-29"),
        operations=POSTS_AND_LISTS,
        on_response=listed_as(lambda record: {name: value for name, value in record.items() if name in _COLUMNS}),
    )
)


def _in_latin_1(record: Node) -> Node:
    name = str(record.get("name", ""))
    return {**record, "name": name.encode("latin-1", "replace").decode("latin-1")} if "name" in record else record


library.add(
    Fault(
        id="api-kept-in-latin-1",
        title="A name that is not of Latin letters is listed with question marks",
        how="The column was made with the database's usual encoding.\nThat is Latin-1.",
        breaks=("CLR20-CRT-09", "CLR20-API-29"),
        operations=POSTS_AND_LISTS,
        on_response=listed_as(_in_latin_1),
    )
)


def _list_opened(page: Node, token: str) -> None:
    page[COMPACT].remove(token)
    if not page[COMPACT]:
        del page[COMPACT]
    page.setdefault(PLAIN, []).insert(0, json.loads(from_base64url(token.split(".")[1])))


library.add(
    Fault(
        id="api-kept-token-opened",
        title="A compact JWS is listed as the JSON inside of it",
        how="Only the payload of the JWS is stored.\nThe signature is thrown away.",
        breaks=("CLR20-API-29",),
        operations=POSTS_AND_LISTS,
        on_response=listed_token_as(_list_opened),
    )
)


def _list_written_anew(page: Node, token: str) -> None:
    head, claims, signature = token.split(".")
    members = json.loads(from_base64url(claims))
    text = to_base64url(to_json(dict(sorted(members.items()))))
    page[COMPACT][page[COMPACT].index(token)] = f"{head}.{text}.{signature}"


library.add(
    Fault(
        id="api-kept-token-written-anew",
        title="A compact JWS is listed with its payload written anew",
        how="The payload is stored as JSON, and the JWS is put together from it.\nThe signature no longer fits.",
        breaks=("CLR20-API-29",),
        operations=POSTS_AND_LISTS,
        on_response=listed_token_as(_list_written_anew),
    )
)

FAULTS = library.faults
