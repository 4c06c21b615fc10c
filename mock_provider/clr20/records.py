"""One record of each owner that comes out otherwise than the store has it: made anew, signed anew, in its old place."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.clr20.content.drafts import draft_of as known_draft
from mock_provider.clr20.content.drafts import keys_at_hand
from mock_provider.clr20.drafting import Identity, Node, Place, draft_of
from mock_provider.clr20.making import Making
from mock_provider.encoding import to_json

LIST, UPSERT = "getCredentials", "upsertCredential"
PLAIN, COMPACT = "credential", "compactJwsString"
"""The arrays of a page."""

Hosted = Mapping[str, Callable[[Place], Any]]
"""By path, what makes the JSON of a document (or status, media type and body) at the mock that answers."""

NOWHERE: Final[Hosted] = MappingProxyType({})

_MARK: Final = "\x00the record\x00"


def noting_posts(request: Request) -> None:
    """Remembers what a client hands in: a record of somebody else is never changed."""
    if request.operation != UPSERT:
        return
    credential = request.json
    if not isinstance(credential, dict):
        credential = _payload(request.body.decode("ascii", "replace"))
    request.own.setdefault("posted", []).append(credential.get("id"))


def replacing(making: Making, hosted: Hosted = NOWHERE) -> Callable[[Response], None]:
    """Puts what is made in the place of one record of each owner, and serves the documents that it leads to."""

    def changed(response: Response) -> None:
        if response.operation == LIST and response.good:
            _replace(response, making)
        elif response.request.path in hosted:
            document = hosted[response.request.path](_place(response.request))
            response.status, media_type, response.body = (
                document if isinstance(document, tuple) else (200, "application/json", to_json(document))
            )
            response.headers["content-type"] = media_type

    return changed


def _replace(response: Response, making: Making) -> None:
    """Where the list is as the mock writes it, the text of the record is found without reading all others."""
    own = response.own
    if "exchanged" in own and own["chosen"] not in own.get("posted", ()):
        if own["exchanged"][0] in response.body:
            response.body = response.body.replace(*own["exchanged"])
            return
        if own["as always"]:
            return  # the record is not on this page
    page = response.json
    entries = page.get(making.member) if isinstance(page, dict) else None
    if not isinstance(entries, list):
        return
    credentials = [_payload(entry) if isinstance(entry, str) else entry for entry in entries]
    place = _chosen(response, credentials)
    if place is None:
        return
    made = making.make(draft_of(Identity.of(credentials[place]), _place(response.request)))
    before, after = to_json(entries[place]), to_json(made) if isinstance(made, str) else made
    own["exchanged"], own["as always"] = (before, after), before in response.body
    entries[place] = _MARK
    response.body = (
        response.body.replace(before, after) if own["as always"] else to_json(page).replace(to_json(_MARK), after)
    )


def _chosen(response: Response, credentials: list[Node]) -> int | None:
    """The place of the record that was chosen before, else of the first that the mock has made and still has."""
    own = response.own
    posted = own.get("posted", [])
    places = {str(one["id"]): place for place, one in enumerate(credentials) if one.get("id", "") not in ("", *posted)}
    if own.get("chosen") is None or own["chosen"] in posted:
        own["chosen"] = next((one for one in places if known_draft(response.request, one) is not None), None)
    chosen: str | None = own["chosen"]
    return places.get(chosen) if chosen else None


def _place(request: Request) -> Place:
    root = f"https://{request.headers.get('host', '')}{request.outside('/')}".rstrip("/")
    return Place(root, keys_at_hand(request))


def _payload(token: str) -> Node:
    """The credential in a compact JWS that nobody verifies; empty when it cannot be read."""
    try:
        part = token.split(".")[1]
        payload = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
    inner = payload.get("vc") if isinstance(payload, dict) else None
    return inner if isinstance(inner, dict) else payload if isinstance(payload, dict) else {}
