"""REG: dynamic client registration made wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, page, refuse, typed, when
from mock_provider.oauth.faults._tools import Ask, bad, error, good, members, without

REGISTER = ("register",)

_TEXT = {"client_name": "unnamed", "software_id": "none", "software_version": "0"}
_OWN = ("client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at")
_LATER = "told"


def _metadata(change: Callable[[Request, dict[str, Any]], object]) -> Ask:
    """Change the metadata that a client sends; what is no JSON object is left to the mock to refuse."""

    def changed(request: Request) -> None:
        body = request.json
        if isinstance(body, dict):
            change(request, body)

    return changed


def _filling_in(*names: str) -> Ask:
    """Let the mock see members that are missing; ``_as_asked`` hides that in the answer."""

    def change(request: Request, body: dict[str, Any]) -> None:
        site = f"https://{_host_of(_any_url(body))}"
        missing = [name for name in names if name not in body]
        defaults: dict[str, Any] = {**_TEXT, "redirect_uris": [f"{site}/callback"]}
        request.scratch[_LATER] = dict.fromkeys(missing)
        if missing:
            request.json = {**body, **{name: defaults.get(name, f"{site}/") for name in missing}}

    return _metadata(change)


def _any_url(body: dict[str, Any]) -> str:
    uris = body.get("redirect_uris")
    return str(uris[0] if isinstance(uris, list) and uris else body.get("client_uri", ""))


def _seeing(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Ask:
    """Let the mock judge other members than were sent; ``_as_asked`` puts those that were sent into the answer."""

    def changed(request: Request, body: dict[str, Any]) -> None:
        instead = change(body)
        request.scratch[_LATER] = {name: body.get(name) for name in instead}
        if instead:
            request.json = {**body, **instead}

    return _metadata(changed)


def _as_asked(answer: Response) -> None:
    later = answer.scratch.get(_LATER)
    if answer.good and later:
        members(**later)(answer)


def _https(body: dict[str, Any]) -> dict[str, Any]:
    uris = body.get("redirect_uris")
    if not isinstance(uris, list) or "http:" not in str(uris):
        return {}
    return {"redirect_uris": [str(uri).replace("http:", "https:", 1) for uri in uris]}


def _one_host(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def change(body: dict[str, Any]) -> dict[str, Any]:
        host = _host_of(str(body.get("client_name") and body.get("software_id") and _most(body)))
        return {name: _moved(body[name], host) for name in names if name in body and host not in str(body[name])}

    return change


def _most(body: dict[str, Any]) -> str:
    """A URL on the host that most of the URLs are on."""
    urls = [str(body.get(name, "")) for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")]
    hosts = [_host_of(url) for url in urls]
    return max(urls, key=lambda url: hosts.count(_host_of(url)))


def _host_of(url: str) -> str:
    """Host and port of a URL; empty when it cannot be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _moved(value: Any, host: str) -> Any:
    if isinstance(value, list):
        return [_moved(entry, host) for entry in value]
    return urlsplit(value)._replace(netloc=host).geturl() if _host_of(str(value)) else value


def _defaulting(name: str, value: Any) -> tuple[Ask, Change]:
    """Another default for a member that is left out."""

    def ask(request: Request, body: dict[str, Any]) -> None:
        request.scratch[_LATER] = {} if name in body else {name: value}

    return _metadata(ask), _as_asked


def _taking(name: str, *values: Any) -> tuple[Ask, Change]:
    """Take these values of a member though they are not allowed."""

    def ask(request: Request, body: dict[str, Any]) -> None:
        wanted = body.get(name)
        several = wanted if isinstance(wanted, list) else ()
        taken = wanted in values if isinstance(wanted, str) else any(value in several for value in values)
        request.scratch[_LATER] = {name: wanted} if taken else {}
        if taken:
            request.json = {key: value for key, value in body.items() if key != name}

    return _metadata(ask), _as_asked


_POST_DEFAULT = _defaulting("token_endpoint_auth_method", "client_secret_post")
_NONE_TAKEN = _taking("token_endpoint_auth_method", "none")
_POST_TAKEN = _taking("token_endpoint_auth_method", "client_secret_post")
_MORE_GRANTS = _defaulting("grant_types", ["authorization_code", "implicit", "refresh_token"])
_PASSWORD = _taking("grant_types", "password")
_IMPLICIT = _taking("grant_types", "implicit")
_MORE_RESPONSES = _defaulting("response_types", ["code", "token"])
_TOKEN_RESPONSE = _taking("response_types", "token")


def _wants_form(answer: Response) -> None:
    if "json" in answer.request.headers.get("content-type", ""):
        error(415, "invalid_request")(answer)


def _wants_a_token(status: int) -> Change:
    def change(answer: Response) -> None:
        if "authorization" not in answer.request.headers:
            error(status, "invalid_token")(answer)

    return change


def _own_members(answer: Response) -> None:
    answer.json = {name: value for name, value in answer.json.items() if name in _OWN}


def _member(name: str, change: Callable[[Any], Any]) -> Change:
    return good(lambda answer: members(**{name: change(answer.json[name])})(answer))


def _text_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def _same_for_all(answer: Response) -> None:
    made = answer.json
    first = answer.memory.setdefault("first", {name: made[name] for name in ("client_id", "client_secret")})
    members(**first)(answer)


def _numbered(answer: Response) -> None:
    number = answer.memory["number"] = answer.memory.get("number", 4710) + 1
    members(client_id=number)(answer)


def _crash_on_http(answer: Response) -> None:
    if answer.status == 400 and b"http:" in answer.request.body:
        error(500, "server_error")(answer)


def _own_words(answer: Response) -> None:
    answer.json = {"error": "validation_failed", "error_description": "a member is missing"}


def _message_only(answer: Response) -> None:
    answer.json = {"message": "a member is missing"}


FAULTS = (
    Fault(
        id="reg-json-refused",
        title="Registration takes forms only",
        how="The endpoint was written like the token endpoint.\nA JSON body is an unsupported media type there.",
        breaks=("CLR10-REG-001",),
        operations=REGISTER,
        on_response=_wants_form,
    ),
    Fault(
        id="reg-id-is-number",
        title="client_id is a number",
        how="The primary key of the table is handed out as it is.\nRFC 7591 has a string.",
        breaks=("CLR10-REG-001",),
        operations=REGISTER,
        on_response=good(_numbered),
    ),
    Fault(
        id="reg-no-client-id",
        title="The registration response lacks client_id",
        how="The id is called clientId in the data class.\nNobody told the serializer.",
        breaks=("CLR10-REG-001",),
        consequences={"CLR10-REG-003": "client_id is one of the members that must be there"},
        operations=REGISTER,
        on_response=members(client_id=None),
    ),
    Fault(
        id="reg-status-200",
        title="A registration is answered 200",
        how="The framework answers 200 unless told otherwise.\nNobody told it otherwise.",
        breaks=("CLR10-REG-002",),
        operations=REGISTER,
        on_response=good(lambda answer: setattr(answer, "status", 200)),
    ),
    Fault(
        id="reg-answer-is-text",
        title="The registration response is sent as text/html",
        how="The JSON is printed by a page of the portal.\nIts media type is that of pages.",
        breaks=("CLR10-REG-002",),
        operations=REGISTER,
        on_response=good(typed("text/html; charset=utf-8")),
    ),
    Fault(
        id="reg-no-secret",
        title="The registration response lacks client_secret",
        how="The secret is shown on a page of the portal only.\nA client that registers by itself never sees it.",
        breaks=("CLR10-REG-003",),
        consequences={"CLR10-TOK-009": "without a secret no request for a token goes through"},
        operations=REGISTER,
        on_response=members(client_secret=None),
    ),
    Fault(
        id="reg-no-time-of-issue",
        title="The registration response lacks client_id_issued_at",
        how="RFC 7591 calls the member optional.\nThe profile of the standard does not.",
        breaks=("CLR10-REG-003",),
        operations=REGISTER,
        on_response=members(client_id_issued_at=None),
    ),
    Fault(
        id="reg-no-expiry",
        title="The registration response lacks client_secret_expires_at",
        how="Secrets never expire here, so nothing was written.\nThe member is 0 then.",
        breaks=("CLR10-REG-003",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=None),
    ),
    Fault(
        id="reg-metadata-not-repeated",
        title="The registration response has the new members only",
        how="The client knows what it sent, it was thought.\nIt does not know what became of it.",
        breaks=("CLR10-REG-004",),
        operations=REGISTER,
        on_response=good(_own_members),
    ),
    Fault(
        id="reg-name-not-repeated",
        title="The registration response forgets software_id and software_version",
        how="The table has no columns for them.\nWhat was not stored cannot be repeated.",
        breaks=("CLR10-REG-004",),
        operations=REGISTER,
        on_response=members(software_id=None, software_version=None),
    ),
    Fault(
        id="reg-time-in-milliseconds",
        title="client_id_issued_at is in milliseconds",
        how="The clock of the language counts milliseconds.\nIts value was written as it is.",
        breaks=("CLR10-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", lambda value: value * 1000),
    ),
    Fault(
        id="reg-time-as-text",
        title="client_id_issued_at is a date in text",
        how="The serializer writes all times as ISO 8601.\nHere a number is due.",
        breaks=("CLR10-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", _text_time),
    ),
    Fault(
        id="reg-time-with-fraction",
        title="client_id_issued_at has a fraction",
        how="The clock of the language gives seconds as a float.\nNobody rounds it.",
        breaks=("CLR10-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", lambda value: value + 0.25),
    ),
    Fault(
        id="reg-expiry-is-lifetime",
        title="client_secret_expires_at is a lifetime instead of a time",
        how="It was read as expires_in of token responses.\nA year is written as 31536000.",
        breaks=("CLR10-REG-005",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=31_536_000),
    ),
    Fault(
        id="reg-expiry-minus-one",
        title="client_secret_expires_at is -1 for never",
        how="-1 stands for never all over the code.\nThe standard has 0.",
        breaks=("CLR10-REG-005",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=-1),
    ),
    Fault(
        id="reg-same-id-for-all",
        title="All clients get the same client_id",
        how="The tenant has a client already.\nIts id and secret are handed out again, whoever asks.",
        breaks=("CLR10-REG-006",),
        consequences={
            "CLR10-AUT-014": "who asks for fewer scopes is the client that has more",
            "CLR10-RVK-001": "the grant goes by the name of the first client",
        },
        operations=REGISTER,
        on_response=good(_same_for_all),
    ),
    Fault(
        id="reg-may-be-cached",
        title="The registration response has no Cache-Control",
        how="The header was set for the token endpoint only.\nA secret is in this answer too.",
        breaks=("CLR10-REG-007",),
        operations=REGISTER,
        on_response=without("cache-control"),
    ),
    Fault(
        id="reg-no-cache-is-no-no-store",
        title="The registration response says no-cache instead of no-store",
        how="The names sound alike.\nno-cache lets a cache keep the secret.",
        breaks=("CLR10-REG-007",),
        operations=REGISTER,
        on_response=lambda answer: answer.headers.update({"cache-control": "no-cache"}),
    ),
    Fault(
        id="reg-wants-token",
        title="Registration asks for an initial access token",
        how="Open registration was thought unsafe.\nThe setting of the product was left at protected.",
        breaks=("CLR10-REG-008",),
        consequences={"CLR10-REG-001": "nobody can register without the token"},
        operations=REGISTER,
        on_response=_wants_a_token(401),
    ),
    Fault(
        id="reg-by-invitation",
        title="Registration is forbidden to clients that were not invited",
        how="A list of allowed clients is asked first.\nWho is not on it gets 403.",
        breaks=("CLR10-REG-008",),
        consequences={"CLR10-REG-001": "nobody can register without an invitation"},
        operations=REGISTER,
        on_response=_wants_a_token(403),
    ),
    Fault(
        id="reg-only-redirect-uris-required",
        title="Registration requires redirect_uris only",
        how="RFC 7591 requires no more than that.\nThe profile of the standard was not read.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_request=_filling_in(*_TEXT, "client_uri", "logo_uri", "tos_uri", "policy_uri"),
        on_response=_as_asked,
    ),
    Fault(
        id="reg-no-redirect-uris",
        title="A client without redirect_uris is registered",
        how="The list may be empty in the database.\nThe first redirect URI seen is taken later.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_request=_filling_in("redirect_uris"),
        on_response=_as_asked,
    ),
    Fault(
        id="reg-refused-in-html",
        title="A bad registration is refused with an HTML page",
        how="The framework draws its error page.\nMachines cannot read it.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_response=bad(page),
    ),
    Fault(
        id="reg-refused-422",
        title="A bad registration is refused with 422",
        how="The framework answers 422 when validation fails.\nRFC 7591 has 400.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_response=when(400, change=lambda answer: setattr(answer, "status", 422)),
    ),
    Fault(
        id="reg-refused-in-own-words",
        title="A bad registration is refused with an error code of its own",
        how="The codes of RFC 7591 were not known.\nvalidation_failed says it just as well.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_response=bad(_own_words),
    ),
    Fault(
        id="reg-refused-without-code",
        title="A bad registration is refused without an error code",
        how="The handler of the framework writes a message.\nerror is missing.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_response=bad(_message_only),
    ),
    Fault(
        id="reg-refused-with-status-object",
        title="A bad registration is refused with a CLR status object",
        how="All errors go through one handler.\nIt writes what the API writes.",
        breaks=("CLR10-REG-009",),
        operations=REGISTER,
        on_response=bad(lambda answer: refuse(answer, 400, "invalid_data")),
    ),
    Fault(
        id="reg-plain-http-redirect",
        title="A redirect URI with plain http is registered",
        how="Developers test without TLS.\nThe check was switched off for them, and stayed off.",
        breaks=("CLR10-REG-010",),
        operations=REGISTER,
        on_request=_seeing(_https),
        on_response=_as_asked,
    ),
    Fault(
        id="reg-plain-http-crashes",
        title="A redirect URI with plain http ends in a 500",
        how="The check raises an error that nobody catches.\nThe client cannot tell what is wrong.",
        breaks=("CLR10-REG-010",),
        operations=REGISTER,
        touches=AVAILABILITY,
        on_response=_crash_on_http,
    ),
    Fault(
        id="reg-pages-on-any-host",
        title="The pages of a client may be on any host",
        how="Each URL is checked by itself.\nThat they belong together is not asked.",
        breaks=("CLR10-REG-011",),
        operations=REGISTER,
        on_request=_seeing(_one_host("client_uri", "logo_uri", "tos_uri", "policy_uri")),
        on_response=_as_asked,
    ),
    Fault(
        id="reg-redirects-on-any-host",
        title="The redirect URI of a client may be on another host than its pages",
        how="The pages are compared with each other.\nThe redirect URIs were forgotten.",
        breaks=("CLR10-REG-011",),
        operations=REGISTER,
        on_request=_seeing(_one_host("redirect_uris")),
        on_response=_as_asked,
    ),
    Fault(
        id="reg-post-is-default",
        title="client_secret_post is the default way to authenticate",
        how="The product has a default of its own.\nRFC 7591 has client_secret_basic.",
        breaks=("CLR10-REG-012",),
        operations=REGISTER,
        on_request=_POST_DEFAULT[0],
        on_response=_POST_DEFAULT[1],
    ),
    Fault(
        id="reg-post-is-taken",
        title="A client may register for client_secret_post",
        how="The product supports it.\nNobody took it off the list.",
        breaks=("CLR10-REG-012",),
        operations=REGISTER,
        on_request=_POST_TAKEN[0],
        on_response=_POST_TAKEN[1],
    ),
    Fault(
        id="reg-public-clients",
        title="A client may register without authentication",
        how="Apps without a server were to be helped.\nThe method none opens codes to everybody.",
        breaks=("CLR10-REG-012",),
        operations=REGISTER,
        on_request=_NONE_TAKEN[0],
        on_response=_NONE_TAKEN[1],
    ),
    Fault(
        id="reg-implicit-by-default",
        title="A client without grant_types is registered for implicit too",
        how="The default of the product lists all that it can.\nimplicit is among it.",
        breaks=("CLR10-REG-013",),
        operations=REGISTER,
        on_request=_MORE_GRANTS[0],
        on_response=_MORE_GRANTS[1],
    ),
    Fault(
        id="reg-password-grant",
        title="A client may register for the password grant",
        how="An old app still uses it.\nSo it is open to everybody.",
        breaks=("CLR10-REG-013",),
        operations=REGISTER,
        on_request=_PASSWORD[0],
        on_response=_PASSWORD[1],
    ),
    Fault(
        id="reg-implicit-grant",
        title="A client may register for the implicit grant",
        how="grant_types are stored as they come.\nNobody compares them with what is allowed.",
        breaks=("CLR10-REG-013",),
        operations=REGISTER,
        on_request=_IMPLICIT[0],
        on_response=_IMPLICIT[1],
    ),
    Fault(
        id="reg-token-response-by-default",
        title="A client without response_types is registered for token too",
        how="The default of the product lists all that it can.\ntoken is among it.",
        breaks=("CLR10-REG-014",),
        operations=REGISTER,
        on_request=_MORE_RESPONSES[0],
        on_response=_MORE_RESPONSES[1],
    ),
    Fault(
        id="reg-token-response",
        title="A client may register for the response type token",
        how="response_types are stored as they come.\nNobody compares them with what is allowed.",
        breaks=("CLR10-REG-014",),
        operations=REGISTER,
        on_request=_TOKEN_RESPONSE[0],
        on_response=_TOKEN_RESPONSE[1],
    ),
)
