"""What is said of a verifier that fetches what is hosted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.exchanges.specimens import Asked, State
from conformance.record import Outcome
from conformance.traffic import Sitting
from conformance.traffic.judge import Ending
from conformance.traffic.outcome import Answer, ReportedOutcome, ReportedRecord
from tests.rulebooks.clr10.consumer import deciding
from tests.rulebooks.clr10.consumer.deciding import record
from tests.rulebooks.clr10.consumer.laying import ITEM, TWIN, fetch, pair, right_one, told, wrong_one
from tests.traffic.building import API, called, cited, listed, right, sitting
from tests.traffic.walking import FIRST

HOSTED = {"id": f"{API}/assertions/1", "type": "Assertion", "verification": {"type": "Hosted"}}
ACCEPT = {"Accept": "application/ld+json"}
BEARER = {"Authorization": "Bearer access-41d8cd98f00b"}


def decide(requirement: str, *sittings: Sitting) -> Ending:
    return deciding.decide(requirement, *sittings, claims=("read", "verify_hosted"))


def _read(*calls: Any, assertion: Any = HOSTED, **members: Any) -> Sitting:
    clr = record(assertions=[assertion], verification=None)
    page = listed(answer={"clrs": [clr], "signedClrs": []})
    return sitting(*right(listed=(page, *calls)), **members)


def _item(operation: str = "getAssertion", headers: Any = ACCEPT, **members: Any) -> Any:
    return called(operation, None, **{"headers": headers, "url": f"{API}/assertions/1", **members})


@pytest.mark.parametrize("operation", ["getAssertion", "getEndorsement", "getClr"])
def test_a_fetch_as_json_ld_passes(operation: str) -> None:
    assert decide("CLR10-VHO-001", _read(_item(operation))).outcome is Outcome.PASS


def test_a_fetch_as_anything_is_a_breach() -> None:
    ending = decide("CLR10-VHO-001", _read(_item(headers={"Accept": "*/*"})))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))


def test_who_trusts_the_copy_in_hand_is_named_with_the_page() -> None:
    ending = decide("CLR10-VHO-001", _read())
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST,))


@pytest.mark.parametrize(
    "odd",
    [
        _read(end="crashed"),
        _read(task="delete"),
        _read(assertion={**HOSTED, "verification": {"type": "Signed"}}),
        _read(assertion={**HOSTED, "revoked": True}),
        _read(assertion=None),
    ],
    ids=["crashed", "deletes", "signed", "revoked", "no object"],
)
def test_without_a_hosted_item_to_fetch_nothing_is_shown(odd: Sitting) -> None:
    assert decide("CLR10-VHO-001", odd).outcome is Outcome.INCOMPLETE


def test_who_verifies_files_may_read_without_that() -> None:
    claims = ("read", "verify", "verify_hosted")
    assert deciding.decide("CLR10-VHO-001", _read(), claims=claims).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(("state", "outcome"), [("unverified", Outcome.INCOMPLETE), ("verified", Outcome.FAIL)])
def test_who_says_that_it_is_not_verified_does_not_trust_it(state: State, outcome: Outcome) -> None:
    read = _read()
    told_so = ReportedOutcome(records=(ReportedRecord(f"{API}/assertions/1", state),))
    ending = decide("CLR10-VHO-001", replace(read, runs=tuple(replace(run, outcome=told_so) for run in read.runs)))
    assert ending.outcome is outcome


def test_who_does_not_claim_it_is_not_concerned() -> None:
    assert deciding.decide("CLR10-VHO-001", _read(), claims=("read",)).outcome is Outcome.NOT_APPLICABLE


# A hosted CLR


def _clr(headers: Any, status: int = 200) -> Any:
    return _item("getClr", {**ACCEPT, **headers}, url=f"{API}/clrs/1", status=status)


def test_a_clr_is_fetched_with_a_token() -> None:
    assert decide("CLR10-VHO-002", _read(_clr(BEARER))).outcome is Outcome.PASS


@pytest.mark.parametrize("status", [404, 410])
def test_a_clr_that_is_gone_is_no_matter_of_the_token(status: int) -> None:
    assert decide("CLR10-VHO-002", _read(_clr(BEARER, status))).outcome is Outcome.PASS


@pytest.mark.parametrize(("headers", "status"), [({}, 401), (BEARER, 403), (BEARER, 401)])
def test_a_clr_that_is_fetched_without_a_right_token_is_a_breach(headers: Any, status: int) -> None:
    ending = decide("CLR10-VHO-002", _read(_clr(headers, status)))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))


def test_a_fetch_that_is_made_good_is_a_note() -> None:
    ending = decide("CLR10-VHO-002", _read(_clr({}, 401), _clr(BEARER)))
    assert ending.outcome is Outcome.PASS
    assert "without a token first" in (ending.reason or "")


def test_without_a_hosted_clr_it_stays_open() -> None:
    assert decide("CLR10-VHO-002", _read(_item())).outcome is Outcome.INCOMPLETE


# A public item

SCENARIO = "hosted-without-token"
REFUSED = _item(headers=ACCEPT | BEARER, status=401, struck=("odd",))


@pytest.mark.parametrize("calls", [(_item(),), (REFUSED, _item())], ids=["at once", "when it is refused"])
def test_a_fetch_without_a_token_passes(calls: Any) -> None:
    assert decide("CLR10-VHO-003", _read(*calls, scenario=SCENARIO)).outcome is Outcome.PASS


@pytest.mark.parametrize("end", ["through", "crashed"])
def test_who_gives_up_without_a_token_is_named(end: str) -> None:
    ending = decide("CLR10-VHO-003", _read(REFUSED, scenario=SCENARIO, end=end))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))


def test_who_fetches_nothing_shows_nothing() -> None:
    assert decide("CLR10-VHO-003", _read(scenario=SCENARIO)).outcome is Outcome.INCOMPLETE
    assert decide("CLR10-VHO-003", _read(_item(headers=ACCEPT | BEARER))).outcome is Outcome.INCOMPLETE


# What it says of hosted items that are not what they have to be

OF_SPECIMENS = {
    "CLR10-VHO-004": ("copy-differs",),
    "CLR10-VHO-005": ("hosted-gone", "hosted-revoked"),
    "CLR10-VHO-006": ("hosted-missing", "hosted-500", "hosted-broken-off"),
    "CLR10-VHO-007": ("hosted-other-id",),
    "CLR10-VHO-008": ("hosted-out-of-scope",),
    "CLR10-VHO-009": ("hosted-urn",),
    "CLR10-VHO-010": ("hosted-expired",),
}


def verified(requirement: str, *sittings: Sitting) -> Ending:
    """How the check ends for a verifier that is given files."""
    return deciding.decide(requirement, *sittings, claims=("verify", "verify_hosted"))


def said(requirement: str, twin: State, item: State) -> Ending:
    return verified(requirement, *(pair(name, twin, item) for name in OF_SPECIMENS[requirement]))


@pytest.mark.parametrize("requirement", OF_SPECIMENS)
def test_who_tells_the_changed_one_from_its_twin_passes(requirement: str) -> None:
    assert said(requirement, "verified", "refused").outcome is Outcome.PASS


@pytest.mark.parametrize("requirement", OF_SPECIMENS)
def test_who_takes_the_changed_one_is_named(requirement: str) -> None:
    ending = said(requirement, "verified", "verified")
    assert ending.outcome is Outcome.FAIL
    assert "verified" in ending.findings[0].actual


@pytest.mark.parametrize("requirement", OF_SPECIMENS)
def test_who_takes_nothing_shows_nothing(requirement: str) -> None:
    assert said(requirement, "unverified", "unverified").outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("requirement", [row for row, names in OF_SPECIMENS.items() if len(names) > 1])
def test_each_scenario_has_to_be_told(requirement: str) -> None:
    first = OF_SPECIMENS[requirement][0]
    assert verified(requirement, pair(first, "verified", "refused")).outcome is Outcome.INCOMPLETE


def test_of_three_scopes_none_may_stay_open() -> None:
    name, second = "hosted-out-of-scope", f"{API}/assertions/second"
    items = (right_one(name), wrong_one(name), wrong_one(name, second))
    told_of_one = told(items, {TWIN: "verified", ITEM: "unverified"}, fetch(TWIN))
    told_of_both = told(items, {TWIN: "verified", ITEM: "unverified", second: "unverified"}, fetch(TWIN))
    assert verified("CLR10-VHO-008", told_of_one).outcome is Outcome.INCOMPLETE
    assert verified("CLR10-VHO-008", told_of_both).outcome is Outcome.PASS


COPY = {"id": ITEM, "type": "Assertion", "results": [{"value": "C"}]}
HAND = {**COPY, "results": [{"value": "A"}]}


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        (COPY, Outcome.PASS),
        ({"results": COPY["results"]}, Outcome.PASS),
        (HAND, Outcome.FAIL),
        ({"id": ITEM}, Outcome.INCOMPLETE),
        (None, Outcome.INCOMPLETE),
    ],
)
def test_who_goes_on_with_the_fetched_copy_may_call_it_verified(document: Any, outcome: Outcome) -> None:
    items = (right_one("copy-differs"), wrong_one("copy-differs"))
    answers = (fetch(TWIN), fetch(ITEM, answer={"@context": "https://a.test", **COPY}))
    kept = told(items, {TWIN: "verified", ITEM: "verified"}, *answers, documents={ITEM: document})
    assert verified("CLR10-VHO-004", kept).outcome is outcome


def test_an_exit_code_is_of_the_copy_in_hand() -> None:
    items = (right_one("copy-differs"), wrong_one("copy-differs"))
    fetched = told(items, None, fetch(TWIN), fetch(ITEM, answer=COPY), tells_by="exit-code")
    assert verified("CLR10-VHO-004", fetched).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("grade", "fetched", "outcome"),
    [
        ("no", (fetch(ITEM, answer=COPY),), Outcome.PASS),
        ("yes", (fetch(ITEM, answer=COPY),), Outcome.FAIL),
        ("not-shown", (fetch(ITEM, answer=COPY),), Outcome.INCOMPLETE),
        ("", (fetch(ITEM, answer=COPY),), Outcome.INCOMPLETE),
        ("no", (), Outcome.FAIL),
    ],
)
def test_of_what_a_person_sees_as_verified_the_grade_decides(grade: Any, fetched: Any, outcome: Outcome) -> None:
    items = (right_one("copy-differs"), wrong_one("copy-differs"))
    asked = Asked("1", f"Is “{items[1].name}” shown with the grade A?", "no", "it is", "copy-differs")
    answers = [Answer(one.id, "yes") for one in items] + ([Answer("1", grade, question=asked.text)] if grade else [])
    members: dict[str, Any] = {"tells_by": "ask", "asked": (asked,), "answers": tuple(answers), "task": "read"}
    sat = told(items, None, fetch(TWIN), *fetched, **members)
    assert deciding.decide("CLR10-VHO-004", sat, claims=("read", "verify_hosted")).outcome is outcome


@pytest.mark.parametrize("fetched", [(), (fetch(ITEM),)], ids=["without any request", "with another request"])
def test_who_calls_verified_what_it_has_not_asked_for_is_named(fetched: Any) -> None:
    ending = verified("CLR10-VHO-001", told([right_one("hosted-gone")], {TWIN: "verified"}, *fetched))
    assert ending.outcome is Outcome.FAIL
    assert (cited(ending), ending.findings[0].expected) == (tuple(range(len(fetched))), f"a request for {TWIN}")


@pytest.mark.parametrize("states", [{TWIN: "unverified"}, {}, None], ids=["unverified", "not named", "silent"])
def test_who_does_not_call_it_verified_need_not_ask(states: Any) -> None:
    assert verified("CLR10-VHO-001", told([right_one("hosted-gone")], states)).outcome is Outcome.INCOMPLETE


def test_an_exit_code_calls_it_verified_too() -> None:
    sat = told([right_one("hosted-gone")], None, tells_by="exit-code")
    assert verified("CLR10-VHO-001", sat).outcome is Outcome.FAIL
