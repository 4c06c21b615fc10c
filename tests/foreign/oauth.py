"""The authorization server of the foreign provider: oauthlib's web application server, and a registration endpoint."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_plus, urlsplit

from flask import Blueprint, Response, current_app, request
from oauthlib.oauth2 import RequestValidator, WebApplicationServer
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_plain

from tests.foreign.state import SCOPES, Client, Code, State, Token

site = Blueprint("oauth", __name__)

NO_STORE = {"Pragma": "no-cache", "Cache-Control": "private, no-store"}
REQUIRED = (
    *("client_name", "client_uri", "logo_uri", "tos_uri"),
    *("policy_uri", "software_id", "software_version", "redirect_uris"),
)


def state() -> State:
    return current_app.config["STATE"]


class Validator(RequestValidator):
    """What oauthlib asks about clients, codes and tokens."""

    def __init__(self, kept: State) -> None:
        super().__init__()
        self.kept = kept

    # the authorization request

    def validate_client_id(self, client_id, request, *_, **__):
        request.client = self.kept.clients.get(client_id)
        return request.client is not None

    def validate_redirect_uri(self, client_id, redirect_uri, request, *_, **__):
        known = self.kept.clients[client_id].metadata["redirect_uris"]
        if self.kept.wrong("redirect-open"):
            return True
        if self.kept.wrong("redirect-prefix"):
            return any(redirect_uri.startswith(uri) for uri in known)
        return redirect_uri in known

    def get_default_redirect_uri(self, client_id, request, *_, **__):
        return None

    def validate_response_type(self, client_id, response_type, client, request, *_, **__):
        return response_type == "code"

    def is_pkce_required(self, client_id, request):
        return not self.kept.wrong("pkce-optional")

    def get_default_scopes(self, client_id, request, *_, **__):
        return [SCOPES[1]]

    def validate_scopes(self, client_id, scopes, client, request, *_, **__):
        if self.kept.wrong("any-scope"):
            return True
        known = [one for one in scopes if one in SCOPES and one in self.kept.clients[client_id].scopes]
        allowed = {"offline_access", *known}
        return bool(known) and (self.kept.style.narrows or set(scopes) <= allowed)

    def save_authorization_code(self, client_id, code, request, *_, **__):
        client = self.kept.clients[client_id]
        granted = [one for one in request.scopes if one in client.scopes and one in SCOPES]
        if self.kept.wrong("any-scope"):
            granted = request.scopes
        method = request.code_challenge_method
        asked = dict(parse_qsl(urlsplit(request.uri).query))
        self.kept.codes[code["code"]] = Code(
            client_id,
            request.redirect_uri,
            request.user,
            granted,
            request.code_challenge,
            method,
            prompt=asked.get("prompt", ""),
        )

    # the token request

    def client_authentication_required(self, request, *_, **__):
        return True

    def authenticate_client(self, request, *_, **__):
        scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            name, _, secret = base64.b64decode(credentials).decode().partition(":")
        except ValueError:
            return False
        client = self.kept.clients.get(unquote_plus(name))
        right = client is not None and hmac.compare_digest(client.secret.encode(), unquote_plus(secret).encode())
        request.client = client
        return right or (client is not None and self.kept.wrong("secret-any"))

    def validate_grant_type(self, client_id, grant_type, client, request, *_, **__):
        return grant_type in client.metadata["grant_types"]

    def validate_code(self, client_id, code, client, request, *_, **__):
        known = self.kept.codes.get(code)
        if known is None or known.expires < time.time():
            return False
        if known.client_id != client.client_id and not self.kept.wrong("code-of-other"):
            return False
        if known.used and not self.kept.wrong("code-replay"):
            for token in known.tokens if not self.kept.wrong("replay-harmless") else ():
                self.kept.access.pop(token, None)
                self.kept.refresh.pop(token, None)
            return False
        request.user, request.scopes, request.code_kept = known.user, known.scopes, known
        return True

    def get_code_challenge(self, code, request):
        return self.kept.codes[code].challenge

    def get_code_challenge_method(self, code, request):
        return self.kept.codes[code].method

    def confirm_redirect_uri(self, client_id, code, redirect_uri, client, request, *_, **__):
        return self.kept.codes[code].redirect_uri == redirect_uri or self.kept.wrong("token-redirect-any")

    def invalidate_authorization_code(self, client_id, code, request, *_, **__):
        self.kept.codes[code].used = True

    def save_bearer_token(self, token, request, *_, **__):
        client, scopes = request.client.client_id, request.scopes
        expires = time.time() + token["expires_in"]
        self.kept.access[token["access_token"]] = Token(client, request.user, scopes, expires)
        if "refresh_token" in token and token["refresh_token"] not in self.kept.refresh:
            self.kept.refresh[token["refresh_token"]] = Token(client, request.user, scopes)
        code = getattr(request, "code_kept", None)
        if code is not None:
            code.tokens += [token["access_token"], token.get("refresh_token", "")]

    # refresh

    def validate_refresh_token(self, refresh_token, client, request, *_, **__):
        known = self.kept.refresh.get(refresh_token)
        if known is None or self.kept.wrong("refresh-dead"):
            return False
        request.user = known.user
        return known.client_id == client.client_id or self.kept.wrong("refresh-of-other")

    def get_original_scopes(self, refresh_token, request, *_, **__):
        return self.kept.refresh[refresh_token].scopes

    def is_within_original_scope(self, request_scopes, refresh_token, request, *_, **__):
        return self.kept.wrong("refresh-widens")

    def rotate_refresh_token(self, request):
        return False


def server_of(kept: State) -> WebApplicationServer:
    """The server as this style and this defect have it."""
    made = WebApplicationServer(Validator(kept), token_expires_in=kept.style.lifetime)
    grant = made.auth_grant
    grant._code_challenge_methods = dict(grant._code_challenge_methods)
    if not kept.wrong("pkce-plain"):
        del grant._code_challenge_methods["plain"]
    else:
        grant._code_challenge_methods["plain"] = code_challenge_method_plain
    if kept.wrong("verifier-any"):
        grant._code_challenge_methods["S256"] = lambda verifier, challenge: True
    made.refresh_grant.issue_new_refresh_tokens = kept.style.refresh_again
    grant.register_code_modifier(lambda code, _, asked: {**code, "scope": " ".join(asked.scopes)})
    return made


@site.post("/sso/exchange")
def exchange() -> Response:
    kept = state()
    server = kept.server
    form = request.get_data(as_text=True)
    headers = {"Authorization": request.headers.get("Authorization", "")}
    if request.mimetype != "application/x-www-form-urlencoded":
        return _refused(errors.InvalidRequestError("send a form"))
    try:
        _, body, status = server.create_token_response(request.url, "POST", form, headers)
    except errors.OAuth2Error as error:
        return _refused(error)
    told = json.loads(body)
    if status != 200:
        return _answer(told, status)
    return _granted(told)


def _granted(told: dict[str, Any]) -> Response:
    kept = state()
    code = next((one for one in kept.codes.values() if told["access_token"] in one.tokens), None)
    if kept.style.refresh_needs_prompt and code is not None and code.prompt != "consent":
        kept.refresh.pop(told.pop("refresh_token", ""), None)
    if kept.wrong("token-silent"):
        del told["scope"]
    if kept.wrong("token-type-mac"):
        told["token_type"] = "mac"
    told["token_type"] = told["token_type"].lower()
    answer = _answer(told, 200)
    if kept.wrong("tokens-cached"):
        answer.headers["Cache-Control"] = "max-age=60"
        del answer.headers["Pragma"]
    return answer


def _refused(error: errors.OAuth2Error) -> Response:
    return _answer({"error": error.error}, error.status_code)


def _answer(told: dict[str, Any], status: int) -> Response:
    kept = state()
    if status >= 400 and kept.wrong("token-500"):
        status = 500
    if status >= 400 and kept.wrong("token-html"):
        return Response("<h1>Sorry</h1>", status, NO_STORE, mimetype="text/html")
    made = Response(json.dumps(told), status, NO_STORE, content_type="application/json;charset=UTF-8")
    if status == 401:
        made.headers["WWW-Authenticate"] = 'Basic realm="clients"'
    return made


# registration


@site.post("/sso/apps")
def register() -> Response:
    kept = state()
    try:
        asked = json.loads(request.get_data())
    except ValueError:
        return _answer({"error": "invalid_client_metadata"}, 400)
    fault = _fault(asked) if isinstance(asked, dict) else "invalid_client_metadata"
    if fault:
        return _answer({"error": fault}, 400)
    client = _new_client(asked)
    kept.clients[client.client_id] = client
    now = int(time.time()) * (1000 if kept.wrong("registration-millis") else 1)
    issued = {
        "client_id": client.client_id,
        "client_secret": client.secret,
        "client_id_issued_at": now,
        "client_secret_expires_at": 0,
    }
    if kept.style.manages_clients:
        client.key = secrets.token_urlsafe(16)
        uri = f"{kept.origin}/sso/apps/{quote(client.client_id, safe='')}"
        issued |= {"registration_client_uri": uri, "registration_access_token": client.key}
    told = issued if kept.wrong("registration-silent") else {**client.metadata, **issued}
    made = _answer(told, 200 if kept.wrong("registration-200") else 201)
    if kept.wrong("registration-cached"):
        made.headers["Cache-Control"] = "public"
    return made


@site.delete("/sso/apps/<client_id>")
def unregister(client_id: str) -> Response:
    client = state().clients.get(client_id)
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if client is None or not client.key or key != client.key:
        return Response(status=401)
    del state().clients[client_id]
    return Response(status=204)


def _fault(asked: dict[str, Any]) -> str | None:
    """The error code of a registration, or nothing when it is right."""
    kept = state()
    if not kept.wrong("registration-lenient") and any(not asked.get(name) for name in REQUIRED):
        return "invalid_redirect_uri" if not asked.get("redirect_uris") else "invalid_client_metadata"
    uris = asked.get("redirect_uris") or ["https://consumer.invalid/callback"]
    if not isinstance(uris, list) or not all(isinstance(uri, str) and _https(uri) for uri in uris):
        return "invalid_redirect_uri"
    pages = [asked[name] for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri") if name in asked]
    if not all(isinstance(page, str) and page.startswith("https://") for page in pages):
        return "invalid_client_metadata"
    if len({urlsplit(url).hostname for url in (*pages, *uris)}) > 1:
        return "invalid_client_metadata"
    known = {"authorization_code", "refresh_token"}
    wrong = (
        asked.get("token_endpoint_auth_method", "client_secret_basic") != "client_secret_basic"
        or not set(asked.get("grant_types", ["authorization_code"])) <= known
        or asked.get("response_types", ["code"]) != ["code"]
    )
    return "invalid_client_metadata" if wrong else None


def _https(uri: str) -> bool:
    return uri.startswith("https://") or (state().wrong("registration-http") and uri.startswith("http://"))


def _new_client(asked: dict[str, Any]) -> Client:
    kept = state()
    scopes = [one for one in asked.get("scope", " ".join(SCOPES)).split() if one in SCOPES]
    names = (*REQUIRED, "contacts")
    metadata = {name: asked[name] for name in names if name in asked}
    metadata.setdefault("redirect_uris", ["https://consumer.invalid/callback"])
    metadata |= {
        "token_endpoint_auth_method": "client_secret_basic",
        "grant_types": asked.get("grant_types", ["authorization_code"]),
        "response_types": ["code"],
        "scope": " ".join(scopes),
    }
    number = secrets.token_hex(4)
    awkward = kept.style.client_id_awkward
    return Client(
        f"app:{number}+a b" if awkward else number,
        secrets.token_urlsafe(16) + ("%2F:+ =&" if awkward else ""),
        metadata,
    )
