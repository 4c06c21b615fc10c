"""The mock's own records of CLR 1.0: each member of each, hosted or signed, has its true entry."""

from __future__ import annotations

from collections import Counter

import pytest

from conformance.migrating import Fate, Source
from conformance.rulebooks.clr20.migration import RULES
from mock_provider.clr10.content.generator import generate
from mock_provider.clr10.content.model import Content
from mock_provider.settings import Settings
from tests.rulebooks.clr20.migration.accounts import faults

KIND = "GetClrPayload"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return generate(Settings(data_dir=tmp_path_factory.mktemp("data"), content="small"))


@pytest.mark.parametrize("own", [True, False], ids=["by its publisher", "by somebody else"])
def test_each_member_of_each_record_is_accounted_for(content: Content, own: bool) -> None:
    fates: Counter[Fate] = Counter()
    for record in content.records:
        if record.clr.get("revoked"):
            continue
        publisher = record.clr["publisher"]
        issuer = RULES.issuer({"id": publisher["id"] if own else "https://registry.example/issuer"})
        place, token = ("#", record.jws) if record.jws else ("", "")
        migrated = RULES.migrate(Source(record.clr, place, token, KIND), issuer, frozenset())
        assert [*faults(record.clr, place, migrated)] == []
        fates.update(each.fate for each in migrated.entries)
    assert set(fates) == set(Fate), "each fate is met"


def test_what_a_publisher_loses_is_what_the_subject_has_no_place_for(content: Content) -> None:
    plain = next(each.clr for each in content.records if each.clr["id"].endswith("mira-0"))
    issuer = RULES.issuer({"id": plain["publisher"]["id"]})
    migrated = RULES.migrate(Source(plain, "", "", KIND), issuer, frozenset())
    lost = {each.source for each in migrated.entries if each.content and each.fate is not Fate.INVENTED}
    assert lost == {"/learner/givenName", "/learner/familyName"}
