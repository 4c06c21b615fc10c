"""Departures at the authorization and the token endpoint."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

from mock_provider.http.mend import Asked, Mend
from mock_provider.oauth.flows import challenge_of
from mock_provider.oauth.messages import basic_credentials
from mock_provider.store.clients import Client
from mock_provider.store.codes import Code

_VERIFIER = "lenient-mock-code-verifier-of-clients-without-pkce"
_STATE = "lenient-mock-state-of-clients-without-one"
_STATE_IN_QUERY = re.compile(rf"(?<=[?&])state={_STATE}(?:&|$)|&state={_STATE}$")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_WITH_SECRET = ("token", "revoke")


def _form_as_json(asked: Asked) -> str:
    if asked.operation not in _WITH_SECRET or asked.media_type != "application/json":
        return ""
    members = asked.json
    if members is None or not all(isinstance(value, str) for value in members.values()):
        return ""
    asked.form = members
    return "the parameters came as JSON"


def _client_secret_post(asked: Asked) -> str:
    if asked.operation == "register":
        return _registered_for_post(asked)
    form = asked.form if asked.operation in _WITH_SECRET else {}
    if "authorization" in asked.headers or not {"client_id", "client_secret"} <= form.keys():
        return ""
    credentials = f"{quote(form['client_id'], safe='')}:{quote(form.pop('client_secret'), safe='')}"
    asked.headers["authorization"] = f"Basic {base64.b64encode(credentials.encode()).decode()}"
    asked.form = form
    return "client_secret came in the body"


def _registered_for_post(asked: Asked) -> str:
    metadata = asked.json
    if metadata is None or metadata.get("token_endpoint_auth_method") != "client_secret_post":
        return ""
    asked.json = {**metadata, "token_endpoint_auth_method": "client_secret_basic"}
    return "client_secret_post is registered as client_secret_basic"


def _no_pkce(asked: Asked) -> str:
    if asked.operation == "authorize":
        members = asked.parameters
        if "client_id" not in members or members.get("code_challenge"):
            return ""
        asked.parameters = {**members, "code_challenge": challenge_of(_VERIFIER), "code_challenge_method": "S256"}
        return "code_challenge is missing"
    code = _code(asked)
    if code is None or code.challenge != challenge_of(_VERIFIER) or asked.form.get("code_verifier") == _VERIFIER:
        return ""
    asked.form = {**asked.form, "code_verifier": _VERIFIER}
    return "the code was asked for without code_challenge"


def _plain_pkce(asked: Asked) -> str:
    members = asked.parameters if asked.operation == "authorize" else {}
    challenge = members.get("code_challenge", "")
    if not _UNRESERVED.fullmatch(challenge) or members.get("code_challenge_method", "plain") != "plain":
        return ""
    # The verifier that follows is the challenge that came: its hash is what the server compares with.
    asked.parameters = {**members, "code_challenge": challenge_of(challenge), "code_challenge_method": "S256"}
    return "code_challenge_method is plain"


def _no_redirect_uri(asked: Asked) -> str:
    code = _code(asked)
    if code is None or asked.form.get("redirect_uri"):
        return ""
    asked.form = {**asked.form, "redirect_uri": code.redirect_uri}
    return "redirect_uri is missing at the token endpoint"


def _no_scope(asked: Asked) -> str:
    members = asked.parameters if asked.operation == "authorize" else asked.form
    wanted = asked.operation == "authorize" or members.get("grant_type") == "client_credentials"
    client = None if members.get("scope") or not wanted else _client(asked, members)
    if client is None:
        return ""
    asking = {**members, "scope": str(client.metadata.get("scope", ""))}
    if asked.operation == "authorize":
        asked.parameters = asking
    else:
        asked.form = asking
    return "scope is missing; the client gets all that it is registered for"


def _scope_commas(asked: Asked) -> str:
    if asked.operation == "authorize" and "," in asked.parameters.get("scope", ""):
        asked.parameters = {**asked.parameters, "scope": _with_blanks(asked.parameters["scope"])}
    elif asked.operation == "token" and "," in asked.form.get("scope", ""):
        asked.form = {**asked.form, "scope": _with_blanks(asked.form["scope"])}
    elif asked.operation == "register" and "," in str((asked.json or {}).get("scope", "")):
        asked.json = {**(asked.json or {}), "scope": _with_blanks(str((asked.json or {})["scope"]))}
    else:
        return ""
    return "scopes are parted by commas"


def _no_state(asked: Asked) -> str:
    members = asked.parameters
    if asked.operation != "authorize" or "client_id" not in members or members.get("state"):
        return ""
    asked.parameters = {**members, "state": _STATE}
    return "state is missing"


def _without_state(location: str) -> str:
    return _STATE_IN_QUERY.sub("", location).rstrip("?&") if _STATE in location else location


def _with_blanks(scope: str) -> str:
    return " ".join(scope.replace(",", " ").split())


def _code(asked: Asked) -> Code | None:
    """The authorization code that a token request brings, when this server has issued it."""
    code = asked.form.get("code") if asked.operation == "token" else None
    return asked.grants.code(code) if code and asked.grants else None


def _client(asked: Asked, members: dict[str, str]) -> Client | None:
    client_id = (basic_credentials(asked.headers.get("authorization")) or (members.get("client_id", ""),))[0]
    return asked.grants.client(client_id) if client_id and asked.grants else None


OAUTH: tuple[Mend, ...] = (
    Mend("form_as_json", "Token requests are JSON, not a form", "a strict provider answers 400", _form_as_json),
    Mend(
        "client_secret_post",
        "The client secret comes in the body, or the client registers for that",
        "a strict provider answers 401, or 400 to the registration",
        _client_secret_post,
    ),
    Mend(
        "no_pkce",
        "The authorization request has no code_challenge",
        "a strict provider sends back invalid_request",
        _no_pkce,
    ),
    Mend(
        "plain_pkce",
        "code_challenge_method is plain, or left out",
        "a strict provider sends back invalid_request",
        _plain_pkce,
    ),
    Mend(
        "no_redirect_uri",
        "The token request does not repeat redirect_uri",
        "a strict provider answers 400 invalid_grant",
        _no_redirect_uri,
    ),
    Mend("no_scope", "The request names no scope", "a strict provider refuses it with invalid_scope", _no_scope),
    Mend(
        "scope_commas",
        "Scopes are parted by commas, not by blanks",
        "a strict provider refuses it with invalid_scope, as one scope that it does not know",
        _scope_commas,
    ),
    Mend(
        "no_state",
        "The authorization request has no state",
        "a strict provider sends back invalid_request",
        _no_state,
        on_way_back=_without_state,
    ),
)
"""In the order in which they are applied: the form has to be one before its members are looked at."""
