"""What a mend is: one departure of clients that exist, taken as if it were right, and said each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from starlette.datastructures import MutableHeaders

from mock_provider.store.grants import GrantStore

FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True)
class Asked:
    """A request that mends may change before the mock sees it.

    ``operation`` is the operationId of the API, or the step of OAuth (``token``), empty for anything else; ``api`` is
    true below the base path of the API. ``grants`` knows clients and codes, and is ``None`` where nobody logs in.
    """

    method: str
    path: str
    operation: str
    api: bool
    query: str
    headers: MutableHeaders
    body: bytes
    grants: GrantStore | None = None

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters, in lower case."""
        return (self.headers.get("content-type") or "").partition(";")[0].strip().lower()

    @property
    def parameters(self) -> dict[str, str]:
        """The members of the query; set it to replace them."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @parameters.setter
    def parameters(self, members: Mapping[str, str]) -> None:
        self.query = urlencode(members)

    @property
    def form(self) -> dict[str, str]:
        """The members of a form body, none of any other; set it to replace them."""
        if self.media_type != FORM:
            return {}
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @form.setter
    def form(self, members: Mapping[str, str]) -> None:
        self.body = urlencode(members).encode()
        self.headers["content-type"] = FORM

    @property
    def json(self) -> dict[str, Any] | None:
        """The JSON object in the body, ``None`` for anything else; set it to replace the body."""
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None
        return value if isinstance(value, dict) else None

    @json.setter
    def json(self, value: Mapping[str, Any]) -> None:
        self.body = orjson.dumps(value)


@dataclass(frozen=True, slots=True)
class Mend:
    """A departure that can be taken. ``strict`` says in one sentence what a strict provider does instead.

    ``apply`` makes a request right and says in a few words what came, without any secret; it says nothing (``""``)
    of a request that it leaves alone. ``on_way_back`` takes out of a redirect what ``apply`` had to put in.
    """

    id: str
    title: str
    strict: str
    apply: Callable[[Asked], str]
    on_way_back: Callable[[str], str] | None = None

    def said(self, came: str) -> str:
        """The whole note: what came, and what a strict provider does."""
        return f"{came}; {self.strict}"
