"""OAuth areas: what the plan does not claim or name is not judged, and blames nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from conformance.access import LoginSpec, TokenSpec
from conformance.plan import Plan
from conformance.record import Verdict
from conformance.selfcheck.own_mock import plan_for
from mock_provider.behaviour import Response
from mock_provider.oauth.faults._responses import members

from .conftest import SERVICE, behaviour, clr_target, status


def verdicts(found: Any, area: str, numbers: Iterable[int]) -> set[str]:
    return {found[f"CLR10-{area}-{number:03}"].value for number in numbers}


def not_passed(found: Any) -> list[str]:
    return [one for one, verdict in found.items() if verdict in (Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE)]


def test_registration(judged) -> None:
    refused = behaviour("register", on_response=status(404))
    found = judged(refused, ["REG", "CLR10-API-001"], claims={"dynamic_registration": False})

    assert {found[one].value for one in found if one.startswith("CLR10-REG-")} <= {"not-applicable", "excluded"}


def test_client_credentials(judged) -> None:
    found = judged((), ["TOK"], claims={"client_credentials": False})

    assert verdicts(found, "TOK", (14, 15)) == {"not-applicable"}


def test_refresh(judged) -> None:
    found = judged((), ["RFR"], claims={"refresh": False}, settings={**SERVICE, "refresh": False})

    assert not not_passed(found)
    assert found["CLR10-RFR-003"] == "not-applicable"


def test_revocation(judged) -> None:
    found = judged((), ["RVK"], claims={"revocation": False}, settings={**SERVICE, "revocation": False})

    assert verdicts(found, "RVK", (3, 4, 5, 6)) == {"not-applicable"}


def test_without_the_page_of_grants_in_the_plan_a_person_looks(judged) -> None:
    def unnamed(plan: Plan) -> Plan:
        return replace(plan, target=replace(plan.target, grants_url=None))

    found = judged((), ["RVK"], change=unnamed, settings=SERVICE)

    assert verdicts(found, "RVK", (1, 2)) == {"manual"}
    assert "target.grants_url" in found.why("CLR10-RVK-001")


def test_a_provider_that_is_only_read_from(judged) -> None:
    off = {"write": False, "delete": False}
    found = judged((), ["BRR"], claims=off, settings={**SERVICE, **off})

    assert not not_passed(found)
    assert found["CLR10-BRR-005"] == "pass"
    assert found["CLR10-BRR-006"] == "not-applicable"


def test_nothing_is_left_behind(judged) -> None:
    found = judged((), ["BRR"], settings=SERVICE)

    assert not [sentence for sentence in found.record.leftovers if "CLR " in sentence]


def test_a_client_alone_leaves_nothing_undecided(judged) -> None:
    """With client credentials there is no page to walk through: its rows do not apply, and the response is judged."""

    def alone(plan: Plan) -> Plan:
        return replace(plan, login=LoginSpec(strategy="client-credentials"))

    off = {"refresh": False, "revocation": False}
    found = judged((), ["AUT", "TOK", "RFR", "BRR"], change=alone, claims=off, settings=SERVICE)
    assert not [name for name, verdict in found.items() if verdict == "incomplete"]
    assert not found.named
    assert verdicts(found, "TOK", (9, 10, 11, 12)) == {"pass"}
    assert found["CLR10-AUT-001"] == "not-applicable"
    wrong = behaviour("token", on_response=members(token_type="mac", expires_in=None, scope=None))
    found = judged(wrong, ["TOK"], change=alone, claims=off, settings=SERVICE)
    assert {"CLR10-TOK-009", "CLR10-TOK-010", "CLR10-TOK-011"} <= found.named


def test_an_unknown_scope_may_be_refused_as_access_denied(judged) -> None:
    """Nothing is granted: the code could say more, which is a warning whatever the plan says of inferred rules."""

    def denied(response: Response) -> None:
        where = response.headers.get("location", "")
        if "error=invalid_scope" in where:
            response.headers["location"] = where.replace("error=invalid_scope", "error=access_denied")

    assert judged(behaviour(on_response=denied), ["CLR10-AUT-014"])["CLR10-AUT-014"] == "warn"


def test_the_same_user_twice_shows_nothing(judged) -> None:
    def twice(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, second_owner=plan.login.owner))

    found = judged((), ["CLR10-GCS-002", "CLR10-GCL-008"], change=twice)
    assert {found[name] for name in ("CLR10-GCS-002", "CLR10-GCL-008")} == {"incomplete"}
    assert "the same user" in found.why("CLR10-GCS-002")


def test_a_token_url_without_tls_in_the_plan_is_named(judged) -> None:
    def without_tls(plan: Plan) -> Plan:
        url = plan.target.url.replace("https:", "http:").partition("/ims/")[0]
        return replace(plan, target=replace(plan.target, token_url=f"{url}/oauth/token"))

    assert judged((), ["CLR10-TOK-016"], change=without_tls)["CLR10-TOK-016"] == "fail"


def test_an_api_without_an_authorization_server(judged, mocks) -> None:
    """Tokens are all that a plan for the bare API brings: OAuth is not applicable, the rest is judged."""
    target = clr_target(plan_for(mocks()))
    given = {scope: target.tokens.token(scope) for scope in ("readonly", "replace", "delete")}
    target.close()

    def with_tokens(plan: Plan) -> Plan:
        tokens = tuple(TokenSpec(token, (scope,)) for scope, token in given.items())
        return replace(plan, login=LoginSpec(strategy="token", tokens=tokens))

    oauth = ("dynamic_registration", "client_credentials", "refresh", "revocation")
    areas = ["AUT", "REG", "TOK", "RFR", "RVK", "GCS", "BRR"]
    found = judged((), areas, claims=dict.fromkeys(oauth, False), change=with_tokens)

    assert not found.named
    assert "incomplete" not in found.values()
    assert found["CLR10-AUT-008"] == found["CLR10-TOK-016"] == "not-applicable"
    assert found["CLR10-GCS-001"] == found["CLR10-BRR-006"] == "pass"
