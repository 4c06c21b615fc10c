"""Rules of the data model that schemas cannot tell: each with records that break it, and with right neighbours."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest

from tests.rulebooks.clr20.document.judging import OLD_VC, badge, judged, record
from tests.rulebooks.clr20.document.rich import (
    ABSENT,
    AWARD,
    BADGE,
    COLLEGE,
    ENDORSEMENT,
    GRADE,
    RUBRIC,
    SOIL,
    STATE,
    SUBJECT,
    Place,
    of_model,
    rich,
    with_,
)

IDENTITY = (*AWARD, "identifier", 0)
GEO = (*COLLEGE, "address", "geo")
LINKS = (*SUBJECT, "association")
RESULT = (*AWARD, "result")
POINTS = (*SOIL, "resultDescription", 3)
RECORD_ID = rich()["id"]
OWN_SCHEMA = rich()["credentialSchema"][0]["id"]


def link(relation: str, source: str, target: str) -> dict[str, str]:
    """An association of achievements of the rich record."""
    base = "https://harbour.example/catalog/"
    return {
        "type": "Association",
        "associationType": relation,
        "sourceId": base + source,
        "targetId": base + target,
    }


def token(payload: dict[str, Any]) -> str:
    """A compact JWS with that payload and a signature that nobody looks at."""
    parts = (urlsafe_b64encode(orjson.dumps(each)).rstrip(b"=").decode() for each in ({"alg": "RS256"}, payload))
    return f"{'.'.join(parts)}.c2lnbmF0dXJl"


BROKEN: list[tuple[str, Place, Any]] = [
    ("CLR20-MOD-05", ("validUntil",), "2026-07-01T11:59:59Z"),
    ("CLR20-MOD-05", ("validUntil",), "2026-07-01T12:30:00+01:00"),
    ("CLR20-MOD-10", ("credentialSubject",), {**rich()["credentialSubject"], "id": ABSENT, "identifier": ABSENT}),
    ("CLR20-MOD-15", (*AWARD, "id"), "did:example:somebody"),
    ("CLR20-MOD-19", (*LINKS, 0, "targetId"), "https://harbour.example/catalog/agr9"),
    ("CLR20-MOD-19", (*LINKS, 0, "sourceId"), RECORD_ID),
    ("CLR20-MOD-20", (*LINKS, 3), link("precedes", "agr1", "agr101")),
    ("CLR20-MOD-20", (*LINKS, 3), link("isRelatedTo", "agr1", "agr1")),
    ("CLR20-MOD-21", (*LINKS, 3), link("isParentOf", "agr101", "agr1")),
    ("CLR20-MOD-21", (*LINKS, 3), link("isPartOf", "agr2", "agr1")),
    ("CLR20-MOD-26", (*SOIL, "criteria"), {}),
    ("CLR20-MOD-39", (*RESULT, 0, "resultDescription"), "urn:result:other"),
    ("CLR20-MOD-39", (*RESULT, 0, "resultDescription"), "urn:level:good"),
    ("CLR20-MOD-40", (*RESULT, 1, "achievedLevel"), "urn:level:excellent"),
    ("CLR20-MOD-40", (*RUBRIC, "requiredLevel"), "urn:result:rubric"),
    ("CLR20-MOD-41", (*GRADE, "requiredValue"), "D"),
    ("CLR20-MOD-41", (*POINTS, "requiredValue"), "101"),
    ("CLR20-MOD-42", (*RESULT, 0, "value"), "F"),
    ("CLR20-MOD-42", (*RESULT, 3, "value"), "-1"),
    ("CLR20-MOD-43", (*RESULT, 2), {"type": ["Result"], "resultDescription": "urn:result:status"}),
    ("CLR20-MOD-45", (*GEO, "latitude"), 90.5),
    ("CLR20-MOD-45", (*GEO, "longitude"), -181),
    ("CLR20-MOD-50", (*ENDORSEMENT, "type"), ["VerifiableCredential"]),
    ("CLR20-MOD-51", ("endorsementJwt",), [token(badge(id="urn:uuid:other"))]),
    ("CLR20-MOD-51", ("endorsementJwt",), ["aaaa.bbbb.cccc"]),
    ("CLR20-MOD-52", (*ENDORSEMENT, "credentialSubject", "id"), "urn:uuid:other"),
    ("CLR20-MOD-55", ("credentialStatus",), {"type": "1EdTechRevocationList"}),
    ("CLR20-MOD-61", (*IDENTITY, "hashed"), False),
    ("CLR20-MOD-62", (*IDENTITY, "identityHash"), "mira@learners.example"),
    ("CLR20-MOD-62", (*IDENTITY, "identityHash"), "sha256$1234"),
    ("CLR20-MOD-64", ("credentialSchema", 0, "id"), "https://harbour.example/schema"),
    ("CLR20-MOD-64", ("credentialSchema", 0, "type"), "JsonSchema"),
    ("CLR20-MOD-64", (*BADGE, "credentialSchema", 0, "id"), OWN_SCHEMA),
    ("CLR20-MOD-68", (*STATE, "resultType"), "RubricCriterionLevel"),
]


@pytest.mark.parametrize(("requirement", "place", "value"), BROKEN)
def test_one_fault_breaks_one_requirement(requirement: str, place: Place, value: Any) -> None:
    if isinstance(value, dict):
        value = {name: each for name, each in value.items() if each is not ABSENT}
    document = with_(place, value)

    assert set(of_model(document)) == {requirement}
    assert requirement in judged(document).exercised


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("validUntil",), "2026-07-01T12:00:00Z"),
        ((*AWARD, "id"), ABSENT),
        ((*SUBJECT, "id"), ABSENT),
        ((*LINKS, 3), link("isParentOf", "agr1", "agr101")),
        ((*LINKS, 3), link("precedes", "agr101", "agr1")),
        ((*SOIL, "criteria"), {"id": "https://harbour.example/criteria"}),
        ((*RESULT, 0), {"type": ["Result"], "value": "F"}),
        ((*RESULT, 3, "value"), "incomplete"),
        ((*GEO, "latitude"), -90),
        ((*ENDORSEMENT, "credentialSubject", "id"), RECORD_ID),
        (("credentialStatus",), {"type": "1EdTechRevocationList", "id": "https://harbour.example/list"}),
        ((*IDENTITY, "identityHash"), f"md5${'aB' * 16}"),
        (("credentialSchema", 0, "id"), OWN_SCHEMA.replace("_clrcred", "_anyclrcred")),
        (("credentialSchema", 0, "id"), OWN_SCHEMA.replace("_schema", "-jsonschema1")),
        (("credentialSchema", 1), {"id": "https://harbour.example/schema", "type": "JsonSchema"}),
    ],
)
def test_right_neighbours_break_nothing(place: Place, value: Any) -> None:
    found = of_model(with_(place, value))

    assert {name for name in found if "-MOD-" in name} == set()


def test_an_award_without_id_and_identifier_names_nobody() -> None:
    document = with_((*AWARD, "id"), ABSENT, ((*AWARD, "identifier"), ABSENT))

    assert "CLR20-MOD-25" in of_model(document)


def test_an_older_credential_ends_by_members_of_its_own() -> None:
    dates = {"issuanceDate": "2024-06-30T12:00:00Z", "expirationDate": "2024-06-29T12:00:00Z", "validFrom": None}
    old = badge(context=[OLD_VC, badge()["@context"][1]], **dates)

    assert of_model(old)["CLR20-MOD-05"] == "/expirationDate"


def test_results_stay_with_their_own_achievement() -> None:
    second = rich()["credentialSubject"]["verifiableCredential"][0]
    second["credentialSubject"]["achievement"]["resultDescription"] = []
    document = with_((*SUBJECT, "verifiableCredential", 1), second)

    pointers = [each.pointer for each in judged(document).about("CLR20-MOD-39")]

    assert pointers == ["/credentialSubject/verifiableCredential/1/credentialSubject/result/0/resultDescription"]


def test_an_allowed_value_may_lie_beyond_the_limits() -> None:
    assert of_model(with_((*POINTS, "allowedValue"), ["excused"], ((*RESULT, 3, "value"), "excused"))) == {}
    found = of_model(with_((*POINTS, "allowedValue"), ["excused"], ((*RESULT, 3, "value"), "ill")))
    assert set(found) == {"CLR20-MOD-42"}


def test_a_bare_value_is_read_like_an_array_of_one() -> None:
    bare = with_(RESULT, {"type": ["Result"], "resultDescription": "urn:result:other"})

    assert of_model(bare)["CLR20-MOD-39"].endswith("/credentialSubject/result/resultDescription")


EXTENDED: Place = (*SOIL, "soilDepth")
OWN = "https://harbour.example/context"


def test_an_extension_names_its_schema() -> None:
    contexts = [*rich()["@context"], OWN]
    schemas = [*rich()["credentialSchema"], {"id": "https://harbour.example/schema", "type": "JsonSchema"}]

    without = with_(EXTENDED, 3, (("@context",), contexts))
    with_schema = with_(EXTENDED, 3, (("@context",), contexts), (("credentialSchema",), schemas))

    assert of_model(without)["CLR20-MOD-59"] == "/credentialSubject/verifiableCredential/0/credentialSchema"
    assert "CLR20-MOD-59" not in of_model(with_schema)
    assert "CLR20-MOD-59" in judged(with_schema).exercised


def quoted(document: Any, requirement: str) -> str:
    return next(each.actual for each in judged(document).findings if each.requirement == requirement)


def test_the_finding_says_which_members_and_which_schemas_there_are() -> None:
    contexts = [*rich()["@context"], OWN]
    document = with_(EXTENDED, 3, (("@context",), contexts), ((*SOIL, "drainage"), "slow"))
    other = with_(("credentialSchema", 0, "id"), "https://harbour.example/schema")

    assert quoted(document, "CLR20-MOD-59") == "soilDepth, drainage"
    assert quoted(other, "CLR20-MOD-64") == "https://harbour.example/schema"


def test_what_no_context_of_its_own_defines_is_no_extension() -> None:
    assert "CLR20-MOD-59" not in judged(with_(EXTENDED, 3)).exercised
    assert "CLR20-MOD-59" not in judged(with_(("renderMethod",), {}, (("@context", 4), OWN))).exercised
    assert (
        "CLR20-MOD-59" not in judged(with_(("issuanceDate",), "2026-07-01T12:00:00Z", (("@context", 4), OWN))).exercised
    )


@pytest.mark.parametrize(
    "requirement",
    ["MOD-05", "MOD-15", "MOD-21", "MOD-39", "MOD-40", "MOD-42", "MOD-43", "MOD-52", "MOD-55", "MOD-62", "MOD-68"],
)
def test_a_plain_record_has_nothing_to_say_about_what_it_does_not_hold(requirement: str) -> None:
    plain = record(credentialSubject={**record()["credentialSubject"], "id": None, "identifier": []})

    assert f"CLR20-{requirement}" not in judged(plain).exercised


def test_two_thousand_badges_with_one_wrong_name_it_alone() -> None:
    badges = [badge(id=f"urn:badge:{number}") for number in range(2_000)]
    badges[1_234]["credentialSubject"]["achievement"]["criteria"] = {}
    document = record()
    document["credentialSubject"]["verifiableCredential"] = badges

    place = "/credentialSubject/verifiableCredential/1234/credentialSubject/achievement/criteria"
    assert of_model(document) == {"CLR20-MOD-26": place, "CLR20-MOD-72": place}  # all others say something else there


def test_each_record_of_a_response_is_a_room_of_its_own() -> None:
    first, second = rich(), with_((*SUBJECT, "achievement"), ABSENT)
    second["id"] = "urn:uuid:second"
    del second["endorsement"]

    found = judged({"credential": [first, second]}).about("CLR20-MOD-19")

    assert {pointer.split("/association")[0] for each in found for pointer in each.pointers} == {
        "/credential/1/credentialSubject"
    }
