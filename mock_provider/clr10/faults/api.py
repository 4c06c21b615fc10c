"""API: transport, content negotiation and failures made wrong, in process."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, minor_is, page, refuse, refusing, typed, when

LD_JSON = "application/ld+json"
ITEMS = ("getAssertion", "getEndorsement", "getKey", "getRevocationList")
API = (*ITEMS, "getClrs", "postClr", "getClr", "deleteClr", "getDiscoveryDocument")


def _taking(accept: str) -> Callable[[Request], object]:
    def change(request: Request) -> None:
        if request.headers.get("accept") == accept:
            request.headers["accept"] = LD_JSON

    return change


def _elsewhere(answer: Response) -> None:
    answer.status = 404
    page(answer)


def _successes(change: Change) -> Change:
    return lambda answer: change(answer) if answer.good and answer.body else None


def _without_type(answer: Response) -> None:
    del answer.headers["content-type"]


def _taking_text(request: Request) -> None:
    if request.headers.get("content-type") == "text/plain":
        request.headers["content-type"] = LD_JSON


def _empty(answer: Response) -> None:
    answer.body = b""
    _without_type(answer)


def _latin(answer: Response) -> None:
    answer.body = answer.body.replace(b"access token", "Schlüssel".encode("latin-1"))


def _marked(answer: Response) -> None:
    answer.body = b"\xef\xbb\xbf" + answer.body


def _cut(answer: Response) -> None:
    answer.body = answer.body[:-1]


def _found(answer: Response) -> None:
    """A success with nothing in it."""
    if " " in answer.request.path or "\x00" in answer.request.path:
        answer.status = 204 if answer.operation == "getAssertion" else 200
        _empty(answer)


def _crash(answer: Response) -> None:
    if " " in answer.request.path or "\x00" in answer.request.path:
        answer.status = 500
        page(answer)


def _tomcat(answer: Response) -> None:
    answer.headers["content-type"] = "application/json"
    answer.json = {"timestamp": "2026-01-01T00:00:00Z", "status": answer.status, "error": "Unauthorized"}


FAULTS = (
    Fault(
        id="api-clrs-elsewhere",
        title="GET /clrs is a 404 page: the list is served under another path",
        how="The list was mounted under /api/records.\nOnly the single CLR moved to the base path.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-GCS-001": "there is no list at all",
            "CLR10-GCS-027": "there is no list at all",
            "CLR10-API-013": "the page is no status object",
            "CLR10-RFR-003": "there is no list to try a token on",
        },
        operations=("getClrs",),
        on_response=_elsewhere,
    ),
    Fault(
        id="api-discovery-elsewhere",
        title="GET /discovery is a 404 page: the document is served under another path",
        how="The document was put under /.well-known, where OAuth has its own.\nBelow the base path there is nothing.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-DSC-001": "there is no discovery document",
            "CLR10-API-013": "the page is no status object",
        },
        operations=("getDiscoveryDocument",),
        on_response=_elsewhere,
    ),
    Fault(
        id="api-posts-elsewhere",
        title="POST /clrs is a 404 page: posts are taken under another path",
        how="Writing is another service behind the gateway, with routes of its own.\nThe gateway forwards GET only.",
        breaks=("CLR10-API-001",),
        consequences={
            "CLR10-PST-001": "no CLR can be posted",
            "CLR10-API-013": "the page is no status object",
        },
        operations=("postClr",),
        on_response=_elsewhere,
    ),
    Fault(
        id="api-application-json",
        title="Successes are served as application/json",
        how="The framework's JSON response was used as it is.\nNobody set the media type of JSON-LD.",
        breaks=("CLR10-API-008",),
        on_response=_successes(lambda answer: typed("application/json")(answer) if answer.operation in API else None),
    ),
    Fault(
        id="api-no-content-type",
        title="Hosted items are served without Content-Type",
        how="Hosted items are files in a bucket, without extension.\nThe bucket does not know their type.",
        breaks=("CLR10-API-008",),
        operations=ITEMS,
        on_response=_successes(_without_type),
    ),
    Fault(
        id="api-browsers-are-served",
        title="Accept: text/html gets JSON all the same",
        how="The Accept header is not looked at.\nWhoever asks gets JSON.",
        breaks=("CLR10-API-010",),
        on_request=_taking("text/html"),
    ),
    Fault(
        id="api-json-is-enough",
        title="Accept: application/json is taken for application/ld+json",
        how="The framework treats all JSON types as equal.\nThe difference to JSON-LD was thought to be a detail.",
        breaks=("CLR10-API-010",),
        on_request=_taking("application/json"),
    ),
    Fault(
        id="api-keys-for-everybody",
        title="Keys are served whatever Accept says",
        how="Keys are static files in front of the application.\nThe web server does not negotiate.",
        breaks=("CLR10-API-010",),
        operations=("getKey",),
        on_request=_taking("text/html"),
    ),
    Fault(
        id="api-406-empty",
        title="The 406 has no body",
        how="The framework itself answers a wrong Accept header.\nIts 406 does not go through the error handler.",
        breaks=("CLR10-API-010", "CLR10-API-013"),
        on_response=when(406, change=_empty),
    ),
    Fault(
        id="api-406-other-code",
        title="The status body of a 406 says invalid_data",
        how="One code minor is used for all that is wrong with a request.\nThe list of codes was not read to its end.",
        breaks=("CLR10-API-011",),
        on_response=when(406, change=minor_is("invalid_data")),
    ),
    Fault(
        id="api-406-no-code",
        title="The status body of a 406 has no code minor",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-API-011",),
        on_response=when(406, change=minor_is(None)),
    ),
    Fault(
        id="api-401-page",
        title="A request without token gets the gateway's HTML page",
        how="The API gateway checks the token before the application sees the request.\nIts own error page goes out.",
        breaks=("CLR10-API-013",),
        operations=("getClrs",),
        on_response=when(401, change=page),
    ),
    Fault(
        id="api-400-home-made",
        title="A 400 is the framework's own error object",
        how="Query parameters are validated by the framework.\nIts error object goes out instead of a status object.",
        breaks=("CLR10-API-013",),
        operations=("getClrs",),
        on_response=when(400, change=_tomcat),
    ),
    Fault(
        id="api-errors-application-json",
        title="Status objects are sent as application/json",
        how="The error handler was written before the media type was changed.\nIt still says application/json.",
        breaks=("CLR10-API-013",),
        on_response=when(
            400,
            401,
            403,
            404,
            405,
            406,
            410,
            415,
            change=lambda answer: typed("application/json")(answer) if answer.operation in API else None,
        ),
    ),
    Fault(
        id="api-404-empty",
        title="The 404 of an unknown CLR has no body",
        how="The handler ends with a bare 404.\nNobody saw it, since clients only look at the status.",
        breaks=("CLR10-API-013", "CLR10-GCL-003"),
        operations=("getClr",),
        on_response=when(404, change=_empty),
    ),
    Fault(
        id="api-post-of-any-type",
        title="A post of type text/plain is taken",
        how="The body is parsed as JSON whatever it is called.\nContent-Type is not looked at.",
        breaks=("CLR10-API-015",),
        operations=("postClr",),
        on_request=_taking_text,
    ),
    Fault(
        id="api-latin-1",
        title="Descriptions in errors are encoded in Latin-1",
        how="The message texts come from a file in the old encoding.\nThey are copied into the body byte by byte.",
        breaks=("CLR10-API-016",),
        consequences={"CLR10-API-013": "a body that cannot be decoded is no status object"},
        operations=("postClr",),
        on_response=when(401, change=_latin),
    ),
    Fault(
        id="api-byte-order-mark",
        title="Revocation lists begin with a byte order mark",
        how="The file was saved by an editor that puts the mark in front.\nThe web server sends it as it is.",
        breaks=("CLR10-API-016",),
        operations=("getRevocationList",),
        on_response=_successes(_marked),
    ),
    Fault(
        id="api-cut-off",
        title="Status objects miss their last byte",
        how="Content-Length is counted in characters, not in bytes.\nWith one letter beyond ASCII the end is lost.",
        breaks=("CLR10-API-016",),
        consequences={"CLR10-API-013": "a body that is no JSON is no status object"},
        operations=("deleteClr",),
        on_response=when(401, change=_cut),
    ),
    Fault(
        id="api-put-404",
        title="PUT /clrs is answered 404",
        how="The router looks for method and path together.\nWhat it does not find is a 404.",
        breaks=("CLR10-API-017",),
        on_response=lambda answer: refuse(answer, 404, "unknown") if answer.request.method == "PUT" else None,
    ),
    Fault(
        id="api-put-500",
        title="PUT /clrs ends in a 500",
        how="The base class of the handlers raises for methods that nobody wrote.\nNothing catches it.",
        breaks=("CLR10-API-017",),
        touches=AVAILABILITY,
        on_response=lambda answer: (
            refuse(answer, 500, "internal_server_error") if answer.request.method == "PUT" else None
        ),
    ),
    Fault(
        id="api-no-post-404",
        title="A provider without postClr answers it 404",
        how="The route was left out, since posting is not offered.\nThe standard asks for a 405.",
        breaks=("CLR10-API-018",),
        operations=("postClr",),
        settings={"write": False},
        plan={"claims": {"write": False}},
        on_response=refusing(404, "unknown", instead_of=405),
    ),
    Fault(
        id="api-no-post-page",
        title="A provider without postClr answers it 405 with a page",
        how="The web server in front allows GET only.\nIts 405 is an HTML page.",
        breaks=("CLR10-API-018", "CLR10-API-013"),
        operations=("postClr",),
        settings={"write": False},
        plan={"claims": {"write": False}},
        on_response=when(405, change=page),
    ),
    Fault(
        id="api-no-delete-501",
        title="A provider without deleteClr answers it 501",
        how="The handler is a stub that says it is not implemented.\nThe standard asks for a 405.",
        breaks=("CLR10-API-019",),
        operations=("deleteClr",),
        settings={"delete": False},
        plan={"claims": {"delete": False}},
        on_response=refusing(501, "unknown", instead_of=405),
    ),
    Fault(
        id="api-no-delete-404",
        title="A provider without deleteClr answers it 404",
        how="The delete route is switched off by a setting.\nWhat has no route is a 404.",
        breaks=("CLR10-API-019",),
        operations=("deleteClr",),
        settings={"delete": False},
        plan={"claims": {"delete": False}},
        on_response=refusing(404, "unknown", instead_of=405),
    ),
    Fault(
        id="api-405-other-code",
        title="The status body of a 405 says unknown",
        how="The framework's 405 is turned into a status object by the handler for everything else.\nIt says unknown.",
        breaks=("CLR10-API-020",),
        on_response=when(405, change=minor_is("unknown")),
    ),
    Fault(
        id="api-200-for-nothing",
        title="An item that cannot exist is answered 204",
        how="The lookup returns nothing when it fails.\nThe framework makes a 204 of nothing.",
        breaks=("CLR10-API-021",),
        operations=("getAssertion",),
        on_response=_found,
    ),
    Fault(
        id="api-clr-200-for-nothing",
        title="A CLR id that cannot exist is answered 200 without a body",
        how="The answer is streamed, and the status is sent before the CLR is looked for.\nNothing follows.",
        breaks=("CLR10-API-021",),
        operations=("getClr",),
        on_response=_found,
    ),
    Fault(
        id="api-malformed-id-crash",
        title="A malformed id ends in a 500 page",
        how="The segment is decoded before anything is caught.\nThe server's own page goes out.",
        breaks=("CLR10-API-021", "CLR10-API-013"),
        operations=ITEMS,
        touches=AVAILABILITY,
        on_response=_crash,
    ),
)
