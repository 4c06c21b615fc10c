"""What is said of a consumer's connections: TLS, certificates, bodies that break off or do not end."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.record import Outcome
from conformance.traffic import Handshake, Sitting
from tests.rulebooks.oauth.consumer.deciding import decide
from tests.traffic.building import API, called, cited, listed, sitting
from tests.traffic.walking import BEFORE, FIRST, PAGED, page, walked

READS = ("read",)
HTTP = API.replace("https:", "http:")
OLD = Handshake(1, "main", "127.0.0.1", finished=False)


def _old(*handshakes: Handshake, **members: Any) -> Sitting:
    return sitting(scenario="old-tls", end=members.pop("end", "refused"), handshakes=handshakes, **members)


def _http_link(*more: Any, end: str = "refused") -> Sitting:
    return walked(page(1), page(2, struck=True, to=f"{HTTP}/clrs?offset=8"), *more, scenario="http-link", end=end)


def test_who_speaks_tls_alone_passes() -> None:
    ending = decide("OAUTH-HTTP-001", PAGED, _old(OLD), _http_link(), claims=READS)
    assert ending.outcome is Outcome.PASS


def test_who_takes_the_same_address_with_https_passes() -> None:
    ending = decide("OAUTH-HTTP-001", PAGED, _old(OLD), _http_link(page(3), end="through"), claims=READS)
    assert ending.outcome is Outcome.PASS


def test_a_request_without_tls_is_a_breach() -> None:
    plain = listed(3, url=f"{HTTP}/clrs", place="plain", tls=None)
    ending = decide("OAUTH-HTTP-001", PAGED, _old(OLD), _http_link(plain), claims=READS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE + FIRST + 2,)


def test_a_request_over_old_tls_is_a_breach() -> None:
    asked = sitting(listed(tls="TLSv1.1"), scenario="old-tls")
    ending = decide("OAUTH-HTTP-001", PAGED, asked, _http_link(), claims=READS)
    assert cited(ending) == (BEFORE,)


def test_without_tls_in_this_process_nothing_is_blamed() -> None:
    ending = decide("OAUTH-HTTP-001", walked(page(1, tls=None)), _old(OLD))
    assert ending.outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (_old(), "no connection was begun"),
        (_old(Handshake(1, "main", "127.0.0.1", True, "TLSv1.1")), "nothing was asked for"),
        (_old(OLD, end="timed-out"), "did not end by itself"),
    ],
)
def test_old_tls_is_open_where_nobody_came_by(old: Sitting, why: str) -> None:
    ending = decide("OAUTH-HTTP-001", PAGED, old, _http_link(), claims=READS)
    assert ending.outcome is Outcome.INCOMPLETE
    assert why in (ending.reason or "")


def test_a_reader_has_to_meet_the_link_to_http() -> None:
    ending = decide("OAUTH-HTTP-001", PAGED, _old(OLD), claims=READS)
    assert (ending.outcome, ending.reason) == (Outcome.INCOMPLETE, "not played: http-link")


# Verifiers that are given files

FETCHED = sitting(called("getAssertion", None), task="verify")
FILES = ("verify", "verify_hosted")


@pytest.mark.parametrize("requirement", ["OAUTH-HTTP-001", "OAUTH-HTTP-002"])
@pytest.mark.parametrize(("plain", "outcome"), [(FETCHED, Outcome.PASS), (sitting(task="verify"), Outcome.INCOMPLETE)])
def test_a_verifier_is_judged_by_what_it_fetches(requirement: str, plain: Sitting, outcome: Outcome) -> None:
    """One that fetches nothing where nothing is wrong shows nothing by what it does not fetch here."""
    odd = (_certificate(name, task="verify") for name in ("old-tls", "foreign-certificate", "wrong-name"))
    assert decide(requirement, plain, *odd, claims=FILES).outcome is outcome


def test_a_verifier_that_fetches_from_a_stranger_is_named() -> None:
    odd = _certificate("foreign-certificate"), _certificate("wrong-name", called("getAssertion", None), task="verify")
    assert cited(decide("OAUTH-HTTP-002", FETCHED, *odd, claims=FILES)) == (1,)


# Certificates


def _certificate(
    scenario: str, *exchanges: Any, handshakes: int = 1, end: str = "refused", task: str = "read"
) -> Sitting:
    begun = (Handshake(1, scenario, "127.0.0.1", finished=False),) * handshakes
    return sitting(*exchanges, scenario=scenario, end=end, handshakes=begun, task=task)


def test_no_request_reaches_a_server_with_a_wrong_certificate() -> None:
    odd = _certificate("foreign-certificate"), _certificate("wrong-name", end="crashed")
    assert decide("OAUTH-HTTP-002", PAGED, *odd).outcome is Outcome.PASS


def test_one_request_there_is_a_breach() -> None:
    odd = _certificate("foreign-certificate"), _certificate("wrong-name", listed())
    ending = decide("OAUTH-HTTP-002", PAGED, *odd)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE,)


@pytest.mark.parametrize(
    ("plain", "odd", "why"),
    [
        (PAGED, _certificate("wrong-name", handshakes=0), "no connection was begun"),
        (PAGED, _certificate("wrong-name", end="timed-out"), "it was stopped when its time was over"),
        (sitting(), _certificate("wrong-name"), "got nothing"),
    ],
)
def test_a_certificate_that_nobody_looked_at_decides_nothing(plain: Sitting, odd: Sitting, why: str) -> None:
    ending = decide("OAUTH-HTTP-002", plain, _certificate("foreign-certificate"), odd)
    assert ending.outcome is Outcome.INCOMPLETE
    assert why in (ending.reason or "")


# Half a page


def _broken(*more: Any, end: str = "through") -> Sitting:
    return walked(page(1), page(2, struck=True, whole=False), *more, scenario="broken-off", end=end)


@pytest.mark.parametrize(
    "odd",
    [_broken(page(2), page(3)), _broken(end="refused"), _broken(end="crashed")],
    ids=["asks again", "refuses", "crashes"],
)
def test_half_a_page_is_not_taken_for_a_page(odd: Sitting) -> None:
    assert decide("OAUTH-HTTP-006", PAGED, odd, claims=READS).outcome is Outcome.PASS


@pytest.mark.parametrize("odd", [_broken(page(3)), _broken(page(3), page(2))])
def test_going_on_after_half_a_page_is_a_breach(odd: Sitting) -> None:
    ending = decide("OAUTH-HTTP-006", PAGED, odd, claims=READS)
    assert ending.outcome is Outcome.FAIL
    assert cited(ending) == (BEFORE + FIRST + 2, BEFORE + FIRST + 1)


def test_an_end_as_if_all_went_well_shows_nothing() -> None:
    assert decide("OAUTH-HTTP-006", PAGED, _broken(), claims=READS).outcome is Outcome.INCOMPLETE


def test_who_does_not_page_meets_no_half_page() -> None:
    ending = decide("OAUTH-HTTP-006", walked(page(1)), _broken(end="refused"), claims=READS)
    assert ending.outcome is Outcome.INCOMPLETE


# Without end


def _endless(end: str, size: int = 8_000_000) -> Sitting:
    return walked(page(1), page(2, struck=True, whole=False, size=size), scenario="endless-page", end=end)


def _bomb(*more: Any, end: str = "refused", struck: bool = True) -> Sitting:
    return walked(page(1), page(2, struck=struck), *more, scenario="gzip-bomb", end=end)


@pytest.mark.parametrize("end", ["refused", "crashed", "through"])
def test_a_page_without_end_is_given_up(end: str) -> None:
    assert decide("OAUTH-HTTP-007", PAGED, _endless(end), _bomb(end=end), claims=READS).outcome is Outcome.PASS


def test_who_goes_on_from_a_page_that_grows_reads_without_bounds() -> None:
    ending = decide("OAUTH-HTTP-007", PAGED, _bomb(page(3), end="through"), claims=READS)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (BEFORE + FIRST + 2, BEFORE + FIRST + 1))


def test_who_takes_no_compressed_pages_is_judged_by_the_other() -> None:
    bare = _bomb(page(3), struck=False, end="through")
    assert decide("OAUTH-HTTP-007", PAGED, _endless("refused"), bare, claims=READS).outcome is Outcome.PASS


@pytest.mark.parametrize("other", [_bomb(end="timed-out"), walked(page(1), scenario="gzip-bomb")])
def test_a_page_that_grows_and_was_not_given_up_shows_nothing(other: Sitting) -> None:
    ending = decide("OAUTH-HTTP-007", PAGED, _endless("refused"), other, claims=READS)
    assert ending.outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize("end", ["refused", "crashed", "through", "timed-out"])
def test_who_takes_very_many_bytes_reads_without_bounds(end: str) -> None:
    ending = decide("OAUTH-HTTP-007", PAGED, _endless(end, 150_000_000), claims=READS)
    assert (ending.outcome, cited(ending)) == (Outcome.FAIL, (BEFORE + FIRST + 1,))


def test_a_slow_reader_that_was_stopped_shows_nothing() -> None:
    assert decide("OAUTH-HTTP-007", PAGED, _endless("timed-out"), claims=READS).outcome is Outcome.INCOMPLETE


def test_who_never_came_to_it_shows_nothing() -> None:
    ending = decide("OAUTH-HTTP-007", PAGED, walked(page(1), scenario="endless-page"), claims=READS)
    assert ending.outcome is Outcome.INCOMPLETE


def test_who_reads_nothing_is_not_concerned() -> None:
    assert decide("OAUTH-HTTP-007", PAGED, claims=("write",)).outcome is Outcome.NOT_APPLICABLE
