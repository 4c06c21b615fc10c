"""What a consumer is told: never the scenario."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conformance.consumer.invitation import Invitation

TOLD = Invitation(
    url="https://127.0.0.1:1/t/api",
    origin="https://127.0.0.1:1/t",
    ca=Path("/ca.pem"),
    username="mira",
    password="a b",
    task="read",
    state=Path("/state"),
)


def test_names_in_braces_are_replaced_inside_of_arguments() -> None:
    given = ["wallet", "--at={url}", "{username}:{password}", "{origin}|{ca}|{state}|{task}"]
    assert TOLD.arguments(given) == [
        "wallet",
        "--at=https://127.0.0.1:1/t/api",
        "mira:a b",
        "https://127.0.0.1:1/t|/ca.pem|/state|read",
    ]


def test_other_braces_stay() -> None:
    assert TOLD.arguments(["{json}", '{"a": {}}', "{URL}"]) == ["{json}", '{"a": {}}', "{URL}"]


def test_what_was_replaced_is_not_replaced_again() -> None:
    told = replace(TOLD, username="{password}")
    assert told.arguments(["{username}"]) == ["{password}"]


def test_a_client_registered_by_hand_is_told_by_its_id_and_secret() -> None:
    told = replace(TOLD, client_id="c", client_secret="s")
    assert told.arguments(["{client_id}/{client_secret}"]) == ["c/s"]
    assert told.environment()["CLR_CLIENT_SECRET"] == "s"
    assert "CLR_CLIENT_ID" not in TOLD.environment()


def test_the_environment_names_the_authority_where_libraries_look_for_it() -> None:
    names = ("CLR_CA", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    assert {TOLD.environment()[name] for name in names} == {"/ca.pem"}


def test_unless_the_plan_leaves_that_alone() -> None:
    told = TOLD.environment(authority=False)
    assert "SSL_CERT_FILE" not in told
    assert told["CLR_CA"] == "/ca.pem"


def test_passwords_are_not_shown_by_accident() -> None:
    assert "a b" not in repr(TOLD)
