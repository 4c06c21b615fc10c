"""What is said of how a consumer of CLR 2.0 registers, logs in, renews and ends its tokens."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.clr20.consumer.deciding import called, decide, page, posted, record, right, sat
from tests.traffic.building import asked, basic, refreshed, registered, served


def registers(**about: Any) -> Sitting:
    return sat(*right(page(), registered=registered(**about)))


# registration


def test_a_registration_as_json_over_tls_is_right() -> None:
    for requirement in ("CLR20-REG-02", "CLR20-REG-04", "CLR20-REG-05"):
        assert decide(requirement, registers()).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"headers": {"Content-Type": "text/plain"}}, "The registration is not sent as JSON"),
        ({"request_body": b"client_name=Wallet"}, "The body of the registration is not a JSON object"),
        ({"tls": None, "url": "http://provider.test/register"}, "The registration is not sent over https"),
    ],
)
def test_another_way_to_register_is_named(members: dict[str, Any], said: str) -> None:
    ending = decide("CLR20-REG-02", registers(members=members))
    assert [one.message for one in ending.findings] == [said]


def test_a_registration_that_was_refused_unread_lacks_nothing() -> None:
    headers = {"Content-Type": "text/plain", "Content-Length": "400"}
    unread = registers(status=400, members={"headers": headers, "request_body": b""})
    ending = decide("CLR20-REG-02", unread)
    assert [one.message for one in ending.findings] == ["The registration is not sent as JSON"]
    assert decide("CLR20-REG-05", unread).outcome is Outcome.INCOMPLETE


def test_a_software_statement_is_named() -> None:
    assert decide("CLR20-REG-04", registers(software_statement="eyJ.e30.")).outcome is Outcome.FAIL


@pytest.mark.parametrize("scope", [None, "", " "])
def test_a_registration_without_scope_is_named(scope: str | None) -> None:
    assert decide("CLR20-REG-05", registers(scope=scope)).outcome is Outcome.FAIL


def test_who_was_registered_by_hand_is_not_concerned() -> None:
    by_hand = sat(*right(page(), registered=None), client="client-8a1f0c77d2")
    for requirement in ("CLR20-REG-02", "CLR20-REG-04", "CLR20-REG-05"):
        assert decide(requirement, by_hand).outcome is Outcome.NOT_APPLICABLE


# authorization


def test_the_browser_asks_over_https() -> None:
    assert decide("CLR20-ACG-02", sat(*right(page()))).outcome is Outcome.PASS


@pytest.mark.parametrize("members", [{"tls": "TLSv1.1"}, {"tls": None, "url": "http://provider.test/authorize"}])
def test_a_browser_that_asks_otherwise_is_named(members: dict[str, Any]) -> None:
    assert decide("CLR20-ACG-02", sat(*right(page(), asked=asked(members=members)))).outcome is Outcome.FAIL


# refresh

RENEWED = {"scope": "read", "authorization": basic()}


def renews(**form: Any) -> Sitting:
    return sat(*right(refreshed(**{**RENEWED, **form}), page()), scenario="expires-midway")


def test_a_refresh_with_its_three_members_is_right() -> None:
    assert decide("CLR20-TOK-02", renews()).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"scope": None}, "A refresh lacks scope"),
        ({"authorization": None}, "A refresh does not authenticate by HTTP Basic alone"),
        ({"members": {"headers": {"Authorization": basic(), "Content-Type": "text/plain"}}}, "A refresh is not a form"),
    ],
)
def test_another_refresh_is_named(form: dict[str, Any], said: str) -> None:
    ending = decide("CLR20-TOK-02", renews(**form))
    assert ending.outcome is Outcome.FAIL
    assert ending.findings[0].message.startswith(said)


def test_who_never_refreshes_leaves_it_open() -> None:
    assert decide("CLR20-TOK-02", sat(*right(page()), scenario="expires-midway")).outcome is Outcome.INCOMPLETE


# revocation


def revokes(**form: Any) -> Sitting:
    return sat(*right(page()), served("revoke", "POST", "https://provider.test/revoke", form=form))


@pytest.mark.parametrize("hint", ["access_token", "refresh_token"])
def test_a_revocation_that_says_what_its_token_is_is_right(hint: str) -> None:
    assert decide("CLR20-TOK-08", revokes(token="access-41d8", token_type_hint=hint)).outcome is Outcome.PASS


@pytest.mark.parametrize("form", [{"token": "access-41d8"}, {"token": "access-41d8", "token_type_hint": "bearer"}, {}])
def test_another_revocation_is_named(form: dict[str, Any]) -> None:
    assert decide("CLR20-TOK-08", revokes(**form)).outcome is Outcome.FAIL


def test_who_revokes_nothing_is_not_concerned() -> None:
    assert decide("CLR20-TOK-08", sat(*right(page()))).outcome is Outcome.NOT_APPLICABLE


# the steps of the certification


def test_a_reader_that_takes_every_step_is_right() -> None:
    assert decide("CLR20-CRT-10", sat(*right(page(), called("getProfile")))).outcome is Outcome.PASS


def test_a_reader_that_skips_the_profile_is_named() -> None:
    ending = decide("CLR20-CRT-10", sat(*right(page())))
    assert ending.findings[0].message == "It never calls getProfile"


def test_of_a_reader_that_did_not_get_through_nothing_follows() -> None:
    assert decide("CLR20-CRT-10", sat(*right(page()), end="refused")).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("requirement", ["CLR20-CRT-03", "CLR20-CRT-11"])
def test_a_writer_that_takes_every_step_is_right(requirement: str) -> None:
    assert decide(requirement, sat(*right(posted(record())), task="write")).outcome is Outcome.PASS
    assert decide(requirement, sat(*right(page()), task="write")).outcome is Outcome.FAIL


def test_who_was_given_a_token_needs_no_login() -> None:
    assert decide("CLR20-CRT-10", sat(page(), called("getProfile"))).outcome is Outcome.PASS


def test_who_was_registered_by_hand_needs_neither_discovery_nor_registration() -> None:
    by_hand = right(page(), called("getProfile"), registered=None, discovered=None)
    assert decide("CLR20-CRT-10", sat(*by_hand, client="client-8a1f0c77d2")).outcome is Outcome.PASS
