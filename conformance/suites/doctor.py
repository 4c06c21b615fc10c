"""Looks a target over before anything is judged: can it be reached, logged in to, and are there data to judge by.

A step that fails is a matter of configuration or of the network, and is reported as such; it is never a finding.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from conformance.record import Diagnosis, Problem
from conformance.suites.answer import Answer
from conformance.suites.others import diagnosis, instead, other_apis
from conformance.suites.outcomes import CheckEnd
from conformance.suites.private import weak_passwords
from conformance.suites.slips import wrong_endpoints
from conformance.suites.target import Target
from conformance.suites.urls import split
from conformance.wire import BudgetExhausted

MAX_SKEW = 300  # seconds; beyond it, times in tokens and documents cannot be judged


def examine(target: Target) -> Iterator[Diagnosis]:
    """Yield a diagnosis for each step. After an unreachable target the other steps are skipped."""
    steps = _steps(target)
    try:
        yield from steps
    except BudgetExhausted as error:
        yield _fail(target, "limits", error.problem)


def _steps(target: Target) -> Iterator[Diagnosis]:
    yield from weak_passwords(target.plan, target.wire.redactor)
    name = _resolve(target)
    yield name
    if name.status == "failed":
        yield from _skipped("connection", "clock", "editions", "discovery", "registration", "login", "data")
        return
    connection = _connect(target)
    yield connection
    if connection.status == "failed":
        yield from _skipped("clock", "editions", "discovery", "registration", "login", "data")
        return
    yield clock(target.session.discovery())
    wrong = target.astray()
    others = other_apis(target.session) if target.session.discovery().response.failure is None else ()
    yield diagnosis(target.session, others, itself=wrong is None)
    if wrong is not None:
        yield _fail(target, "discovery", instead(target.session, wrong, others))
        yield from _skipped("registration", "login", "data", why=f"the base URL leads to no {target.rules.api}")
        return
    yield _discovery(target)
    yield from _endpoints(target)
    registration = _registration(target)
    yield registration
    no_client = Diagnosis("login", "skipped", "there is no client to log in with")
    login = no_client if registration.status == "failed" else _login(target)
    yield login
    yield (
        target.look_at_data()
        if login.status == "ok"
        else Diagnosis("data", "skipped", "nothing can be read without a login")
    )


def _skipped(*steps: str, why: str = "the target cannot be reached") -> Iterator[Diagnosis]:
    for step in steps:
        yield Diagnosis(step, "skipped", why)


def _resolve(target: Target) -> Diagnosis:
    parts = split(target.base)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        return _fail(
            target,
            "name",
            Problem(
                "target-not-a-url",
                f"{target.plan.target.url!r} is not an http(s) URL",
                todo="Give --target https://host/path.",
            ),
        )
    if target.wire.proxy is not None:
        return Diagnosis("name", "ok", f"{parts.hostname} is looked up by the proxy {target.wire.proxy.host}")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        return _fail(
            target,
            "name",
            Problem(
                "name-not-found",
                f"the name {parts.hostname} has no address: {error}",
                "a misspelt host, or no DNS from here",
                "Check --target and the network of this machine.",
            ),
        )
    return Diagnosis("name", "ok", f"{parts.hostname} is {', '.join(sorted({str(entry[4][0]) for entry in found}))}")


def _connect(target: Target) -> Diagnosis:
    response = target.session.discovery().response
    if response.failure is None:
        return Diagnosis(
            "connection",
            "ok",
            f"{response.tls or 'plain http'}, first answer {response.status} in {response.seconds * 1000:.0f} ms",
        )
    if response.status is not None:
        if "dynamic_registration" in target.plan.claims:
            message = f"{_first_request(target)} was answered {response.status}, but: {response.failure.message}"
            target.blame(Problem(f"target-{response.failure.code}", message, response.failure.likely))
        return Diagnosis(
            "connection",
            "warning",
            f"answers {response.status}, but: {response.failure.message}",
            response.failure.likely,
        )
    hint = {
        "tls-untrusted": "Give the certificate authority with --ca FILE.",
        "http-refused": "Use https; for a loopback target --allow-http.",
    }.get(response.failure.code, "Check that the target runs, its port, and firewalls in between.")
    return _fail(
        target,
        "connection",
        Problem(f"target-{response.failure.code}", response.failure.message, response.failure.likely, hint),
    )


def clock(answer: Answer) -> Diagnosis:
    """How far the clock of the target (``Date``) is from the local one; beyond ``MAX_SKEW`` a warning."""
    stamp = answer.header("date")
    try:
        theirs = parsedate_to_datetime(stamp or "")
    except (ValueError, TypeError, OverflowError, IndexError):
        return Diagnosis("clock", "skipped", "the target sends no Date that can be read")
    skew = (theirs - datetime.now(UTC)).total_seconds() if theirs.tzinfo else 0.0
    if abs(skew) <= MAX_SKEW:
        return Diagnosis("clock", "ok", f"differs by {abs(skew):.0f} s")
    return Diagnosis(
        "clock",
        "warning",
        f"the target's clock differs by {skew:+.0f} s",
        "Set both clocks by NTP; otherwise expiry cannot be judged.",
    )


def _first_request(target: Target) -> str:
    """The first request of the run, as a message names it."""
    return f"GET {target.session.discovery_url.removeprefix(target.base) or '/'}"


def _discovery(target: Target) -> Diagnosis:
    if not target.rules.discovery:
        return Diagnosis("discovery", "skipped", f"{target.facts.name} has no discovery document")
    answer = target.session.discovery()
    claimed = "dynamic_registration" in target.plan.claims
    if answer.status == 200 and answer.response.failure is None:
        return _read_discovery(target, answer)
    if not claimed and answer.status == 404:
        return Diagnosis("discovery", "ok", "404, as the plan claims no dynamic registration")
    failure = answer.response.failure
    sent = _first_request(target)
    message = f"{sent}: {failure.message}" if failure else f"{sent} answered {answer.status}"
    return Diagnosis(
        "discovery", "warning", message, f"Is the base URL right? It ends before {target.facts.base_path}."
    )


def _read_discovery(target: Target, answer: Answer) -> Diagnosis:
    try:
        document = answer.json()
    except CheckEnd as end:
        return Diagnosis("discovery", "warning", end.reason, "The base URL may lead to a web page instead of the API.")
    if not isinstance(document, dict):
        return Diagnosis("discovery", "warning", "the document is not a JSON object")
    return target.look_at_discovery(document)


def _endpoints(target: Target) -> Iterator[Diagnosis]:
    """A diagnosis for each endpoint that the plan names wrongly."""
    for name, problem in wrong_endpoints(target.session, target.clients):
        target.session.mistrust(name, problem)
        yield Diagnosis("endpoints", "failed", problem.message, problem.todo)


def _registration(target: Target) -> Diagnosis:
    if not target.facts.needs_tokens:
        return Diagnosis("registration", "skipped", f"{target.facts.name} has no operation that needs a token")
    if target.plan.login.strategy == "token":
        return Diagnosis("registration", "skipped", "the plan brings tokens")

    def step() -> str:
        return f"client {target.clients.first().id[:12]}… is known"

    member = target.facts.discovery.get("registration", "target.registration_url")
    hint = f"Is {member} right? Otherwise register a client by hand and set client: in the plan."
    return _attempt(target, "registration", step, hint)


def _login(target: Target) -> Diagnosis:
    scopes = target.session.scopes_wanted

    def step() -> str:
        if not scopes:
            return _nothing_to_log_in_for(target)
        refused = target.refused_token()  # before the others: who has no token for one of them may have a dead one too
        if refused is not None:
            raise target.tokens.give_up(refused)
        for scope in scopes:
            target.tokens.token(scope)
        return f"tokens for {', '.join(scopes)}"

    return _attempt(target, "login", step, "Check login: in the plan (strategy, user name, password, field names).")


def _nothing_to_log_in_for(target: Target) -> str:
    claims = dict.fromkeys(each.claim for each in target.facts.operations.values() if each.scope)
    if not claims:
        return f"nothing to log in for: {target.facts.name} has no operation that needs a token"
    return f"nothing to log in for: the plan claims neither {' nor '.join(claims)}"


def _attempt(target: Target, step: str, action: Callable[[], str], hint: str) -> Diagnosis:
    known = len(target.problems)
    try:
        return Diagnosis(step, "ok", action())
    except CheckEnd as end:
        if not target.problems:
            target.blame(Problem(f"{step}-failed", end.reason, _reason(target), hint))
        new = target.problems[known:]
        return Diagnosis(step, "failed", end.reason, new[0].todo if new and new[0].todo else hint)


def _reason(target: Target) -> str:
    """What is wrong with discovery, which the later steps stand on; empty when nothing is."""
    discovery = _discovery(target)
    return "" if discovery.status == "ok" else discovery.message


def _fail(target: Target, step: str, problem: Problem) -> Diagnosis:
    target.unreachable = problem.message
    target.blame(problem)
    return Diagnosis(step, "failed", problem.message, problem.todo)
