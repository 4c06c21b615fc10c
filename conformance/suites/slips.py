"""Distinguishes a slip of the set-up from a fault of the target, before anything is judged.

A wrong base URL makes every operation fail, and a stale endpoint in the plan makes its checks fail; neither says
anything about the target. What the target itself names wrongly, in its discovery document, is a fault of the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from conformance.exchanges import Response
from conformance.oauth import token_request
from conformance.oauth.endpoints import Endpoint
from conformance.oauth.registration import register
from conformance.record import Problem
from conformance.suites.answer import Answer
from conformance.suites.clients import Clients
from conformance.suites.outcomes import CheckEnd
from conformance.suites.session import Session
from conformance.suites.steady import is_accident
from conformance.wire.redirects import REDIRECTS

_ABSENT = frozenset({404, 405, 410})
_POSTED: tuple[Endpoint, ...] = ("token", "registration", "revocation")
_NAMED: tuple[Endpoint, ...] = ("authorization", *_POSTED, "grants")
_NOBODY = frozenset({"refused", "name-not-found", "not-sendable"})
_NOT_DISCOVERED = ("revocation", "grants")
_WHAT = {"grants": "page of grants"}


def wrong_endpoints(session: Session, clients: Clients) -> Iterator[tuple[Endpoint, Problem]]:
    """The OAuth endpoints that the plan names and that are not what it takes them for."""
    for name in _NAMED:
        url: str | None = getattr(session.plan.target, f"{name}_url")
        if not url:
            continue
        other = _taken_for(session, name, url)
        why = f"is the {other} endpoint" if other else _why_not(session, clients, name, url)
        if why:
            yield (
                name,
                Problem(
                    "endpoint-wrong",
                    f"target.{name}_url of the plan is not the {_WHAT.get(name, f'{name} endpoint')}: {url} {why}.",
                    "a mistyped URL, or one of an earlier version of the target",
                    f"Set target.{name}_url as the target has it"
                    + ("." if name in _NOT_DISCOVERED else ", or leave it out where the discovery document names it."),
                ),
            )


def _taken_for(session: Session, name: Endpoint, url: str) -> str:
    """The name of another endpoint with the same URL; empty when there is none."""
    others = (other for other in _NAMED if other != name)
    return next((other for other in others if _same(getattr(session.endpoints(), other), url)), "")


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.rstrip("/") == other.rstrip("/")


def _why_not(session: Session, clients: Clients, name: Endpoint, url: str) -> str:
    response = _probe(session, clients, name, url)
    if response.failure is not None:
        return f"cannot be asked: {response.failure.message}" if response.failure.code in _NOBODY else ""
    page = response.media_type in ("text/html", "application/xhtml+xml") and (response.status or 0) < 400
    if response.status in _ABSENT or (name in _POSTED and (page or response.status in REDIRECTS)):
        return f"answers {response.status}" + (" with a web page" if page else "")
    return ""


def _probe(session: Session, clients: Clients, name: Endpoint, url: str) -> Response:
    """The answer to a request that should change nothing: without a client, and with nothing in it.

    An endpoint that takes it for a registration all the same is reported at the end of the run.
    """
    label = f"{name} endpoint of the plan"
    if name in ("authorization", "grants"):
        return session.wire.send("GET", url, headers={"Accept": "text/html"}, label=label)
    if name == "registration":
        answer = session.answer(register(session.wire, url, {"redirect_uris": []}, label=label), name)
        if answer.response.failure is None and _is_object(answer):
            clients.registered(answer)
        return answer.response
    form = {"token": (("grant_type", "authorization_code"),), "revocation": (("token", "none"),)}[name]
    return token_request(session.wire, url, form, None, label)


def no_api(session: Session, *tried: tuple[str, Answer]) -> Problem:
    """The problem of a base URL behind which nothing looks like the API: what was tried, and what came."""
    facts = session.facts
    sent = " and ".join(what for what, _ in tried)
    came = " and ".join(f"{answer.status} ({answer.media_type or 'no content type'})" for _, answer in tried)
    verb = "are" if len(tried) > 1 else "is"
    return Problem(
        "base-url-wrong",
        f"There is no {facts.name} API at {session.base}: {sent} without a token {verb} answered {came}.",
        "a wrong path or port, a web page, or a proxy in front of the API",
        f"Give --target (target.url in the plan) the URL to which {facts.base_path} is added, or which ends with it.",
    )


def refused_token(session: Session, path: str, scope: str, read: Callable[[], Answer]) -> Problem | None:
    """The problem of a token of the plan that the target does not take; ``None`` when it does, or nothing is read.

    ``read`` sends ``GET path`` with the token of the first resource owner, whose short scope is ``scope``.
    """
    if session.plan.login.strategy != "token" or "read" not in session.plan.claims or read().status != 401:
        return None
    return Problem(
        "token-not-accepted",
        f"The target answers GET {path} 401 to the token of the plan.",
        "a token that has ended, was cut when it was copied, or is for another target",
        f"Put a live token with the scope {scope} under login.tokens.",
    )


def answers(answer: Answer) -> bool:
    """True for an answer as an operation gives it, right or wrong; also for none at all, which tells nothing."""
    status = answer.status or 0
    if answer.response.failure is not None or is_accident(answer.response) or status in (204, 401, 403, 429):
        return True
    return status not in _ABSENT and _is_object(answer)


def refuses(answer: Answer) -> bool:
    """True for an operation that an API does not have, and says so as an API does."""
    return answer.status in _ABSENT and answer.status_body is not None


def _is_object(answer: Answer) -> bool:
    try:
        return isinstance(answer.json(), dict)
    except CheckEnd:
        return False
