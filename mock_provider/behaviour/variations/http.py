"""What any service may answer: compressed, late, or in JSON that is written in another way."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.trigger import Trigger

library = Library()


def _compress(response: Response) -> None:
    if response.body and "gzip" in response.request.headers.get("accept-encoding", ""):
        response.body = gzip.compress(response.body)
        response.headers["content-encoding"] = "gzip"
        response.headers["vary"] = "Accept-Encoding"


library.add(
    Variation(
        id="var-http-gzip",
        title="Bodies are compressed for those who accept it",
        how="The web server compresses.\nRFC 9110, section 8.4: Content-Encoding after Accept-Encoding.",
        on_response=_compress,
        touches=("content coding",),
    )
)

_MOMENT, _SLOW = 0.1, 1.5  # seconds


def _pause_at_first(response: Response) -> None:
    if response.operation not in response.memory:
        response.memory[response.operation] = True
        response.pause = _MOMENT


library.add(
    Variation(
        id="var-http-slow-in-time",
        title="The first answer of every operation takes a moment",
        how="Caches are cold.\nThe standard sets no time; the run's limits do.",
        on_response=_pause_at_first,
    )
)


def _pause(response: Response) -> None:
    response.pause = _SLOW


library.add(
    Variation(
        id="var-http-slow-start",
        title="The first answer takes more than a second, all others are quick",
        how="The service was asleep.\nThe standard sets no time; the run's limits do.",
        on_response=_pause,
        trigger=Trigger(next=1),
    )
)


def _write_json(write: Callable[[object], str]) -> Callable[[Response], None]:
    def changed(response: Response) -> None:
        if "json" in response.headers.get("content-type", "") and response.body:
            response.body = write(response.json).encode("utf-8")

    return changed


def _escaped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True).replace("/", "\\/")


library.add(
    Variation(
        id="var-json-escapes",
        title="JSON is ASCII only, with every other letter and every slash escaped",
        how="The serializer plays safe.\nRFC 8259, section 7: any character may be escaped.",
        on_response=_write_json(_escaped),
        touches=("json text",),
    )
)


def _pretty(value: object) -> str:
    return "\r\n\t " + json.dumps(value, ensure_ascii=False, indent="\t").replace("\n", "\r\n") + "\n\n"


library.add(
    Variation(
        id="var-json-white-space",
        title="JSON is indented, with blank lines around it and CRLF",
        how="The serializer is set to be readable.\nRFC 8259, section 2: white space is allowed around every token.",
        on_response=_write_json(_pretty),
        touches=("json text",),
    )
)


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _reversed(entry) for name, entry in reversed(value.items())}
    return [_reversed(entry) for entry in value] if isinstance(value, list) else value


library.add(
    Variation(
        id="var-json-members-reversed",
        title="Members of all objects come in the reverse order",
        how="The serializer writes a map of its own order.\nRFC 8259, section 4: an object is an unordered collection.",
        on_response=_write_json(lambda value: json.dumps(_reversed(value), ensure_ascii=False)),
        touches=("json text",),
    )
)

VARIATIONS = library.variations
