"""What is said of registrations that a consumer sent, and of those that it did not send."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import (
    ABOUT,
    CLIENT,
    OFFLINE,
    PLAIN,
    READ,
    REPLACE,
    asked,
    cited,
    discovered,
    exchanged,
    in_run,
    listed,
    registered,
    right,
    sent_back,
    sitting,
)

OF_REGISTRATIONS = ("OAUTH-REG-018", "OAUTH-REG-019", "OAUTH-REG-020", "OAUTH-REG-021")
BY_HAND = sitting(*right(registered=None), client=CLIENT)


# REG-017: registered before it asks


def test_a_registration_before_the_authorization_request_passes() -> None:
    assert decide("OAUTH-REG-017", PLAIN).outcome is Outcome.PASS


def test_a_client_id_that_nobody_gave_breaks_it_when_it_is_refused() -> None:
    fixed = sitting(discovered(), asked(client_id="our-wallet", status=400))
    ending = decide("OAUTH-REG-017", fixed)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (1,))


def test_another_client_id_than_the_registered_one_is_not_its_matter() -> None:
    foreign = sitting(
        *right(asked=asked(client_id="our-wallet", status=400), sent_back=None, exchanged=None, listed=None)
    )
    assert decide("OAUTH-REG-017", foreign).outcome is Outcome.PASS


@pytest.mark.parametrize("requirement", ["OAUTH-REG-017", *OF_REGISTRATIONS])
@pytest.mark.parametrize("client", [CLIENT, ""], ids=["known-to-us", "served-all-the-same"])
def test_a_client_registered_by_hand_is_not_concerned(requirement: str, client: str) -> None:
    ending = decide(requirement, sitting(*right(registered=None), client=client))
    assert (ending.outcome, ending.reason) == (Outcome.NOT_APPLICABLE, "the client was registered by hand")


@pytest.mark.parametrize("requirement", ["OAUTH-REG-017", *OF_REGISTRATIONS])
def test_who_sent_nothing_shows_nothing(requirement: str) -> None:
    assert decide(requirement, sitting(discovered(), end="crashed")).outcome is Outcome.INCOMPLETE


# REG-018 to REG-020: what it says of itself


@pytest.mark.parametrize("requirement", ["OAUTH-REG-018", "OAUTH-REG-019", "OAUTH-REG-020"])
def test_a_right_registration_passes(requirement: str) -> None:
    assert decide(requirement, PLAIN).outcome is Outcome.PASS


@pytest.mark.parametrize("name", [name for name in ABOUT if name not in ("grant_types", "response_types", "scope")])
def test_each_of_the_eight_members_has_to_be_there(name: str) -> None:
    ending = decide("OAUTH-REG-018", sitting(*right(registered=registered(status=400, **{name: None}))))
    assert (ending.outcome, cited(ending), ending.findings[0].pointer) == (Outcome.FAIL, (1,), f"/{name}")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"tos_uri": "https://legal.test/terms"}, "/tos_uri"),
        ({"client_uri": "http://wallet.test"}, "/client_uri"),
        ({"redirect_uris": ["https://callbacks.test/back"]}, "/redirect_uris/0"),
        ({"redirect_uris": ["org.wallet.app:/back"]}, "/redirect_uris/0"),
        ({"logo_uri": "https://[broken/logo.png"}, "/logo_uri"),
    ],
    ids=["another-host", "plain-http", "redirect-on-another-host", "scheme-of-an-app", "no-url"],
)
def test_urls_are_https_on_one_host(changes: dict[str, Any], pointer: str) -> None:
    ending = decide("OAUTH-REG-019", sitting(*right(registered=registered(**changes))))
    assert (ending.outcome, cited(ending), ending.findings[0].pointer) == (Outcome.FAIL, (1,), pointer)


@pytest.mark.parametrize("url", ["http://127.0.0.1:51004/back", "http://[::1]/back", "http://localhost:8080/back"])
def test_an_app_on_the_device_is_told_not_blamed(url: str) -> None:
    ending = decide("OAUTH-REG-019", sitting(*right(registered=registered(redirect_uris=[url]))))
    assert ending.outcome is Outcome.PASS
    assert "app on the device" in (ending.reason or "")


def test_host_names_have_no_case_and_ports_do_not_count() -> None:
    same = registered(logo_uri="https://WALLET.test:8443/logo.png")
    assert decide("OAUTH-REG-019", sitting(*right(registered=same))).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uris": "https://wallet.test/callback"},
        {"grant_types": "authorization_code"},
        {"response_types": {"0": "code"}},
        {"contacts": [7]},
    ],
    ids=["text", "grant-types", "object", "numbers"],
)
def test_arrays_are_arrays_of_strings(changes: dict[str, Any]) -> None:
    ending = decide("OAUTH-REG-020", sitting(*right(registered=registered(status=400, **changes))))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (1,))


# REG-021: one product


def test_two_registrations_with_one_software_id_pass() -> None:
    assert decide("OAUTH-REG-021", PLAIN, sitting(*right(), scenario="other")).outcome is Outcome.PASS


def test_a_fresh_software_id_breaks_it_and_cites_both() -> None:
    fresh = sitting(*right(registered=registered(software_id="another")), scenario="other")
    ending = decide("OAUTH-REG-021", PLAIN, fresh)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (len(PLAIN.exchanges) + 1, 1))


def test_one_registration_compares_with_nothing() -> None:
    ending = decide("OAUTH-REG-021", PLAIN)
    assert (ending.outcome, "two registrations" in (ending.reason or "")) == (Outcome.INCOMPLETE, True)


# REG-022: fewer scopes

WIDE = f"{READ} {REPLACE} {OFFLINE}"
WIDE_PLAIN = sitting(*right(registered=registered(scope=WIDE), asked=asked(scope=WIDE)))
NARROWED = registered(scope=WIDE, answer={"scope": f"{READ} {OFFLINE}"}, members={"struck": ("odd-scopes-narrowed",)})


def _narrowed(*after: str, end: str = "through", scope: str = READ) -> Sitting:
    steps = {} if "asks" in after else {"asked": None, "sent_back": None, "exchanged": None, "listed": None}
    asks = {"asked": asked(scope=scope)} if "asks" in after else {}
    return sitting(*right(registered=NARROWED, **steps, **asks), scenario="scopes-narrowed", end=end)


@pytest.mark.parametrize(
    "narrowed",
    [_narrowed("asks"), _narrowed("asks", scope=f"{READ} {OFFLINE}"), _narrowed(end="refused")],
    ids=["asks-for-less", "refresh-beside", "says-that-it-is-too-little"],
)
def test_who_asks_for_what_is_left_passes(narrowed: Sitting) -> None:
    assert decide("OAUTH-REG-022", WIDE_PLAIN, narrowed).outcome is Outcome.PASS


def test_how_scopes_are_parted_is_not_its_matter() -> None:
    assert decide("OAUTH-REG-022", WIDE_PLAIN, _narrowed("asks", scope=f"{READ},{OFFLINE}")).outcome is Outcome.PASS


def test_who_asks_for_the_old_scope_breaks_it() -> None:
    ending = decide("OAUTH-REG-022", WIDE_PLAIN, _narrowed("asks", scope=WIDE))
    plain = len(WIDE_PLAIN.exchanges)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (plain + 2, plain + 1))


def test_who_crashes_over_fewer_scopes_breaks_it() -> None:
    ending = decide("OAUTH-REG-022", WIDE_PLAIN, _narrowed(end="crashed"))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (len(WIDE_PLAIN.exchanges) + 1,))


def test_who_was_stopped_stays_open() -> None:
    assert decide("OAUTH-REG-022", WIDE_PLAIN, _narrowed(end="timed-out")).outcome is Outcome.INCOMPLETE


def test_who_needs_no_more_than_is_left_is_not_concerned() -> None:
    assert decide("OAUTH-REG-022", PLAIN, _narrowed("asks")).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    "sittings", [(WIDE_PLAIN,), (sitting(discovered()), _narrowed("asks"))], ids=["not-played", "no-plain"]
)
def test_without_both_sittings_fewer_scopes_stay_open(sittings: tuple[Sitting, ...]) -> None:
    assert decide("OAUTH-REG-022", *sittings).outcome is Outcome.INCOMPLETE


# REG-023: one client for all learners

KEPT = ("keeps_state",)


def _two_learners(*second: object, client: str = "") -> Sitting:
    exchanges = (*right(), *in_run(2, *second))  # type: ignore[arg-type]
    return sitting(*exchanges, scenario="two-learners", learners=("mira", "jonas"), client=client)


def test_one_registration_for_two_learners_passes() -> None:
    ending = decide("OAUTH-REG-023", _two_learners(asked(), sent_back(), exchanged(), listed()), claims=KEPT)
    assert ending.outcome is Outcome.PASS


def test_a_registration_for_each_learner_breaks_it() -> None:
    twice = _two_learners(registered(), asked(), sent_back(), exchanged(), listed())
    ending = decide("OAUTH-REG-023", twice, claims=KEPT)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (8, 1))


def test_a_registration_that_is_repeated_since_it_was_refused_is_one() -> None:
    again = (*right(registered=(registered(status=400), registered())), *in_run(2, listed()))
    ending = decide("OAUTH-REG-023", sitting(*again, scenario="two-learners", learners=("mira", "jonas")), claims=KEPT)
    assert ending.outcome is Outcome.PASS


def test_two_registrations_for_the_first_learner_are_not_for_another() -> None:
    again = (*right(registered=(registered(), registered())), *in_run(2, listed()))
    ending = decide("OAUTH-REG-023", sitting(*again, scenario="two-learners", learners=("mira", "jonas")), claims=KEPT)
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("second", "claims", "outcome"),
    [
        ((asked(status=500),), KEPT, Outcome.INCOMPLETE),
        ((listed(),), (), Outcome.NOT_APPLICABLE),
    ],
    ids=["second-not-reached", "keeps-nothing"],
)
def test_without_two_learners_it_is_not_decided(
    second: tuple[object, ...], claims: tuple[str, ...], outcome: Outcome
) -> None:
    assert decide("OAUTH-REG-023", _two_learners(*second), claims=claims).outcome is outcome


def test_a_client_registered_by_hand_serves_whom_it_likes() -> None:
    by_hand = sitting(
        *right(registered=None), *in_run(2, listed()), scenario="two-learners", learners=("mira", "jonas")
    )
    assert decide("OAUTH-REG-023", BY_HAND, by_hand, claims=KEPT).outcome is Outcome.NOT_APPLICABLE
