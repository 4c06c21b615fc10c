"""Posting and deleting: the other responses that the standard allows."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import json_object
from mock_provider.clr10 import FACTS, LD_JSON

library = Library()

_POST = ("postClr",)
_PAYLOAD = ("@context", "clr", "signedClr")

library.add(
    Variation(
        id="var-del-200",
        title="A deletion is answered 200 with a status object",
        how="The handler reports its success.\nCLR10-DEL-001: 200 or 202 with a status object, or 204.",
        settings={"delete_status": 200},
        obliges=("CLR10-DEL-009",),
    )
)

library.add(
    Variation(
        id="var-del-202",
        title="A deletion is answered 202",
        how="Deletions are queued, so that CLR10-DEL-007 and -008 have nothing to say.\nCLR10-DEL-001 allows 202.",
        settings={"delete_status": 202},
        obliges=("CLR10-DEL-009",),
    )
)


def _answer_unchanged_200(response: Response) -> None:
    if response.status == 304:
        response.status = 200
        response.headers["content-type"] = LD_JSON
        response.json = {name: value for name, value in response.request.json.items() if name in _PAYLOAD}


library.add(
    Variation(
        id="var-pst-unchanged-200",
        title="A post of an unchanged CLR is answered 200",
        how="Every post is stored.\nCLR10-PST-010: answering 304 is a MAY.",
        operations=_POST,
        on_response=_answer_unchanged_200,
        touches=("unchanged post",),
        obliges=("CLR10-PST-018",),
    )
)


def _add_headers_to_304(response: Response) -> None:
    if response.status == 304:
        response.headers["etag"] = '"33a64df5"'
        response.headers["content-location"] = response.request.outside(f"{FACTS.base_path}/clrs")
        response.headers["content-type"] = LD_JSON


library.add(
    Variation(
        id="var-pst-304-headers",
        title="The 304 carries headers that speak of a body",
        how="The framework sends the headers of the 200.\n"
        "RFC 9110, section 15.4.5: a 304 may carry metadata; it has no body.",
        operations=_POST,
        on_response=_add_headers_to_304,
        touches=("unchanged post",),
        obliges=("CLR10-PST-018",),
    )
)


def _drop_location(response: Response) -> None:
    if "location" in response.headers:
        del response.headers["location"]


library.add(
    Variation(
        id="var-pst-no-location",
        title="The 201 has no Location",
        how="The handler returns the payload only.\nThe contract names no header for the 201.",
        operations=_POST,
        on_response=_drop_location,
        obliges=("CLR10-PST-018",),
    )
)


def _normalise(payload: dict[str, Any]) -> None:
    clr = payload.get("clr")
    if isinstance(clr, dict):
        payload["clr"] = dict(sorted({"partial": False, "type": "Clr", "achievements": [], **clr}.items()))


library.add(
    Variation(
        id="var-pst-normalised",
        title="The answer to a post holds the CLR with defaults filled in, members sorted",
        how="The payload is read into objects and written anew.\nCLR10-PST-016 speaks of the id only.",
        operations=_POST,
        on_response=json_object(_normalise),
    )
)


def _drop_unknown_members(request: Request) -> None:
    body = request.json
    if isinstance(body, dict):
        request.json = {name: value for name, value in body.items() if name in _PAYLOAD}


library.add(
    Variation(
        id="var-pst-extra-ignored",
        title="Members of a post body that the contract does not know are ignored",
        how="The parser picks the members it knows.\nCLR10-PST-017: refused or ignored, never returned.",
        operations=_POST,
        on_request=_drop_unknown_members,
        touches=("extra members",),
    )
)


def _refuse_unknown_members(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and set(body) - set(_PAYLOAD):
        request.json = {"@context": FACTS.context_url}


library.add(
    Variation(
        id="var-pst-extra-refused",
        title="A post body with members that the contract does not know is refused",
        how="The schema is closed.\nCLR10-PST-017: refused or ignored, never returned.",
        operations=_POST,
        on_request=_refuse_unknown_members,
        touches=("extra members",),
    )
)


def _answer_403_as_400(response: Response) -> None:
    if response.status == 403 and "www-authenticate" not in response.headers:
        response.status = 400
        body = response.json
        body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] = "invalid_data"
        response.json = body


library.add(
    Variation(
        id="var-pst-refused-400",
        title="A CLR about somebody else is refused with 400",
        how="The learner is checked with the data.\nCLR10-PST-015 and -014: refused, by 400 or 403.",
        operations=_POST,
        on_response=_answer_403_as_400,
    )
)


def _answer_415_as_400(response: Response) -> None:
    if response.status == 415:
        response.status = 400


library.add(
    Variation(
        id="var-pst-other-type-400",
        title="A post of another media type is refused with 400",
        how="The body parser fails first.\nCLR10-API-015: a 4xx.",
        operations=_POST,
        on_response=_answer_415_as_400,
    )
)

VARIATIONS = library.variations
