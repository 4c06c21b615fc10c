"""An item that breaks a MUST does not conform, whoever holds it; what is beside it is not blamed."""

from __future__ import annotations

from conformance.inspection.conforming import NOT_CONFORMING, conformed
from conformance.inspection.outcome import Reported
from conformance.standard import load
from conformance.trust import Answer, ItemReport, Method, Question, Trust, Value, VerificationReport

CLR20 = load("clr20")
INTACT = (Answer(Question.INTACT, Value.GOOD, "its proof fits"),)


def report(*pointers: str) -> VerificationReport:
    items = (ItemReport(each, "Badge", each, Method.SIGNED, Trust.VERIFIED, answers=INTACT) for each in pointers)
    return VerificationReport(items=tuple(items))


def finding(*pointers: str, level: str = "MUST") -> Reported:
    return Reported("CLR20-MOD-03", level, "validFrom is missing", pointers[0], pointers, len(pointers), "", "")


def verdicts(found: VerificationReport) -> dict[str, Trust]:
    return {item.pointer: item.verdict for item in found.items}


def test_the_innermost_item_around_a_finding_does_not_conform() -> None:
    items = report("", "/subject/inside/0", "/subject/inside/1", "/subject/inside/10")
    found = conformed(items, [finding("/subject/inside/1/validFrom")], CLR20)
    assert verdicts(found)["/subject/inside/1"] is Trust.NOT_VERIFIED
    assert set(verdicts(found).values()) == {Trust.VERIFIED, Trust.NOT_VERIFIED}
    assert [item.pointer for item in found.items if item.reasons] == ["/subject/inside/1"]
    assert found.items[2].reasons[0].code == NOT_CONFORMING
    assert found.items[2].answers[0] == Answer(Question.CONFORMS, Value.BAD, "it breaks CLR20-MOD-03")
    assert found.items[3].answers[0].value is Value.GOOD


def test_each_place_of_a_finding_counts_and_a_place_inside_a_token_is_its_items() -> None:
    found = conformed(report("", "/endorsementJwt/0"), [finding("/name", "/endorsementJwt/0#/name")], CLR20)
    assert set(verdicts(found).values()) == {Trust.NOT_VERIFIED}


def test_a_warning_leaves_an_item_conforming() -> None:
    found = conformed(report(""), [finding("/name", level="SHOULD")], CLR20)
    assert verdicts(found) == {"": Trust.VERIFIED}


def test_an_edition_that_asks_no_questions_gets_no_answer() -> None:
    items = VerificationReport(items=(ItemReport("", "Clr", "", Method.SIGNED, Trust.VERIFIED),))
    assert conformed(items, [finding("/name")], CLR20) is items


def test_what_is_wrong_with_a_signature_or_a_list_is_the_answer_to_another_question() -> None:
    of_proof = Reported("CLR20-DI-05", "MUST", "the proof is too short", "/proof", ("/proof",), 1, "", "")
    of_list = Reported(
        "CLR20-VER-29", "MUST", "the list is too short", "/credentialStatus", ("/credentialStatus",), 1, "", ""
    )
    found = conformed(report(""), [of_proof, of_list], CLR20, frozenset({"DI", "JWT"}))
    assert verdicts(found) == {"": Trust.VERIFIED}
