"""What shows only when contexts are processed: each fault by its place, under the rows that speak of it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from conformance.document import open as open_document
from conformance.document.judge import judge
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.document.linked import provide_contexts, wanted_contexts
from tests.rulebooks.clr20.document.judging import BADGE, CLR, NOW, OB, OLD_VC, RECORD, VC

ROWS = ("CLR20-CTX-08", "CLR20-CTX-10", "CLR20-CTX-11", "CLR20-CTX-12", "CLR20-DI-16", "CLR20-DI-17")
PROOF = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod"}
IN_BADGE = "/credentialSubject/verifiableCredential/0"


def record(**members: Any) -> dict[str, Any]:
    """A record with one badge and these members."""
    return {**copy.deepcopy(dict(RECORD)), **members}


def badge_of(made: dict[str, Any]) -> dict[str, Any]:
    """The badge of a record."""
    found: dict[str, Any] = made["credentialSubject"]["verifiableCredential"][0]
    return found


def told(value: dict[str, Any], fetched: dict[str, Any] | None = None) -> set[tuple[str, str]]:
    """The rows above that a document breaks, each with a place; notes with a question mark."""
    with open_document(json.dumps(value).encode(), RULES, now=NOW) as opened:
        if fetched is not None and opened.document is not None:
            provide_contexts(opened.document, fetched)
        judgement = judge(opened)
    broken = {(each.requirement, place) for each in judgement.findings for place in each.pointers or (each.pointer,)}
    doubted = {(f"{each.requirement}?", each.pointer) for each in judgement.notes}
    return {each for each in broken | doubted if each[0].rstrip("?") in ROWS}


def test_a_right_record_breaks_none_of_them() -> None:
    assert told(record(proof=PROOF)) == set()


def test_an_undefined_member_is_named_by_its_place_at_any_depth() -> None:
    made = record()
    badge_of(made)["credentialSubject"]["achievement"]["price"] = 5

    assert told(made) == {("CLR20-CTX-08", f"{IN_BADGE}/credentialSubject/achievement/price")}


def test_an_undefined_type_and_a_relative_id_are_named_too() -> None:
    made = record()
    badge_of(made)["type"].append("Medal")
    badge_of(made)["credentialSubject"]["achievement"]["id"] = "agr101"

    assert told(made) == {
        ("CLR20-CTX-08", f"{IN_BADGE}/type/2"),
        ("CLR20-CTX-08", f"{IN_BADGE}/credentialSubject/achievement/id"),
    }


@pytest.mark.parametrize("proved", ["record", "badge"])
def test_behind_a_proof_the_verifier_refuses_it_as_well(proved: str) -> None:
    made = record()
    badge_of(made)["price"] = 5
    (made if proved == "record" else badge_of(made))["proof"] = PROOF

    assert told(made) == {("CLR20-CTX-08", f"{IN_BADGE}/price"), ("CLR20-DI-17", f"{IN_BADGE}/price")}


def test_what_is_undefined_in_the_proof_itself_is_a_matter_of_its_own_row() -> None:
    assert told(record(proof={**PROOF, "colour": "red"})) == {("CLR20-CTX-08", "/proof/colour")}


def test_a_proof_over_json_covers_what_no_context_defines() -> None:
    made = record(proof={**PROOF, "cryptosuite": "eddsa-jcs-2022"}, price=5)

    assert told(made) == {("CLR20-CTX-08", "/price")}


def test_claims_of_a_token_are_no_members_of_its_credential() -> None:
    from conformance.issuing import Key, as_jwt

    token = as_jwt(copy.deepcopy(dict(BADGE)), Key.from_seed("Ed25519", "college"), kid="https://college.example/key")
    with open_document(token.encode() if isinstance(token, str) else token, RULES, now=NOW) as opened:
        found = judge(opened).findings

    assert [each for each in found if each.requirement == "CLR20-CTX-08"] == []


def test_two_versions_of_the_badges_context_clash() -> None:
    made = record(proof=PROOF)
    badge_of(made)["@context"] = [VC, OB.replace("3.0.3", "3.0.2")]
    place = f"{IN_BADGE}/@context"

    assert told(made) == {("CLR20-CTX-08", place), ("CLR20-CTX-11", place), ("CLR20-DI-17", place)}


def test_an_old_credential_inside_a_new_one_clashes() -> None:
    made = record()
    inner = badge_of(made)
    inner["@context"], inner["issuanceDate"] = [OLD_VC, OB], inner.pop("validFrom")
    place = f"{IN_BADGE}/@context"

    assert told(made) == {("CLR20-CTX-08", place), ("CLR20-CTX-12", place)}


def test_an_early_badges_context_clashes_with_the_present_data_model() -> None:
    made = {**copy.deepcopy(dict(BADGE)), "@context": [VC, OB.replace("3.0.3", "3.0.1")]}

    assert told(made) == {("CLR20-CTX-08", "/@context"), ("CLR20-CTX-12", "/@context")}


def test_members_that_the_first_clr_context_lacks() -> None:
    made = record(partial=True)
    made["@context"] = [VC, CLR.replace("-2.0.1", ""), OB]

    assert told(made) == {("CLR20-CTX-10", "/partial"), ("CLR20-CTX-08", "/partial")}


UNKNOWN = "https://harbour.example/context"


def test_an_unknown_context_leaves_open_what_is_lost() -> None:
    made = record(price=5)
    made["@context"] = [*made["@context"], UNKNOWN]

    assert told(made) == {("CLR20-CTX-08?", "/@context")}
    assert told(made, {UNKNOWN: {"@context": {"price": "https://harbour.example/price"}}}) == set()
    assert told(made, {UNKNOWN: {"@context": {}}}) == {("CLR20-CTX-08", "/price")}
    assert told(made, {UNKNOWN: "no object"}) == {("CLR20-CTX-08?", "/@context")}


def test_contexts_to_fetch_are_found_wherever_they_are_named() -> None:
    made = record()
    made["@context"] = [
        *made["@context"],
        "https://a.example/1",
        {"x": {"@id": "urn:x", "@context": "https://a.example/2"}},
    ]
    badge_of(made)["@context"] = [VC, OB, {"@import": "https://a.example/3"}]
    with open_document(json.dumps(made).encode(), RULES, now=NOW) as opened:
        assert opened.document is not None
        assert set(wanted_contexts(opened.document)) == {f"https://a.example/{number}" for number in (1, 2, 3)}


def test_no_more_contexts_are_asked_for_than_anybody_needs() -> None:
    made = record()
    made["@context"] = [*made["@context"], *(f"https://a.example/{number}" for number in range(50))]
    with open_document(json.dumps(made).encode(), RULES, now=NOW) as opened:
        assert opened.document is not None
        assert len(wanted_contexts(opened.document)) == 20


def test_a_poison_graph_is_told_and_ends() -> None:
    made = record(proof=PROOF)
    links = [
        {"id": f"_:{one}", "type": "Profile", "parentOrg": [f"_:{other}" for other in range(9) if other != one]}
        for one in range(9)
    ]
    made["credentialSubject"]["endorsement"] = links

    assert ("CLR20-DI-16", "") in told({**made, "issuer": {**made["issuer"], "parentOrg": links}})


def test_one_wrong_badge_of_many_is_named_alone() -> None:
    made = record()
    several = [json.loads(json.dumps(BADGE).replace("7e5b6a52", f"{number:08d}")) for number in range(40)]
    several[23]["credentialSubject"]["price"] = 5
    made["credentialSubject"]["verifiableCredential"] = several

    assert told(made) == {("CLR20-CTX-08", "/credentialSubject/verifiableCredential/23/credentialSubject/price")}
