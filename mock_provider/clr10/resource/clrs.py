"""The four operations on CLRs: getClrs, postClr, getClr and deleteClr."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.resource.paths import sourced_id_of
from mock_provider.clr10.resource.signed_clr import open_signed_clr
from mock_provider.clr10.resource.validation import check_id, check_post
from mock_provider.clr10.store.clrs import ClrStore, Kept, Page, StoredClr
from mock_provider.clr10.store.forms import hosted_items, stored_clr
from mock_provider.clr10.terms import BASE_PATH, CONTENT_TYPE, CONTEXT, DELETE, READONLY, REPLACE, STATUSES
from mock_provider.http.access import Gate
from mock_provider.http.body_form import form_of
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.json_bodies import invalid, parse_json
from mock_provider.http.page_cache import PageCache
from mock_provider.http.paging import PageQuery, link_header, page_query
from mock_provider.http.status import ApiResponse, CodeMajor, Headers, Refusal
from mock_provider.settings import Settings
from mock_provider.store.database import Database
from mock_provider.store.documents import DocumentStore

_PRIVATE: Headers = (CONTENT_TYPE, (b"cache-control", b"private, no-cache"))
_SET_START = f'{{"@context":"{CONTEXT}","type":"ClrSet","clrs":['.encode("ascii")
_FOLDER = f"{BASE_PATH}/clrs"
_POSTED = {LD_JSON: ("utf-8",)}
_URL_LETTERS = ":/%?#[]@!$&'()*+,;=~"


class Clrs:
    """What happens at ``/clrs`` and ``/clrs/{sourcedId}``."""

    def __init__(self, database: Database, gate: Gate, settings: Settings) -> None:
        self._store = ClrStore(database)
        self._documents = DocumentStore(database)
        self._gate = gate
        self._settings = settings
        self._url = f"{settings.base_url}/clrs"
        self._pages = PageCache(database)
        self._waiting = database.may_wait

    def collection(self) -> Endpoint:
        """The endpoint of getClrs and postClr."""
        post = {"POST": self.post_clr} if self._settings.write else {}
        return Endpoint({"GET": self.get_clrs}, STATUSES, post, max_body=self._settings.max_body, waiting=self._waiting)

    def item(self) -> Endpoint:
        """The endpoint of getClr and deleteClr."""
        delete = {"DELETE": self.delete_clr} if self._settings.delete else {}
        return Endpoint({"GET": self.get_clr, **delete}, STATUSES, waiting=self._waiting)

    def get_clrs(self, request: Request) -> ApiResponse:
        """A page of the owner's CLRs, newest first."""
        owner = self._gate.owner(request, READONLY)
        key = (owner, request.scope["query_string"])
        response = self._pages.get(key)
        if response is None:
            query = page_query(key[1], self._settings.max_page)
            page = self._store.page(owner, limit=query.limit, offset=query.offset, since=query.since_moment)
            response = self._page(query, page)
            self._pages.put(key, response)
        return response

    def post_clr(self, request: Request, body: bytes) -> ApiResponse:
        """Creates or replaces a CLR of the owner."""
        owner = self._gate.owner(request, REPLACE)
        form_of(request, _POSTED)
        payload = parse_json(body, self._settings.max_depth)
        check_post(payload)
        clr = self._stored(payload, owner)
        items = hosted_items(payload["clr"], self._settings.base_url, payload["@context"]) if not clr.signed else ()
        kept = self._store.put(clr, items)
        if kept is Kept.FOREIGN:
            raise Refusal(403, "forbidden", "a CLR of that id belongs to somebody else")
        if kept is Kept.UNCHANGED:
            return ApiResponse(304)
        return self._posted(payload, clr, created=kept is Kept.CREATED)

    def get_clr(self, request: Request) -> ApiResponse:
        """One CLR of the owner, in its current version."""
        clr = self._own(request, self._gate.owner(request, READONLY))
        if clr.revoked:
            raise Refusal(410, "unknown", "the CLR is revoked")
        return ApiResponse(200, clr.document, _PRIVATE)

    def delete_clr(self, request: Request) -> ApiResponse:
        """Forgets one CLR of the owner."""
        owner = self._gate.owner(request, DELETE)
        clr = self._own(request, owner)
        if not self._store.delete(clr.id, owner):
            raise _unknown()
        status = self._settings.delete_status
        if status == 204:
            return ApiResponse(204)
        major: CodeMajor = "success" if status == 200 else "processing"
        text = f"deletion of {clr.id}: {major}"
        return STATUSES.response(status, major, severity="status", minor="fullsuccess", description=text)

    def _own(self, request: Request, owner: str) -> StoredClr:
        segment = sourced_id_of(request, _FOLDER)
        ids = (f"{self._url}/{quote(segment, safe='')}", f"{self._url}/{segment}", segment)
        clr = self._store.find(ids, segment, owner)
        if clr is None:
            raise _unknown()
        if clr.owner != owner:
            raise Refusal(403, "forbidden", "the CLR belongs to somebody else")
        return clr

    def _stored(self, payload: Mapping[str, Any], owner: str) -> StoredClr:
        jws: str | None = payload.get("signedClr")
        clr = self._opened(jws) if jws is not None else payload["clr"]
        check_id(clr)
        learner = self._store.learner_of(owner)
        if learner is not None and clr["learner"]["id"] != learner:
            raise Refusal(403, "forbidden", "the CLR is about another learner than the token's user")
        try:
            return stored_clr(clr, owner, context=payload["@context"], jws=jws)
        except (ValueError, OverflowError) as error:
            raise invalid(f"/issuedOn: {error}") from error

    def _opened(self, jws: str) -> Mapping[str, Any]:
        settings = self._settings
        return open_signed_clr(
            jws, self._known_key, trust_embedded_keys=settings.trust_embedded_keys, max_depth=settings.max_depth
        )

    def _known_key(self, key_id: str) -> Mapping[str, Any] | None:
        prefix = f"{self._settings.base_url}/keys/"
        body = self._documents.get("keys", key_id.removeprefix(prefix)) if key_id.startswith(prefix) else None
        return json.loads(body) if body else None

    def _posted(self, payload: Mapping[str, Any], clr: StoredClr, *, created: bool) -> ApiResponse:
        context = json.dumps(payload["@context"]).encode("ascii")
        member = b'"signedClr":"%s"' % clr.body if clr.signed else b'"clr":%s' % clr.body
        location = clr.id if clr.id.startswith(f"{self._url}/") else f"{self._url}/{quote(clr.id, safe='')}"
        body = b'{"@context":%s,%s}' % (context, member)
        if not created:
            return ApiResponse(200, body, _PRIVATE)
        return ApiResponse(201, body, (*_PRIVATE, (b"location", quote(location, safe=_URL_LETTERS).encode("ascii"))))

    def _page(self, query: PageQuery, page: Page) -> ApiResponse:
        signed = b",".join(b'"%s"' % compact for compact in page.signed)
        body = b"".join((_SET_START, b",".join(page.plain), b'],"signedClrs":[', signed, b"]}"))
        headers = (
            *_PRIVATE,
            (b"x-total-count", b"%d" % page.total),
            (b"link", link_header(self._url, query, page.total).encode("ascii")),
        )
        return ApiResponse(200, body, headers)


def _unknown() -> Refusal:
    return Refusal(404, "unknown", "there is no such CLR")
