"""Which redirect URIs are taken, and where errors are sent to."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._requests import RequestChange, authorization_request, client_metadata, show_client
from mock_provider.oauth.faults._responses import send_to_client
from mock_provider.oauth.faults.aut._common import AUTHORIZE, JUDGED

library = Library()


def _redirect_to(right: Callable[[str, str], bool]) -> RequestChange:
    """Let a redirect URI count as registered when this says so of it and of a registered one."""

    def change(request: Request) -> None:
        query = authorization_request(request)
        client_id, wanted = query.get("client_id", ""), query.get("redirect_uri", "")
        about = client_metadata(request, client_id)
        known = about["redirect_uris"] if about else []
        if about and wanted not in known and _is_url(wanted) and any(right(wanted, uri) for uri in known):
            show_client(request, client_id, metadata={**about, "redirect_uris": [*known, wanted]})

    return change


def _is_url(text: str) -> bool:
    try:
        return bool(urlsplit(text).netloc)
    except ValueError:
        return False


library.add(
    Fault(
        id="aut-any-redirect-uri",
        title="Any redirect URI is taken",
        how="The list of redirect URIs is stored, but never read.\nOnly the field was required.",
        breaks=("OAUTH-AUT-009",),
        consequences={"OAUTH-AUT-010": "what resembles the registered URI is taken too"},
        operations=JUDGED,
        on_request=_redirect_to(lambda *_: True),
    )
)


def _host_only(wanted: str, known: str) -> bool:
    return urlsplit(wanted).netloc == urlsplit(known).netloc


library.add(
    Fault(
        id="aut-host-only",
        title="Only the host of a redirect URI is compared",
        how="Consumers change their paths often.\nThe host was thought to be enough.",
        breaks=("OAUTH-AUT-009",),
        consequences={"OAUTH-AUT-010": "what resembles the registered URI on the same host is taken too"},
        operations=JUDGED,
        on_request=_redirect_to(_host_only),
    )
)


def _errors_anywhere(response: Response) -> None:
    if response.status == 400:
        send_to_client(response, error="invalid_request")


library.add(
    Fault(
        id="aut-errors-go-anywhere",
        title="Errors are sent to a redirect URI that is not registered",
        how="The error handler redirects before anything is checked.\nIt takes redirect_uri from the request.",
        breaks=("OAUTH-AUT-009",),
        consequences={"OAUTH-AUT-010": "the browser is sent to what resembles the registered URI too"},
        operations=AUTHORIZE,
        on_response=_errors_anywhere,
    )
)


def _response_type_first(response: Response) -> None:
    if response.status == 400 and response.request.query.get("response_type") != "code":
        send_to_client(response, error="unsupported_response_type")


library.add(
    Fault(
        id="aut-response-type-first",
        title="A wrong response_type is reported to a redirect URI that is not registered",
        how="response_type is judged first.\nThe redirect URI would have been next.",
        breaks=("OAUTH-AUT-009",),
        operations=AUTHORIZE,
        on_response=_response_type_first,
    )
)


def _unknown_client_back(response: Response) -> None:
    query = response.request.query
    if response.status == 400 and client_metadata(response.request, query.get("client_id", "")) is None:
        send_to_client(response, error="unauthorized_client")


library.add(
    Fault(
        id="aut-unknown-client-goes-back",
        title="The browser of an unknown client is redirected",
        how="unauthorized_client is an error like all others.\nThere is nobody that it could be reported to.",
        breaks=("OAUTH-AUT-009",),
        operations=AUTHORIZE,
        on_response=_unknown_client_back,
    )
)


library.add(
    Fault(
        id="aut-prefix",
        title="A redirect URI that begins with a registered one is taken",
        how="The comparison is startswith.\nIt was made for paths below the registered one.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(str.startswith),
    )
)


def _same_but(*parts: str, **normal: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Compare URIs without these parts, and others only as ``normal`` writes them."""

    def norm(uri: str) -> SplitResult:
        split = urlsplit(uri)
        return split._replace(
            **dict.fromkeys(parts, ""), **{name: write(getattr(split, name)) for name, write in normal.items()}
        )

    return lambda wanted, known: norm(wanted) == norm(known)


library.add(
    Fault(
        id="aut-query-ignored",
        title="The query of a redirect URI is not compared",
        how="Consumers add parameters of their own.\nThe query is cut off before the comparison.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(_same_but("query")),
    )
)


library.add(
    Fault(
        id="aut-case-ignored",
        title="Redirect URIs are compared without regard to case",
        how="The column of the database has a collation that ignores case.\nThe comparison is made there.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(lambda wanted, known: wanted.lower() == known.lower()),
    )
)


library.add(
    Fault(
        id="aut-slash-ignored",
        title="A slash at the end of a redirect URI does not matter",
        how="Operators forget the slash so often.\nIt is cut off on both sides.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(lambda wanted, known: wanted.rstrip("/") == known.rstrip("/")),
    )
)


def _without_port(netloc: str) -> str:
    return netloc.partition(":")[0]


library.add(
    Fault(
        id="aut-port-ignored",
        title="The port of a redirect URI is not compared",
        how="RFC 8252 lets ports of loopback hosts differ.\nIt was done for all hosts.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(_same_but(netloc=_without_port)),
    )
)


def _main_domain(netloc: str) -> str:
    return ".".join(netloc.split(".")[-2:])


library.add(
    Fault(
        id="aut-subdomains",
        title="A redirect URI on a subdomain of the registered host is taken",
        how="Consumers have a subdomain for each of their customers.\nOnly the end of the host is compared.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(_same_but(netloc=_main_domain)),
    )
)


def _without_detour(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept.pop()
        else:
            kept.append(segment)
    return "/".join(kept)


library.add(
    Fault(
        id="aut-detours",
        title="Redirect URIs are compared after .. was resolved",
        how="The URL class resolves dots when it reads.\nTwo different texts become equal.",
        breaks=("OAUTH-AUT-010",),
        operations=JUDGED,
        on_request=_redirect_to(_same_but(path=_without_detour)),
    )
)


FAULTS = library.faults
