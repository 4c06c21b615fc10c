"""The nine operations of CLR 1.0 as a consumer calls them; every part of a request can be made wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from conformance.rulebooks.clr10.provider.edition import DISCOVERY, MEDIA_TYPE
from conformance.suites.answer import Answer
from conformance.suites.calling import RIGHT, Caller, Headers, Token


class ProviderApi(Caller):
    """Calls a provider of CLR 1.0."""

    def get_clrs(
        self, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE, headers: Headers = (), **query: object
    ) -> Answer:
        """``GET /clrs`` with ``limit``, ``offset`` and ``since`` as given, right or wrong."""
        text = "?" + urlencode({name: str(value) for name, value in query.items()}) if query else ""
        return self.call("getClrs", f"{self.base}/clrs{text}", token=token, accept=accept, headers=headers)

    def get_page(self, url: str) -> Answer:
        """A page of ``GET /clrs`` by the URL of a Link header, with the token where the origin is the target's."""
        return self.call("getClrs", url, token=RIGHT)

    def get_clr(self, item_id: str, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE) -> Answer:
        """``GET /clrs/{sourcedId}`` for an id (URL or other)."""
        return self.call("getClr", self.item("clrs", item_id), token=token, accept=accept)

    def get_clr_at(self, url: str) -> Answer:
        """``getClr`` at the URL that a CLR has as its id."""
        return self.call("getClr", url, token=RIGHT, follow=True)

    def post_raw(self, body: Mapping[str, Any]) -> Answer:
        """A right ``POST /clrs`` whose answer holds every byte after the header section, whatever the status."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.call("postClr", token=RIGHT, headers=(("Content-Type", MEDIA_TYPE),), content=content, raw=True)

    def post_clr(
        self,
        body: Mapping[str, Any] | bytes,
        *,
        token: Token = RIGHT,
        accept: str | None = MEDIA_TYPE,
        content_type: str | None = MEDIA_TYPE,
    ) -> Answer:
        """``POST /clrs`` with a payload, or with bytes as they are."""
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = (("Content-Type", content_type),) if content_type else ()
        return self.call("postClr", token=token, accept=accept, headers=headers, content=content)

    def delete_clr(self, item_id: str, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE) -> Answer:
        """``DELETE /clrs/{sourcedId}``."""
        return self.call("deleteClr", self.item("clrs", item_id), token=token, accept=accept)

    def get_discovery(self, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """``GET /discovery``, by default without a token."""
        return self.call(DISCOVERY, token=token, accept=accept)

    def read(self, operation: str, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """One of the public reads of hosted items, by its operation and the URL of the item; no token by default."""
        return self.call(operation, url, token=token, accept=accept, follow=True)

    def get_assertion(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A hosted assertion by its URL, by default without a token."""
        return self.read("getAssertion", url, token=token, accept=accept)

    def get_endorsement(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A hosted endorsement by its URL, by default without a token."""
        return self.read("getEndorsement", url, token=token, accept=accept)

    def get_key(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A key document by its URL, by default without a token."""
        return self.read("getKey", url, token=token, accept=accept)

    def get_revocation_list(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A revocation list by its URL, by default without a token."""
        return self.read("getRevocationList", url, token=token, accept=accept)
