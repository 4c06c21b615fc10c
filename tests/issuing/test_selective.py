"""What a holder derives from a base proof verifies by the plain reading of ecdsa-sd-2023."""

from base64 import urlsafe_b64decode
from copy import deepcopy
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from conformance.errors import UsageFault
from conformance.issuing import Key, sign
from conformance.issuing.keys import encoded
from conformance.issuing.linked import canonical, digest
from conformance.issuing.selective import BASE, DERIVED, base, derived
from tests.issuing.samples import BADGE, CREATED, good

KEY = Key.from_seed("P-256", "north")
MANDATORY = ("/issuer", "/validFrom", "/credentialSubject/achievement/id")
SHOWN = ["/id", "/credentialSubject/achievement/name", "/credentialSubject/id"]


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    signed = base(BADGE, KEY, KEY.did_method, mandatory=MANDATORY, created=CREATED, seed="once")
    return derived(signed, SHOWN)


def decoded(document: dict[str, Any]) -> tuple[bytes, list[Any]]:
    value = document["proof"]["proofValue"]
    data = urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4))
    return data[:3], cbor2.loads(data[3:])


def verified(document: dict[str, Any]) -> bool:
    _, (signature, once, signatures, labels, mandatory) = decoded(document)
    text = canonical({name: value for name, value in document.items() if name != "proof"})
    for number in sorted(labels, reverse=True):
        text = text.replace(f"_:c14n{number} ", f"_:u{encoded(labels[number])} ")
    quads = sorted(text.splitlines(keepends=True))
    kept = [quad for place, quad in enumerate(quads) if place in mandatory]
    options = {name: value for name, value in document["proof"].items() if name != "proofValue"}
    config = digest(canonical({"@context": document["@context"], **options}))
    if not good(KEY, signature, config + once + digest("".join(kept))):
        return False
    others = [quad for place, quad in enumerate(quads) if place not in mandatory]
    holder = Key("P-256", _Public(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), once[2:])))  # type: ignore[arg-type]
    return len(others) == len(signatures) and all(
        good(holder, one, quad.encode()) for one, quad in zip(signatures, others, strict=True)
    )


class _Public:
    def __init__(self, key: ec.EllipticCurvePublicKey) -> None:
        self.public_key = lambda: key


def test_a_disclosure_verifies_and_holds_what_was_asked_for(shown: dict[str, Any]) -> None:
    assert decoded(shown)[0] == DERIVED
    assert verified(shown)
    subject = shown["credentialSubject"]
    assert subject["achievement"]["name"] == "Soil science"
    assert "description" not in subject["achievement"]
    assert "validUntil" not in shown


@pytest.mark.parametrize("member", ["name", "id"])
def test_neither_a_mandatory_nor_a_chosen_part_can_be_changed(shown: dict[str, Any], member: str) -> None:
    altered = deepcopy(shown)
    altered["credentialSubject"]["achievement"][member] += "x"
    assert not verified(altered)


def test_nothing_that_was_shown_can_be_left_out(shown: dict[str, Any]) -> None:
    altered = deepcopy(shown)
    del altered["credentialSubject"]["achievement"]["name"]
    assert not verified(altered)


def test_one_seed_gives_one_base_proof() -> None:
    first, second = (base(BADGE, KEY, KEY.did_method, created=CREATED, seed="once") for _ in range(2))
    assert first == second != base(BADGE, KEY, KEY.did_method, created=CREATED)
    assert decoded(first)[0] == BASE


def test_only_a_base_proof_can_be_derived_from(shown: dict[str, Any]) -> None:
    key = Key.from_seed("Ed25519", "north")
    for document in (shown, sign(BADGE, "eddsa-rdfc-2022", key, key.did_method), BADGE):
        with pytest.raises(UsageFault) as caught:
            derived(document, SHOWN)
        assert caught.value.problem.code == "no-base-proof"


def test_a_pointer_has_to_lead_somewhere() -> None:
    with pytest.raises(UsageFault) as caught:
        base(BADGE, KEY, KEY.did_method, mandatory=["/credentialSubject/grade"])
    assert caught.value.problem.code == "pointer-leads-nowhere"


def test_an_ordered_list_cannot_be_disclosed_in_part() -> None:
    described = deepcopy(BADGE)
    described["credentialSubject"]["achievement"]["resultDescription"] = [
        {
            "id": "urn:x:r",
            "type": ["ResultDescription"],
            "name": "r",
            "resultType": "Status",
            "allowedValue": ["a", "b"],
        }
    ]
    with pytest.raises(UsageFault) as caught:
        base(described, KEY, KEY.did_method)
    assert caught.value.problem.code == "selective-not-possible"
