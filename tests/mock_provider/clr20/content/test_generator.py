"""What is made up for whom: the same for the same settings, and different for others."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from mock_provider.accounts import Account
from mock_provider.clr20.content.drafts import inner
from mock_provider.clr20.content.generator import generate
from mock_provider.clr20.content.kept import Content
from mock_provider.clr20.content.samples import known_ids
from mock_provider.settings import Settings
from mock_provider.testing import process_folder

USUAL: Final[dict[str, Any]] = {"standard": "clr-v2p0", "data_dir": process_folder(), "content": "small"}


@pytest.fixture(scope="module")
def content() -> Content:
    return generate(Settings(**USUAL))


def test_the_same_settings_give_the_same_bytes(content: Content) -> None:
    assert generate(Settings(**USUAL)) == content


def test_another_seed_gives_other_ids_and_other_keys_other_signatures(content: Content, tmp_path: Path) -> None:
    other = generate(Settings(**USUAL, seed=2))
    assert {record.key for record in other.records}.isdisjoint(record.key for record in content.records)
    elsewhere = generate(Settings(**USUAL | {"data_dir": tmp_path}))
    assert {name for name, _ in elsewhere.drafts} == {name for name, _ in content.drafts}
    assert {record.body for record in elsewhere.records}.isdisjoint(record.body for record in content.records)


def test_one_learner_has_all_kinds_others_a_few_and_one_none(content: Content) -> None:
    counted = Counter(record.owner for record in content.records)
    assert counted["user:mira"] > 12
    assert {counted[f"user:{name}"] > 0 for name in ("jonas", "amal", "sofia", "nils")} == {True}
    assert counted["user:kim"] == 0
    assert "user:kim" not in dict(content.profiles)


def test_much_content_fills_more_than_a_page_in_both_forms() -> None:
    records = [
        record for record in generate(Settings(**USUAL | {"content": "full"})).records if record.owner == "user:mira"
    ]
    newest = sorted(records, key=lambda record: record.valid_from, reverse=True)
    for page in (newest[:50], newest[50:100]):
        assert {record.compact for record in page} == {True, False}
    assert len(records) > 100
    assert len({record.valid_from for record in records}) > 100


def test_users_of_ones_own_get_what_their_kind_gets() -> None:
    users = {"ada": Account("p", name="Ada Zhou", content="amal"), "bo": Account("p")}
    content = generate(Settings(**USUAL, users=users))
    assert {record.owner for record in content.records} == {"user:ada"}
    assert [json.loads(body)["name"] for _, body in content.profiles] == ["Ada Zhou"]


def test_known_ids_are_those_of_records_that_are_there(content: Content) -> None:
    known = known_ids(Settings(**USUAL))
    drafts = {name: json.loads(body) for name, body in content.drafts}
    learners = {json.loads(body)["id"] for _, body in content.profiles}
    assert {name for name in known if name.startswith("learner_")} == {
        f"learner_{name}" for name in ("mira", "jonas", "amal", "sofia", "nils")
    }
    for name, identifier in known.items():
        assert identifier in (learners if name.startswith("learner_") else drafts)
    assert inner(drafts[known["revoked_record"]])["credentialStatus"]["statusPurpose"] == "revocation"


def test_every_signed_document_has_a_draft_under_its_id(content: Content) -> None:
    names = {name for name, _ in content.drafts}
    assert len(names) == len(content.records) + len(("revocation", "suspension", "refreshed"))
    for record in content.records:
        if not record.compact:
            assert json.loads(record.body)["id"] in names


def test_nothing_secret_is_shown(content: Content) -> None:
    shown = b"".join(
        [*(record.body for record in content.records), *(each.body for each in content.documents.values())]
    )
    for word in (b'"d":', b"PRIVATE", b"secretKeyMultibase", b"$seal", b"$token"):
        assert word not in shown
