"""The two operations on records: getCredentials and upsertCredential."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request

from mock_provider.clr20 import BOOK, FACTS
from mock_provider.clr20.resource.about import is_about
from mock_provider.clr20.resource.known_keys import KnownKeys
from mock_provider.clr20.resource.media import OF_RECORDS, accepted, answer_in
from mock_provider.clr20.resource.secured import Secured
from mock_provider.clr20.store.credentials import CredentialStore, Kept, Page, ProfileStore, StoredCredential
from mock_provider.clr20.store.forms import stored
from mock_provider.clr20.store.hosted import HostedStore
from mock_provider.clr20.terms import JSON, READ, STATUSES, TEXT, UPSERT
from mock_provider.http.access import Gate
from mock_provider.http.body_form import form_of
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.json_bodies import check, invalid, parse_json
from mock_provider.http.page_cache import PageCache
from mock_provider.http.paging import PageQuery, link_header, page_query
from mock_provider.http.status import ApiResponse, Headers, Refusal
from mock_provider.settings import Settings
from mock_provider.store.database import Database

_PRIVATE: Final[Headers] = ((b"cache-control", b"private, no-cache"),)
_FIRST_OF_1_1: Final = "https://www.w3.org/2018/credentials/v1"
_ID_LENGTH: Final = 2000


class Credentials:
    """What happens at ``/credentials``."""

    def __init__(self, settings: Settings, database: Database, gate: Gate) -> None:
        self._store = CredentialStore(database)
        self._profiles = ProfileStore(database)
        self._gate = gate
        self._settings = settings
        self._secured = Secured(
            KnownKeys(HostedStore(database), settings.root_url),
            trust_embedded_keys=settings.trust_embedded_keys,
            max_depth=settings.max_depth,
        )
        self._url = f"{settings.root_url}{FACTS.base_path}/credentials"
        self._pages = PageCache(database)
        self._waiting = database.may_wait

    def endpoint(self) -> Endpoint:
        """The endpoint of both."""
        return Endpoint(
            {"GET": self.get},
            STATUSES,
            {"POST": self.upsert} if self._settings.write else {},
            max_body=self._settings.max_body,
            waiting=self._waiting,
            accepted=accepted,
        )

    def get(self, request: Request) -> ApiResponse:
        """A page of the owner's records, newest first."""
        owner = self._gate.owner(request, READ)
        key = (owner, request.scope["query_string"])
        response = self._pages.get(key)
        if response is None:
            query = page_query(key[1], self._settings.max_page)
            page = self._store.page(owner, limit=query.limit, offset=query.offset, since=query.since_moment)
            response = self._page(query, page)
            self._pages.put(key, response)
        return response

    def upsert(self, request: Request, content: bytes) -> ApiResponse:
        """Keeps a record as it came, in the place of an equal one; 304 where a newer one is there already."""
        owner = self._gate.owner(request, UPSERT)
        media_type = form_of(request, OF_RECORDS)
        record = self._record(owner, content, compact=media_type == TEXT)
        kept = self._store.put(record)
        if kept is Kept.OLDER:
            return ApiResponse(304)
        headers = ((b"content-type", answer_in(request, media_type).encode("ascii")), *_PRIVATE)
        return ApiResponse(201 if kept is Kept.CREATED else 200, record.body, headers)

    def _record(self, owner: str, content: bytes, *, compact: bool) -> StoredCredential:
        """What is to be kept; raises a 400 for what is no secured record, a 403 for one about somebody else."""
        credential = self._secured.opened(content.strip()) if compact else parse_json(content, self._settings.max_depth)
        check(credential, BOOK, _class_of(credential))
        _check_id(credential["id"])
        if not compact:
            self._secured.check(credential)
        self._check_learner(owner, credential["credentialSubject"])
        try:
            return stored(credential, owner, body=content.strip() if compact else content, compact=compact)
        except (ValueError, OverflowError) as error:
            raise invalid(f"/validFrom: {error}") from error

    def _check_learner(self, owner: str, subject: Mapping[str, Any]) -> None:
        known = self._profiles.get(owner)
        if known is not None and not is_about(subject, json.loads(known)):
            raise Refusal(403, "forbidden", "the record is about another learner than the token's user")

    def _page(self, query: PageQuery, page: Page) -> ApiResponse:
        parts = []
        if page.plain:
            parts.append(b'"credential":[' + b",".join(page.plain) + b"]")
        if page.compact:
            tokens = b",".join(b'"%s"' % token for token in page.compact)
            parts.append(b'"compactJwsString":[' + tokens + b"]")
        headers = (
            (b"content-type", JSON.encode("ascii")),
            *_PRIVATE,
            (b"x-total-count", b"%d" % page.total),
            (b"link", link_header(self._url, query, page.total).encode("ascii")),
        )
        return ApiResponse(200, b"{" + b",".join(parts) + b"}", headers)


def _class_of(credential: Any) -> str:
    """The class by which a record is checked: records of VCDM 1.1 have dates of other names."""
    contexts = credential.get("@context") if isinstance(credential, dict) else None
    first = contexts[0] if isinstance(contexts, list) and contexts else contexts
    return "ClrCredentialv1p1" if first == _FIRST_OF_1_1 else "ClrCredential"


def _check_id(identifier: str) -> None:
    if not 0 < len(identifier) <= _ID_LENGTH or any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in identifier):
        raise invalid(f"/id: has to be a URI of 1 to {_ID_LENGTH} characters")
