"""What a consumer posts is judged as a document of CLR 2.0."""

from __future__ import annotations

from typing import Any

from conformance.record import Outcome
from conformance.rulebooks.clr20.consumer.checks import documents
from conformance.rulebooks.clr20.consumer.opening import id_of, record_in
from conformance.rulebooks.clr20.consumer.posting import new_record
from conformance.traffic import Sitting
from tests.rulebooks.clr20.consumer.deciding import decide, page, posted, right, sat, token

LEARNER = {"id": "urn:uuid:0f8c4c9e-1f8d-4f0a-9d2f-6b1f5f0e6c55"}
NAMELESS = "CLR20-CTX-18"


def wrote(*calls: Any) -> Sitting:
    return sat(*right(*calls), task="write")


def nameless() -> dict[str, Any]:
    return {name: value for name, value in new_record(LEARNER).items() if name != "name"}


def test_a_right_record_breaks_no_requirement_of_documents() -> None:
    sitting = wrote(posted(new_record(LEARNER)))
    outcomes = {requirement: decide(requirement, sitting).outcome for requirement in documents.DECIDED}
    assert set(outcomes.values()) <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert outcomes[NAMELESS] is Outcome.PASS
    assert len(documents.DECIDED) > 100


def test_a_record_without_a_name_breaks_its_row_and_cites_the_post() -> None:
    ending = decide(NAMELESS, wrote(posted(nameless())))
    assert ending.outcome is Outcome.FAIL
    assert ending.findings[0].exchanges == (len(right()),)


def test_a_token_is_judged_by_the_record_in_it() -> None:
    assert decide(NAMELESS, wrote(posted(token(nameless())))).outcome is Outcome.FAIL


def test_a_record_of_the_older_data_model_is_judged_as_what_it_is() -> None:
    """Its dates have other names; that it is old is what the rows on its version speak of."""
    record = new_record(LEARNER)
    old = {name: value for name, value in record.items() if name not in ("validFrom", "proof", "id")}
    old |= {
        "id": "urn:uuid:0f8c4c9e-1f8d-4f0a-9d2f-000000000001",
        "@context": ["https://www.w3.org/2018/credentials/v1", *record["@context"][1:]],
        "issuanceDate": record["validFrom"],
    }
    assert decide("CLR20-MOD-03", wrote(posted(token({"vc": old})))).outcome is not Outcome.FAIL
    assert decide("CLR20-MOD-03", wrote(posted(old))).outcome is not Outcome.FAIL


def test_what_others_made_and_is_passed_on_is_not_judged() -> None:
    assert decide(NAMELESS, wrote(page(records=[nameless()]), posted(nameless()))).outcome is Outcome.INCOMPLETE


def test_what_is_neither_a_record_nor_a_token_is_not_judged() -> None:
    assert decide(NAMELESS, wrote(posted("a word"))).outcome is Outcome.INCOMPLETE


def test_the_record_of_a_token_is_its_payload_or_its_claim_vc() -> None:
    assert record_in(token({"vc": {"id": "urn:inner"}, "jti": "urn:outer"})) == {"id": "urn:inner"}
    assert id_of(token({"vc": {"name": "x"}, "jti": "urn:outer"})) == "urn:outer"
    assert id_of(token({"id": "urn:whole"})) == "urn:whole"
    assert record_in("no token") is None
