"""What documents together show, and when a verification that was done before may be used again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pytest

from conformance.document import ParseLimits
from conformance.exchanges import Failure
from conformance.record import Finding
from conformance.rulebooks.clr20.provider import judging
from conformance.rulebooks.clr20.provider.judging import judged, sample, verified
from conformance.rulebooks.clr20.provider.minting import Minter
from conformance.rulebooks.clr20.provider.received import Part
from conformance.standard import facts
from conformance.suites.lookups import Got, Lookups
from conformance.suites.memory import Memory
from conformance.trust import VerificationReport, verify

LIMITS = ParseLimits()
MINTER = Minter(facts("clr20"), Memory())
LEARNER = {"id": "urn:uuid:7f0c8a9e-52f1-4a0b-9a34-0c5f3b0f7d11"}
LIST = "https://lists.example/status"


def part(value: Any, number: int = 0, class_name: str = "ClrCredential") -> Part:
    return Part(value, class_name, f"/credential/{number}", number, json.dumps(value).encode())


def record(**members: Any) -> dict[str, Any]:
    return MINTER.signed(MINTER.draft(LEARNER, **members))


@dataclass
class Pages:
    """A stand-in for the wire: what is at which URL, and how often it was asked for."""

    pages: Mapping[str, bytes]
    asked: int = 0

    def get(self, url: str, *, accept: str = "") -> Got:
        self.asked += 1
        body = self.pages.get(url)
        failure = None if body is not None else Failure("name-not-found", f"{url}: no such host")
        return Got(url, url, 200 if body is not None else None, body or b"", failure)

    def takes_plain(self, _url: str) -> bool:
        return False

    def shown_by(self, finding: Finding) -> tuple[int, ...]:
        return (9,) if LIST in finding.actual else ()

    def seen_for(self, url: str) -> int | None:
        return 7 if url in self.pages else None


def wire(**pages: bytes) -> Lookups:
    return cast("Lookups", Pages(pages))


def test_findings_stand_under_their_requirement_with_the_place_in_the_page() -> None:
    wrong = record(validFrom="2020-01-01")

    found = judged([part(record()), part(wrong, 3)], LIMITS, Memory())

    assert found.documents == 2
    places = {one.pointer for findings in found.findings.values() for one in findings}
    assert places == {"/credential/3/validFrom"}
    assert {one.exchanges for findings in found.findings.values() for one in findings} == {(3,)}


def test_a_profile_that_is_not_valid_is_left_to_its_own_row() -> None:
    found = judged([part({"type": ["Profile"]}, class_name="Profile")], LIMITS, Memory())

    assert found.documents == 0
    assert not found.findings


def test_what_is_not_of_the_class_of_the_list_is_strange() -> None:
    found = judged([part({"compactJwsString": 3}, class_name="ClrCredential")], LIMITS, Memory())

    assert found.findings or found.strange


def test_a_record_that_was_changed_after_it_was_signed_is_not_verified() -> None:
    changed = {**record(), "name": "Other"}

    found = verified([part(record()), part(changed, 2)], wire(), LIMITS, Memory())

    assert [one.pointer for one in found.findings["CLR20-VER-04"]] == ["/credential/2/proof"]


def test_a_report_is_used_again_while_all_that_it_stands_on_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    one, memory, calls = part(record(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})), Memory(), []

    def counted(*args: Any, **how: Any) -> VerificationReport:
        calls.append(args)
        return verify(*args, **how)

    monkeypatch.setattr(judging, "verify", counted)
    empty = json.dumps({"id": LIST, "issuer": MINTER.issuer["id"], "revokedCredential": []}).encode()
    pages = {LIST: empty}

    for _ in range(2):
        verified([one], cast("Lookups", Pages(pages)), LIMITS, memory)
    assert len(calls) == 1

    pages[LIST] = b"<html>"
    verified([one], cast("Lookups", Pages(pages)), LIMITS, memory)
    assert len(calls) == 2


def test_a_look_up_that_a_finding_names_stands_before_the_others() -> None:
    one = part(record(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"}))

    found = verified([one], cast("Lookups", Pages({LIST: b"<html>"})), LIMITS, Memory())

    exchanges = {each.exchanges for findings in found.findings.values() for each in findings}
    exchanges |= {each.exchanges for findings in found.notes.values() for each in findings}
    assert (0, 9, 7) in exchanges


def test_of_many_records_each_kind_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_VERIFIED", 2)
    plain = [part(record(), number) for number in range(3)]
    token = part(MINTER.token(MINTER.draft(LEARNER)), 9)

    chosen = list(sample([*plain, token]))

    assert [one.exchange for one in chosen] == [0, 9]
