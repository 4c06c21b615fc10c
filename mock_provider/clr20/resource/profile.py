"""The two operations on the profile of the user: getProfile and putProfile."""

from __future__ import annotations

import json
from typing import Final

from starlette.requests import Request

from mock_provider.clr20 import BOOK
from mock_provider.clr20.resource.media import OF_PROFILES, accepted
from mock_provider.clr20.store.credentials import ProfileStore
from mock_provider.clr20.terms import JSON, READ_PROFILE, STATUSES, UPDATE_PROFILE
from mock_provider.encoding import to_json
from mock_provider.http.access import Gate
from mock_provider.http.body_form import form_of
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.json_bodies import check, invalid, parse_json
from mock_provider.http.status import ApiResponse, Refusal
from mock_provider.settings import Settings
from mock_provider.store.database import Database

_HEADERS: Final = ((b"content-type", JSON.encode("ascii")), (b"cache-control", b"private, no-cache"))


def profile_endpoint(settings: Settings, database: Database, gate: Gate) -> Endpoint:
    """The endpoint of getProfile and putProfile."""
    store = ProfileStore(database)

    def get_profile(request: Request) -> ApiResponse:
        body = store.get(gate.owner(request, READ_PROFILE))
        if body is None:
            raise Refusal(404, "not_found", "there is no profile of this user")
        return ApiResponse(200, body, _HEADERS)

    def put_profile(request: Request, content: bytes) -> ApiResponse:
        owner = gate.owner(request, UPDATE_PROFILE)
        form_of(request, OF_PROFILES)
        profile = parse_json(content, settings.max_depth)
        check(profile, BOOK, "Profile")
        known = store.get(owner)
        if known is not None and json.loads(known)["id"] != profile["id"]:
            # Records name their learner by it, so that a provider cannot let it change.
            raise invalid("/id: the id of a profile cannot be changed")
        body = to_json(profile)
        store.put(owner, body)
        return ApiResponse(200, body, _HEADERS)

    with_body = {"PUT": put_profile} if settings.write else {}
    return Endpoint(
        {"GET": get_profile},
        STATUSES,
        with_body,
        max_body=settings.max_body,
        waiting=database.may_wait,
        accepted=accepted,
    )
