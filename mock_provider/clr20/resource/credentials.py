"""The two operations on records: getCredentials and upsertCredential."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from mock_provider.clr20 import BOOK, FACTS
from mock_provider.clr20.store.credentials import CredentialStore, Kept, Page
from mock_provider.clr20.store.forms import stored
from mock_provider.clr20.terms import JSON, READ, STATUSES, TEXT, UPSERT
from mock_provider.http.access import Gate
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.json_bodies import check, invalid, parse_json
from mock_provider.http.paging import PageQuery, link_header, page_query
from mock_provider.http.status import ApiResponse, Headers, Refusal
from mock_provider.settings import Settings
from mock_provider.store.database import Database

_PRIVATE: Headers = ((b"cache-control", b"private, no-cache"),)
_LINKED = "application/vc+ld+json"


class Credentials:
    """What happens at ``/credentials``."""

    def __init__(self, settings: Settings, database: Database, gate: Gate) -> None:
        self._store = CredentialStore(database)
        self._gate = gate
        self._settings = settings
        self._url = f"{settings.root_url}{FACTS.base_path}/credentials"
        self._waiting = database.may_wait

    def endpoint(self) -> Endpoint:
        """The endpoint of both."""
        post = {"POST": self.upsert} if self._settings.write else {}
        return Endpoint({"GET": self.get}, STATUSES, post, max_body=self._settings.max_body, waiting=self._waiting)

    def get(self, request: Request) -> ApiResponse:
        """A page of the owner's records, newest first."""
        owner = self._gate.owner(request, READ)
        query = page_query(request.scope["query_string"], self._settings.max_page)
        page = self._store.page(owner, limit=query.limit, offset=query.offset, since=query.since_moment)
        return self._page(query, page)

    def upsert(self, request: Request, content: bytes) -> ApiResponse:
        """Keeps a record as it came, in the place of an equal one."""
        owner = self._gate.owner(request, UPSERT)
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in (JSON, _LINKED, TEXT):
            raise Refusal(415, "invalid_data", f"Content-Type has to be {JSON}, {_LINKED} or {TEXT}")
        compact = media_type == TEXT
        credential = self._opened(content) if compact else parse_json(content, self._settings.max_depth)
        check(credential, BOOK, "ClrCredential")
        try:
            record = stored(credential, owner, body=content.strip() if compact else content, compact=compact)
        except (ValueError, OverflowError) as error:
            raise invalid(f"/validFrom: {error}") from error
        kept = self._store.put(record)
        headers = ((b"content-type", media_type.encode("ascii")), *_PRIVATE)
        return ApiResponse(201 if kept is Kept.CREATED else 200, record.body, headers)

    def _opened(self, content: bytes) -> Mapping[str, Any]:
        """The record in a compact JWS, whose signature is not looked at."""
        try:
            part = content.strip().split(b".")[1]
            payload = parse_json(urlsafe_b64decode(part + b"=" * (-len(part) % 4)), self._settings.max_depth)
        except (IndexError, ValueError) as error:
            raise invalid("the body is not a compact JWS") from error
        if not isinstance(payload, dict):
            raise invalid("the payload of the JWS is not a JSON object")
        inner = payload.get("vc")
        registered = {"iss", "jti", "sub", "nbf", "exp", "iat", "aud"}
        credential = inner if isinstance(inner, dict) else {k: v for k, v in payload.items() if k not in registered}
        return dict(credential)

    def _page(self, query: PageQuery, page: Page) -> ApiResponse:
        parts = []
        if page.plain:
            parts.append(b'"credential":[' + b",".join(page.plain) + b"]")
        if page.compact:
            tokens = b",".join(json.dumps(token.decode("ascii")).encode() for token in page.compact)
            parts.append(b'"compactJwsString":[' + tokens + b"]")
        headers = (
            (b"content-type", JSON.encode("ascii")),
            *_PRIVATE,
            (b"x-total-count", b"%d" % page.total),
            (b"link", link_header(self._url, query, page.total).encode("ascii")),
        )
        return ApiResponse(200, b"{" + b",".join(parts) + b"}", headers)
