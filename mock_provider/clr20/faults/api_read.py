"""API: the body of a page of records."""

from __future__ import annotations

import json

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import in_pages
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Node, edited, typed
from mock_provider.clr20.faults._api import LISTS, size
from mock_provider.clr20.records import COMPACT, PLAIN

library = Library()


def _wrap(body: Node) -> None:
    inner = dict(body)
    body.clear()
    body["data"] = inner


library.add(
    Fault(
        id="api-list-wrapped",
        title="The arrays of a list stand in an object data",
        how="Each answer of the framework is wrapped.\nThe list was no exception.",
        breaks=("CLR20-API-07", "CLR20-API-09"),
        operations=LISTS,
        on_response=in_pages(edited(_wrap)),
    )
)

library.add(
    Fault(
        id="api-list-ld-json",
        title="The list is sent as application/ld+json",
        how="An example that is about prints this type.\nThe OpenAPI file has application/json.",
        breaks=("CLR20-API-07",),
        operations=LISTS,
        on_response=in_pages(typed("application/ld+json")),
    )
)


def _by_id(body: Node) -> None:
    body[PLAIN] = {record["id"]: record for record in body.get(PLAIN, ())}


library.add(
    Fault(
        id="api-records-by-id",
        title="credential is an object with a member for each record",
        how="The store keeps records by their id.\nIts map was written out as it is.",
        breaks=("CLR20-API-07",),
        operations=LISTS,
        on_response=in_pages(edited(_by_id)),
    )
)


def _all_in_one_array(body: Node) -> None:
    body[PLAIN] = [*body.get(PLAIN, ()), *body.pop(COMPACT, ())]


library.add(
    Fault(
        id="api-tokens-among-records",
        title="Records that are JWTs stand in credential",
        how="One array holds whatever the store has.\nThe other was overlooked.",
        breaks=("CLR20-API-08",),
        operations=LISTS,
        on_response=in_pages(edited(_all_in_one_array)),
    )
)


def _plain_as_texts(body: Node) -> None:
    texts = [json.dumps(record) for record in body.pop(PLAIN, ())]
    body[COMPACT] = [*body.get(COMPACT, ()), *texts]


library.add(
    Fault(
        id="api-records-among-tokens",
        title="Records with embedded proofs stand in compactJwsString, as texts",
        how="The store keeps texts.\nEach text was taken for a token.",
        breaks=("CLR20-API-08",),
        consequences={
            **dict.fromkeys(("CLR20-API-24", "CLR20-API-29", "CLR20-CRT-09"), "a record is not found among the tokens"),
            **dict.fromkeys(("CLR20-JWT-01", "CLR20-SER-08"), "what stands among the tokens is none"),
        },
        operations=LISTS,
        on_response=in_pages(edited(_plain_as_texts)),
    )
)

library.add(
    Fault(
        id="api-list-with-count",
        title="The list has a member total",
        how="The number of records was put where the records are.\nThe class is closed.",
        breaks=("CLR20-API-09",),
        operations=LISTS,
        on_response=in_pages(edited(lambda body: body.update(total=size(body)))),
    )
)

FAULTS = library.faults
