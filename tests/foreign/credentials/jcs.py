"""Documents that libraries of PyPI sign: the JCS suites, and the suites of the npm family once more by other hands."""

from __future__ import annotations

from typing import Any, Final

from tests.foreign.credentials import content
from tests.foreign.credentials.by_node import Json, Signed, later, proof
from tests.foreign.credentials.integrity import ECDSA, OLD, SD, college, guild, institute
from tests.foreign.credentials.people import BRACKWATER, MERROW, QUILLHAVEN, TARN, did_key

JCS, ECDSA_JCS = "eddsa-jcs-2022", "ecdsa-jcs-2019"
OPENVC: Final = "openvc-core"


def _signed(name: str, by: str, document: Json, made: Json, **more: Any) -> Signed:
    return Signed(
        name, f"pypi:{by}", {"name": name, "kind": "proof", "by": by, "document": document, "proof": made}, **more
    )


def _by_its_shorter_name(badge: Json) -> Json:
    """That library takes only what its compaction gives back, and of two names for one class that is the shorter."""
    return {**badge, "type": ["VerifiableCredential", "OpenBadgeCredential"]}


def _of_its_time(badge: Json, *contexts: str) -> Json:
    """By VCDM 1.1 and the first context of badges, the only one that didkit has."""
    older = content.older(badge, *contexts)
    return {**older, "@context": [older["@context"][0], content.OB300, *contexts]}


def documents() -> list[Signed]:
    """All of them, to be signed after the documents that they hold."""
    p256, p384 = did_key("brackwater-p256"), did_key("brackwater-p384")
    inner = [later("badge-did-web-rich"), later("badge-jcs-apsig"), later("badge-ecdsa-jcs-p384")]
    must = ["/issuer", "/validFrom", "/id"]
    shown = ["/credentialSubject/id", "/credentialSubject/achievement", "/name"]
    jwk = proof(ECDSA_JCS, "merrow-p256", f"{MERROW}#0")
    return [
        _signed("badge-jcs-apsig", "apsig", content.badge("71", BRACKWATER), guild(JCS)),
        _signed("badge-jcs-awr", "awr", content.badge("72", BRACKWATER), guild(JCS)),
        _signed("badge-jcs-openvc", OPENVC, content.rich("73", QUILLHAVEN), college(JCS)),
        _signed("badge-2020-didkit", "didkit", _of_its_time(content.badge("84", BRACKWATER)), guild(OLD)),
        _signed(
            "badge-2020-didkit-named",
            "didkit",
            _of_its_time(content.badge("85", BRACKWATER), content.ED25519_2020),
            guild(OLD),
        ),
        _signed(
            "badge-jcs-older", OPENVC, content.older(content.badge("74", TARN), content.DATA_INTEGRITY), institute(JCS)
        ),
        _signed("badge-ecdsa-jcs-p256", OPENVC, content.rich("75", QUILLHAVEN), college(ECDSA_JCS, "p256")),
        _signed("badge-ecdsa-jcs-p384", OPENVC, content.badge("76", p384), guild(ECDSA_JCS, "p384")),
        _signed("badge-ecdsa-jcs-did-jwk", OPENVC, content.badge("77", MERROW), jwk),
        _signed(
            "badge-rdfc-openvc",
            OPENVC,
            _by_its_shorter_name(content.rich("78", QUILLHAVEN, placed=False)),
            college("eddsa-rdfc-2022"),
        ),
        _signed(
            "badge-p256-openvc",
            OPENVC,
            _by_its_shorter_name(content.rich("79", TARN, placed=False)),
            institute(ECDSA, "p256"),
        ),
        _signed(
            "badge-p384-openvc",
            OPENVC,
            _by_its_shorter_name(content.rich("80", TARN, placed=False)),
            institute(ECDSA, "p384"),
            about="the labels of blank nodes come from SHA-256, the signature from SHA-384",
        ),
        _signed(
            "badge-sd-openvc",
            OPENVC,
            _by_its_shorter_name(content.badge("81", p256)),
            guild(SD, "p256", mandatory=must, selective=shown),
        ),
        _signed("record-jcs", OPENVC, content.record("82", QUILLHAVEN, inner), college(JCS)),
        _signed("record-ecdsa-jcs", OPENVC, content.record("83", TARN, inner), institute(ECDSA_JCS, "p384")),
    ]
