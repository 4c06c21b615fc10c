"""Tokens and codes that are refused though they were given out a moment ago, and registrations with fewer scopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.kinds import PROTECTED
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.oauth.faults._requests import access_token, end_token, show_bearer, stored_bearer
from mock_provider.oauth.faults._responses import error
from mock_provider.oauth.settings import OFFLINE_ACCESS

library = Library()


def _end_after_one_call(tokens: int) -> Callable[[Request], None]:
    """End each of a learner's first tokens after its first call; those that follow live on."""

    def change(request: Request) -> None:
        token = access_token(request)
        if stored_bearer(request) is None:
            return
        calls = request.own.setdefault(token, 0)
        request.own[token] = calls + 1
        if calls and [*request.own].index(token) < tokens:
            end_token(request)

    return change


library.add(
    Oddity(
        id="odd-token-ends-midway",
        title="The first access token ends after its first call",
        how="The operator has changed its keys.\nexpires_in promised more; refresh helps.",
        operations=(PROTECTED,),
        on_request=_end_after_one_call(1),
    )
)

library.add(
    Oddity(
        id="odd-tokens-end-midway",
        title="The first two access tokens end after their first call each",
        how="The operator changes its keys twice.\nexpires_in promised more; refresh helps each time.",
        operations=(PROTECTED,),
        on_request=_end_after_one_call(2),
    )
)


def _end(request: Request) -> None:
    if stored_bearer(request) is not None:
        end_token(request)


library.add(
    Oddity(
        id="odd-always-401",
        title="Every access token is refused as one that has expired",
        how="The clock of the API is an hour ahead.\nNo new token helps.",
        operations=(PROTECTED,),
        on_request=_end,
    )
)


def _without_scopes(request: Request) -> None:
    bearer = stored_bearer(request)
    if bearer is not None:
        show_bearer(request, replace(bearer, scopes=frozenset()))


library.add(
    Oddity(
        id="odd-insufficient-scope",
        title="Every access token lacks the scope of the call",
        how="The learner has taken a right back on the page of grants.\nThe token is alive, and allows less.",
        operations=(PROTECTED,),
        on_request=_without_scopes,
    )
)


def _refuse_code(response: Response) -> None:
    if response.request.form.get("grant_type") == "authorization_code":
        error(400, "invalid_grant")(response)


library.add(
    Oddity(
        id="odd-code-refused",
        title="The authorization code is refused",
        how="The learner took longer than a code lives.\nRFC 6749, section 5.2: invalid_grant.",
        operations=("token",),
        on_response=_refuse_code,
    )
)


def _scopes_that_read(request: Request) -> None:
    """The client is registered for scopes that read alone, whatever it has asked for."""
    body = request.json
    if not isinstance(body, dict):
        return
    reading = {
        edition.scope_uri(one.scope)
        for edition in request.editions
        for one in edition.operations.values()
        if one.scope and one.method == "GET"
    }
    asked = body.get("scope")
    known = asked.split() if isinstance(asked, str) else [*request.scopes.values(), OFFLINE_ACCESS]
    left = [scope for scope in known if scope in reading or scope == OFFLINE_ACCESS]
    if reading.intersection(left):
        request.json = {**body, "scope": " ".join(left)}


library.add(
    Oddity(
        id="odd-scopes-narrowed",
        title="A client is registered for scopes that read alone",
        how="Who may write is decided by a contract.\nRFC 7591, section 3.2.1: a server may narrow what is registered.",
        operations=("register",),
        on_request=_scopes_that_read,
    )
)

ODDITIES = library.oddities
