"""Each document that mixes the editions is named as that, and each word with its name in the other edition."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from conformance.document import ParseLimits
from conformance.inspection.editions import open_input
from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.rulebooks.clr20.migration.words import MOST, words_of_the_other
from tests.rulebooks.clr20.document.judging import BADGE, OB, RECORD, VC
from tests.rulebooks.clr20.migration import moving
from tests.rulebooks.clr20.migration.moving import migrated

NOW: Final = datetime(2026, 11, 21, tzinfo=UTC)
ROWS: Final = ("CLR20-MOD-69", "CLR20-MOD-70", "CLR20-MOD-71")
MIXED: Final = yaml.safe_load((Path(__file__).parent / "mixed.yaml").read_text(encoding="utf-8"))
SCOPES: Final = "https://purl.imsglobal.org/spec/clr/v2p0/scope/"
RIGHT: Final[Mapping[str, Any]] = {
    "record": RECORD,
    "badge": BADGE,
    "endorsement": {
        **BADGE,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {"id": "https://college.example/issuer", "type": ["EndorsementSubject"]},
    },
    "profile": {"@context": [OB], "id": "https://college.example/issuer", "type": ["Profile"], "name": "College"},
    "response": {"credential": [RECORD]},
    "service": {
        "openapi": "3.0.1",
        "info": {"title": "College", "version": "1.0"},
        "tags": [{"name": "CLR"}],
        "servers": [{"url": "https://college.example/ims/clr/v2p0"}],
        "paths": {"/credentials": {}},
        "components": {
            "securitySchemes": {
                "OAuth2ACG": {
                    "type": "oauth2",
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": "https://college.example/authorize",
                            "tokenUrl": "https://college.example/token",
                            "scopes": {f"{SCOPES}credential.readonly": "Read"},
                        }
                    },
                }
            }
        },
    },
    "old": moving.RECORD,
    "assertion": {"@context": moving.CONTEXT, **moving.ASSERTION},
}


def document(row: Mapping[str, Any]) -> dict[str, Any]:
    """The right document with the change of the row."""
    value: Any = copy.deepcopy(dict(RIGHT[row["of"]]))
    for pointer, new in row["change"].items():
        *path, last = [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]
        holder = value
        for key in path:
            holder = holder[int(key)] if isinstance(holder, list) else holder[key]
        if new is None:
            del holder[last]
        elif isinstance(holder, list):
            holder.append(new)
        else:
            holder[last] = new
    return value


def named(row: Mapping[str, Any]) -> str:
    return str(row["name"])


def test_there_are_enough_of_them() -> None:
    assert len({each["name"] for each in MIXED}) == len(MIXED) >= 40


@pytest.mark.parametrize("row", MIXED, ids=named)
def test_each_word_has_its_name_in_the_other_edition(row: Mapping[str, Any]) -> None:
    book = "clr10" if row.get("judged") == "1.0" else "clr20"
    found = {each.pointer: each.other for each in words_of_the_other(document(row), book)}
    assert set(found) == set(row["words"])
    assert {place: other[: len(row["words"][place])] for place, other in found.items()} == row["words"]


@pytest.mark.parametrize("row", [each for each in MIXED if each.get("judged") != "1.0"], ids=named)
def test_a_document_of_the_new_edition_is_named_as_one_that_mixes(row: Mapping[str, Any]) -> None:
    data = json.dumps(document(row)).encode()
    judged = Inspector(Options(now=NOW)).document("document.json", data)
    assert judged.book == "clr20"
    found = [each for each in judged.findings if each.requirement in ROWS]
    assert {pointer for each in found for pointer in each.pointers} == set(row["words"])
    assert all(each.message.startswith("The document mixes editions: ") for each in found)
    assert all(each.expected for each in found)
    assert not any(each.fails for each in found), "the rule stands on practice alone"


@pytest.mark.parametrize("row", [each for each in MIXED if each.get("judged") == "1.0"], ids=named)
def test_a_document_of_the_old_edition_is_judged_by_it(row: Mapping[str, Any]) -> None:
    data = json.dumps(document(row)).encode()
    edition, opened = open_input(data, as_class="", now=NOW, limits=ParseLimits())
    with opened:
        assert edition.book == "clr10"


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_document_has_no_word_of_the_other_edition(name: str) -> None:
    assert words_of_the_other(RIGHT[name], "clr10" if name in ("old", "assertion") else "clr20") == ()


def test_a_migrated_record_has_no_word_of_the_old_edition() -> None:
    assert words_of_the_other(migrated(moving.RECORD, moving.OTHER).record) == ()


def test_what_own_contexts_define_is_no_word_of_the_other_edition() -> None:
    own = {"@context": [VC, "https://own.example/context.json"], "type": ["VerifiableCredential"], "results": [1]}
    assert words_of_the_other(own) == ()
    assert words_of_the_other({**own, "@context": [VC, {"results": "https://own.example/results"}]}) == ()


def test_a_credential_of_others_may_use_any_word() -> None:
    subject = {"id": "did:example:mira", "publicKey": "key:1", "claim": {"name": "Diver"}}
    others = {**BADGE, "@context": [VC], "type": ["VerifiableCredential"], "credentialSubject": subject}
    ours = {**BADGE, "credentialSubject": {**BADGE["credentialSubject"], "publicKey": "key:1"}}
    holding = {**RECORD, "credentialSubject": {**RECORD["credentialSubject"], "verifiableCredential": [others, ours]}}

    def places(value: Any) -> set[str]:
        judged = Inspector(Options(now=NOW)).document("document.json", json.dumps(value).encode())
        return {pointer for each in judged.findings if each.requirement in ROWS for pointer in each.pointers}

    assert places(others) == set()
    assert places(holding) == {"/credentialSubject/verifiableCredential/1/credentialSubject/publicKey"}


def test_a_badge_of_open_badges_in_an_old_record_has_its_own_words() -> None:
    badge = {"badge": {"type": "BadgeClass", "criteria": {"narrative": "Pass."}, "alignment": []}}
    assert words_of_the_other({**moving.ASSERTION, **badge}, "clr10") == ()


@pytest.mark.parametrize("value", [None, 7, "learner", [], [[]], {}, {"@context": [7, None]}, {"type": {"a": 1}}])
def test_any_value_can_be_asked_about(value: Any) -> None:
    assert words_of_the_other(value) == ()


def test_words_are_bounded() -> None:
    assert len(words_of_the_other([{"issuedOn": 1}] * (MOST + 10))) == MOST
