"""REG: dynamic client registration. Clients registered here cannot be removed; the report says how many."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete
from conformance.suites.refusals import directives, expect_error_json, expect_refusal, expect_refused
from conformance.suites.target import Target

REQUIRED = (
    "client_name",
    "client_uri",
    "logo_uri",
    "tos_uri",
    "policy_uri",
    "software_id",
    "software_version",
    "redirect_uris",
)
DEFAULTED = ("token_endpoint_auth_method", "grant_types", "response_types")
ISSUED = ("client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at")
METADATA_ERRORS = frozenset({"invalid_client_metadata", "invalid_redirect_uri"})
A_DAY = 86_400
ELSEWHERE = "https://elsewhere.invalid"


@pytest.fixture(scope="session")
def registration(target: Target) -> Answer:
    """The answer to one right registration, whatever it is."""
    return target.clients.registration_of("first")


@pytest.fixture
def registered(registration: Answer) -> dict[str, Any]:
    """The body of a right registration that went through."""
    body = registration.require(200, 201).json()
    if not isinstance(body, dict):
        incomplete("the registration response is not a JSON object (see OAUTH-REG-002)")
    return dict(body)


@requirement("OAUTH-REG-001")
def test_client_is_registered(registration: Answer) -> None:
    body = registration.expect(200, 201).object()
    if not isinstance(body.get("client_id"), str) or not body["client_id"]:
        registration.broken(
            "the registration gives no client_id",
            expected="a string",
            actual=str(body.get("client_id")),
            pointer="/client_id",
        )


@requirement("OAUTH-REG-002")
def test_answer_is_201_json(registration: Answer) -> None:
    registration.require(*range(200, 300)).expect(201)
    if registration.media_type != "application/json":
        registration.broken(
            "the registration response is not sent as application/json",
            expected="application/json",
            actual=registration.media_type or "none",
        )
    registration.object()


@requirement("OAUTH-REG-003")
@pytest.mark.parametrize("member", ISSUED)
def test_issued_members_are_there(registration: Answer, registered: dict[str, Any], member: str) -> None:
    value = registered.get(member)
    if value in (None, ""):
        registration.broken(
            f"the registration response lacks {member}", expected="present", actual=repr(value), pointer=f"/{member}"
        )


@requirement("OAUTH-REG-004")
def test_metadata_are_repeated(registration: Answer, registered: dict[str, Any]) -> None:
    missing = [member for member in (*REQUIRED, *DEFAULTED) if member not in registered]
    if missing:
        registration.broken(
            f"the registration response does not repeat {', '.join(missing)}",
            expected="all registered metadata",
            actual="absent",
            pointer=f"/{missing[0]}",
        )


@requirement("OAUTH-REG-005")
@pytest.mark.parametrize("member", ["client_id_issued_at", "client_secret_expires_at"])
def test_times_are_whole_seconds(registration: Answer, registered: dict[str, Any], member: str) -> None:
    if member not in registered:
        incomplete(f"the registration response lacks {member} (see OAUTH-REG-003)")
    value = registered[member]
    if isinstance(value, bool) or not isinstance(value, int):
        registration.broken(
            f"{member} is not a whole number",
            expected="an integer of seconds",
            actual=repr(value),
            pointer=f"/{member}",
        )
    present = _moment(registration)
    if member == "client_id_issued_at" and abs(value - present) > A_DAY:
        registration.broken(
            "client_id_issued_at is not near the present, in seconds since 1970",
            expected=f"about {present:.0f}",
            actual=str(value),
            pointer="/client_id_issued_at",
        )
    if (
        member == "client_secret_expires_at"
        and value != 0
        and not present - A_DAY < value < present + 1000 * 365 * A_DAY
    ):
        registration.broken(
            "client_secret_expires_at is neither 0 nor a time in the future, in seconds since 1970",
            expected=f"0, or more than {present:.0f}",
            actual=str(value),
            pointer="/client_secret_expires_at",
        )


def _moment(answer: Answer) -> float:
    """When the target answered, by its own clock where it tells."""
    try:
        return parsedate_to_datetime(answer.header("date") or "").timestamp()
    except ValueError:
        return time.time()


@requirement("OAUTH-REG-006")
def test_ids_differ(target: Target, registration: Answer, registered: dict[str, Any]) -> None:
    other = target.clients.registration_of("second").require(200, 201)
    body = other.object()
    if not isinstance(body.get("client_id"), str) or not isinstance(registered.get("client_id"), str):
        incomplete("a registration gives no client_id that could be compared (see OAUTH-REG-001)")
    if body["client_id"] == registered["client_id"]:
        other.broken(
            "two registrations of different software got the same client_id",
            expected="different ids",
            actual=str(body.get("client_id")),
            pointer="/client_id",
        )


@requirement("OAUTH-REG-007")
def test_answer_is_not_stored(registration: Answer) -> None:
    registration.require(200, 201)
    if "no-store" not in directives(registration):
        registration.broken(
            "the registration response may be cached",
            expected="Cache-Control: no-store",
            actual=registration.header("cache-control") or "no Cache-Control",
        )


@requirement("OAUTH-REG-008")
def test_no_initial_access_token_is_needed(registration: Answer) -> None:
    if registration.status in (401, 403):
        registration.broken(
            f"a registration without Authorization was answered {registration.status}",
            expected="201",
            actual=str(registration.status),
        )
    registration.require(200, 201)


@requirement("OAUTH-REG-009")
@pytest.mark.parametrize("member", REQUIRED)
def test_missing_member_is_refused(target: Target, registered: dict[str, Any], member: str) -> None:
    answer = target.clients.register(target.clients.metadata(**{member: None}))
    expect_refusal(answer, METADATA_ERRORS, why=f"a registration without {member} was taken")
    expect_error_json(answer)


@requirement("OAUTH-REG-010")
def test_plain_http_redirect_uri_is_refused(target: Target, registered: dict[str, Any]) -> None:
    right = target.clients.metadata()["redirect_uris"][0]
    # A host of the public, since plain http is in use for loopback hosts.
    host = "consumer.invalid" if not right.startswith("https:") else right.split("/")[2]
    answer = target.clients.register(target.clients.metadata(redirect_uris=[f"http://{host}/callback"]))
    expect_refused(answer, METADATA_ERRORS, why="a redirect URI with plain http on a public host was registered")


@requirement("OAUTH-REG-011")
@pytest.mark.parametrize("member", ["client_uri", "logo_uri", "tos_uri", "policy_uri", "redirect_uris"])
def test_urls_of_several_hosts_are_refused(target: Target, registered: dict[str, Any], member: str) -> None:
    value: str | list[str] = [f"{ELSEWHERE}/callback"] if member == "redirect_uris" else f"{ELSEWHERE}/page"
    answer = target.clients.register(target.clients.metadata(**{member: value}))
    expect_refused(answer, METADATA_ERRORS, why=f"a registration whose {member} is on another host was taken")


@requirement("OAUTH-REG-012")
def test_basic_authentication_is_the_default(target: Target, registered: dict[str, Any]) -> None:
    answer = target.clients.register(target.clients.metadata(token_endpoint_auth_method=None)).expect(
        200, 201, why="a registration without token_endpoint_auth_method was refused"
    )
    _expect_member(answer, "token_endpoint_auth_method", lambda value: value == "client_secret_basic")


@requirement("OAUTH-REG-012")
@pytest.mark.parametrize("method", ["client_secret_post", "none"])
def test_basic_authentication_is_the_only_one(target: Target, registered: dict[str, Any], method: str) -> None:
    answer = target.clients.register(target.clients.metadata(token_endpoint_auth_method=method))
    if _taken(answer):
        _expect_member(answer, "token_endpoint_auth_method", lambda value: value == "client_secret_basic")


@requirement("OAUTH-REG-013")
def test_default_grant_type_is_the_code(target: Target, registered: dict[str, Any]) -> None:
    answer = target.clients.register(target.clients.metadata(grant_types=None)).expect(
        200, 201, why="a registration without grant_types was refused"
    )
    _expect_member(answer, "grant_types", _only_user_grants)


@requirement("OAUTH-REG-013")
@pytest.mark.parametrize("grant", ["implicit", "password"])
def test_other_grant_types_are_not_registered(target: Target, registered: dict[str, Any], grant: str) -> None:
    answer = target.clients.register(target.clients.metadata(grant_types=["authorization_code", grant]))
    if _taken(answer):
        _expect_member(answer, "grant_types", _only_user_grants)


def _only_user_grants(value: Any) -> bool:
    known = {"authorization_code", "refresh_token"}
    return isinstance(value, list) and "authorization_code" in value and all(entry in known for entry in value)


@requirement("OAUTH-REG-014")
def test_default_response_type_is_code(target: Target, registered: dict[str, Any]) -> None:
    answer = target.clients.register(target.clients.metadata(response_types=None)).expect(
        200, 201, why="a registration without response_types was refused"
    )
    _expect_member(answer, "response_types", lambda value: value == ["code"])


@requirement("OAUTH-REG-014")
def test_other_response_types_are_not_registered(target: Target, registered: dict[str, Any]) -> None:
    answer = target.clients.register(target.clients.metadata(response_types=["token"]))
    if _taken(answer):
        _expect_member(answer, "response_types", lambda value: value == ["code"])


def _taken(answer: Answer) -> bool:
    """True when the registration went through, false when it was refused; otherwise raises ``Broken``."""
    answer.arrived()
    if answer.status in (200, 201):
        return True
    expect_refused(answer, METADATA_ERRORS, why="")
    return False


def _expect_member(answer: Answer, member: str, right: Callable[[Any], bool]) -> None:
    body = answer.object()
    if member not in body:
        incomplete(f"the registration response does not repeat {member} (see OAUTH-REG-004)")
    if not right(body[member]):
        answer.broken(
            f"{member} is registered as {body[member]!r}",
            expected={
                "token_endpoint_auth_method": "client_secret_basic",
                "grant_types": "authorization_code, perhaps with refresh_token",
                "response_types": "code",
            }[member],
            actual=repr(body[member]),
            pointer=f"/{member}",
        )


@requirement("OAUTH-REG-015")
def test_scopes_may_be_narrowed(target: Target, registered: dict[str, Any], note: Callable[[str], None]) -> None:
    requested = set(target.clients.metadata()["scope"].split())
    given = set(str(registered.get("scope", "")).split())
    if "scope" not in registered:
        note("the response has no scope")
    elif given >= requested:
        note("all scopes that were asked for are registered")
    else:
        note(f"left out: {' '.join(sorted(requested - given))}")


@requirement("OAUTH-REG-016")
def test_scopes_may_be_left_out(target: Target, registered: dict[str, Any], note: Callable[[str], None]) -> None:
    answer = target.clients.register(target.clients.metadata(scope=None)).arrived()
    if answer.status in (200, 201):
        note(f"without scope these are registered: {answer.object().get('scope') or 'none named'}")
    else:
        note(f"a registration without scope is answered {answer.status}")
