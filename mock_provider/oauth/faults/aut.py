"""AUT: the authorization endpoint made wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, page
from mock_provider.clr10.terms import DELETE, READONLY, REPLACE
from mock_provider.oauth.faults._tools import (
    PAGES,
    Ask,
    authorization_request,
    client_metadata,
    redirects,
    show_client,
    show_code,
    stored_code,
)
from mock_provider.oauth.flows import challenge_of

AUTHORIZE = ("authorize",)
ASKED_TWICE = ("authorize", "consent")
"""Where the authorization request is judged: at the door, and once more when the learner has decided."""
EXCHANGES = ("token",)
_ANY_CHALLENGE = challenge_of("any-verifier-that-nobody-knows-at-all-0123456789")


def _not_found(answer: Response) -> None:
    answer.status = 404
    page(answer)


def _to_client(answer: Response, **params: str) -> None:
    """Send the browser to whatever redirect_uri says."""
    query = answer.request.query
    params |= {"state": query["state"]} if "state" in query else {}
    uri = query.get("redirect_uri", "")
    answer.status, answer.body = 302, b""
    answer.headers["location"] = f"{uri}{'&' if '?' in uri else '?'}{urlencode(params)}"


def _no_code_grant(answer: Response) -> None:
    if answer.request.query.get("response_type") == "code" and answer.status < 400:
        _to_client(answer, error="unsupported_response_type")


# PKCE


def _without_pkce(request: Request) -> None:
    if "code_challenge" not in request.query:
        request.query |= {"code_challenge": _ANY_CHALLENGE, "code_challenge_method": "S256"}


def _plain(*methods: str | None) -> Ask:
    def change(request: Request) -> None:
        query = request.query
        if "code_challenge" in query and query.get("code_challenge_method") in methods:
            query |= {"code_challenge": challenge_of(query["code_challenge"]), "code_challenge_method": "S256"}

    return change


def _pkce_denied(answer: Response) -> None:
    if answer.request.query.get("code_challenge_method") != "S256":
        redirects(lambda params: params.update(error="access_denied"))(answer)


# Redirect URIs


def _redirect_to(right: Callable[[str, str], bool]) -> Ask:
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


def _same_but(*parts: str, **normal: Callable[[str], str]) -> Callable[[str, str], bool]:
    """Compare URIs without these parts, and others only as ``normal`` writes them."""

    def norm(uri: str) -> SplitResult:
        split = urlsplit(uri)
        return split._replace(
            **dict.fromkeys(parts, ""), **{name: write(getattr(split, name)) for name, write in normal.items()}
        )

    return lambda wanted, known: norm(wanted) == norm(known)


def _host_only(wanted: str, known: str) -> bool:
    return urlsplit(wanted).netloc == urlsplit(known).netloc


def _without_port(netloc: str) -> str:
    return netloc.partition(":")[0]


def _without_detour(path: str) -> str:
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept.pop()
        else:
            kept.append(segment)
    return "/".join(kept)


def _main_domain(netloc: str) -> str:
    return ".".join(netloc.split(".")[-2:])


def _errors_anywhere(answer: Response) -> None:
    if answer.status == 400:
        _to_client(answer, error="invalid_request")


def _response_type_first(answer: Response) -> None:
    if answer.status == 400 and answer.request.query.get("response_type") != "code":
        _to_client(answer, error="unsupported_response_type")


def _unknown_client_back(answer: Response) -> None:
    query = answer.request.query
    if answer.status == 400 and client_metadata(answer.request, query.get("client_id", "")) is None:
        _to_client(answer, error="unauthorized_client")


# The way back


def _with_code(change: Callable[[dict[str, str]], object]) -> Change:
    return redirects(lambda params: change(params) if "code" in params else None)


def _with_error(change: Callable[[dict[str, str]], object]) -> Change:
    return redirects(lambda params: change(params) if "error" in params else None)


def _decoded_twice(params: dict[str, str]) -> None:
    params["state"] = unquote(params["state"])


def _short_state(params: dict[str, str]) -> None:
    params["state"] = params["state"][:16]


def _in_fragment(name: str) -> Change:
    def change(answer: Response) -> None:
        parts = urlsplit(answer.headers.get("location", ""))
        if name in dict(parse_qsl(parts.query)):
            answer.headers["location"] = parts._replace(query="", fragment=parts.query).geturl()

    return change


def _errors_as_pages(answer: Response) -> None:
    if "error=" in answer.headers.get("location", ""):
        answer.status = 400
        del answer.headers["location"]
        page(answer)


def _denial_as_page(answer: Response) -> None:
    if "error=access_denied" in answer.headers.get("location", ""):
        answer.status = 200
        del answer.headers["location"]
        answer.headers["content-type"] = "text/html; charset=utf-8"
        answer.body = b"<!doctype html><title>Denied</title><p>You may close this window.</p>"


def _denial_is(error: str) -> Change:
    def change(params: dict[str, str]) -> None:
        if params["error"] == "access_denied":
            params["error"] = error

    return _with_error(change)


def _fault_is(error: str) -> Change:
    def change(params: dict[str, str]) -> None:
        if params["error"] == "unsupported_response_type":
            params["error"] = error

    return _with_error(change)


# Scopes


def _granting(wanted: Callable[[str], bool]) -> Ask:
    """Take a client for registered for the scopes that it asks for."""

    def change(request: Request) -> None:
        query = authorization_request(request)
        about = client_metadata(request, query.get("client_id", ""))
        if about:
            more = [scope for scope in query.get("scope", "").split() if wanted(scope)]
            scope = " ".join(dict.fromkeys([*about["scope"].split(), *more]))
            show_client(request, query["client_id"], metadata={**about, "scope": scope})

    return change


def _scope_crash(answer: Response) -> None:
    asked = answer.request.query.get("scope", "").split()
    if any(scope not in (READONLY, REPLACE, DELETE, "offline_access") for scope in asked):
        answer.status = 500
        page(answer)


# Codes


def _unredeemed(request: Request) -> None:
    code = stored_code(request)
    if code is not None and code.redeemed:
        show_code(request, redeemed=False)
        request.guise.reusable.add(code.code_hash)


def _replay_unseen(request: Request) -> None:
    code = stored_code(request)
    if code is not None and code.redeemed:
        request.form = {**request.form, "code": "a-code-that-was-swept-away"}


def _fault(name: str, title: str, how: str, breaks: str, **more: Any) -> Fault:
    return Fault(id=f"aut-{name}", title=title, how=how, breaks=(f"CLR10-AUT-{breaks}",), **more)


FAULTS = (
    _fault(
        "no-endpoint",
        "The authorization endpoint is a 404",
        "The portal was moved to another path.\nThe discovery document still names the old one.",
        "001",
        operations=AUTHORIZE,
        on_response=_not_found,
    ),
    _fault(
        "no-code-grant",
        "The authorization endpoint knows no response_type=code",
        "The product was set up for single page apps.\nOnly the implicit grant is switched on.",
        "001",
        operations=AUTHORIZE,
        on_response=_no_code_grant,
    ),
    _fault(
        "pkce-not-needed",
        "An authorization request without PKCE gets a code",
        "The library asks for PKCE of public clients only.\nClients with a secret go without.",
        "008",
        operations=AUTHORIZE,
        on_request=_without_pkce,
    ),
    _fault(
        "plain-taken",
        "The code_challenge_method plain is taken",
        "The library supports both methods.\nplain was never switched off.",
        "008",
        operations=AUTHORIZE,
        on_request=_plain("plain"),
    ),
    _fault(
        "plain-by-default",
        "A code_challenge without a method is taken as plain",
        "RFC 7636 has plain as default.\nThe library follows it.",
        "008",
        operations=AUTHORIZE,
        on_request=_plain(None),
    ),
    _fault(
        "pkce-error-is-denied",
        "A request without PKCE is refused as if the learner had said no",
        "All that goes wrong ends in access_denied.\nA developer looks for the fault at the wrong end.",
        "008",
        operations=AUTHORIZE,
        on_response=_pkce_denied,
    ),
    _fault(
        "any-redirect-uri",
        "Any redirect URI is taken",
        "The list of redirect URIs is stored, but never read.\nOnly the field was required.",
        "009",
        consequences={"CLR10-AUT-010": "what resembles the registered URI is taken too"},
        operations=ASKED_TWICE,
        on_request=_redirect_to(lambda *_: True),
    ),
    _fault(
        "host-only",
        "Only the host of a redirect URI is compared",
        "Consumers change their paths often.\nThe host was thought to be enough.",
        "009",
        consequences={"CLR10-AUT-010": "what resembles the registered URI on the same host is taken too"},
        operations=ASKED_TWICE,
        on_request=_redirect_to(_host_only),
    ),
    _fault(
        "errors-go-anywhere",
        "Errors are sent to a redirect URI that is not registered",
        "The error handler redirects before anything is checked.\nIt takes redirect_uri from the request.",
        "009",
        consequences={"CLR10-AUT-010": "the browser is sent to what resembles the registered URI too"},
        operations=AUTHORIZE,
        on_response=_errors_anywhere,
    ),
    _fault(
        "response-type-first",
        "A wrong response_type is reported to a redirect URI that is not registered",
        "response_type is judged first.\nThe redirect URI would have been next.",
        "009",
        operations=AUTHORIZE,
        on_response=_response_type_first,
    ),
    _fault(
        "unknown-client-goes-back",
        "The browser of an unknown client is redirected",
        "unauthorized_client is an error like all others.\nThere is nobody that it could be reported to.",
        "009",
        operations=AUTHORIZE,
        on_response=_unknown_client_back,
    ),
    _fault(
        "prefix",
        "A redirect URI that begins with a registered one is taken",
        "The comparison is startswith.\nIt was made for paths below the registered one.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(str.startswith),
    ),
    _fault(
        "query-ignored",
        "The query of a redirect URI is not compared",
        "Consumers add parameters of their own.\nThe query is cut off before the comparison.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(_same_but("query")),
    ),
    _fault(
        "case-ignored",
        "Redirect URIs are compared without regard to case",
        "The column of the database has a collation that ignores case.\nThe comparison is made there.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(lambda wanted, known: wanted.lower() == known.lower()),
    ),
    _fault(
        "slash-ignored",
        "A slash at the end of a redirect URI does not matter",
        "Operators forget the slash so often.\nIt is cut off on both sides.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(lambda wanted, known: wanted.rstrip("/") == known.rstrip("/")),
    ),
    _fault(
        "port-ignored",
        "The port of a redirect URI is not compared",
        "RFC 8252 lets ports of loopback hosts differ.\nIt was done for all hosts.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(_same_but(netloc=_without_port)),
    ),
    _fault(
        "subdomains",
        "A redirect URI on a subdomain of the registered host is taken",
        "Consumers have a subdomain for each of their customers.\nOnly the end of the host is compared.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(_same_but(netloc=_main_domain)),
    ),
    _fault(
        "detours",
        "Redirect URIs are compared after .. was resolved",
        "The URL class resolves dots when it reads.\nTwo different texts become equal.",
        "010",
        operations=ASKED_TWICE,
        on_request=_redirect_to(_same_but(path=_without_detour)),
    ),
    _fault(
        "no-state",
        "The redirect with the code has no state",
        "state was kept in the session of the login.\nA new session begins at consent.",
        "011",
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("state", None)),
    ),
    _fault(
        "another-state",
        "The redirect brings back a state of the server",
        "state is overwritten by that of the login page.\nBoth have the same name.",
        "011",
        operations=PAGES,
        on_response=_with_code(lambda params: params.update(state="login-4711")),
    ),
    _fault(
        "state-decoded-twice",
        "state is decoded twice",
        "The portal decodes it on the way to the login page.\nThe endpoint does so again.",
        "011",
        operations=PAGES,
        on_response=_with_code(_decoded_twice),
    ),
    _fault(
        "state-cut",
        "state is cut to 16 characters",
        "The column was made for the product's own states.\nThe database cuts what is longer.",
        "011",
        operations=PAGES,
        on_response=_with_code(_short_state),
    ),
    _fault(
        "no-code",
        "The redirect after consent has no code",
        "The code is in a cookie for the portal's own client.\nOthers get nothing.",
        "011",
        consequences={"CLR10-AUT-001": "without a code there is no code grant"},
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("code")),
    ),
    _fault(
        "code-in-fragment",
        "The code comes in the fragment",
        "The response mode of the implicit grant is used for all.\nServers never see a fragment.",
        "011",
        operations=PAGES,
        on_response=_in_fragment("code"),
    ),
    _fault(
        "no-scope",
        "The redirect with the code has no scope",
        "RFC 6749 has scope in the token response only.\nThe profile of the standard has it here too.",
        "012",
        operations=PAGES,
        on_response=_with_code(lambda params: params.pop("scope", None)),
    ),
    _fault(
        "errors-as-pages",
        "Errors are shown as pages instead of being reported",
        "The framework shows its error page.\nThe client waits forever.",
        "013",
        consequences={"CLR10-AUT-014": "invalid_scope does not come back to the client either"},
        operations=PAGES,
        on_response=_errors_as_pages,
    ),
    _fault(
        "denial-is-a-page",
        "Who says no at consent ends at a page of the server",
        "The button leads to a goodbye page.\nThe client never learns of it.",
        "013",
        operations=PAGES,
        on_response=_denial_as_page,
    ),
    _fault(
        "denial-is-server-error",
        "A denial is reported as server_error",
        "A denial is raised as an exception.\nAll exceptions are server_error.",
        "013",
        operations=PAGES,
        on_response=_denial_is("server_error"),
    ),
    _fault(
        "fault-is-denied",
        "A wrong response_type is reported as access_denied",
        "There is one error for everything.\nThe client tells the learner that he refused.",
        "013",
        operations=PAGES,
        on_response=_fault_is("access_denied"),
    ),
    _fault(
        "errors-without-state",
        "Errors are reported without state",
        "The error handler builds its URL itself.\nIt forgot state.",
        "013",
        operations=PAGES,
        on_response=_with_error(lambda params: params.pop("state", None)),
    ),
    _fault(
        "errors-in-fragment",
        "Errors are reported in the fragment",
        "The response mode of the implicit grant is used for errors.\nServers never see a fragment.",
        "013",
        operations=PAGES,
        on_response=_in_fragment("error"),
    ),
    _fault(
        "any-scope",
        "A scope that does not exist is granted",
        "Scopes are copied from the request into the token.\nNobody compares them with what is on offer.",
        "014",
        operations=ASKED_TWICE,
        on_request=_granting(lambda scope: scope not in (READONLY, REPLACE, DELETE, "offline_access")),
    ),
    _fault(
        "unregistered-scope",
        "A scope that the client is not registered for is granted",
        "Scopes are compared with those on offer.\nThose of the client are not looked at.",
        "014",
        operations=ASKED_TWICE,
        on_request=_granting(lambda scope: scope in (READONLY, REPLACE, DELETE)),
    ),
    _fault(
        "unknown-scope-500",
        "An unknown scope ends in a 500",
        "Each scope is looked up in a table.\nWhat is not there raises an error.",
        "014",
        operations=AUTHORIZE,
        touches=AVAILABILITY,
        on_response=_scope_crash,
    ),
    _fault(
        "code-works-twice",
        "An authorization code works twice",
        "Codes are deleted by a job at night.\nUntil then they are good.",
        "016",
        operations=EXCHANGES,
        on_request=_unredeemed,
    ),
    _fault(
        "replay-unnoticed",
        "Tokens live on after their code was used a second time",
        "A used code is deleted.\nWho comes with it again has an unknown code.",
        "017",
        operations=EXCHANGES,
        on_request=_replay_unseen,
    ),
)
