"""Whether a consumer uses its token as long as it lives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import answered, token_requests
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met
from conformance.traffic.seen import Seen

_SCENARIOS = ("plain", "token-kept")


@dataclass(frozen=True, slots=True)
class _Held:
    """A token that a consumer holds: for whom, what for, since when and until when (a monotonic clock) it is young."""

    learner: str
    scope: str
    since: float
    young_until: float
    response: Served

    @property
    def token(self) -> str:
        return str(answered(self.response).get("access_token", ""))


@observed("OAUTH-TOK-017")
def a_token_is_used_again(traffic: Traffic) -> Iterator[Seen]:
    """No new token while the one in hand has half of its life before it and was refused nowhere."""
    for sitting in traffic.named(*_SCENARIOS):
        if not sitting.struck():
            yield from _in(traffic, sitting)


def _in(traffic: Traffic, sitting: Sitting) -> Iterator[Seen]:
    held: dict[tuple[str, str], _Held] = {}
    for request in token_requests(sitting, ok=True):
        new = _held(sitting, request)
        old = held.get((new.learner, new.scope))
        held[new.learner, new.scope] = new
        young = old is not None and old.since <= request.began < old.young_until
        if old and young and not _refused(traffic, sitting, old.response, request):
            yield breach("It gets a new token while the one that it has is alive", request, old.response)
    for token in {one.token for one in held.values()}:
        calls = [one for one in traffic.protected(sitting) if one.bearer == token and one.ok]
        if len(calls) > 1:
            yield met(sitting, *calls)


def _held(sitting: Sitting, request: Served) -> _Held:
    answer = answered(request)
    seconds = answer.get("expires_in")
    life = float(seconds) if isinstance(seconds, int) and not isinstance(seconds, bool) else 0.0
    learner = next((run.learner for run in sitting.runs if run.number == request.run), "")
    scope = " ".join(sorted(str(answer.get("scope", "")).split()))
    since = request.began if request.ended is None else request.ended
    return _Held(learner, scope, since, since + life / 2, request)


def _refused(traffic: Traffic, sitting: Sitting, since: Served, before: Served) -> bool:
    """True when a call was refused in between, be it for another reason than the token: a new one may help."""
    calls = traffic.protected(sitting, after=since)
    return any(one.status in (401, 403) and one.number < before.number for one in calls)
