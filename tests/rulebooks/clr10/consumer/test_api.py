"""What is said of Accept and Content-Type."""

from __future__ import annotations

import pytest

from conformance.record import Outcome
from tests.rulebooks.clr10.consumer.deciding import decide, post, wrote
from tests.traffic.building import called, cited, discovered, listed, right, served, sitting
from tests.traffic.walking import FIRST


@pytest.mark.parametrize(
    "accept",
    [
        "application/ld+json",
        "application/ld+json, application/json;q=0.9",
        "application/json, Application/LD+JSON ; q=0.5, */*;q=0.1",
        'application/ld+json;profile="https://a.example/x,y;q=0"',
        "text/html,application/ld+json;q=0.001",
    ],
)
def test_json_ld_may_stand_among_others(accept: str) -> None:
    ending = decide("CLR10-API-009", sitting(*right(listed=listed(headers={"Accept": accept}))))
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "application/*", "application/ld+json;q=0", "application/ld+jsonx", ""]
)
def test_what_does_not_list_json_ld_is_a_breach(accept: str) -> None:
    headers = {"Accept": accept} if accept else {}
    ending = decide("CLR10-API-009", sitting(*right(listed=listed(headers=headers))))
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (FIRST,)


@pytest.mark.parametrize(
    ("call", "where"),
    [(discovered(headers={"Accept": "*/*"}), 0), (called("deleteClr", headers={"Accept": "*/*"}, status=204), 0)],
)
def test_discovery_and_deletions_count(call: object, where: int) -> None:
    ending = decide("CLR10-API-009", sitting(call))  # type: ignore[arg-type]
    assert cited(ending) == (where,)


def test_pages_and_steps_of_oauth_are_no_operations() -> None:
    page = served("login", headers={"Accept": "text/html"})
    nothing = served("", url="https://provider.test:8440/favicon.ico", status=404)
    assert decide("CLR10-API-009", sitting(page, nothing)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("kind", ["application/ld+json", "application/ld+json; charset=utf-8"])
def test_a_post_as_json_ld_passes(kind: str) -> None:
    assert decide("CLR10-API-014", wrote(post(content_type=kind))).outcome is Outcome.PASS


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_post_as_anything_else_is_a_breach(kind: str) -> None:
    ending = decide("CLR10-API-014", wrote(post(content_type=kind, status=415)))
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (FIRST,))


def test_without_a_post_it_is_open_for_writers_and_nothing_to_others() -> None:
    assert decide("CLR10-API-014", wrote()).outcome is Outcome.INCOMPLETE
    assert decide("CLR10-API-014", wrote(), claims=("read",)).outcome is Outcome.NOT_APPLICABLE
