"""What faults of the authorization server are made of: its JSON, its redirects, and what it remembers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sqlalchemy import select

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.tools import Change
from mock_provider.clr10.store.clrs import ClrStore, clrs, learners
from mock_provider.oauth.messages import basic_credentials, bearer_token
from mock_provider.store.database import Database
from mock_provider.store.digests import digest
from mock_provider.store.grants import Client, Code, GrantStore, StoredToken, Token, grants, tokens

Ask = Callable[[Request], object]

SCOPES = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
PROTECTED = ("getClrs", "getClr", "postClr", "deleteClr")
PAGES = ("authorize", "login", "consent")
"""Where a browser is sent back to the client."""
NEEDED = {"getClrs": "readonly", "getClr": "readonly", "postClr": "replace", "deleteClr": "delete"}
"""The scope that an operation asks for."""
NEVER = 2**40
"""An end in seconds of the epoch that nobody lives to see."""


def good(change: Change) -> Change:
    """Make the change to answers with a 2xx only."""
    return lambda answer: change(answer) if answer.good else None


def bad(change: Change) -> Change:
    """Make the change to answers with a 4xx or 5xx only."""
    return lambda answer: change(answer) if answer.status >= 400 else None


def members(**values: Any) -> Change:
    """Set members of good JSON answers, or take them out with ``None``."""

    def change(answer: Response) -> None:
        body = answer.json
        if answer.good and isinstance(body, dict):
            answer.json = {name: value for name, value in {**body, **values}.items() if value is not None}

    return change


def error(status: int, code: str) -> Change:
    """Refuse as RFC 6749 section 5.2 has it, whatever the answer was."""

    def change(answer: Response) -> None:
        answer.status = status
        answer.headers["content-type"] = "application/json"
        answer.json = {"error": code, "error_description": "refused"}

    return change


def without(name: str) -> Change:
    """Take a header out of the answer."""

    def change(answer: Response) -> None:
        if name in answer.headers:
            del answer.headers[name]

    return change


def redirects(change: Callable[[dict[str, str]], object]) -> Change:
    """Change the parameters of redirects to the client."""

    def changed(answer: Response) -> None:
        parts = urlsplit(answer.headers.get("location", ""))
        before = dict(parse_qsl(parts.query))
        if parts.scheme and ("code" in before or "error" in before):
            params = dict(before)
            change(params)
            if params != before:
                answer.headers["location"] = parts._replace(query=urlencode(params)).geturl()

    return changed


# What the mock remembers, and what it is shown instead in one exchange


def stored_code(request: Request) -> Code | None:
    """The authorization code in a token request."""
    code = request.form.get("code", "")
    return request.guise.codes.get(digest(code)) or _store(request).code(code)


def show_code(request: Request, **values: Any) -> None:
    """Show the authorization code in a token request with other members."""
    code = stored_code(request)
    if code is not None and replace(code, **values) != code:
        request.guise.codes[code.code_hash] = replace(code, **values)


def stored_token(request: Request, token: str) -> StoredToken | None:
    """An access or refresh token, dead or alive."""
    return request.guise.tokens.get(digest(token)) or _store(request).token(token, _now())


def show_token(request: Request, token: str, **values: Any) -> None:
    """Show a refresh token with other members."""
    row = stored_token(request, token)
    if row is not None and replace(row, **values) != row:
        request.guise.tokens[row.token_hash] = replace(row, **values)


def stored_bearer(request: Request) -> Token | None:
    """What the access token of a request allows; ``None`` when it is unknown or dead."""
    token = access_token(request)
    return request.guise.bearers.get(digest(token)) or _store(request).bearer(token, _now())


def show_bearer(request: Request, bearer: Token) -> None:
    """Show the access token of a request as one that allows this."""
    request.guise.bearers[digest(access_token(request))] = bearer


def revive(request: Request, *, expired: bool = False, revoked: bool = False) -> None:
    """Show a dead access token alive, with the scopes that it had, when it died in one of these ways only."""
    query = select(tokens).where(tokens.c.token_hash == digest(access_token(request)), tokens.c.kind == "access")
    with _database(request).read() as connection:
        row = connection.execute(query).first()
    if row is None or stored_bearer(request) is not None:
        return
    if (expired or row.expires_at > _now()) and (revoked or row.revoked_at is None):
        show_bearer(request, Token(row.username, row.client_id, frozenset(row.scope.split()), NEVER))


def stored_client(request: Request, client_id: str) -> Client | None:
    """A registered client."""
    return request.guise.clients.get(client_id) or _store(request).client(client_id)


def show_client(request: Request, client_id: str, **values: Any) -> None:
    """Show a client with other members; ``metadata`` replaces all of it."""
    client = stored_client(request, client_id)
    if client is not None and replace(client, **values) != client:
        request.guise.clients[client_id] = replace(client, **values)


def client_metadata(request: Request, client_id: str) -> dict[str, Any] | None:
    """The registered metadata of a client."""
    client = stored_client(request, client_id)
    return dict(client.metadata) if client else None


def authorization_request(request: Request) -> dict[str, str]:
    """The parameters of the authorization request, on the consent page too, whose form carries them along."""
    return dict(parse_qsl(request.form.get("request", ""))) if request.original == "consent" else request.query


def caller(request: Request) -> tuple[str, str]:
    """Client id and secret of the Basic credentials; empty texts without."""
    return basic_credentials(request.headers.get("authorization")) or ("", "")


def is_known(request: Request, client_id: str, secret: str) -> bool:
    """True for a client with its right secret."""
    client = stored_client(request, client_id)
    return client is not None and client.has_secret(secret)


def access_token(request: Request) -> str:
    """The token of the Authorization header; an empty text without."""
    return bearer_token(request.headers.get("authorization")) or ""


def scopes_of(request: Request) -> frozenset[str]:
    """The short names of the CLR scopes that the access token of a request has."""
    bearer = stored_bearer(request)
    return frozenset(scope.removeprefix(SCOPES) for scope in bearer.scopes) if bearer else frozenset()


def as_json(answer: Response, value: Mapping[str, Any]) -> None:
    """Make the answer this JSON object."""
    answer.headers["content-type"] = "application/json"
    answer.body = json.dumps(value).encode()


def _store(request: Request) -> GrantStore:
    return GrantStore(_database(request))


def _database(request: Request) -> Database:
    if request.database is None:
        raise LookupError("this fault needs a mock behind it: use layer_around")
    return request.database


def _now() -> int:
    return int(time.time())


def grant_is_there(request: Request, grant_id: str) -> bool:
    """True while a grant is not withdrawn."""
    with _database(request).read() as connection:
        return connection.execute(select(grants.c.id).where(grants.c.id == grant_id)).first() is not None


def any_token(request: Request) -> None:
    """Let in with any token: a dead one is its owner's, one that nobody issued reaches whose data are asked for."""
    token = access_token(request)
    if not token or stored_bearer(request) is not None:
        return
    dead = stored_token(request, token)
    if dead is None:
        _welcome(request)
    else:
        show_bearer(request, Token(dead.username, dead.client_id, frozenset(request.facts.scopes.values()), NEVER))


def welcome_strangers(request: Request) -> None:
    """Let in with a token that nobody issued, as the learner whose data are asked for."""
    token = access_token(request)
    if token and stored_token(request, token) is None:
        _welcome(request)


def welcome_anybody(request: Request) -> None:
    """Let in without an access token, as the learner whose data are asked for."""
    if "authorization" not in request.headers:
        request.headers["authorization"] = "Bearer anybody"
        welcome_strangers(request)


def _welcome(request: Request) -> None:
    learner = _concerned_learner(request) or _last_learner(request)
    if learner is not None:
        show_bearer(request, Token(learner, "", frozenset(request.facts.scopes.values()), NEVER))


def as_the_owner(request: Request) -> None:
    """Let a live token reach the CLR that is asked for as if it were its owner's."""
    bearer = stored_bearer(request)
    if bearer is None:
        return
    owner = _concerned_learner(request, mine=f"user:{bearer.user}")
    if owner not in (None, bearer.user):
        show_bearer(request, replace(bearer, user=owner))


def _concerned_learner(request: Request, mine: str = "") -> str | None:
    """The learner whose CLR is fetched, deleted or posted; the CLR of ``mine`` where several have that id."""
    if request.original in ("getClr", "deleteClr"):
        segment = request.path.rpartition("/")[2]
        clr = ClrStore(_database(request)).find((_url(request), segment), segment, mine)
        owner = clr.owner if clr else ""
    else:
        body = request.json if request.original == "postClr" else None
        clr_posted = body.get("clr") if isinstance(body, dict) else None
        learner = clr_posted.get("learner") if isinstance(clr_posted, dict) else None
        owner = _owner_of_profile(request, learner.get("id")) if isinstance(learner, dict) else ""
    return owner.removeprefix("user:") if owner.startswith("user:") else None


def _url(request: Request) -> str:
    return f"https://{request.headers.get('host', '')}{request.path}"


def _owner_of_profile(request: Request, profile: object) -> str:
    with _database(request).read() as connection:
        found = connection.scalar(select(learners.c.owner).where(learners.c.profile_id == str(profile)))
    return str(found or "")


def _last_learner(request: Request) -> str | None:
    """The learner whose access token lives longest; before anybody has one, a learner who has records."""
    live = select(tokens.c.username).where(
        tokens.c.kind == "access", tokens.c.username.is_not(None), tokens.c.revoked_at.is_(None)
    )
    anyone = select(clrs.c.owner).where(clrs.c.owner.startswith("user:")).order_by(clrs.c.owner)
    with _database(request).read() as connection:
        name: str | None = connection.scalar(live.order_by(tokens.c.expires_at.desc()).limit(1))
        owner: str | None = None if name else connection.scalar(anyone.limit(1))
    return name or (owner.removeprefix("user:") if owner else None)


def any_scope(request: Request) -> None:
    """Let a live token do what its scopes do not allow."""
    bearer, needed = stored_bearer(request), NEEDED.get(request.original)
    if bearer is not None and needed is not None and SCOPES + needed not in bearer.scopes:
        show_bearer(request, replace(bearer, scopes=bearer.scopes | {SCOPES + needed}))
