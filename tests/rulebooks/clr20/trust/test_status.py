"""Status: every kind of list, with the bit set, not set, and not to be read."""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime
from typing import Any

import pytest

from conformance.issuing import sign
from conformance.issuing.lists import LEAST, bits, encoded_list
from conformance.rulebooks.clr20.trust import lists
from conformance.rulebooks.clr20.trust.apart import Apart, verify_apart
from conformance.trust import VerificationReport
from conformance.trust.report import Question, Trust, Value
from conformance.trust.session import VerificationSession
from conformance.trust.status.bits import MOST_BYTES
from tests.rulebooks.clr20.document.judging import NOW, OLD_VC, badge
from tests.rulebooks.clr20.trust.verifying import (
    HOME,
    ISSUER,
    KEY,
    LIST,
    OTHER,
    Page,
    answer,
    codes,
    entry,
    noted,
    rows,
    signed,
    site,
    status_list,
    verified,
)

OLDER = f"{HOME}/revoked"


def asked(entries: Any, served: Any, **more: Any) -> VerificationReport:
    """The verification of a badge with these entries, when that is served as its list."""
    pages = served if isinstance(served, dict) and LIST in served else {LIST: served}
    return verified(signed(badge(credentialStatus=entries)), site(**pages, **more))


def right(*ones: int, **members: Any) -> str:
    return signed(status_list(*ones, **members))


@pytest.mark.parametrize("index", ["7", 7, "131071", "0"])
def test_a_bit_that_is_not_set_is_good(index: Any) -> None:
    report = asked(entry(index), right(8, 6, 131070))
    assert (report.verdict, answer(report, Question.STATUS)) == (Trust.VERIFIED, Value.GOOD)
    assert rows(report) == []
    assert "CLR20-VER-10" in report.decided


@pytest.mark.parametrize("index", ["7", 7, "131071", "0"])
def test_a_bit_that_is_set_is_revoked(index: Any) -> None:
    report = asked(entry(index), right(int(index)))
    assert (report.verdict, codes(report), rows(report)) == (Trust.NOT_VERIFIED, ["revoked"], [])
    assert [(each.requirement, each.declared) for each in report.items[0].reasons] == [("CLR20-VER-10", True)]
    assert answer(report, Question.STATUS) is Value.BAD


def test_suspended_is_not_revoked() -> None:
    report = asked(entry(purpose="suspension"), right(7, purpose="suspension"))
    assert (report.verdict, codes(report), rows(report)) == (Trust.NOT_VERIFIED, ["suspended"], [])
    assert "CLR20-VER-28" in report.decided
    assert asked(entry(purpose="suspension"), right(8, purpose="suspension")).verdict is Trust.VERIFIED


def test_a_list_may_have_several_purposes_and_a_credential_several_entries() -> None:
    both = [entry(purpose="revocation"), entry("8", purpose="suspension")]
    report = asked(both, right(8, purpose=["revocation", "suspension"]))
    assert codes(report) == ["suspended"]


@pytest.mark.parametrize("entries", [LIST, [LIST], [[entry()]], [[[entry()]]], True, [None]], ids=str)
def test_what_is_no_entry_is_not_taken_for_none(entries: Any) -> None:
    """JSON-LD reads arrays within arrays as one: so a holder could wrap the entry that revokes a badge."""
    report = asked(entries, right(7))
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, ["status-unknown"])
    assert answer(report, Question.STATUS) is Value.OPEN


def test_only_what_was_looked_at_is_decided() -> None:
    read = {"CLR20-VER-10", "CLR20-VER-27", "CLR20-VER-29", "CLR20-VER-30", "CLR20-VER-31"}
    assert read <= asked(entry(), right(8)).decided
    assert not read & asked(entry(), Page(LIST, 503)).decided
    assert not read & verified(signed(badge(credentialStatus=entry())), offline=True).decided
    other = asked(entry(), right(8, purpose="suspension"))
    assert read & other.decided == {"CLR20-VER-27", "CLR20-VER-29"}


def test_messages_are_told_and_leave_the_credential_valid() -> None:
    messages = [{"status": "0x0", "message": "filed"}, {"status": "0x3", "message": "archived"}]
    given = entry(purpose="message", statusSize=2, statusMessage=messages)
    report = asked(given, right(7, purpose="message", size=2))
    assert (report.verdict, answer(report, Question.STATUS)) == (Trust.VERIFIED, Value.GOOD)
    assert "0x3: archived" in next(e.text for e in report.items[0].answers if e.question is Question.STATUS)


def test_refresh_leaves_the_credential_valid() -> None:
    assert asked(entry(purpose="refresh"), right(7, purpose="refresh")).verdict is Trust.VERIFIED


def test_what_a_set_bit_of_an_unknown_purpose_says_nobody_can_tell() -> None:
    """Such as revocation with a capital letter: it may be meant to end the credential."""
    report = asked(entry(purpose="Revocation"), right(7, purpose="Revocation"))
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, ["purpose-unknown"])
    assert asked(entry(purpose="Revocation"), right(8, purpose="Revocation")).verdict is Trust.VERIFIED


METHOD = f"{HOME}/multikey"


@pytest.mark.parametrize(("index", "verdict"), [("7", Trust.NOT_VERIFIED), ("8", Trust.VERIFIED)])
def test_a_list_with_an_embedded_proof(index: str, verdict: Trust) -> None:
    served = sign(status_list(7), "eddsa-jcs-2022", KEY, METHOD, created="2026-07-01T00:00:00Z")
    assert asked(entry(index), served, **{METHOD: KEY.multikey(METHOD, ISSUER)}).verdict is verdict


def test_a_list_whose_own_proof_fails_decides_nothing() -> None:
    served = sign(status_list(8), "eddsa-jcs-2022", KEY, METHOD, created="2026-07-01T00:00:00Z")
    served["credentialSubject"] = status_list(9)["credentialSubject"]
    report = asked(entry(), served, **{METHOD: KEY.multikey(METHOD, ISSUER)})
    assert (codes(report), rows(report)) == (["list-not-verified"], ["CLR20-VER-10"])


def of_2021(*ones: int) -> dict[str, Any]:
    packed = base64.urlsafe_b64encode(gzip.compress(bits(dict.fromkeys(ones, 1)))).rstrip(b"=").decode()
    document = status_list(
        encoded=packed,
        context=None,
        type=["VerifiableCredential", "StatusList2021Credential"],
    )
    document["@context"] = [OLD_VC, "https://w3id.org/vc/status-list/2021/v1"]
    document["issuanceDate"] = document.pop("validFrom")
    document["credentialSubject"]["type"] = "StatusList2021"
    return document


@pytest.mark.parametrize(("index", "verdict"), [("7", Trust.NOT_VERIFIED), ("8", Trust.VERIFIED)])
def test_a_list_of_2021(index: str, verdict: Trust) -> None:
    report = asked(entry(index, type="StatusList2021Entry"), signed(of_2021(7)))
    assert report.verdict is verdict


@pytest.mark.parametrize(("index", "verdict"), [("7", Trust.NOT_VERIFIED), ("8", Trust.VERIFIED)])
def test_a_list_that_is_too_short_is_reported_and_read(index: str, verdict: Trust) -> None:
    report = asked(entry(index), right(7, length=1024))
    assert report.verdict is verdict
    assert "CLR20-VER-29" in rows(report)


def test_a_list_of_an_old_context_is_noted_and_read() -> None:
    old = status_list(7, validFrom=None, issuanceDate="2026-01-01T00:00:00Z") | {"@context": [OLD_VC]}
    assert codes(asked(entry(), signed(old))) == ["revoked"]


UNREADABLE = [
    (entry("-1"), right(), "index-negative", "CLR20-VER-10"),
    (entry(-1), right(), "index-negative", "CLR20-VER-10"),
    (entry("seven"), right(), "index-not-decimal", "CLR20-VER-10"),
    (entry(None), right(), "index-missing", "CLR20-VER-10"),
    (entry(statusSize=0), right(), "size-unusable", "CLR20-VER-26"),
    (entry(purpose="suspension"), right(7), "list-of-another-purpose", "CLR20-VER-27"),
    (entry(), right(encoded="z12"), "list-multibase", "CLR20-VER-29"),
    (entry(), right(encoded=encoded_list(bits({}))[:-9]), "list-cut-off", "CLR20-VER-29"),
    (entry(), right(encoded="uAAAA"), "list-not-gzip", "CLR20-VER-29"),
    (entry(), signed(status_list(7), key=OTHER), "list-not-verified", "CLR20-VER-10"),
    (entry(), status_list(7), "list-not-verified", "CLR20-VER-10"),
    (entry(), signed(badge()), "list-not-text", "CLR20-VER-29"),
    (entry(), {"keys": []}, "not-a-list", "CLR20-VER-29"),
    (entry(), b"<html>", "not-a-list", "CLR20-VER-29"),
    (entry(), right(7, validUntil="2026-02-01T00:00:00Z"), "list-not-current", "CLR20-VER-31"),
    (entry(), right(7, validFrom="2027-02-01T00:00:00Z"), "list-not-current", "CLR20-VER-31"),
]


@pytest.mark.parametrize(("given", "served", "code", "row"), UNREADABLE, ids=[f"{each[2]}" for each in UNREADABLE])
def test_what_cannot_be_read_is_undecided_and_named(given: Any, served: Any, code: str, row: str) -> None:
    report = asked(given, served)
    assert (report.verdict, codes(report)) == (Trust.UNDECIDED, [code])
    assert answer(report, Question.STATUS) is Value.OPEN
    assert row in rows(report)


@pytest.mark.parametrize("index", [str(LEAST), LEAST, "9" * 4000, 10**30])
def test_an_index_beyond_the_list_is_an_error(index: Any) -> None:
    report = asked(entry(index), right())
    assert (report.verdict, codes(report), rows(report)) == (
        Trust.NOT_VERIFIED,
        ["index-beyond-list"],
        ["CLR20-VER-30"],
    )


@pytest.mark.parametrize("answered", [Page(LIST, 503), Page(LIST, 404), Page(LIST, 410), Page(LIST, 401)])
def test_a_list_that_cannot_be_had_leaves_a_must_undecided(answered: Page) -> None:
    report = asked(entry(), answered)
    assert (report.verdict, answer(report, Question.STATUS)) == (Trust.UNDECIDED, Value.OPEN)
    assert "CLR20-VER-10" in (report.undecided or {})
    assert noted(report) == ["CLR20-VER-09"]


def test_offline_the_status_is_open() -> None:
    report = verified(signed(badge(credentialStatus=entry())), offline=True)
    assert answer(report, Question.STATUS) is Value.OPEN
    assert "CLR20-VER-10" in report.skipped
    assert noted(report) == []


def test_a_list_is_not_fetched_over_plain_http() -> None:
    where = site()
    url = "http://college.example/status"
    report = verified(signed(badge(credentialStatus=entry(statusListCredential=url))), where)
    assert report.verdict is Trust.UNDECIDED
    assert url not in where.asked


def test_a_list_that_lists_itself_is_undecided() -> None:
    report = asked(entry(), right(credentialStatus=entry("9")))
    assert codes(report) == ["list-not-verified"]
    assert "CLR20-VER-10" in (report.undecided or {})


def test_lists_that_name_each_other_end() -> None:
    pages = {
        f"{LIST}/{number}": right(credentialStatus=entry(statusListCredential=f"{LIST}/{(number + 1) % 9}"))
        for number in range(9)
    }
    where = site(**pages)
    report = verified(signed(badge(credentialStatus=entry(statusListCredential=f"{LIST}/0"))), where)
    assert report.verdict is Trust.UNDECIDED
    assert len([url for url in where.asked if "/status/" in url]) == 3


def test_a_revoked_list_decides_nothing() -> None:
    outer = f"{LIST}/outer"
    served = {LIST: right(7, credentialStatus=entry("1", statusListCredential=outer)), outer: right(1)}
    report = asked(entry(), served)
    assert codes(report) == ["list-not-verified"]


def test_a_bomb_ends() -> None:
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(4 * MOST_BYTES))).rstrip(b"=").decode()
    assert codes(asked(entry(), right(encoded=bomb))) == ["list-too-large"]


def test_a_list_is_verified_once_however_many_records_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(session: VerificationSession, body: bytes, url: str, steps: Any) -> Apart:
        calls.append(url)
        return verify_apart(session, body, url, steps)

    monkeypatch.setattr("conformance.rulebooks.clr20.trust.lists.verify_apart", counted)
    where = site(**{LIST: right(7)})
    verdicts = [verified(signed(badge(credentialStatus=entry(index))), where).verdict for index in ("7", "8", "9")]
    assert verdicts == [Trust.NOT_VERIFIED, Trust.VERIFIED, Trust.VERIFIED]
    assert calls == [LIST]


def test_a_type_that_is_not_known_is_undecided() -> None:
    report = asked({"id": f"{HOME}/x", "type": "OwnStatus"}, right())
    assert codes(report) == ["status-unknown"]


def test_entries_without_end_are_cut() -> None:
    report = asked([entry()] * 1000, right())
    assert codes(report) == ["status-unknown"]


REVOCATIONS = {"id": OLDER, "issuer": ISSUER}
OWN = {"id": OLDER, "type": "1EdTechRevocationList"}


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [
        ([{"id": badge()["id"]}], Trust.NOT_VERIFIED),
        ([{"id": badge()["id"], "revoked": True, "revocationReason": "typing error"}], Trust.NOT_VERIFIED),
        ([{"id": badge()["id"], "revoked": False}], Trust.VERIFIED),
        ([{"id": "urn:uuid:other"}], Trust.VERIFIED),
        ([], Trust.VERIFIED),
    ],
)
def test_a_list_of_ids(entries: list[Any], verdict: Trust) -> None:
    report = asked(OWN, right(), **{OLDER: REVOCATIONS | {"revokedCredential": entries}})
    assert report.verdict is verdict
    assert (rows(report), noted(report)) == ([], [])
    assert "CLR20-VER-08" in report.decided


def test_a_list_of_ids_in_another_spelling_is_read_and_noted() -> None:
    report = asked(OWN, right(), **{OLDER: REVOCATIONS | {"revokedCredentials": [{"id": badge()["id"]}]}})
    assert codes(report) == ["revoked"]
    assert noted(report) == ["CLR20-VER-08"]


@pytest.mark.parametrize("change", [{"id": f"{HOME}/other"}, {"issuer": "https://other.example"}])
def test_a_list_of_ids_names_itself_and_its_issuer(change: dict[str, str]) -> None:
    report = asked(OWN, right(), **{OLDER: REVOCATIONS | change})
    assert rows(report) == ["CLR20-VER-23"]


def test_a_list_of_ids_without_tls() -> None:
    report = asked({"id": "http://college.example/revoked", "type": "1EdTechRevocationList"}, right())
    assert (rows(report), noted(report)) == (["CLR20-VER-22"], [])
    assert (report.verdict, set(report.undecided or {})) == (Trust.UNDECIDED, {"CLR20-VER-08"})


@pytest.mark.parametrize("served", [{"error": "no"}, b"<html>", Page(OLDER, 500)])
def test_a_list_of_ids_that_is_none(served: Any) -> None:
    report = asked(OWN, right(), **{OLDER: served})
    assert report.verdict is Trust.UNDECIDED
    assert "CLR20-VER-08" in (report.undecided or {})


def test_the_list_is_held_against_the_moment_of_the_judgement() -> None:
    where = site(**{LIST: right(validUntil="2026-12-01T00:00:00Z")})
    document = signed(badge(credentialStatus=entry()))
    assert verified(document, where, now=NOW).verdict is Trust.VERIFIED
    assert codes(verified(document, where, now=datetime(2027, 1, 1, tzinfo=UTC))) == ["list-not-current"]


def test_why_somebody_was_revoked_is_not_quoted() -> None:
    entries = [{"id": badge()["id"], "revocationReason": "Mira Lindqvist copied her essay"}]
    report = asked(OWN, right(), **{OLDER: REVOCATIONS | {"revokedCredential": entries}})
    assert codes(report) == ["revoked"]
    assert "Mira" not in repr(report)
    assert "says why" in report.items[0].reasons[0].text


def test_how_many_lists_are_read_for_one_document_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_LISTS", 1)
    further = [f"{HOME}/status/{number}" for number in (4, 5)]
    entries = [entry(), entry(), *(entry(statusListCredential=url) for url in further)]
    report = asked(entries, right(8), **{url: right(8, id=url) for url in further})
    assert codes(report) == ["list-unreachable"] * 2
    assert "CLR20-VER-10" in (report.undecided or {})
