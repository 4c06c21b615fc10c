"""Sends a request for an operation of an edition; every part of it can be made wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import urljoin, urlsplit

from conformance.document import ParseLimits
from conformance.exchanges import Response
from conformance.standard import Facts
from conformance.suites.answer import Answer, AnswerRules
from conformance.suites.history import History
from conformance.suites.urls import origin, sourced_id, split
from conformance.wire import Wire
from conformance.wire.redirects import REDIRECTS

Headers = Sequence[tuple[str, str]]


class RightToken:
    """Stands for the token that the operation needs; ``None`` in its place sends no Authorization header."""


RIGHT: Final = RightToken()
Token = str | None | RightToken


@dataclass(frozen=True, slots=True)
class Connection:
    """The target as every request to it needs it: the way there, what its edition says, and where answers are kept."""

    wire: Wire
    base: str
    facts: Facts
    media_type: str
    history: History
    limits: ParseLimits = field(default_factory=ParseLimits)
    answers: AnswerRules = field(default_factory=AnswerRules)
    final_slash: bool = False
    """Whether a redirect to the same path with a final slash is gone along with: a row of its own tells of it."""

    def answer(self, response: Response, operation: str) -> Answer:
        """The response as an answer that a check can demand something of; it is not kept in the history."""
        return Answer(response, operation, self.limits, self.answers)


@dataclass(frozen=True, slots=True)
class Access:
    """Tokens of one resource owner: ``token_for`` gives the one of a scope's short name.

    ``renewed`` hears of a right token that was answered 401, and says whether there is a new one to try again with.
    """

    token_for: Callable[[str], str] = lambda _scope: ""
    renewed: Callable[[str, Response], bool] = lambda _scope, _response: False


class Caller:
    """Calls the operations of a target by their ids, with the tokens of one resource owner."""

    def __init__(self, connection: Connection, access: Access) -> None:
        self.connection = connection
        self.wire = connection.wire
        self.base = connection.base
        self._access = access

    def item(self, collection: str, item_id: str) -> str:
        """URL of an item of a collection, for its id (URL or other)."""
        return f"{self.base}/{collection}/{sourced_id(item_id)}"

    def url_of(self, operation: str) -> str:
        """URL of an operation that is about no single item."""
        return self.base + self.connection.facts.operations[operation].path

    def call(
        self,
        operation: str,
        url: str | None = None,
        *,
        token: Token = None,
        accept: str | None = "",
        headers: Headers = (),
        content: bytes = b"",
        follow: bool = False,
        raw: bool = False,
    ) -> Answer:
        """One request for an operation; the answer is kept in the history.

        Without ``url`` it goes where the operation stands; ``accept`` is by default the edition's media type. A token
        is never sent to another origin than that of the target. A right token that has died since is renewed, and the
        request sent again.
        """
        about = self.connection.facts.operations[operation]
        wanted = self.connection.media_type if accept == "" else accept
        send = self.wire.send_raw if raw else partial(self.wire.send, follow=follow)
        plain = [*headers, *((("Accept", wanted),) if wanted is not None else ())]
        first = url or self.url_of(operation)

        def once(at: str) -> Response:
            bearer = self._access.token_for(about.scope) if isinstance(token, RightToken) else token
            own = origin(at) == origin(self.base)
            sent = [*plain, ("Authorization", f"Bearer {bearer}")] if bearer is not None and own else plain
            return send(about.method, at, headers=sent, content=content, label=operation)

        def there() -> Response:
            response = once(first)
            slashed = with_final_slash(response) if self.connection.final_slash else None
            return once(slashed) if slashed else response

        response = there()
        if isinstance(token, RightToken) and response.status == 401 and self._access.renewed(about.scope, response):
            response = there()
        answer = self.connection.answer(response, operation)
        if not raw:  # raw bytes may be framed as chunks
            self.connection.history.add(answer)
        return answer


def with_final_slash(response: Response) -> str | None:
    """Where a redirect leads that adds a final slash to the path and changes nothing else; ``None`` for any other."""
    location = response.headers.get("location")
    if response.status not in REDIRECTS or not location:
        return None
    try:
        old, new = split(response.url), urlsplit(urljoin(response.url, location))
    except ValueError:  # what leads there is no URL
        return None
    same = (old.scheme, old.netloc, f"{old.path}/", old.query) == (new.scheme, new.netloc, new.path, new.query)
    return new.geturl() if same else None
