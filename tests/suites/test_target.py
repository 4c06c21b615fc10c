"""The target: clients, grants and tokens are had once, and what cannot be had is told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.access import ClientSpec, Credentials, TokenSpec
from conformance.limits import Limits
from conformance.plan import Plan
from conformance.rulebooks.oauth.provider.clients import second_client
from conformance.standard import facts
from conformance.suites.outcomes import Incomplete, Manual, NotApplicable
from conformance.suites.registrations import fewer
from conformance.suites.target import Target
from conformance.wire import BudgetExhausted
from mock_provider.behaviour import Fault, Response
from mock_provider.testing import MockServer

from .conftest import SERVICE, Open, behaviour, doing

READONLY, DELETE = facts("clr10").scopes["readonly"], facts("clr10").scopes["delete"]
OFFLINE = "offline_access"


def sent(target: Target, path: str) -> int:
    return sum(reply.url.endswith(path) for reply in target.wire.transcript.responses)


def without(*claims: str) -> Callable[[Plan], Plan]:
    return lambda plan: replace(plan, claims=plan.claims - set(claims))


def test_scopes_are_written_by_their_uris(opened: Open) -> None:
    assert opened().session.scope_text("readonly", "offline_access") == f"{READONLY} {OFFLINE}"


def test_nothing_is_asked_for_before_somebody_wants_it(opened: Open) -> None:
    assert len(opened().wire.transcript) == 0


def test_a_client_is_registered_once(opened: Open) -> None:
    target = opened()

    assert target.clients.first() is target.clients.first()
    assert sent(target, "/oauth/register") == 1


def test_clients_of_other_names_are_other_software(opened: Open) -> None:
    target = opened()

    assert second_client(target).id != target.clients.first().id
    assert second_client(target).name != target.clients.first().name


def test_offline_access_is_asked_for_only_where_refresh_is_claimed(opened: Open) -> None:
    assert OFFLINE in opened().clients.metadata()["scope"]

    plain = opened(without("refresh"))
    assert OFFLINE not in plain.clients.metadata()["scope"]
    assert plain.clients.metadata()["grant_types"] == ["authorization_code"]
    assert plain.grants.sample_scopes() == ("readonly",)


def test_metadata_can_be_changed_and_left_out(opened: Open) -> None:
    body = opened().clients.metadata(client_name="Other", logo_uri=None)

    assert body["client_name"] == "Other"
    assert "logo_uri" not in body


def test_without_registration_all_clients_are_the_one_of_the_plan(opened: Open) -> None:
    target = opened(without("dynamic_registration"))

    assert target.clients.first().id == target.clients.spare().id == SERVICE["client_id"]
    with pytest.raises(NotApplicable):
        _ = second_client(target)


def test_no_client_at_all_is_told_once(opened: Open) -> None:
    target = opened(lambda plan: replace(without("dynamic_registration")(plan), client=None))

    for _ in range(2):
        with pytest.raises(Incomplete, match="no client"):
            _ = target.clients.first()
    assert [problem.code for problem in target.problems] == ["no-client"]


def test_a_token_is_kept_for_its_scopes(opened: Open) -> None:
    target = opened()

    assert target.tokens.token("readonly") == target.tokens.token("readonly")
    assert target.tokens.token("delete") != target.tokens.token("readonly")
    assert target.tokens.issued("delete").scopes == (DELETE,)


def test_the_sample_grant_is_walked_once(opened: Open) -> None:
    target = opened()

    assert target.grants.sample() is target.grants.sample()
    assert target.grants.sample().tokens.refresh_token


def test_a_sample_grant_that_fails_is_not_tried_again(opened: Open) -> None:
    target = opened(lambda plan: replace(plan, target=replace(plan.target, token_url=f"{plan.target.url}/nowhere")))

    with pytest.raises(Incomplete):
        _ = target.grants.sample()
    before = len(target.wire.transcript)
    with pytest.raises(Incomplete):
        _ = target.grants.sample()
    assert len(target.wire.transcript) == before


def test_a_wrong_exchange_changes_one_thing(opened: Open) -> None:
    target = opened()
    request = target.grants.authorization("readonly")
    redirect = target.grants.redirect(request)

    answer = target.grants.exchange(request, redirect, changes={"code_verifier": None})

    assert answer.status == 400
    assert b"code_verifier" not in answer.response.request_body
    assert b"redirect_uri" in answer.response.request_body


def test_getting_stuck_with_a_wrong_request_is_no_problem_of_the_run(opened: Open) -> None:
    def with_wrong_password(plan: Plan) -> Plan:
        return replace(plan, login=replace(plan.login, owner=Credentials("amal", "wrong")))

    target = opened(with_wrong_password)
    request = target.grants.authorization("readonly")

    with pytest.raises(Incomplete):
        target.grants.attempt(request)
    assert not target.problems
    with pytest.raises(Incomplete):
        target.grants.authorize(request)
    assert [problem.code for problem in target.problems] == ["login-refused"]


def test_a_person_does_not_wait_for_an_error_page(opened: Open) -> None:
    target = opened(lambda plan: replace(plan, login=replace(plan.login, strategy="manual")))

    with pytest.raises(Manual):
        target.grants.attempt(
            target.grants.authorization("readonly", redirect_uri="https://elsewhere.invalid/callback")
        )


def test_tokens_are_forgotten_only_where_clients_are_shared(opened: Open) -> None:
    target = opened()
    token = target.tokens.token("readonly")

    target.tokens.forget()

    assert target.tokens.token("readonly") == token


def test_tokens_of_the_plan_are_used_for_exactly_their_scopes(opened: Open) -> None:
    def with_token(plan: Plan) -> Plan:
        tokens = (TokenSpec("a-token", ("readonly",)),)
        return replace(plan, login=replace(plan.login, strategy="token", tokens=tokens))

    target = opened(with_token)

    assert target.tokens.token("readonly") == "a-token"
    with pytest.raises(Incomplete, match="replace"):
        target.tokens.token("replace")
    with pytest.raises(Incomplete, match="no authorization page"):
        target.grants.grant("readonly")


def test_a_token_of_the_plan_may_carry_more_than_is_needed(opened: Open) -> None:
    def with_tokens(plan: Plan) -> Plan:
        tokens = (TokenSpec("for-all", ("readonly", "replace", "delete")), TokenSpec("reader", ("readonly",)))
        return replace(plan, login=replace(plan.login, strategy="token", tokens=tokens))

    target = opened(with_tokens)

    assert (target.tokens.token("readonly"), target.tokens.token("replace")) == ("reader", "for-all")
    assert target.tokens.without("delete") == "reader"
    with pytest.raises(Incomplete, match="no token to be refused"):
        target.tokens.without("readonly")


def test_a_token_by_client_credentials(opened: Open) -> None:
    target = opened(lambda plan: replace(plan, login=replace(plan.login, strategy="client-credentials")))

    assert target.tokens.issued("readonly").scopes == (READONLY,)
    assert target.tokens.issued("readonly").refresh_token is None


def test_a_missing_endpoint_names_the_place_in_the_plan(opened: Open) -> None:
    target = opened(lambda plan: replace(plan, target=replace(plan.target, revocation_url=None)))

    with pytest.raises(Incomplete, match=r"target\.revocation_url"):
        target.session.endpoint("revocation")


def test_what_stays_on_the_target_is_told(opened: Open) -> None:
    target = opened()
    assert target.clean_up() == []

    assert target.clients.first()
    assert target.clean_up() == [
        f"OAuth clients that stay registered, since the target removes none: 1 ({fewer('REG')})"
    ]


def test_secrets_of_the_plan_never_show(opened: Open) -> None:
    secret = "a-secret-that-nobody-may-see"
    target = opened(lambda plan: replace(plan, client=ClientSpec("one", secret), limits=Limits(pages=1)))

    assert secret not in target.wire.redactor.text(f"the secret is {secret}")


def managed(elsewhere: bool = False) -> tuple[Fault, list[str]]:
    """A mock that lets a client be removed: at its own address, or at somebody else's; and the paths asked for."""
    removed: list[str] = []

    def change(response: Response) -> None:
        path = response.request.path
        if path == "/oauth/register" and response.status == 201:
            body = response.json
            host = "elsewhere.invalid" if elsewhere else response.request.headers["host"]
            uri = f"https://{host}/oauth/clients/{body['client_id']}"
            response.json = {**body, "registration_client_uri": uri, "registration_access_token": "a-key-to-the-client"}
        elif path.startswith("/oauth/clients/"):
            right = response.request.headers["authorization"] == "Bearer a-key-to-the-client"
            response.status, response.body = (204, b"") if right else (401, b"")
            removed.append(path)

    return behaviour(on_response=change), removed


def test_a_client_is_removed_where_the_target_offers_it(server: MockServer, opened: Open) -> None:
    management, removed = managed()
    with doing(server, management):
        target = opened()
        client = target.clients.first()

        assert target.clean_up() == []
        assert removed == [f"/oauth/clients/{client.id}"]
        assert "a-key-to-the-client" not in str(target.wire.transcript.exchanges())


def test_a_key_goes_to_nobody_else(server: MockServer, opened: Open) -> None:
    management, removed = managed(elsewhere=True)
    with doing(server, management):
        target = opened()
        assert target.clients.first()

        assert target.clean_up() == [
            f"OAuth clients that stay registered, since the target removes none: 1 ({fewer('REG')})"
        ]
        assert removed == []


def test_a_target_that_is_gone_does_not_stop_the_end(server: MockServer, opened: Open) -> None:
    management, _ = managed()
    target = opened()
    with doing(server, management):
        assert target.clients.first()

    assert "OAuth clients" in target.clean_up()[0]


def test_judging_ends_when_it_takes_twice_as_long_as_the_run_may(opened: Open) -> None:
    """Records can be made to cost, and sending nothing, it would never meet the limit of the run."""
    slow = opened(lambda plan: replace(plan, limits=replace(plan.limits, run=0)))

    assert list(opened().in_time("abc")) == ["a", "b", "c"]
    with pytest.raises(BudgetExhausted, match="more than twice the 0 seconds"):
        next(slow.in_time("abc"))
