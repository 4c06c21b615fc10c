"""The nine operations of CLR 1.0 as a consumer calls them; every part of a request can be made wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from conformance.document import ParseLimits
from conformance.exchanges import Response
from conformance.suites.answer import MEDIA_TYPE, Answer
from conformance.suites.ledger import Ledger
from conformance.wire import Wire

BASE_PATH = "/ims/clr/v1p0"

Headers = Sequence[tuple[str, str]]


class RightToken:
    """Stands for the token that the operation needs; ``None`` in its place sends no Authorization header."""


RIGHT = RightToken()
Token = str | None | RightToken

SCOPE = {"getClrs": "readonly", "getClr": "readonly", "postClr": "replace", "deleteClr": "delete"}

COLLECTIONS: Mapping[str, str] = {
    "getAssertion": "assertions",
    "getEndorsement": "endorsements",
    "getKey": "keys",
    "getRevocationList": "revocations",
}
"""The public reads and where they are."""


def base_url(url: str) -> str:
    """The API base for a target given with or without a final slash or the base path."""
    trimmed = url.rstrip("/")
    return trimmed if trimmed.endswith(BASE_PATH) else trimmed + BASE_PATH


def sourced_id(item_id: str) -> str:
    """The path segment of an item: the last one of a URL, otherwise the percent-encoded id."""
    if item_id.startswith(("https://", "http://")):
        return split(item_id).path.rsplit("/", 1)[-1]
    return quote(item_id, safe="")


class ProviderApi:
    """Calls a provider.

    ``token_for`` gives the access token of a scope's short name; ``renewed`` hears of a right token that was answered
    401, and says whether there is a new one to try again with.
    """

    def __init__(
        self,
        wire: Wire,
        base: str,
        token_for: Callable[[str], str],
        ledger: Ledger,
        *,
        limits: ParseLimits | None = None,
        renewed: Callable[[str, Response], bool] = lambda _scope, _reply: False,
    ) -> None:
        self.wire = wire
        self.base = base
        self._token_for = token_for
        self._renewed = renewed
        self._ledger = ledger
        self._limits = limits

    def get_clrs(
        self, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE, headers: Headers = (), **query: object
    ) -> Answer:
        """``GET /clrs`` with ``limit``, ``offset`` and ``since`` as given, right or wrong."""
        text = "?" + urlencode({name: str(value) for name, value in query.items()}) if query else ""
        return self.call("getClrs", "GET", f"{self.base}/clrs{text}", token=token, accept=accept, headers=headers)

    def get_clr(self, item_id: str, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE) -> Answer:
        """``GET /clrs/{sourcedId}`` for an id (URL or other)."""
        return self.call("getClr", "GET", self.item("clrs", item_id), token=token, accept=accept)

    def get_clr_at(self, url: str) -> Answer:
        """``getClr`` at the URL that a CLR has as its id."""
        return self.call("getClr", "GET", url, token=RIGHT, follow=True)

    def post_raw(self, body: Mapping[str, Any]) -> Answer:
        """A right ``POST /clrs`` whose answer holds every byte after the header section, whatever the status."""
        return self.call(
            "postClr",
            "POST",
            f"{self.base}/clrs",
            token=RIGHT,
            headers=(("Content-Type", MEDIA_TYPE),),
            content=json.dumps(body, ensure_ascii=False).encode(),
            raw=True,
        )

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
        return self.call(
            "postClr", "POST", f"{self.base}/clrs", token=token, accept=accept, headers=headers, content=content
        )

    def delete_clr(self, item_id: str, *, token: Token = RIGHT, accept: str | None = MEDIA_TYPE) -> Answer:
        """``DELETE /clrs/{sourcedId}``."""
        return self.call("deleteClr", "DELETE", self.item("clrs", item_id), token=token, accept=accept)

    def get_discovery(self, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """``GET /discovery``, by default without a token."""
        return self.call("getDiscoveryDocument", "GET", f"{self.base}/discovery", token=token, accept=accept)

    def get_assertion(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A hosted assertion by its URL, by default without a token."""
        return self.call("getAssertion", "GET", url, token=token, accept=accept, follow=True)

    def get_endorsement(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A hosted endorsement by its URL, by default without a token."""
        return self.call("getEndorsement", "GET", url, token=token, accept=accept, follow=True)

    def get_key(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A key document by its URL, by default without a token."""
        return self.call("getKey", "GET", url, token=token, accept=accept, follow=True)

    def get_revocation_list(self, url: str, *, token: Token = None, accept: str | None = MEDIA_TYPE) -> Answer:
        """A revocation list by its URL, by default without a token."""
        return self.call("getRevocationList", "GET", url, token=token, accept=accept, follow=True)

    def item(self, collection: str, item_id: str) -> str:
        """URL of an item of ``clrs``, ``assertions``, ``endorsements``, ``keys`` or ``revocations``."""
        return f"{self.base}/{collection}/{sourced_id(item_id)}"

    def call(
        self,
        operation: str,
        method: str,
        url: str,
        *,
        token: Token = None,
        accept: str | None = MEDIA_TYPE,
        headers: Headers = (),
        content: bytes = b"",
        follow: bool = False,
        raw: bool = False,
    ) -> Answer:
        """One request for an operation; the answer is kept in the ledger.

        A token is never sent to another origin than that of the target. A right token that has died since is
        renewed, and the request sent again.
        """
        send = self.wire.send_raw if raw else partial(self.wire.send, follow=follow)
        plain = [*headers, *((("Accept", accept),) if accept is not None else ())]

        def once() -> Response:
            bearer = self._token_for(SCOPE[operation]) if isinstance(token, RightToken) else token
            own = origin(url) == origin(self.base)
            sent = [*plain, ("Authorization", f"Bearer {bearer}")] if bearer is not None and own else plain
            return send(method, url, headers=sent, content=content, label=operation)

        reply = once()
        if isinstance(token, RightToken) and reply.status == 401 and self._renewed(SCOPE[operation], reply):
            reply = once()
        answer = Answer(reply, operation, self._limits)
        if not raw:  # raw bytes may be framed as chunks
            self._ledger.add(answer)
        return answer


@lru_cache(maxsize=1024)
def origin(url: str) -> tuple[str, str]:
    """Scheme and authority of a URL, in lower case; of what is no URL, something that no URL has."""
    parts = split(url)
    return parts.scheme.lower(), parts.netloc.lower()


def split(url: str) -> SplitResult:
    """The parts of a URL that a target names; all are empty when it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")
