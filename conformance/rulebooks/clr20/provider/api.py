"""The five operations of CLR 2.0 as a consumer calls them; every part of a request can be made wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from conformance.rulebooks.clr20.provider.edition import DISCOVERY, GET_PROFILE, JSON, LIST, PUT_PROFILE, TEXT, UPSERT
from conformance.suites.answer import Answer
from conformance.suites.calling import RIGHT, Caller, Headers, Token


class ProviderApi(Caller):
    """Calls a provider of CLR 2.0, or of an envelope with the same API."""

    def get_credentials(
        self, *, token: Token = RIGHT, accept: str | None = JSON, headers: Headers = (), **query: object
    ) -> Answer:
        """``GET /credentials`` with ``limit``, ``offset`` and ``since`` as given, right or wrong."""
        text = "?" + urlencode({name: str(value) for name, value in query.items()}) if query else ""
        return self.call(LIST, f"{self.base}/credentials{text}", token=token, accept=accept, headers=headers)

    def get_page(self, url: str) -> Answer:
        """A page of ``GET /credentials`` by the URL of a Link header, with the token if the origin is the target's."""
        return self.call(LIST, url, token=RIGHT)

    def upsert(
        self,
        body: Mapping[str, Any] | str | bytes,
        *,
        token: Token = RIGHT,
        accept: str | None = "*/*",
        content_type: str | None = None,
    ) -> Answer:
        """``POST /credentials`` with a record, a compact JWS (text), or bytes as they are."""
        if isinstance(body, bytes):
            content, usual = body, JSON
        elif isinstance(body, str):
            content, usual = body.encode(), TEXT
        else:
            content, usual = json.dumps(body, ensure_ascii=False).encode(), JSON
        headers = (("Content-Type", content_type or usual),)
        return self.call(UPSERT, token=token, accept=accept, headers=headers, content=content)

    def get_profile(self, *, token: Token = RIGHT, accept: str | None = JSON) -> Answer:
        """``GET /profile``."""
        return self.call(GET_PROFILE, token=token, accept=accept)

    def put_profile(
        self, body: Mapping[str, Any] | bytes, *, token: Token = RIGHT, accept: str | None = JSON
    ) -> Answer:
        """``PUT /profile`` with a whole profile, or bytes as they are."""
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = (("Content-Type", JSON),)
        return self.call(PUT_PROFILE, token=token, accept=accept, headers=headers, content=content)

    def get_description(self, *, token: Token = None, accept: str | None = JSON) -> Answer:
        """``GET /discovery``, by default without a token."""
        return self.call(DISCOVERY, token=token, accept=accept)
