"""Authorization servers that are right in another way than the mock usually is: nothing may be held against them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from conformance.access import TokenSpec
from conformance.plan import Plan
from mock_provider.behaviour import Response
from mock_provider.behaviour.tools import when
from mock_provider.oauth.core import Core
from mock_provider.oauth.flows import AuthorizationCodeFlow
from mock_provider.oauth.user_pages import UserPages

from .conftest import SERVICE, Judged, behaviour, status

OAUTH = ["REG", "AUT", "TOK", "RFR", "RVK", "BRR"]


def held_against(found: Judged, *also: str) -> dict[str, str]:
    """What is not as good as a pass, with the reason."""
    bad = {"fail", "warn", *also}
    return {one: found.why(one) for one, verdict in found.items() if verdict in bad}


def test_without_dynamic_registration(judged) -> None:
    def with_urls(plan: Plan) -> Plan:
        oauth = plan.target.url.partition("/ims/")[0] + "/oauth"
        return replace(
            plan, target=replace(plan.target, authorization_url=f"{oauth}/authorize", token_url=f"{oauth}/token")
        )

    off = {"dynamic_registration": False}
    found = judged((), OAUTH, owner="amal", claims=off, change=with_urls, settings={**SERVICE, "registration": False})

    assert held_against(found, "incomplete") == {}
    assert found["CLR10-AUT-016"] == "pass"
    assert found["CLR10-TOK-008"] == "not-applicable"


def test_without_refresh_and_revocation(judged) -> None:
    off = {"refresh": False, "revocation": False}
    found = judged((), OAUTH, owner="amal", claims=off, settings={**SERVICE, **off})

    assert held_against(found, "incomplete") == {}


def test_a_scope_that_is_refused_with_401(judged) -> None:
    other = behaviour("getClrs", "getClr", "postClr", "deleteClr", on_response=when(403, change=status(401)))

    assert held_against(judged(other, ["BRR"], owner="amal", settings=SERVICE), "incomplete") == {}


def test_a_server_that_asks_to_wait_is_not_blamed(judged) -> None:
    numbers = itertools.count(1)

    def few(response: Response) -> None:
        if next(numbers) > 6:
            response.status, response.body = 429, b"{}"

    found = judged(behaviour("register", on_response=few), ["REG"], owner="amal", settings=SERVICE)

    assert held_against(found) == {}
    assert "asks to wait" in found.why("CLR10-REG-009")


def test_a_refresh_token_is_no_duty(judged) -> None:
    def no_refresh_token(response: Response) -> None:
        body = response.json
        scopes = [scope for scope in body["scope"].split() if scope != "offline_access"]
        response.json = {**body, "scope": " ".join(scopes), "refresh_token": None}

    found = judged(
        behaviour("token", on_response=when(200, change=no_refresh_token)), ["RFR"], owner="amal", settings=SERVICE
    )

    assert held_against(found) == {}


def test_unknown_scopes_may_be_refused(judged, monkeypatch) -> None:
    def refuse(core: Core, scope: str | None) -> None:
        from authlib.oauth2.rfc6749 import InvalidScopeError

        if scope and "no-such-scope" in scope:
            raise InvalidScopeError()

    monkeypatch.setattr(Core, "validate_requested_scope", refuse)

    assert held_against(judged((), ["AUT"], owner="amal", settings=SERVICE), "incomplete") == {}


def test_a_remembered_consent_is_no_fault(judged, monkeypatch) -> None:
    """A client that was let in once is not asked about again: many servers do so."""
    show, let_in = UserPages._consent_page, set()

    def remember(people: UserPages, grant: Any, query: str, session: Any) -> Any:
        client = grant.client.get_client_id()
        if client not in let_in:
            let_in.add(client)
            return show(people, grant, query, session)
        response = people._core.create_authorization_response(grant.request, session.user.username, grant)
        response.status_code = 303
        return response

    monkeypatch.setattr(UserPages, "_consent_page", remember)

    assert held_against(judged((), ["AUT", "TOK"], owner="amal", settings=SERVICE), "incomplete") == {}


def test_a_code_that_is_burnt_by_a_wrong_exchange(judged, monkeypatch) -> None:
    query, seen = AuthorizationCodeFlow.query_authorization_code, set()

    def burn(flow: AuthorizationCodeFlow, code: str, client: Any) -> Any:
        found = query(flow, code, client)
        if code in seen:
            return None
        seen.add(code)
        return found

    monkeypatch.setattr(AuthorizationCodeFlow, "query_authorization_code", burn)

    assert held_against(judged((), ["TOK"], settings=SERVICE), "incomplete") == {}


def test_a_bare_consent_page_is_for_a_person_to_judge(judged) -> None:
    def without_terms(response: Response) -> None:
        response.body = response.body.replace(b"/terms", b"/")

    bare = behaviour(on_response=without_terms)
    found = judged(bare, ["CLR10-AUT-015"], owner="amal", settings=SERVICE)

    assert found["CLR10-AUT-015"] == "manual"
    assert "tos_uri" in found.why("CLR10-AUT-015")


def test_tokens_that_do_not_rotate(judged) -> None:
    found = judged((), ["RFR"], settings={**SERVICE, "rotation": False})

    assert held_against(found, "incomplete") == {}
    assert "gives no new refresh token" in found.why("CLR10-RFR-006")


def test_tokens_of_the_plan(judged) -> None:
    """Without an authorization page the flow stays undecided, and the rest is judged with the tokens at hand."""

    def with_tokens(plan: Plan) -> Plan:
        tokens = tuple(TokenSpec(f"no-such-token-{scope}", (scope,)) for scope in ("readonly", "replace", "delete"))
        return replace(plan, login=replace(plan.login, strategy="token", tokens=tokens))

    found = judged((), ["AUT", "TOK"], change=with_tokens, settings=SERVICE)

    assert found["CLR10-AUT-016"] == "incomplete"
    assert "no authorization page" in found.why("CLR10-AUT-016")
    assert found["CLR10-TOK-015"] == "pass"
    assert not held_against(found)
