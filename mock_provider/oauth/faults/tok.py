"""TOK: the token endpoint made wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, page, refuse, typed, when
from mock_provider.oauth.faults._tools import (
    SCOPES,
    bad,
    caller,
    client_metadata,
    error,
    good,
    is_known,
    members,
    show_client,
    show_code,
    stored_code,
    without,
)
from mock_provider.oauth.flows import challenge_of
from mock_provider.store.digests import digest

TOKEN = ("token",)
_VERIFIER = "a-verifier-that-the-server-makes-up-for-the-client"
_SECRET = "a-secret-that-the-server-makes-up-for-the-client"


# The exchange of a code


def _any_verifier(request: Request) -> None:
    given = request.form.get("code_verifier", "")
    verifier = given if given.isascii() and given else _VERIFIER
    if "code" in request.form:
        request.form = {**request.form, "code_verifier": verifier}
        show_code(request, challenge=challenge_of(verifier))


def _missing_verifier(request: Request) -> None:
    if "code_verifier" not in request.form:
        _any_verifier(request)


def _verifier_crash(answer: Response) -> None:
    if answer.status == 400 and b"code_verifier" in answer.body:
        error(500, "server_error")(answer)


def _any_secret(request: Request) -> None:
    client_id, secret = caller(request)
    if secret:
        show_client(request, client_id, secret_hash=digest(secret))


def _no_secret(request: Request) -> None:
    client_id = request.form.get("client_id", "")
    if client_id and "authorization" not in request.headers:
        show_client(request, client_id, secret_hash=digest(_SECRET))
        pair = base64.b64encode(f"{client_id}:{_SECRET}".encode()).decode()
        request.headers["authorization"] = f"Basic {pair}"


def _any_redirect_uri(request: Request) -> None:
    if "redirect_uri" in request.form:
        show_code(request, redirect_uri=request.form["redirect_uri"])


def _no_redirect_uri(request: Request) -> None:
    row = stored_code(request)
    if row is not None and "redirect_uri" not in request.form:
        request.form = {**request.form, "redirect_uri": row.redirect_uri}


def _any_client(request: Request) -> None:
    client_id, secret = caller(request)
    if is_known(request, client_id, secret):
        show_code(request, client_id=client_id)


# What the answer is


def _form_encoded(answer: Response) -> None:
    answer.headers["content-type"] = "application/x-www-form-urlencoded"
    answer.body = urlencode(answer.json).encode()


def _token_in_envelope(answer: Response) -> None:
    answer.json = {"success": True, "data": answer.json}


def _scope_in_array(answer: Response) -> None:
    members(scope=str(answer.json.get("scope", "")).split())(answer)


def _registered_scopes(answer: Response) -> None:
    about = client_metadata(answer.request, caller(answer.request)[0])
    if about and answer.request.form.get("grant_type") == "authorization_code":
        members(scope=about["scope"])(answer)


def _cache(value: str) -> Change:
    return good(lambda answer: answer.headers.update({"cache-control": value}))


# How errors are told


def _in_own_words(answer: Response) -> None:
    answer.json = {"error": "login_failed", "error_description": "the code or the client is wrong"}


def _message_only(answer: Response) -> None:
    answer.json = {"message": "the code or the client is wrong"}


def _nested(answer: Response) -> None:
    answer.json = {"error": {"code": (answer.json or {}).get("error", "invalid_request")}}


def _grant_is_401(answer: Response) -> None:
    if b"invalid_grant" in answer.body:
        answer.status = 401


def _unknown_grant_crash(answer: Response) -> None:
    if b"unsupported_grant_type" in answer.body:
        error(500, "server_error")(answer)


# Client credentials


def _machines(change: Change) -> Change:
    def changed(answer: Response) -> None:
        if answer.request.form.get("grant_type") == "client_credentials":
            change(answer)

    return changed


def _scopes_as(write: Callable[[str], str]) -> Change:
    def change(answer: Response) -> None:
        scopes = answer.json["scope"].split()
        members(scope=" ".join(write(scope) for scope in scopes))(answer)

    return good(change)


def _short(scope: str) -> str:
    return scope.removeprefix(SCOPES)


def _other_standard(scope: str) -> str:
    return scope.replace("/clr/v1p0/scope/", "/clr/v2p0/scope/credential.")


def _fault(name: str, title: str, how: str, breaks: str, **more: Any) -> Fault:
    return Fault(
        id=f"tok-{name}",
        title=title,
        how=how,
        breaks=(f"CLR10-TOK-{breaks}",),
        **{"operations": TOKEN, **more},
    )


FAULTS = (
    _fault(
        "verifier-not-compared",
        "Any code_verifier is taken",
        "The challenge is stored with the code.\nNobody compares it at the exchange.",
        "005",
        on_request=_any_verifier,
    ),
    _fault(
        "verifier-not-needed",
        "A code is exchanged without code_verifier",
        "The verifier is compared when there is one.\nWithout one the comparison is skipped.",
        "005",
        on_request=_missing_verifier,
    ),
    _fault(
        "verifier-crash",
        "A wrong code_verifier ends in a 500",
        "The comparison raises an error of its own.\nThe endpoint does not know it.",
        "005",
        consequences={"CLR10-TOK-013": "a 500 is no error of RFC 6749"},
        touches=AVAILABILITY,
        on_response=_verifier_crash,
    ),
    _fault(
        "any-secret",
        "Any client secret is taken",
        "Only the client_id is looked up.\nThe secret was left for later.",
        "006",
        on_request=_any_secret,
    ),
    _fault(
        "no-secret",
        "A client with a secret may leave it out",
        "Public clients send their client_id in the body.\nNobody asks whether this one is public.",
        "006",
        on_request=_no_secret,
    ),
    _fault(
        "wrong-secret-is-bad-grant",
        "A wrong client secret is told as invalid_grant",
        "Code and client are looked up in one query.\nWhen it finds nothing it must be the code.",
        "006",
        on_response=when(401, change=error(400, "invalid_grant")),
    ),
    _fault(
        "wrong-secret-403",
        "A wrong client secret is answered 403",
        "The gateway checks the credentials.\nIt answers what it answers elsewhere.",
        "006",
        consequences={"CLR10-TOK-013": "an unknown client is answered 403 too"},
        on_response=when(401, change=lambda answer: setattr(answer, "status", 403)),
    ),
    _fault(
        "redirect-uri-not-compared",
        "A code is exchanged with another redirect_uri",
        "redirect_uri is required, and looks right.\nIt is not stored with the code.",
        "007",
        on_request=_any_redirect_uri,
    ),
    _fault(
        "redirect-uri-not-needed",
        "A code is exchanged without redirect_uri",
        "redirect_uri is compared when there is one.\nWithout one the comparison is skipped.",
        "007",
        on_request=_no_redirect_uri,
    ),
    _fault(
        "code-of-any-client",
        "A code is exchanged by another client than it was issued to",
        "The client is authenticated, the code is good.\nThat they belong together is not asked.",
        "008",
        on_request=_any_client,
    ),
    _fault(
        "type-mac",
        "token_type is mac",
        "The product signs requests inside of its own network.\nIts default was kept.",
        "009",
        on_response=members(token_type="mac"),
    ),
    _fault(
        "no-type",
        "The token response lacks token_type",
        "There is only one type, so why name it.\nClient libraries refuse such an answer.",
        "009",
        on_response=members(token_type=None),
    ),
    _fault(
        "no-token",
        "The token response lacks access_token",
        "The token is set as a cookie for the portal.\nOther clients get no token.",
        "009",
        on_response=members(access_token=None),
    ),
    _fault(
        "in-envelope",
        "The token response is wrapped in an envelope",
        "All answers of the product have data and success.\nThis one should not.",
        "009",
        on_response=good(_token_in_envelope),
    ),
    _fault(
        "status-201",
        "A token response has status 201",
        "A token is created, so 201 it is.\nRFC 6749 has 200.",
        "009",
        on_response=good(lambda answer: setattr(answer, "status", 201)),
        consequences={"CLR10-RFR-003": "a refresh is answered by the same code"},
    ),
    _fault(
        "as-text",
        "The token response is sent as text/plain",
        "The JSON is written by hand.\nNobody set the media type.",
        "009",
        on_response=good(typed("text/plain; charset=utf-8")),
    ),
    _fault(
        "form-encoded",
        "The token response is form encoded",
        "An early draft of OAuth had it so.\nThe library is that old.",
        "009",
        on_response=good(_form_encoded),
    ),
    _fault(
        "no-end",
        "The token response lacks expires_in",
        "RFC 6749 only recommends it.\nThe client has to guess.",
        "010",
        on_response=members(expires_in=None),
    ),
    _fault(
        "end-as-text",
        "expires_in is a text",
        "The value comes from a configuration file.\nIt is written as it was read.",
        "010",
        on_response=members(expires_in="3600"),
    ),
    _fault(
        "end-zero",
        "expires_in is 0",
        "0 stands for a token that never expires.\nClients drop it at once.",
        "010",
        on_response=members(expires_in=0),
        consequences={"CLR10-BRR-002": "a token that ends at once, and works, outlives its end"},
    ),
    _fault(
        "no-scope",
        "The token response lacks scope",
        "RFC 6749 lets it out when all was granted.\nThe profile of the standard does not.",
        "011",
        on_response=members(scope=None),
    ),
    _fault(
        "scope-in-array",
        "scope of the token response is an array",
        "Scopes are a list in the database.\nThe serializer writes a list.",
        "011",
        on_response=good(_scope_in_array),
    ),
    _fault(
        "more-scopes",
        "More scopes are granted than were asked for",
        "A client gets all that it is registered for.\nWhat it asked for is not looked at.",
        "011",
        on_response=good(_registered_scopes),
    ),
    _fault(
        "may-be-cached",
        "The token response has no Cache-Control",
        "The header is set by the pages.\nThe token endpoint is no page.",
        "012",
        on_response=without("cache-control"),
    ),
    _fault(
        "cached-for-an-hour",
        "The token response may be cached for an hour",
        "The gateway adds the header to all answers.\nTokens are among them.",
        "012",
        on_response=_cache("private, max-age=3600"),
    ),
    _fault(
        "errors-in-html",
        "Errors of the token endpoint are HTML pages",
        "The framework draws its error page.\nMachines cannot read it.",
        "013",
        on_response=bad(page),
    ),
    _fault(
        "errors-are-status-objects",
        "Errors of the token endpoint are CLR status objects",
        "All errors go through one handler.\nIt writes what the API writes.",
        "013",
        on_response=bad(lambda answer: refuse(answer, answer.status, "invalid_data")),
    ),
    _fault(
        "errors-422",
        "Errors of the token endpoint have status 422",
        "The framework answers 422 when validation fails.\nRFC 6749 has 400.",
        "013",
        on_response=when(400, change=lambda answer: setattr(answer, "status", 422)),
        consequences={"CLR10-TOK-006": "where a wrong secret is refused with 400, that becomes 422 too"},
    ),
    _fault(
        "errors-in-own-words",
        "Errors of the token endpoint have codes of their own",
        "The codes of RFC 6749 were not known.\nlogin_failed says it just as well.",
        "013",
        on_response=bad(_in_own_words),
    ),
    _fault(
        "errors-without-code",
        "Errors of the token endpoint have no code",
        "The handler of the framework writes a message.\nerror is missing.",
        "013",
        on_response=bad(_message_only),
    ),
    _fault(
        "errors-nested",
        "error of the token endpoint is an object",
        "All errors of the product are objects.\nClient libraries look for a text.",
        "013",
        on_response=bad(_nested),
    ),
    _fault(
        "errors-as-text",
        "Errors of the token endpoint are sent as text/plain",
        "The JSON is written by hand.\nNobody set the media type.",
        "013",
        on_response=bad(typed("text/plain")),
    ),
    _fault(
        "bad-grant-401",
        "invalid_grant is answered 401",
        "A bad code is a failed login, it was thought.\n401 is for clients only.",
        "013",
        on_response=bad(_grant_is_401),
    ),
    _fault(
        "unknown-grant-crash",
        "An unknown grant_type ends in a 500",
        "The handlers are in a table.\nWhat is not in it raises an error.",
        "013",
        touches=AVAILABILITY,
        on_response=_unknown_grant_crash,
    ),
    _fault(
        "machines-short-scopes",
        "Client credentials grant scopes with short names",
        "Internal systems use the short names.\nThe two grants have their own lists.",
        "015",
        on_response=_machines(_scopes_as(_short)),
    ),
    _fault(
        "machines-other-standard",
        "Client credentials grant the scopes of another standard",
        "The grant came with a module for CLR 2.0.\nIts names are others.",
        "015",
        on_response=_machines(_scopes_as(_other_standard)),
    ),
    _fault(
        "machines-refused",
        "Client credentials refuse the scopes of the standard",
        "Systems have one scope of their own, system.all.\nThe three of the standard are unknown there.",
        "015",
        on_response=_machines(error(400, "invalid_scope")),
    ),
    _fault(
        "plain-http",
        "The token and the registration endpoint answer plain http as they answer https",
        "The login server is a product of its own, behind a proxy that takes both.\nOnly the API was closed.",
        "016",
        operations=(),
        settings={"without_tls": "oauth-served"},
        wire=True,
    ),
)
