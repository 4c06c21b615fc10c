"""Access to CLRs with tokens that give none."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from mock_provider.behaviour.exchange import Request
from mock_provider.clr10.store.clrs import ClrStore, clrs, learners
from mock_provider.oauth.faults._requests import (
    NEVER,
    access_token,
    database_of,
    show_bearer,
    stored_bearer,
    stored_token,
)
from mock_provider.store.oauth_tables import tokens
from mock_provider.store.tokens import Token


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
    if request.operation in ("getClr", "deleteClr"):
        segment = request.path.rpartition("/")[2]
        clr = ClrStore(database_of(request)).find((request.url, segment), segment, mine)
        owner = clr.owner if clr else ""
    else:
        body = request.json if request.operation == "postClr" else None
        clr_posted = body.get("clr") if isinstance(body, dict) else None
        learner = clr_posted.get("learner") if isinstance(clr_posted, dict) else None
        owner = _owner_of_profile(request, learner.get("id")) if isinstance(learner, dict) else ""
    return owner.removeprefix("user:") if owner.startswith("user:") else None


def _owner_of_profile(request: Request, profile: object) -> str:
    with database_of(request).read() as connection:
        found = connection.scalar(select(learners.c.owner).where(learners.c.profile_id == str(profile)))
    return str(found or "")


def _last_learner(request: Request) -> str | None:
    """The learner whose access token lives longest; before anybody has one, a learner who has records."""
    live = select(tokens.c.username).where(
        tokens.c.kind == "access", tokens.c.username.is_not(None), tokens.c.revoked_at.is_(None)
    )
    anyone = select(clrs.c.owner).where(clrs.c.owner.startswith("user:")).order_by(clrs.c.owner)
    with database_of(request).read() as connection:
        name: str | None = connection.scalar(live.order_by(tokens.c.expires_at.desc()).limit(1))
        owner: str | None = None if name else connection.scalar(anyone.limit(1))
    return name or (owner.removeprefix("user:") if owner else None)
