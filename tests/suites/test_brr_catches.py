"""BRR: a resource server that lets the wrong token in is told so by name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mock_provider.authorization.endpoints import Revocation
from mock_provider.resource.access import DELETE, READONLY, REPLACE, Gate

from .conftest import BASE, Asked, asked, members, on, told
from .oauth_breakages import SERVICE, answers, names, patched, right, without_header

LOOK_UP = Gate._token


def lets_everybody_in(_gate: Gate, request: Any, _scope: str) -> str:
    return "user:mira"


def with_more(**more: frozenset[str]) -> Any:
    """A gate that takes each scope for others too."""

    def token(gate: Gate, header: str) -> Any:
        found = LOOK_UP(gate, header)
        if found is None:
            return None
        extra = {scope for name in more for scope in more[name] if any(one.endswith(name) for one in found.scopes)}
        scopes = frozenset(found.scopes) | extra
        return SimpleNamespace(user=found.user, client_id=found.client_id, scopes=scopes, expires_at=found.expires_at)

    return patched(Gate, "_token", token)


def only_the_beginning(gate: Gate, header: str) -> Any:
    """A gate that compares all but the last characters of a token."""
    known = LOOK_UP(gate, header)
    if known is not None:
        SEEN[header[:20]] = known
    return SEEN.get(header[:20])


SEEN: dict[str, Any] = {}


def header_is_not_enough(request: Asked) -> None:
    if request.path.startswith(f"{BASE}/clrs") and "access_token" not in request.query:
        del request.headers["authorization"]


WRONG = {
    "everybody is let in": (
        patched(Gate, "owner", lets_everybody_in),
        {"BRR-002": "fail", "BRR-005": "fail", "BRR-006": "fail", "BRR-007": "fail", "CON-011": "fail"},
    ),
    "half the token is compared": (patched(Gate, "_token", only_the_beginning), {"BRR-002": "fail"}),
    "revocation does nothing": (patched(Revocation, "revoke_token", lambda *_: None), {"BRR-002": "warn"}),
    "no challenge": (lambda _: told(without_header("www-authenticate")), {"BRR-003": "fail"}),
    "another challenge": (
        lambda _: told(
            lambda answer: (
                answer.headers.update({"www-authenticate": 'Basic realm="Bearer"'}) if answer.status == 401 else None
            )
        ),
        {"BRR-003": "fail"},
    ),
    "the query is needed": (lambda _: asked(header_is_not_enough), {"BRR-004": "fail"}),
    "readers write": (with_more(readonly=frozenset({REPLACE})), {"BRR-005": "fail", "CON-011": "fail"}),
    "readers delete": (with_more(readonly=frozenset({DELETE})), {"BRR-005": "fail", "BRR-007": "pass"}),
    "writers read": (with_more(replace=frozenset({READONLY})), {"BRR-006": "fail", "BRR-005": "pass"}),
    "writers delete": (with_more(replace=frozenset({DELETE})), {"BRR-006": "fail", "BRR-007": "pass"}),
    "deleters read": (with_more(delete=frozenset({READONLY})), {"BRR-007": "fail", "BRR-006": "pass"}),
    "deleters write": (with_more(delete=frozenset({REPLACE})), {"BRR-007": "fail", "BRR-005": "pass"}),
    "scopes of another standard": (
        answers("GET", "/discovery", members(scopesOffered=[READONLY.replace("readonly", "clr.readonly")])),
        {"BRR-008": "fail"},
    ),
    "tokens with short scopes": (
        lambda _: on("POST", "/oauth/token", members(scope="readonly")),
        {"BRR-008": "fail"},
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    wrong, named = WRONG[case]
    names(judged, monkeypatch, wrong, named)


def test_right(judged) -> None:
    right(judged, "BRR")


def test_a_provider_that_is_only_read_from(judged) -> None:
    found = judged(
        None,
        ["BRR"],
        claims={"write": False, "delete": False},
        settings={**SERVICE, "write": False, "delete": False},
    )

    assert not {one for one, verdict in found.items() if verdict in ("fail", "warn", "incomplete")}
    assert found["CLR10-BRR-005"] == "pass"
    assert found["CLR10-BRR-006"] == "not-applicable"


def test_nothing_is_left_behind(judged) -> None:
    found = judged(None, ["BRR"], settings=SERVICE)

    assert not [sentence for sentence in found.record.leftovers if "CLR " in sentence]
