"""Traffic in a few words: exchanges as a mock would have seen them, sittings, and how a check ends on them.

``right()`` is what a right consumer sends in one sitting, step by step; each step is a function whose keywords change
one thing: ``right(registered=registered(software_id=None))`` leaves a member out, ``right(asked=None)`` a step.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from conformance.standard.facts import Facts, facts
from conformance.traffic import End, Run, Sitting, Traffic
from conformance.traffic.judge import Ending, judge
from conformance.traffic.registry import Observed

FACTS = facts("clr10")
ORIGIN = "https://provider.test:8440"
API = f"{ORIGIN}/tenant{FACTS.base_path}"
READ = FACTS.scope_uri("readonly")
REPLACE = FACTS.scope_uri("replace")
DELETE = FACTS.scope_uri("delete")
OFFLINE = "offline_access"

CLIENT, SECRET, CODE = "client-8a1f0c77d2", "secret-5b0de3f1a9c4", "code-77c0a5e2f913"
TOKEN, REFRESH = "access-41d8cd98f00b", "refresh-204e9800998e"
CALLBACK = "https://wallet.test/callback"
STATE = "Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4OTA"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()

ABOUT = {
    "client_name": "Wallet",
    "client_uri": "https://wallet.test",
    "logo_uri": "https://wallet.test/logo.png",
    "tos_uri": "https://wallet.test/terms",
    "policy_uri": "https://wallet.test/privacy",
    "software_id": "wallet",
    "software_version": "1.4",
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "scope": f"{READ} {OFFLINE}",
}
"""What the right consumer says of itself."""

ENDPOINTS = {
    "discovery": f"{API}/discovery",
    "register": f"{ORIGIN}/tenant/o-51c/register",
    "authorize": f"{ORIGIN}/tenant/o-51c/authorize",
    "token": f"{ORIGIN}/tenant/o-51c/token",
}

_PLACES = {"register": "oauth", "token": "oauth", "revoke": "oauth", "authorize": "page", "login": "page"}


def served(
    operation: str,
    method: str = "GET",
    url: str = "",
    *,
    query: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    form: Mapping[str, Any] | None = None,
    sent: Any = None,
    status: int | None = 200,
    answer: Any = None,
    answer_headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Served:
    """One exchange. ``None`` as a value of ``query`` or ``form`` leaves that parameter out; ``sent`` is a JSON body.

    ``members`` are any others of ``Served``, such as ``struck`` or ``run``.
    """
    fields = list(headers.items() if isinstance(headers, Mapping) else headers)
    body = b"" if sent is None else json.dumps(sent).encode()
    if form is not None:
        body = _encoded(form).encode()
    known = {name.lower() for name, _ in fields}
    if body and "content-type" not in known:
        kind = "application/x-www-form-urlencoded" if form is not None else "application/json"
        fields.append(("Content-Type", kind))
    wanted: dict[str, Any] = {
        "number": 0,
        "place": _PLACES.get(operation, "api" if operation else "none"),
        "operation": operation,
        "method": method,
        "url": f"{url or ENDPOINTS.get(operation, API)}{f'?{_encoded(query)}' if query else ''}",
        "request_headers": Headers(fields),
        "request_body": body,
        "tls": "TLSv1.3",
        "began": 0.0,
        "started": "2030-01-01T00:00:00Z",
        "status": status,
        "headers": Headers((answer_headers or {}).items()),
        "body": b"" if answer is None else json.dumps(answer).encode(),
    }
    return Served(**(wanted | members))


def _encoded(parameters: Mapping[str, Any]) -> str:
    return urlencode({name: value for name, value in parameters.items() if value is not None})


def basic(client_id: str = CLIENT, secret: str = SECRET) -> str:
    """The value of an Authorization header with Basic."""
    return f"Basic {b64encode(f'{client_id}:{secret}'.encode()).decode()}"


# The steps of a right consumer


def discovered(**members: Any) -> Served:
    """The discovery document is read."""
    members.setdefault("headers", {"Accept": "application/ld+json"})
    members.setdefault("url", ENDPOINTS["discovery"])
    return served("getDiscoveryDocument", **members)


def registered(
    *,
    status: int = 201,
    answer: Mapping[str, Any] | None = None,
    members: Mapping[str, Any] | None = None,
    **about: Any,
) -> Served:
    """A registration; keywords are members of what the client says of itself."""
    said = {name: value for name, value in {**ABOUT, **about}.items() if value is not None}
    given = {**said, "client_id": CLIENT, "client_secret": SECRET, **(answer or {})} if status == 201 else answer
    return served("register", "POST", sent=said, status=status, answer=given, **(members or {}))


def asked(*, status: int = 200, members: Mapping[str, Any] | None = None, **query: Any) -> Served:
    """An authorization request; keywords are its parameters."""
    right_one = {
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": CALLBACK,
        "scope": f"{READ} {OFFLINE}",
        "state": STATE,
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return served("authorize", query={**right_one, **query}, status=status, **(members or {}))


def sent_back(*, to: str = CALLBACK, members: Mapping[str, Any] | None = None, **query: Any) -> Served:
    """The answer to the consent page that sends the browser to the client; keywords are parameters of that URL."""
    given = {"code": CODE, "state": STATE, "iss": ORIGIN, **query}
    location = f"{to}?{_encoded(given)}"
    wanted = {"status": 303, "answer_headers": {"Location": location}, "place": "page", **(members or {})}
    return served("consent", "POST", f"{ORIGIN}/tenant/o-51c/consent", **wanted)


def exchanged(
    *,
    status: int = 200,
    answer: Mapping[str, Any] | None = None,
    authorization: str | None = "",
    members: Mapping[str, Any] | None = None,
    **form: Any,
) -> Served:
    """A token request with the code; keywords are members of the form. ``authorization`` is that header."""
    right_one = {
        "grant_type": "authorization_code",
        "code": CODE,
        "redirect_uri": CALLBACK,
        "scope": f"{READ} {OFFLINE}",
        "code_verifier": VERIFIER,
    }
    return _token_request({**right_one, **form}, status, answer, authorization, members)


def refreshed(
    token: str = REFRESH,
    *,
    status: int = 200,
    answer: Mapping[str, Any] | None = None,
    authorization: str | None = "",
    members: Mapping[str, Any] | None = None,
    **form: Any,
) -> Served:
    """A token request with a refresh token."""
    right_one = {"grant_type": "refresh_token", "refresh_token": token}
    return _token_request({**right_one, **form}, status, answer, authorization, members)


def _token_request(
    form: Mapping[str, Any],
    status: int,
    answer: Mapping[str, Any] | None,
    authorization: str | None,
    members: Mapping[str, Any] | None,
) -> Served:
    token = {
        "access_token": TOKEN,
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": f"{READ} {OFFLINE}",
        "refresh_token": REFRESH,
    }
    given = {**token, **(answer or {})} if status == 200 else (answer or {"error": "invalid_grant"})
    wanted: dict[str, Any] = {
        "form": form,
        "headers": {} if authorization is None else {"Authorization": authorization or basic()},
        "status": status,
        "answer": {name: value for name, value in given.items() if value is not None},
        **(members or {}),
    }
    return served("token", "POST", **wanted)


def called(operation: str = "getClrs", token: str | None = TOKEN, **members: Any) -> Served:
    """A call of the API with a token (``None``: without one)."""
    known = FACTS.operations[operation]
    authorized = {} if token is None else {"Authorization": f"Bearer {token}"}
    wanted: dict[str, Any] = {
        "headers": {"Accept": "application/ld+json", **authorized},
        "url": f"{API}{known.path}",
        **members,
    }
    return served(operation, known.method, **wanted)


def listed(page: int = 1, token: str | None = TOKEN, **members: Any) -> Served:
    """A page of the list, of four CLRs each."""
    return called("getClrs", token, **{"query": {"limit": 4, "offset": 4 * (page - 1)}, **members})


def right(**steps: Served | tuple[Served, ...] | None) -> tuple[Served, ...]:
    """What a right consumer sends in one sitting, in order, with other steps in the place of its own."""
    flow: dict[str, Served | tuple[Served, ...] | None] = {
        "discovered": discovered(),
        "registered": registered(),
        "asked": asked(),
        "sent_back": sent_back(),
        "exchanged": exchanged(),
        "listed": (listed(1), listed(2), listed(3)),
    }
    unknown = steps.keys() - flow.keys()
    if unknown:
        raise ValueError(f"no such step: {', '.join(unknown)}")
    chosen = (flow | steps).values()
    return tuple(one for step in chosen if step for one in (step if isinstance(step, tuple) else (step,)))


def in_run(number: int, *exchanges: Served) -> tuple[Served, ...]:
    """The same exchanges in another start of the consumer."""
    return tuple(replace(one, run=number) for one in exchanges)


# Sittings and what they decide


def sitting(
    *exchanges: Served,
    scenario: str = "plain",
    end: str = "through",
    learners: tuple[str, ...] = ("mira",),
    **members: Any,
) -> Sitting:
    """A sitting of these exchanges, one second after the other; every run ends in that way."""
    timed = tuple(
        replace(one, number=place, began=one.began or float(place), ended=one.ended or place + 0.5)
        for place, one in enumerate(exchanges)
    )
    ended = End(end)  # type: ignore[arg-type]
    runs = tuple(Run(number, learner, ended) for number, learner in enumerate(learners, 1))
    wanted: dict[str, Any] = {"task": "read", "base_url": API, "endpoints": ENDPOINTS, **members}
    return Sitting(scenario=scenario, runs=runs, exchanges=timed, **wanted)


PLAIN = sitting(*right())
"""A plain sitting of a right consumer."""


def decide(
    checks: Iterable[Observed],
    requirement: str,
    *sittings: Sitting,
    claims: Iterable[str] = (),
    facts: Facts = FACTS,
) -> Ending:
    """How the one check of a requirement ends on these sittings, of an edition with these facts."""
    (check,) = (one for one in checks if one.requirement == requirement)
    (ending,) = judge([check], Traffic.of(sittings, claims, facts))
    return ending


def cited(ending: Ending) -> tuple[int, ...]:
    """The exchanges that the findings cite, the one that is wrong first."""
    return tuple(number for finding in ending.findings for number in finding.exchanges)
