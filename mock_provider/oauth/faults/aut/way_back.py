"""The redirect that brings the code or an error back to the client."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, urlsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, page
from mock_provider.oauth.faults._responses import redirects

library = Library()
PAGES = ("authorize", "login", "consent")
"""Where a browser is sent back to the client."""


def _with_code(change: Callable[[dict[str, str]], object]) -> Change:
    return redirects(lambda params: change(params) if "code" in params else None)


library.add(
    Fault(
        id="aut-no-state",
        title="The redirect with the code has no state",
        how="state was kept in the session of the login.\nA new session begins at consent.",
        breaks=("OAUTH-AUT-011",),
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("state", None)),
    )
)


library.add(
    Fault(
        id="aut-another-state",
        title="The redirect brings back a state of the server",
        how="state is overwritten by that of the login page.\nBoth have the same name.",
        breaks=("OAUTH-AUT-011",),
        operations=PAGES,
        on_response=_with_code(lambda params: params.update(state="login-4711")),
    )
)


def _decoded_twice(params: dict[str, str]) -> None:
    params["state"] = unquote(params["state"])


library.add(
    Fault(
        id="aut-state-decoded-twice",
        title="state is decoded twice",
        how="The portal decodes it on the way to the login page.\nThe endpoint does so again.",
        breaks=("OAUTH-AUT-011",),
        operations=PAGES,
        on_response=_with_code(_decoded_twice),
    )
)


def _short_state(params: dict[str, str]) -> None:
    params["state"] = params["state"][:16]


library.add(
    Fault(
        id="aut-state-cut",
        title="state is cut to 16 characters",
        how="The column was made for the product's own states.\nThe database cuts what is longer.",
        breaks=("OAUTH-AUT-011",),
        operations=PAGES,
        on_response=_with_code(_short_state),
    )
)


library.add(
    Fault(
        id="aut-no-code",
        title="The redirect after consent has no code",
        how="The code is in a cookie for the portal's own client.\nOthers get nothing.",
        breaks=("OAUTH-AUT-011",),
        consequences={"OAUTH-AUT-001": "without a code there is no code grant"},
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("code")),
    )
)


def _in_fragment(name: str) -> Change:
    def change(response: Response) -> None:
        parts = urlsplit(response.headers.get("location", ""))
        if name in dict(parse_qsl(parts.query)):
            response.headers["location"] = parts._replace(query="", fragment=parts.query).geturl()

    return change


library.add(
    Fault(
        id="aut-code-in-fragment",
        title="The code comes in the fragment",
        how="The response mode of the implicit grant is used for all.\nServers never see a fragment.",
        breaks=("OAUTH-AUT-011",),
        operations=PAGES,
        on_response=_in_fragment("code"),
    )
)


library.add(
    Fault(
        id="aut-no-scope",
        title="The redirect with the code has no scope",
        how="RFC 6749 has scope in the token response only.\nThe profile of the standard has it here too.",
        breaks=("OAUTH-AUT-012",),
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("scope", None)),
    )
)


def _errors_as_pages(response: Response) -> None:
    if "error=" in response.headers.get("location", ""):
        response.status = 400
        del response.headers["location"]
        page(response)


library.add(
    Fault(
        id="aut-errors-as-pages",
        title="Errors are shown as pages instead of being reported",
        how="The framework shows its error page.\nThe client waits forever.",
        breaks=("OAUTH-AUT-013",),
        consequences={"OAUTH-AUT-014": "invalid_scope does not come back to the client either"},
        operations=PAGES,
        on_response=_errors_as_pages,
    )
)


def _denial_as_page(response: Response) -> None:
    if "error=access_denied" in response.headers.get("location", ""):
        response.status = 200
        del response.headers["location"]
        response.headers["content-type"] = "text/html; charset=utf-8"
        response.body = b"<!doctype html><title>Denied</title><p>You may close this window.</p>"


library.add(
    Fault(
        id="aut-denial-is-a-page",
        title="A user who says no at consent ends at a page of the server",
        how="The button leads to a goodbye page.\nThe client never learns of it.",
        breaks=("OAUTH-AUT-013",),
        operations=PAGES,
        on_response=_denial_as_page,
    )
)


def _with_error(change: Callable[[dict[str, str]], object]) -> Change:
    return redirects(lambda params: change(params) if "error" in params else None)


def _denial_is(error: str) -> Change:
    def change(params: dict[str, str]) -> None:
        if params["error"] == "access_denied":
            params["error"] = error

    return _with_error(change)


library.add(
    Fault(
        id="aut-denial-is-server-error",
        title="A denial is reported as server_error",
        how="A denial is raised as an exception.\nAll exceptions are server_error.",
        breaks=("OAUTH-AUT-013",),
        operations=PAGES,
        on_response=_denial_is("server_error"),
    )
)


def _fault_is(error: str) -> Change:
    def change(params: dict[str, str]) -> None:
        if params["error"] == "unsupported_response_type":
            params["error"] = error

    return _with_error(change)


library.add(
    Fault(
        id="aut-fault-is-denied",
        title="A wrong response_type is reported as access_denied",
        how="There is one error for everything.\nThe client says that the learner refused.",
        breaks=("OAUTH-AUT-013",),
        operations=PAGES,
        on_response=_fault_is("access_denied"),
    )
)


library.add(
    Fault(
        id="aut-errors-without-state",
        title="Errors are reported without state",
        how="The error handler builds its URL itself.\nIt forgot state.",
        breaks=("OAUTH-AUT-013",),
        operations=PAGES,
        on_response=_with_error(lambda params: params.pop("state", None)),
    )
)


library.add(
    Fault(
        id="aut-errors-in-fragment",
        title="Errors are reported in the fragment",
        how="The response mode of the implicit grant is used for errors.\nServers never see a fragment.",
        breaks=("OAUTH-AUT-013",),
        operations=PAGES,
        on_response=_in_fragment("error"),
    )
)


FAULTS = library.faults
