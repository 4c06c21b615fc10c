"""Tells a slip of the set-up from a fault of the target, before anything is judged.

A wrong base URL makes every operation fail, and a stale endpoint in the plan makes its checks fail; neither says
anything about the target. What the target itself names wrongly, in its discovery document, is a fault of the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from conformance.oauth import token_request
from conformance.oauth.registration import register
from conformance.record import Problem
from conformance.suites.answer import Answer
from conformance.suites.outcomes import CheckEnd
from conformance.suites.steady import is_accident
from conformance.wire.redirects import REDIRECTS

if TYPE_CHECKING:
    from conformance.exchanges import Response
    from conformance.oauth.endpoints import Endpoint
    from conformance.suites.target import Target

_ABSENT = frozenset({404, 405, 410})
_POSTED: tuple[Endpoint, ...] = ("token", "registration", "revocation")
_NAMED: tuple[Endpoint, ...] = ("authorization", *_POSTED, "grants")
_NOBODY = frozenset({"refused", "name-not-found", "not-sendable"})
_NOT_DISCOVERED = ("revocation", "grants")
_WHAT = {"grants": "page of grants"}


def astray(target: Target) -> Problem | None:
    """The problem of a base URL with nothing of a CLR API behind it; ``None`` when there is something."""
    if _answers(target.discovery):
        return None
    listed = target.api.get_clrs(token=None)
    if _answers(listed) or (_is_refused(listed) and "read" not in target.plan.claims):
        return None
    if target.plan.login.strategy == "token" and _answers(target.api.get_clrs(limit=1)):
        return None  # without a token it is hidden
    return Problem(
        "base-url-wrong",
        f"There is no CLR 1.0 API at {target.base}: GET /discovery and GET /clrs without a token are answered "
        f"{_seen(target.discovery)} and {_seen(listed)}.",
        "a wrong path or port, a web page, or a proxy in front of the API",
        "Give --target (target.url in the plan) the URL to which /ims/clr/v1p0/clrs is added, or which ends with "
        "/ims/clr/v1p0.",
    )


def wrong_endpoints(target: Target) -> Iterator[tuple[Endpoint, Problem]]:
    """The OAuth endpoints that the plan names and that are not what it takes them for."""
    for name in _NAMED:
        url: str | None = getattr(target.plan.target, f"{name}_url")
        if not url:
            continue
        other = _taken_for(target, name, url)
        why = f"is the {other} endpoint" if other else _why_not(target, name, url)
        if why:
            yield (
                name,
                Problem(
                    "endpoint-wrong",
                    f"target.{name}_url of the plan is no {_WHAT.get(name, f'{name} endpoint')}: {url} {why}.",
                    "a mistyped URL, or one of an earlier version of the target",
                    f"Set target.{name}_url as the target has it"
                    + ("." if name in _NOT_DISCOVERED else ", or leave it out where the discovery document names it."),
                ),
            )


def _taken_for(target: Target, name: Endpoint, url: str) -> str:
    """The name of another endpoint with the same URL; empty when there is none."""
    others = (other for other in _NAMED if other != name)
    return next((other for other in others if _same(getattr(target.endpoints, other), url)), "")


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.rstrip("/") == other.rstrip("/")


def _why_not(target: Target, name: Endpoint, url: str) -> str:
    reply = _probe(target, name, url)
    if reply.failure is not None:
        return f"cannot be asked: {reply.failure.message}" if reply.failure.code in _NOBODY else ""
    page = reply.media_type in ("text/html", "application/xhtml+xml") and (reply.status or 0) < 400
    if reply.status in _ABSENT or (name in _POSTED and (page or reply.status in REDIRECTS)):
        return f"answers {reply.status}" + (" with a web page" if page else "")
    return ""


def _probe(target: Target, name: Endpoint, url: str) -> Response:
    """The answer to a request that should change nothing: without a client, and with nothing in it.

    What takes it for a registration all the same is told of at the end of the run.
    """
    label = f"{name} endpoint of the plan"
    if name in ("authorization", "grants"):
        return target.wire.send("GET", url, headers={"Accept": "text/html"}, label=label)
    if name == "registration":
        answer = Answer(register(target.wire, url, {"redirect_uris": []}, label=label), name, target.parse_limits)
        if answer.reply.failure is None and _is_object(answer):
            target.registered(answer)
        return answer.reply
    form = {"token": (("grant_type", "authorization_code"),), "revocation": (("token", "none"),)}[name]
    return token_request(target.wire, url, form, None, label)


def _answers(answer: Answer) -> bool:
    """True for an answer as an operation gives it, right or wrong; also for none at all, which tells nothing."""
    status = answer.status or 0
    if answer.reply.failure is not None or is_accident(answer.reply) or status in (204, 401, 403, 429):
        return True
    return status not in _ABSENT and _is_object(answer)


def _is_refused(answer: Answer) -> bool:
    """True for an operation that an API does not have, and says so as an API does."""
    return answer.status in _ABSENT and answer.status_body is not None


def _is_object(answer: Answer) -> bool:
    try:
        return isinstance(answer.json(), dict)
    except CheckEnd:
        return False


def refused_token(target: Target) -> Problem | None:
    """The problem of a token of the plan that the target does not take; ``None`` when it does, or nothing is read."""
    if target.plan.login.strategy != "token" or "read" not in target.plan.claims:
        return None
    answer = target.api.get_clrs(limit=1)
    if answer.status != 401:
        return None
    return Problem(
        "token-not-accepted",
        "The target answers GET /clrs 401 to the token of the plan.",
        "a token that has ended, was cut when it was copied, or is for another target",
        "Put a live token with the scope readonly under login.tokens.",
    )


def _seen(answer: Answer) -> str:
    return f"{answer.status} ({answer.media_type or 'no content type'})"
