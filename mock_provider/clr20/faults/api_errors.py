"""API: what errors say, and how bodies are written."""

from __future__ import annotations

from urllib.parse import urlencode

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Node, edited, minor_is, page, refuse, typed
from mock_provider.clr20 import FACTS
from mock_provider.clr20.faults._api import LISTS, PROTECTED, drop, in_errors

library = Library()

_FIELD = "imsx_codeMinorField"


def _entry(body: Node) -> Node:
    entry: Node = body["imsx_codeMinor"][_FIELD][0]
    return entry


library.add(
    Fault(
        id="api-400-page",
        title="The 400 of getCredentials is a page",
        how="The framework refuses what it cannot parse.\nIts page is not a status object.",
        breaks=("CLR20-API-34",),
        operations=LISTS,
        on_response=in_errors(400, change=page),
    )
)

library.add(
    Fault(
        id="api-401-problem-json",
        title="A 401 is sent as application/problem+json",
        how="The framework writes its errors so.\nThe body was replaced, and its type was not.",
        breaks=("CLR20-API-34",),
        operations=PROTECTED,
        on_response=in_errors(401, change=typed("application/problem+json")),
    )
)

library.add(
    Fault(
        id="api-no-severity",
        title="Status objects have no imsx_severity",
        how="The member was thought to be optional.\nThe status says that it is an error.",
        breaks=("CLR20-API-34",),
        consequences={"CLR20-API-36": "what is not there is not error either"},
        on_response=in_errors(change=drop("imsx_severity")),
    )
)

library.add(
    Fault(
        id="api-trace-in-status",
        title="Status objects hold a trace id",
        how="The framework adds its own members to each error.\nThe class is closed.",
        breaks=("CLR20-API-34",),
        on_response=in_errors(change=edited(lambda body: body.update(traceId="00-8c0e3f5a52a14d0f"))),
    )
)


def _unwrap(body: Node) -> None:
    if "imsx_codeMinor" in body:
        body["imsx_codeMinor"][_FIELD] = _entry(body)


library.add(
    Fault(
        id="api-minor-unwrapped",
        title="imsx_codeMinorField is one object",
        how="The serialiser unwraps single items.\nThere is one entry as a rule.",
        breaks=("CLR20-API-34",),
        consequences={
            "CLR20-API-27": "the code cannot be read from where it should be",
        },
        on_response=in_errors(400, 401, 403, change=edited(_unwrap)),
    )
)

library.add(
    Fault(
        id="api-minor-not-listed",
        title="The code minor of a 401 is unauthorized",
        how="The value was guessed.\nThe list of the standard has unauthorizedrequest.",
        breaks=("CLR20-API-35",),
        consequences={"CLR20-API-36": "it is not the code of a 401 either"},
        on_response=in_errors(401, change=minor_is("unauthorized")),
    )
)

library.add(
    Fault(
        id="api-major-not-listed",
        title="imsx_codeMajor is error",
        how="The value was guessed.\nThe list of the standard has failure.",
        breaks=("CLR20-API-35",),
        on_response=in_errors(change=edited(lambda body: body.update(imsx_codeMajor="error"))),
    )
)


def _spell_with_capitals(body: Node) -> None:
    if "imsx_codeMinor" not in body:
        return
    body["imsx_CodeMinor"] = {
        "imsx_CodeMinorField": [{name.replace("codeMinor", "CodeMinor"): value for name, value in _entry(body).items()}]
    }
    del body["imsx_codeMinor"]


library.add(
    Fault(
        id="api-minor-with-capitals",
        title="Status objects spell imsx_CodeMinor with a capital",
        how="The names were taken from the class diagram.\nThe OpenAPI file writes imsx_codeMinor.",
        breaks=("CLR20-API-35",),
        on_response=in_errors(change=edited(_spell_with_capitals)),
    )
)

library.add(
    Fault(
        id="api-severity-warning",
        title="Status objects of errors have severity warning",
        how="A client's mistake is only a warning in the provider's log.\nThe same word went into the answer.",
        breaks=("CLR20-API-36",),
        on_response=in_errors(change=edited(lambda body: body.update(imsx_severity="warning"))),
    )
)

library.add(
    Fault(
        id="api-403-unauthorized",
        title="The status object of a 403 says unauthorizedrequest",
        how="The two codes sound alike.\nThey were mixed up in one handler.",
        breaks=("CLR20-API-36",),
        touches=("code minor",),
        on_response=in_errors(403, change=minor_is("unauthorizedrequest")),
    )
)

library.add(
    Fault(
        id="api-403-silent",
        title="A 403 does not say why",
        how="Reasons were thought to help attackers.\nWhoever asks for help has nothing to show.",
        breaks=("CLR20-API-46",),
        on_response=in_errors(403, change=drop("imsx_description")),
    )
)


def _fall_over_since(response: Response) -> None:
    if response.status == 400 and "since" in response.request.query:
        refuse(response, 500, "internal_server_error", "the provider failed")


library.add(
    Fault(
        id="api-since-500",
        title="A since that cannot be parsed ends in a 500",
        how="The parser raises, and nothing catches it.\nThe framework answers 500.",
        breaks=("CLR20-API-38",),
        touches=AVAILABILITY,
        operations=LISTS,
        on_response=_fall_over_since,
    )
)


def _in_latin_1(response: Response) -> None:
    if response.status == 401:
        text = response.body.decode("utf-8").replace("access token", "access\u00a0token")
        response.body = text.encode("latin-1", "replace")
        response.headers["content-type"] = "application/json; charset=iso-8859-1"


library.add(
    Fault(
        id="api-error-latin-1",
        title="Errors are written in ISO 8859-1",
        how="The gateway's template has the encoding of its editor.\nJSON is UTF-8.",
        breaks=("CLR20-API-43",),
        consequences={
            **dict.fromkeys(("CLR20-API-04", "CLR20-API-34"), "what is not UTF-8 cannot be read as a status object"),
        },
        operations=PROTECTED,
        on_response=_in_latin_1,
    )
)

_PATHS = tuple(f"{FACTS.base_path}{operation.path}" for operation in FACTS.operations.values())


def _take_the_slash_off(request: Request) -> None:
    if request.path.endswith("/") and request.path.rstrip("/") in _PATHS:
        request.path = request.path.rstrip("/")
    elif request.path in _PATHS:
        request.scratch["bare"] = request.path
        request.path += "/"  # where nothing is, so that nothing is done yet


def _redirect_to_slash(response: Response) -> None:
    if "bare" in response.scratch:
        again = f"?{urlencode(response.request.query)}" if response.request.query else ""
        response.status, response.body = 307, b""
        response.headers["location"] = f"{response.scratch['bare']}/{again}"


library.add(
    Fault(
        id="api-final-slash",
        title="Each path is redirected to the same with a final slash",
        how="The framework's routes end in a slash.\nIt redirects whoever leaves it out.",
        breaks=("CLR20-API-43",),
        on_request=_take_the_slash_off,
        on_response=_redirect_to_slash,
    )
)

FAULTS = library.faults
