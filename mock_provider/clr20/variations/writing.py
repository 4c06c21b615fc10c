"""Writing records and the profile: the other responses that the standard allows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Change, refuse, when
from mock_provider.clr20.handing_in import POSTS, answered_as, key_of, media_type, posted
from mock_provider.clr20.terms import JSON

library = Library()

_PUT = ("putProfile",)
_TEXT = ("text of an answer",)
_OLDER = ("older records",)
_PUTTING = ("profile that is put",)

library.add(
    Variation(
        id="var-write-sorted",
        title="The answer to a record has its members sorted",
        how="The record is read into objects and written anew.\nCLR20-API-23: the same record; JSON has no order.",
        operations=POSTS,
        on_response=answered_as(lambda record: dict(sorted(record.items()))),
        touches=_TEXT,
    )
)


def _spread(response: Response) -> None:
    if response.good and posted(response.request):
        response.body = json.dumps(response.json, indent=2, ensure_ascii=True).encode()


library.add(
    Variation(
        id="var-write-spread",
        title="The answer to a record is spread over lines, with accents escaped",
        how="The writer of the framework is set so.\nCLR20-API-23: the same record; RFC 8259 has many forms of it.",
        operations=POSTS,
        on_response=_spread,
        touches=_TEXT,
    )
)


def _name_as_json(response: Response) -> None:
    if response.good and media_type(response.request).endswith("ld+json"):
        response.headers["content-type"] = JSON


library.add(
    Variation(
        id="var-write-linked-data-as-json",
        title="A record as application/vc+ld+json is answered as application/json",
        how="One writer is there for all JSON.\nCLR20-API-45 has the type taken; CLR20-API-23 wants the record back.",
        operations=POSTS,
        on_response=_name_as_json,
    )
)


def _keep_the_newest(request: Request) -> None:
    """Send the newest version in the place of one that is not newer, so that the store stays as it is."""
    record = posted(request)
    if not record:
        return
    newest = request.own.setdefault(key_of(record), request.body)
    if newest is request.body:
        return
    if record.get("validFrom", "") > json.loads(newest)["validFrom"]:
        request.own[key_of(record)] = request.body
        return
    request.scratch["late"], request.body = True, newest


def _late(change: Callable[[Response], object]) -> Change:
    def changed(response: Response) -> None:
        if response.good and "late" in response.scratch:
            change(response)

    return changed


def _unchanged(response: Response) -> None:
    response.status, response.body = 304, b""
    for name in ("content-type", "content-length"):
        if name in response.headers:
            del response.headers[name]


library.add(
    Variation(
        id="var-write-older-304",
        title="An older record, or the same one again, is answered 304",
        how="Nothing has to be stored.\nCLR20-API-26: it may be ignored; the operation has a 304.",
        operations=POSTS,
        on_request=_keep_the_newest,
        on_response=_late(_unchanged),
        touches=_OLDER,
    )
)

library.add(
    Variation(
        id="var-write-older-409",
        title="An older record, or the same one again, is refused with 409",
        how="There is a newer one, so that something is wrong at the issuer.\nCLR20-API-26: it may be refused.",
        operations=POSTS,
        on_request=_keep_the_newest,
        on_response=_late(lambda response: refuse(response, 409, "invalid_data", "there is a newer version")),
        touches=_OLDER,
    )
)

library.add(
    Variation(
        id="var-write-older-ignored",
        title="An older record is answered 200, with the newer one",
        how="The answer is what is stored.\nCLR20-API-26: an older record may be ignored.",
        operations=POSTS,
        on_request=_keep_the_newest,
        touches=_OLDER,
    )
)


def _refuse_unsigned(request: Request) -> None:
    record = posted(request)
    if record and "proof" not in record:
        request.body = b'{"unsigned": true}'


def _say_why(response: Response) -> None:
    if response.request.body == b'{"unsigned": true}':
        refuse(response, 400, "invalid_data", "the record has no proof")


library.add(
    Variation(
        id="var-write-unsigned-refused",
        title="A record without a proof is refused with 400",
        how="What nobody signed, nobody can verify.\nCLR20-DI-01: a record is secured by one form or the other.",
        operations=POSTS,
        on_request=_refuse_unsigned,
        on_response=when(400, change=_say_why),
    )
)

library.add(
    Variation(
        id="var-write-other-type-400",
        title="A post of another media type is refused with 400",
        how="The parser of the body fails first.\nCLR20-API-28: 400 or 415.",
        operations=POSTS,
        on_response=when(415, change=lambda response: refuse(response, 400, "invalid_data", "this type is not taken")),
    )
)


def _processing(response: Response) -> None:
    response.status = 202
    response.json = {
        "imsx_codeMajor": "processing",
        "imsx_severity": "status",
        "imsx_description": "the profile is changed when somebody has looked at it",
    }


library.add(
    Variation(
        id="var-put-202",
        title="A profile that is put is answered 202 with a status object",
        how="A person looks at each change.\nCLR20-API-32: 200 with the profile, or 202 with a status object.",
        operations=_PUT,
        on_response=when(200, change=_processing),
        touches=_PUTTING,
    )
)


def _once(what: Callable[[Request, Any], object]) -> Callable[[Request], None]:
    """Do something about every profile that is not the one that was put first."""

    def changed(request: Request) -> None:
        first = request.own.setdefault("first", request.body)
        if request.json != json.loads(first):
            what(request, first)

    return changed


def _put_the_first(request: Request, first: bytes) -> None:
    request.body = first


def _put_nothing(request: Request, _first: bytes) -> None:
    request.body = b"{}"


library.add(
    Variation(
        id="var-put-left-as-it-was",
        title="A name that was changed is left as it was, and the answer is 200",
        how="Names come from the register of students.\nCLR20-API-33: values may be left unchanged.",
        operations=_PUT,
        on_request=_once(_put_the_first),
        touches=_PUTTING,
    )
)

library.add(
    Variation(
        id="var-put-changed-refused",
        title="A name that was changed is refused with 400",
        how="Names come from the register of students.\nCLR20-API-33: values may be refused with 400.",
        operations=_PUT,
        on_request=_once(_put_nothing),
        touches=_PUTTING,
    )
)

VARIATIONS = library.variations
