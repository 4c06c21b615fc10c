"""HTTP as the standards allow it, but seldom seen."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.variation_tools import DOCUMENTS, status_object

_LD_JSON = "application/ld+json"
_API = (*DOCUMENTS, "deleteClr", "getDiscoveryDocument")
_PAUSE = 0.1


def _content_type(change: Callable[[str], str]) -> Callable[[Response], None]:
    def told(answer: Response) -> None:
        if answer.body and "content-type" in answer.headers:
            answer.headers["content-type"] = change(answer.headers["content-type"])

    return told


def _with_parameters(value: str) -> str:
    return value if ";" in value else f"{value}; charset=utf-8"


def _with_profile(value: str) -> str:
    profile = ' ; Profile="http://www.w3.org/ns/json-ld#compacted"'
    return value + profile if value.startswith(_LD_JSON) else value


def _extra_headers(answer: Response) -> None:
    answer.headers.update(
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


def _cookies(answer: Response) -> None:
    answer.headers.append("set-cookie", "lb=node-3; Path=/; Secure; HttpOnly")
    answer.headers.append("set-cookie", "theme=d\xfcster; Expires=Thu, 01 Jan 1970 00:00:00 GMT")


def _cache_headers(answer: Response) -> None:
    if answer.good or answer.status == 304:
        answer.headers["etag"] = 'W/"5d8c72a5edda8"'
        answer.headers["cache-control"] = "private, max-age=0, must-revalidate"
        answer.headers["expires"] = "0"
        answer.headers["vary"] = "Accept, Accept-Encoding, Authorization"
        answer.headers["last-modified"] = "Tue, 15 Nov 1994 12:45:26 GMT"


def _gzip(answer: Response) -> None:
    if answer.body and "gzip" in answer.request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body)
        answer.headers["content-encoding"] = "gzip"
        answer.headers["vary"] = "Accept-Encoding"


def _slow(answer: Response) -> None:
    if answer.operation not in answer.memory:
        answer.memory[answer.operation] = True
        answer.pause = _PAUSE


def _json_text(write: Callable[[object], str]) -> Callable[[Response], None]:
    def told(answer: Response) -> None:
        if "json" in answer.headers.get("content-type", "") and answer.body:
            answer.body = write(answer.json).encode("utf-8")

    return told


def _escaped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True).replace("/", "\\/")


def _pretty(value: object) -> str:
    return "\r\n\t " + json.dumps(value, ensure_ascii=False, indent="\t").replace("\n", "\r\n") + "\n\n"


def _reversed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _reversed(entry) for name, entry in reversed(value.items())}
    return [_reversed(entry) for entry in value] if isinstance(value, list) else value


def _no_wildcards(request: Request) -> None:
    if "*" in request.headers.get("accept", "") and _LD_JSON not in request.headers.get("accept", ""):
        request.headers["accept"] = "text/html"


def _upper(answer: Response) -> None:
    answer.spelling = bytes.upper


def _title(answer: Response) -> None:
    answer.spelling = bytes.title


def _chunked(answer: Response) -> None:
    if len(answer.body) > 1:
        answer.pieces = 7


def _close(answer: Response) -> None:
    answer.headers["connection"] = "close"


def _body_on_405(answer: Response, body: dict[str, object]) -> None:
    if answer.status == 405:
        body["imsx_codeMajor"] = "unsupported"


VARIATIONS = (
    Variation(
        id="var-http-header-names-upper",
        title="Header names come in capitals",
        how="A gateway writes all header names in capitals.\nRFC 9110, section 5.1: names are case-insensitive.",
        on_response=_upper,
        wire=True,
        touches=("header names",),
    ),
    Variation(
        id="var-http-header-names-title",
        title="Each word of a header name begins with a capital",
        how="The server spells names as HTTP/1.0 servers did.\nRFC 9110, section 5.1: names are case-insensitive.",
        on_response=_title,
        wire=True,
        touches=("header names",),
    ),
    Variation(
        id="var-http-chunked",
        title="Bodies come in chunks without Content-Length",
        how="The framework streams its answers.\nRFC 9112, section 7.1: chunked transfer coding.",
        on_response=_chunked,
        wire=True,
    ),
    Variation(
        id="var-http-connection-closed",
        title="The connection is closed after every answer",
        how="A proxy in front does not keep connections.\nRFC 9112, section 9.6: Connection: close.",
        on_response=_close,
        wire=True,
    ),
    Variation(
        id="var-http-charset",
        title="Content types carry charset=utf-8",
        how="The framework adds charset to every text or JSON type.\n"
        "RFC 9110, section 8.3.1: a media type may have parameters.",
        on_response=_content_type(_with_parameters),
        touches=("content type",),
    ),
    Variation(
        id="var-http-content-type-capitals",
        title="Content types are written in capitals",
        how="A constant in the source is in capitals.\nRFC 9110, section 8.3.1: type and subtype are case-insensitive.",
        on_response=_content_type(str.upper),
        touches=("content type",),
    ),
    Variation(
        id="var-http-json-ld-profile",
        title="application/ld+json carries the parameter profile, with blanks around the semicolon",
        how="A JSON-LD library writes the type.\nJSON-LD 1.1, section 9.1: profile is a parameter of the media type.",
        on_response=_content_type(_with_profile),
        touches=("content type",),
    ),
    Variation(
        id="var-http-extra-headers",
        title="Every answer carries a dozen more headers",
        how="Gateways, caches and monitors add their own.\n"
        "RFC 9110, section 5.1: a recipient ignores fields that it does not know.",
        on_response=_extra_headers,
    ),
    Variation(
        id="var-http-cookies",
        title="Answers of the API set cookies",
        how="A load balancer keeps clients at one node.\nRFC 6265, section 3: any answer may set cookies.",
        on_response=_cookies,
    ),
    Variation(
        id="var-http-cache-headers",
        title="Answers of the API carry validators and an Expires that is no date",
        how="A cache library adds ETag, Last-Modified, Vary and Expires: 0.\n"
        "RFC 9111, section 5.3: an invalid Expires means expired; CLR10-DSC-014 allows them.",
        operations=_API,
        on_response=_cache_headers,
    ),
    Variation(
        id="var-http-gzip",
        title="Bodies are compressed for those who accept it",
        how="The web server compresses.\nRFC 9110, section 8.4: Content-Encoding after Accept-Encoding.",
        on_response=_gzip,
        touches=("content coding",),
    ),
    Variation(
        id="var-http-slow-in-time",
        title="The first answer of every operation takes a moment",
        how="Caches are cold.\nThe standard sets no time; the run's limits do.",
        on_response=_slow,
    ),
    Variation(
        id="var-http-wildcard-refused",
        title="A wildcard Accept is answered 406",
        how="The handler compares Accept with the one media type.\nCLR10-API-012: serving wildcards is a MAY.",
        operations=_API,
        on_request=_no_wildcards,
    ),
    Variation(
        id="var-http-405-unsupported",
        title="The status object of a 405 says unsupported",
        how="The words of the status object are taken literally.\nCLR10-ERR-007: a 405 may say unsupported.",
        on_response=status_object(_body_on_405),
    ),
    Variation(
        id="var-json-escapes",
        title="JSON is ASCII only, with every other letter and every slash escaped",
        how="The serializer plays safe.\nRFC 8259, section 7: any character may be escaped.",
        on_response=_json_text(_escaped),
        touches=("json text",),
    ),
    Variation(
        id="var-json-white-space",
        title="JSON is indented, with blank lines around it and CRLF",
        how="The serializer is set to be readable.\nRFC 8259, section 2: white space is allowed around every token.",
        on_response=_json_text(_pretty),
        touches=("json text",),
    ),
    Variation(
        id="var-json-members-reversed",
        title="Members of all objects come in the reverse order",
        how="The serializer writes a map of its own order.\nRFC 8259, section 4: an object is an unordered collection.",
        on_response=_json_text(lambda value: json.dumps(_reversed(value), ensure_ascii=False)),
        touches=("json text",),
    ),
)
