"""Names of headers, framing, content types and further headers."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.operations import API

library = Library()


def _spell_in_capitals(response: Response) -> None:
    response.spelling = bytes.upper


library.add(
    Variation(
        id="var-http-header-names-upper",
        title="Header names come in capitals",
        how="A gateway writes all header names in capitals.\nRFC 9110, section 5.1: names are case-insensitive.",
        on_response=_spell_in_capitals,
        wire=True,
        touches=("header names",),
    )
)


def _spell_with_capitals(response: Response) -> None:
    response.spelling = bytes.title


library.add(
    Variation(
        id="var-http-header-names-title",
        title="Each word of a header name begins with a capital",
        how="The server spells names as HTTP/1.0 servers did.\nRFC 9110, section 5.1: names are case-insensitive.",
        on_response=_spell_with_capitals,
        wire=True,
        touches=("header names",),
    )
)


def _send_in_pieces(response: Response) -> None:
    if len(response.body) > 1:
        response.pieces = 7


library.add(
    Variation(
        id="var-http-chunked",
        title="Bodies come in chunks without Content-Length",
        how="The framework streams its answers.\nRFC 9112, section 7.1: chunked transfer coding.",
        on_response=_send_in_pieces,
        wire=True,
    )
)


def _close_connection(response: Response) -> None:
    response.headers["connection"] = "close"


library.add(
    Variation(
        id="var-http-connection-closed",
        title="The connection is closed after every answer",
        how="A proxy in front does not keep connections.\nRFC 9112, section 9.6: Connection: close.",
        on_response=_close_connection,
        wire=True,
    )
)


def _write_content_type(change: Callable[[str], str]) -> Callable[[Response], None]:
    def changed(response: Response) -> None:
        if response.body and "content-type" in response.headers:
            response.headers["content-type"] = change(response.headers["content-type"])

    return changed


def _with_parameters(value: str) -> str:
    return value if ";" in value else f"{value}; charset=utf-8"


library.add(
    Variation(
        id="var-http-charset",
        title="Content types carry charset=utf-8",
        how="The framework adds charset to every text or JSON type.\n"
        "RFC 9110, section 8.3.1: a media type may have parameters.",
        on_response=_write_content_type(_with_parameters),
        touches=("content type",),
    )
)

library.add(
    Variation(
        id="var-http-content-type-capitals",
        title="Content types are written in capitals",
        how="A constant in the source is in capitals.\nRFC 9110, section 8.3.1: type and subtype are case-insensitive.",
        on_response=_write_content_type(str.upper),
        touches=("content type",),
    )
)


def _with_profile(value: str) -> str:
    profile = ' ; Profile="http://www.w3.org/ns/json-ld#compacted"'
    return value + profile if value.startswith(LD_JSON) else value


library.add(
    Variation(
        id="var-http-json-ld-profile",
        title="application/ld+json carries the parameter profile, with blanks around the semicolon",
        how="A JSON-LD library writes the type.\nJSON-LD 1.1, section 9.1: profile is a parameter of the media type.",
        on_response=_write_content_type(_with_profile),
        touches=("content type",),
    )
)


def _answer_wildcards_with_json(response: Response) -> None:
    if response.good and response.request.headers.get("accept") == "*/*" and "json" in response.headers["content-type"]:
        response.headers["content-type"] = "application/json"


library.add(
    Variation(
        id="var-http-wildcard-json",
        title="A wildcard Accept gets application/json",
        how="The server keeps to JSON-LD where nothing else would do.\n"
        "RFC 9110, section 12.5.1: a client that accepts anything accepts that.",
        on_response=_answer_wildcards_with_json,
        touches=("content type",),
    )
)


def _add_headers(response: Response) -> None:
    response.headers.update(
        {
            "server": "campus-gateway/4.2 (like nothing else)",
            "via": "1.1 edge-07.example, 1.1 varnish",
            "x-request-id": "0b6d4e3c-8a55-4e55-bb7e-0d8e6f2c6c11",
            "strict-transport-security": "max-age=31536000; includeSubDomains",
            "x-content-type-options": "nosniff",
            "access-control-allow-origin": "*",
            "access-control-expose-headers": "Link, X-Total-Count",
            "x-ratelimit-remaining": "4711",
            "server-timing": 'db;dur=3.1, cache;desc="miss, cold";dur=0',
            "content-language": "en",
            "x-empty": "",
        }
    )


library.add(
    Variation(
        id="var-http-extra-headers",
        title="Every answer carries a dozen more headers",
        how="Gateways, caches and monitors add their own.\n"
        "RFC 9110, section 5.1: a recipient ignores fields that it does not know.",
        on_response=_add_headers,
    )
)


def _set_cookies(response: Response) -> None:
    response.headers.append("set-cookie", "lb=node-3; Path=/; Secure; HttpOnly")
    response.headers.append("set-cookie", "theme=d\xfcster; Expires=Thu, 01 Jan 1970 00:00:00 GMT")


library.add(
    Variation(
        id="var-http-cookies",
        title="Answers of the API set cookies",
        how="A load balancer keeps clients at one node.\nRFC 6265, section 3: any answer may set cookies.",
        on_response=_set_cookies,
    )
)


def _add_cache_headers(response: Response) -> None:
    if response.good or response.status == 304:
        response.headers["etag"] = 'W/"5d8c72a5edda8"'
        response.headers["cache-control"] = "private, max-age=0, must-revalidate"
        response.headers["expires"] = "0"
        response.headers["vary"] = "Accept, Accept-Encoding, Authorization"
        response.headers["last-modified"] = "Tue, 15 Nov 1994 12:45:26 GMT"


library.add(
    Variation(
        id="var-http-cache-headers",
        title="Answers of the API carry validators and an Expires that is not a date",
        how="A cache library adds ETag, Last-Modified, Vary and Expires: 0.\n"
        "RFC 9111, section 5.3: an invalid Expires means expired; CLR10-DSC-014 allows them.",
        operations=API,
        on_response=_add_cache_headers,
    )
)

VARIATIONS = library.variations
