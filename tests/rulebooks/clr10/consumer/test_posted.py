"""What is said of the records that a consumer posts, and of those that it passes on."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from conformance.record import Outcome
from conformance.rulebooks.clr10.consumer.checks import CHECKS
from conformance.rulebooks.clr10.consumer.checks.documents import CHECK, DECIDED
from tests.rulebooks.clr10.consumer.deciding import decide, post, record, wrote
from tests.traffic.building import called, cited, listed
from tests.traffic.walking import FIRST


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _jws(signature: str = "c2lnbmVk", **changes: Any) -> str:
    return f"{_part({'alg': 'RS256'})}.{_part(record(**changes))}.{signature}"


PLAIN = record()
SIGNED = _jws(id="urn:uuid:77f1c1b6-35b3-4f0e-8c79-8c2f5d8b8a01")
PAGE = listed(answer={"clrs": [PLAIN], "signedClrs": [SIGNED]})
OWN = record(id="urn:uuid:0b5c9a52-9f1b-4f0a-bb0f-61c3c8a8c3f3")


def test_each_requirement_of_documents_is_decided_on_posts_once() -> None:
    found = [check.requirement for check in CHECKS if check.id == CHECK]
    assert found == DECIDED
    assert {"CLR10-CON-014", "CLR10-CON-015", "CLR10-CLR-003"} <= set(found)


def test_a_right_record_passes_where_it_shows_something() -> None:
    ending = decide("CLR10-CON-015", wrote(post(OWN)))
    assert (ending.outcome, ending.exchanges) == (Outcome.PASS, (FIRST,))


def test_what_a_record_lacks_is_named_with_its_post() -> None:
    ending = decide("CLR10-CON-015", wrote(post(OWN), post({**OWN, "verification": None})))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))
    assert ending.findings[0].pointer


def test_of_what_no_post_has_nothing_is_said() -> None:
    assert decide("CLR10-RES-001", wrote(post(OWN))).outcome is Outcome.NOT_APPLICABLE


def test_without_a_post_of_its_own_it_stays_open() -> None:
    assert decide("CLR10-CON-015", wrote(PAGE, post(SIGNED), post(PLAIN))).outcome is Outcome.INCOMPLETE


def test_the_work_of_somebody_else_is_not_judged() -> None:
    bad = record(verification=None)
    page = listed(answer={"clrs": [bad], "signedClrs": []})
    assert decide("CLR10-CON-015", wrote(page, post(bad), post(OWN))).outcome is Outcome.PASS


@pytest.mark.parametrize("body", [[], {"clr": OWN, "signedClr": SIGNED}, OWN])
def test_a_body_of_another_form_is_a_matter_of_its_form_alone(body: Any) -> None:
    assert decide("CLR10-CON-015", wrote(post(body=body, status=400))).outcome is Outcome.INCOMPLETE


# Members


def test_an_extension_member_is_a_breach() -> None:
    ending = decide("CLR10-CON-003", wrote(post(OWN), post({**OWN, "vendor:id": "4711"})))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))
    assert "vendor:id" in ending.findings[0].message


def test_without_extension_members_it_passes() -> None:
    assert decide("CLR10-CON-003", wrote(post(OWN))).outcome is Outcome.PASS


def test_members_that_no_post_has_are_named() -> None:
    ending = decide("CLR10-CON-002", wrote(post(OWN), post({**OWN, "name": "A record"})))
    assert ending.outcome is Outcome.PASS
    assert "Clr.revocationReason" in (ending.reason or "")
    assert "Clr.name" not in (ending.reason or "")


def test_a_required_member_that_no_post_has_is_a_breach() -> None:
    ending = decide("CLR10-CON-002", wrote(post({**OWN, "publisher": None})))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST,))
    assert ending.findings[0].message == "No posted Clr has publisher, which is required"


def test_a_member_that_one_of_two_posts_has_is_supplied() -> None:
    assert decide("CLR10-CON-002", wrote(post({**OWN, "publisher": None}), post(OWN))).outcome is Outcome.PASS


def test_a_post_that_is_refused_shows_what_is_missing_and_nothing_else() -> None:
    assert decide("CLR10-CON-002", wrote(post(OWN, status=400))).outcome is Outcome.INCOMPLETE
    refused = decide("CLR10-CON-002", wrote(post({**OWN, "publisher": None}, status=400)))
    assert (refused.outcome, cited(refused)) == (Outcome.FAIL, (FIRST,))


# Passing on


@pytest.mark.parametrize("clr", [SIGNED, PLAIN, {"@context": "https://a.example/", **PLAIN}])
def test_what_is_passed_on_as_it_came_passes(clr: Any) -> None:
    assert decide("CLR10-CON-006", wrote(PAGE, post(clr), post(OWN), scenario="pass-on")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "clr",
    [
        SIGNED.rpartition(".")[0] + ".b3RoZXI",
        json.loads(base64.urlsafe_b64decode(SIGNED.split(".")[1] + "==")),
        {**PLAIN, "name": "Another name"},
    ],
    ids=["signed anew", "without its signature", "with another name"],
)
def test_what_is_changed_on_the_way_is_a_breach(clr: Any) -> None:
    ending = decide("CLR10-CON-006", wrote(PAGE, post(clr)))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST + 1,))


def test_a_copy_that_was_fetched_by_its_id_counts_as_well() -> None:
    fetched = called("getClr", answer={"@context": "https://a.example/", **PLAIN})
    assert decide("CLR10-CON-006", wrote(fetched, post(PLAIN), scenario="pass-on")).outcome is Outcome.PASS


def test_it_does_not_concern_who_passes_nothing_on() -> None:
    ending = decide("CLR10-CON-006", wrote(PAGE, post(OWN)), wrote(PAGE, post(OWN), scenario="pass-on"))
    assert ending.outcome is Outcome.NOT_APPLICABLE
    assert "it passes no CLR on" in (ending.reason or "")
