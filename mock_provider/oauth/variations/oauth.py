"""Registration, tokens and discovery: what the OAuth documents leave open."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.variation_tools import OAUTH, Node, json_object
from mock_provider.clr10.terms import BASE_PATH

_YEAR = 365 * 86_400
_PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"
)


def _token_type(text: str) -> Callable[[Response], None]:
    return json_object(lambda body: body.update(token_type=text) if "token_type" in body else None)


def _more_in_token(body: Node) -> None:
    body |= {
        "id_token": "eyJhbGciOiJub25lIn0.e30.",
        "created_at": int(time.time()),
        "ext_expires_in": 3600,
        "user": {"roles": [], "locale": None},
        "not-before-policy": 0,
    }


def _expires_in_other(body: Node) -> None:
    if "expires_in" in body:
        body["expires_in"] -= 1


def _same_refresh_token(answer: Response) -> None:
    form, body = answer.request.form, answer.json
    if answer.good and form.get("grant_type") == "refresh_token":
        body["refresh_token"] = form["refresh_token"]
        answer.json = body


def _scope_order(body: Node) -> None:
    if isinstance(body.get("scope"), str):
        body["scope"] = " ".join(reversed(body["scope"].split()))


def _cache_words(answer: Response) -> None:
    if "no-store" in answer.headers.get("cache-control", ""):
        answer.headers["cache-control"] = 'private, max-age=0, No-Store, no-cache="set-cookie"'
        answer.headers["expires"] = "-1"


def _error_words(answer: Response) -> None:
    body = answer.json
    if not answer.good and isinstance(body, dict) and "error" in body:
        body |= {
            "error_description": "Prosim, zkuste to znovu: 'neplatny' <pozadavek>",
            "error_uri": "https://help.example/oauth?lang=cs",
            "trace_id": "8b0c65b5",
        }
        answer.json = body


def _bare_error(answer: Response) -> None:
    body = answer.json
    if not answer.good and isinstance(body, dict) and "error" in body:
        answer.json = {"error": body["error"]}


def _client_400(answer: Response) -> None:
    if answer.status == 401:
        answer.status = 400


def _more_in_registration(answer: Response) -> None:
    if answer.request.method == "DELETE":
        answer.status, answer.body = 204, b""
    elif answer.status == 201:
        body, host = answer.json, answer.request.headers["host"]
        answer.json = {
            **body,
            "registration_client_uri": f"https://{host}/oauth/register/{body['client_id']}",
            "registration_access_token": "rat-2f5c1e8d9a7b4c3e",
            "client_name#de": "Verbraucher",
            "contacts": [],
            "jwks": {"keys": []},
            "require_auth_time": False,
        }


def _expiring_secret(body: Node) -> None:
    if "client_secret_expires_at" in body:
        body["client_secret_expires_at"] = int(time.time()) + _YEAR


def _rewritten_name(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and isinstance(body.get("client_name"), str):
        request.json = {**body, "client_name": f"[unverified] {body['client_name']} (ASCII only)"}


def _narrowed(body: Node) -> None:
    """offline_access is not registered; a refresh token is given all the same (CLR10-RFR-001)."""
    if isinstance(body.get("scope"), str):
        body["scope"] = " ".join(scope for scope in body["scope"].split() if scope != "offline_access")


def _redirect_changed(change: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]) -> Callable[[Response], None]:
    def told(answer: Response) -> None:
        location = answer.headers.get("location", "")
        if "code=" in location or "error=" in location:
            parts = urlsplit(location)
            answer.headers["location"] = urlunsplit(parts._replace(query=urlencode(change(parse_qsl(parts.query)))))

    return told


def _found(answer: Response) -> None:
    if answer.status == 303:
        answer.status = 302


def _detour(answer: Response) -> None:
    """Three more redirects before the login or consent page."""
    hop = int(answer.scratch.get("hop", "0") or 0)
    if answer.request.method == "GET" and hop < 3 and answer.status in (200, 302, 303) and answer.scratch.get("query"):
        query = {**answer.scratch["query"], "hop": str(hop + 1)}
        answer.status, answer.body = (302, 307, 308)[hop], b""
        answer.headers["location"] = f"?{urlencode(query)}" if hop else f"/oauth/authorize?{urlencode(query)}"


def _hop(request: Request) -> None:
    request.scratch["hop"] = request.query.pop("hop", "0")
    request.scratch["query"] = dict(request.query)


def _discovery(**members: Any) -> Callable[[Response], None]:
    def change(body: Node) -> None:
        for name, value in members.items():
            if value is None:
                body.pop(name, None)
            else:
                body[name] = value

    return json_object(change)


def _more_scopes(body: Node) -> None:
    body["scopesOffered"] = ["https://campus.example/scopes/library?x=1", *body["scopesOffered"], "urn:campus:meals"]


def _pages_move(answer: Response) -> None:
    if answer.request.path.startswith("/pages/") and "moved" not in answer.request.query:
        answer.status, answer.body = 302, b""
        answer.headers["location"] = f"{answer.request.path}?moved=1"


def _items_move(answer: Response) -> None:
    """Items are at a longer path, where a permanent redirect leads."""
    path = answer.scratch.get("moves to")
    if path and answer.status == 200:
        answer.status, answer.body = 308, b""
        answer.headers["location"] = path


def _moved_item(request: Request) -> None:
    prefix = f"{BASE_PATH}/assertions/"
    if request.path.startswith(f"{prefix}v2/"):
        request.path = prefix + request.path.removeprefix(f"{prefix}v2/")
    elif request.path.startswith(prefix) and request.method == "GET":
        request.scratch["moves to"] = prefix + "v2/" + request.path.removeprefix(prefix)


def _response_of_revocation(answer: Response) -> None:
    if answer.status == 200:
        answer.headers["content-type"] = "application/json"
        answer.json = {"revoked": True, "note": "ignored by clients"}


def _variation(
    name: str,
    title: str,
    how: str,
    operations: tuple[str, ...] = (),
    *,
    on_response: Callable[[Response], object] | None = None,
    on_request: Callable[[Request], object] | None = None,
    settings: Mapping[str, Any] | None = None,
    plan: Mapping[str, Any] | None = None,
    touches: tuple[str, ...] = (),
) -> Variation:
    return Variation(
        name,
        title,
        how,
        operations=operations,
        on_response=on_response,
        on_request=on_request,
        settings=settings or {},
        plan=plan or {},
        touches=touches,
    )


VARIATIONS = (
    _variation(
        "var-tok-bearer-lower-case",
        "token_type is bearer",
        "Another library.\nRFC 6749, section 7.1: the value is compared without regard to case.",
        ("token",),
        on_response=_token_type("bearer"),
        touches=("token type",),
    ),
    _variation(
        "var-tok-bearer-capitals",
        "token_type is BEARER",
        "A constant in capitals.\nRFC 6749, section 5.1: the value is compared without regard to case.",
        ("token",),
        on_response=_token_type("BEARER"),
        touches=("token type",),
    ),
    _variation(
        "var-tok-more-members",
        "The token response has members that nobody asked for",
        "The authorization server serves other protocols too.\n"
        "RFC 6749, section 5.1: a client ignores members that it does not know.",
        ("token",),
        on_response=json_object(_more_in_token),
    ),
    _variation(
        "var-tok-odd-lifetime",
        "expires_in is 3599",
        "The second in which the token was made is counted.\nCLR10-TOK-010: 3600 is advised, not demanded.",
        ("token",),
        on_response=json_object(_expires_in_other),
        touches=("token lifetime",),
    ),
    _variation(
        "var-tok-short-lived",
        "Access tokens live two seconds",
        "A strict operator.\nCLR10-TOK-010: any lifetime; RFC 6749, section 6: that is what refresh is for.",
        settings={"access_token_seconds": 2},
        touches=("token lifetime",),
    ),
    _variation(
        "var-tok-scope-order",
        "scope comes back in another order",
        "Scopes are kept as a set.\nRFC 6749, section 3.3: the order of scopes does not matter.",
        ("token",),
        on_response=json_object(_scope_order),
    ),
    _variation(
        "var-tok-cache-words",
        "no-store stands among other directives, in capitals",
        "A gateway adds its own.\nRFC 9111, section 5.2: directives are compared without regard to case, in a list.",
        OAUTH,
        on_response=_cache_words,
    ),
    _variation(
        "var-tok-error-words",
        "OAuth errors have texts in other languages and further members",
        "Messages are translated.\nRFC 6749, section 5.2: error_description is a text for people, in ASCII.",
        OAUTH,
        on_response=_error_words,
        touches=("oauth error text",),
    ),
    _variation(
        "var-tok-bare-errors",
        "OAuth errors are the word error alone",
        "Nothing is told to strangers.\nRFC 6749, section 5.2: error_description is optional.",
        OAUTH,
        on_response=_bare_error,
        touches=("oauth error text",),
    ),
    _variation(
        "var-tok-client-400",
        "invalid_client is answered 400",
        "All errors of the endpoint are 400.\nCLR10-TOK-006 tolerates 400.",
        ("token",),
        on_response=_client_400,
    ),
    _variation(
        "var-rfr-no-rotation",
        "A refresh gives no new refresh token",
        "Refresh tokens live as long as the grant.\nCLR10-RFR-006: a new one is a MAY.",
        settings={"rotation": False},
        touches=("refresh token",),
    ),
    _variation(
        "var-rfr-same-token",
        "A refresh gives the same refresh token again",
        "The server always fills the member.\nRFC 6749, section 6: it may issue a new one, and does not have to.",
        ("token",),
        on_response=_same_refresh_token,
        settings={"rotation": False},
        touches=("refresh token",),
    ),
    _variation(
        "var-rfr-not-offered",
        "No refresh tokens are offered, and none is claimed",
        "Users log in anew. This takes the data of area RFR away.\nCLR10-RFR-001: refresh tokens are a MAY.",
        settings={"refresh": False},
        plan={"claims": {"refresh": False}},
        touches=("refresh token",),
    ),
    _variation(
        "var-rvk-not-offered",
        "Token revocation is not offered, and not claimed",
        "Grants are withdrawn on a page. This takes the data of CLR10-RVK-004 to -006 away.\nCLR10-RVK-003: a MAY.",
        settings={"revocation": False},
        plan={"claims": {"revocation": False}, "target": {"revocation_url": None}},
        touches=("revocation",),
    ),
    _variation(
        "var-rvk-answer-with-body",
        "The revocation answers 200 with a JSON body",
        "The handler returns what it did.\nRFC 7009, section 2.2: the content of the answer is ignored.",
        ("revoke",),
        on_response=_response_of_revocation,
        touches=("revocation",),
    ),
    _variation(
        "var-cc-not-offered",
        "Client credentials are not offered, and not claimed",
        "Every client acts for a user. This takes the data of CLR10-TOK-015 away.\nCLR10-TOK-014: a MAY.",
        settings={"client_credentials": False},
        plan={"claims": {"client_credentials": False}},
    ),
    _variation(
        "var-reg-more-members",
        "The registration response offers client management and has other members",
        "The server knows RFC 7592 and OpenID Connect.\nRFC 7591, section 3.2.1: further members may be there.",
        ("register",),
        on_response=_more_in_registration,
    ),
    _variation(
        "var-reg-secret-expires",
        "The client secret expires in a year",
        "Secrets are renewed each year.\nRFC 7591, section 3.2.1: a time in seconds, or 0.",
        ("register",),
        on_response=json_object(_expiring_secret),
    ),
    _variation(
        "var-reg-name-rewritten",
        "The server changes client_name and says so",
        "Names of unverified clients are marked.\nCLR10-REG-004: metadata come back with the server's changes.",
        ("register",),
        on_request=_rewritten_name,
    ),
    _variation(
        "var-reg-scope-narrowed",
        "offline_access is left out of the registered scope, though it can be asked for",
        "The server lists the scopes of resources only.\nCLR10-REG-015: the server may narrow the scopes.",
        ("register",),
        on_response=json_object(_narrowed),
    ),
    _variation(
        "var-aut-302",
        "Redirects to the client are 302",
        "The framework's default.\nRFC 6749, section 1.7: any redirect that a browser follows.",
        OAUTH,
        on_response=_found,
    ),
    _variation(
        "var-aut-more-parameters",
        "The redirect to the client carries more parameters, in another order",
        "The server serves OpenID Connect too.\nRFC 6749, section 4.1.2: a client ignores parameters it does not know.",
        OAUTH,
        on_response=_redirect_changed(lambda pairs: [("session_state", "a.b"), *reversed(pairs), ("locale", "de")]),
    ),
    _variation(
        "var-aut-detour",
        "The authorization page is reached by three more redirects",
        "A portal, a tenant and a region come first.\nRFC 6749, section 3.1: how the user gets in is the server's own.",
        ("authorize",),
        on_request=_hop,
        on_response=_detour,
    ),
    _variation(
        "var-dsc-no-image",
        "The discovery document has no image",
        "No logo at hand.\nCLR10-DSC-005: image is optional. This takes the data of CLR10-DSC-012 away.",
        ("getDiscoveryDocument",),
        on_response=_discovery(image=None),
        touches=("discovery image",),
    ),
    _variation(
        "var-dsc-image-in-place",
        "image of the discovery document is a data URI",
        "The logo is in the configuration.\nCLR10-DSC-012: a URL, or a data URI that decodes.",
        ("getDiscoveryDocument",),
        on_response=_discovery(image=_PNG),
        touches=("discovery image",),
    ),
    _variation(
        "var-dsc-name",
        "The provider's name has quotes, markup and several scripts",
        "A name is a name.\nThe contract: name is any string.",
        ("getDiscoveryDocument",),
        on_response=_discovery(
            name="Universität \u00abÆther\u00bb <i>&amp;</i> \U0001f393 大学 " + "of many words " * 200
        ),
    ),
    _variation(
        "var-dsc-more-scopes",
        "scopesOffered names scopes of other services too",
        "One authorization server for the campus.\nCLR10-DSC-006: one or more absolute URIs.",
        ("getDiscoveryDocument",),
        on_response=json_object(_more_scopes),
    ),
    _variation(
        "var-dsc-pages-redirect",
        "Terms and privacy policy redirect to where they are now",
        "The web site moved.\nCLR10-DSC-011: they resolve.",
        on_response=_pages_move,
    ),
    _variation(
        "var-hst-redirect",
        "A hosted assertion is reached by a permanent redirect",
        "Items moved to another path.\nCLR10-HST-011: redirects end at the document within a few hops.",
        on_request=_moved_item,
        on_response=_items_move,
    ),
)
