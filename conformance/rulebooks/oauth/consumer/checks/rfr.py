"""What a consumer does when its access token or its refresh token ends."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import answered, asked, parameter, token_requests
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, undecided, where_changed
from conformance.traffic.seen import Seen

_REFRESH = "refresh_token"
_CLAIM = ("refresh",)
_NO_REFRESH_TOKEN = "it was given no refresh token"


def _has_tokens(sitting: Sitting) -> bool:
    return bool(token_requests(sitting, ok=True))


def _without_refresh_token(traffic: Traffic) -> str:
    """Why refreshes do not concern this consumer: it has tokens, and no refresh token among them."""
    given = [one for sitting in traffic.sittings for one in token_requests(sitting, ok=True)]
    without = given and not any(answered(one).get(_REFRESH) for one in given)
    return _NO_REFRESH_TOKEN if without else ""


@observed("OAUTH-RFR-007", scenarios=("expires-midway",), needs=_CLAIM)
@where_changed("expires-midway", plain=_has_tokens, unless=_without_refresh_token)
def it_refreshes_without_the_learner(traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """After a 401 for a token that has ended: a refresh, then the same call again, and no login."""
    if not any(answered(one).get(_REFRESH) for one in token_requests(sitting, ok=True) if one.number < change.number):
        yield not_applicable(_NO_REFRESH_TOKEN, sitting)
        return
    yield met(sitting, change)
    refreshes = token_requests(sitting, _REFRESH, after=change)
    for one in asked(sitting):
        if one.request.number > change.number:
            yield breach("It sends the learner to log in again, though it has a refresh token", one.request, change)
    if not sitting.by_itself:
        return
    if not refreshes:
        yield breach(
            "It does not refresh a token that has ended", change, expected="a request with grant_type refresh_token"
        )
    elif not any(
        one.operation == change.operation and one.ok for one in traffic.protected(sitting, after=refreshes[0])
    ):
        yield breach(
            "It does not repeat the call after a refresh", change, refreshes[0], expected="the same call again"
        )


@observed("OAUTH-RFR-008", scenarios=("refresh-rotates",), needs=_CLAIM)
def the_old_refresh_token_is_dropped(traffic: Traffic) -> Iterator[Seen]:
    """Once a refresh has given a new refresh token, the one before it is not sent again (RFC 6749 section 6)."""
    reason = _without_refresh_token(traffic)
    if reason:
        yield not_applicable(reason)
        return
    for sitting in traffic.named("refresh-rotates"):
        replaced: dict[str, Served] = {}
        compared = False
        for request in token_requests(sitting, _REFRESH):
            token = parameter(request, _REFRESH)
            old = replaced.get(token)
            compared = compared or bool(replaced)
            if old and old.ended is not None and request.began >= old.ended:
                yield breach("It sends a refresh token that was replaced", request, old)
            given = answered(request).get(_REFRESH)
            if request.ok and given and given != token:
                replaced[token] = request
        if compared:
            yield met(sitting, *replaced.values())
        else:
            yield undecided("no second refresh was seen", sitting)


@observed("OAUTH-RFR-009", scenarios=("refresh-refused",), needs=_CLAIM)
@where_changed("refresh-refused", plain=_has_tokens, at=("token",), unless=_without_refresh_token)
def a_refused_refresh_leads_to_a_login(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """The refused token is not sent again, and the learner is asked: now, or by a refusal that the consumer tells."""
    token = parameter(change, _REFRESH)
    for request in token_requests(sitting, _REFRESH, after=change):
        if parameter(request, _REFRESH) == token:
            yield breach("It sends a refresh token again that was refused", request, change)
    if any(one.request.number > change.number for one in asked(sitting)) or sitting.end.how == "refused":
        yield met(sitting, change)
    else:
        yield undecided("it ended without a new authorization request, and did not tell that one is needed", sitting)


@observed("OAUTH-RFR-010", scenarios=("always-401",))
@where_changed("always-401", plain=lambda sitting: token_requests(sitting, ok=True))
def a_fresh_token_that_is_refused_ends_it(traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """After a refusal one refresh and one login may follow; a second of either goes round in a circle."""
    yield met(sitting, change)
    for message, grant in _CIRCLES.items():
        first, *more = token_requests(sitting, grant, after=change, ok=True) or (None,)
        for request in more:
            if first and any(first.number < one.number < request.number for one in _refused(traffic, sitting)):
                yield breach(message, request, first, change, expected="one at most")


def _refused(traffic: Traffic, sitting: Sitting) -> Iterator[Served]:
    return (one for one in traffic.protected(sitting) if one.status == 401)


_CIRCLES = {
    "It refreshes again and again, though no token is taken": _REFRESH,
    "It logs in again and again, though no token is taken": "authorization_code",
    "It asks for token after token, though none is taken": "client_credentials",
}
