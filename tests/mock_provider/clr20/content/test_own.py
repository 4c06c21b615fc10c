"""One's own records of CLR 2.0 are served byte for byte, beside CLRs of one's own; a file that is neither is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mock_provider.settings import SettingsError
from mock_provider.testing import mock_in_process
from tests.mock_provider.clr10.content.test_own import clr
from tests.mock_provider.clr20.conftest import CONTEXTS, Client

ODD = (
    '{ "type" : ["VerifiableCredential", "ClrCredential"],\r\n "@context": [], "id":"urn:own:1", "n": 1.50, '
    '"vendor:note": "\\u00e9 é", "issuer": "https://issuer.example/1", "validFrom": "2024-02-01T00:00:00+01:00",\n'
    '"credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": []} }'
)


def record(number: int, **members: Any) -> dict[str, Any]:
    """A record as a file has it, signed or not: the mock does not judge it."""
    made = {
        "@context": CONTEXTS,
        "id": f"urn:own:{number}",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": "https://issuer.example/1", "type": ["Profile"]},
        "validFrom": f"2024-01-0{number}T00:00:00Z",
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": []},
        **members,
    }
    return {name: value for name, value in made.items() if value is not None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    (place / "jonas").mkdir(parents=True)
    (place / "odd.json").write_text(f"\n{ODD}\n", encoding="utf-8", newline="")
    (place / "jonas" / "two.json").write_text(json.dumps(record(2)))
    return place


def listed(client: Client, user: str = "mira") -> dict[str, Any]:
    found: dict[str, Any] = client.get("/credentials?limit=1000", user).json()
    return found


def test_the_bytes_of_a_file_are_those_of_the_list(folder: Path) -> None:
    with mock_in_process(standard="clr-v2p0", documents=str(folder)) as mock:
        client = Client(mock)
        response = client.get("/credentials")
        assert response.headers["x-total-count"] == "1"
        assert ODD.encode() in response.content
        assert listed(client, "jonas")["credential"] == [record(2)]
        assert len(listed(client, "amal")["credential"]) + len(listed(client, "amal").get("compactJwsString", ())) > 1


def test_a_token_is_served_as_it_was_issued(folder: Path) -> None:
    with mock_in_process(standard="clr-v2p0") as mock:
        compact = Client(mock).token("urn:own:5").decode()
    (folder / "five.jws").write_text(f"{compact}\n")
    with mock_in_process(standard="clr-v2p0", documents=str(folder)) as mock:
        assert listed(Client(mock))["compactJwsString"] == [compact]


def test_files_are_told_apart_by_edition(folder: Path, tmp_path: Path) -> None:
    (folder / "clr.json").write_text(json.dumps(clr(1)))
    (folder / "jonas" / "clr.json").write_text(json.dumps(clr(2)))
    with mock_in_process(documents=str(folder), data_dir=tmp_path / "data") as mock:
        two = mock.settings.base_url_of("clr20") + "/credentials"
        client = Client(mock)
        assert [each["id"] for each in client.get(two).json()["credential"]] == ["urn:own:1"]
        assert client.get("/clrs").json()["clrs"] == [clr(1)]
        assert client.get(two, "jonas").json()["credential"] == [record(2)]
        assert client.get("/clrs", "jonas").json()["clrs"] == [clr(2)]


def test_of_who_has_files_of_one_edition_the_other_is_made_up(folder: Path, tmp_path: Path) -> None:
    with mock_in_process(documents=str(folder), data_dir=tmp_path / "data", content="small") as mock:
        assert len(Client(mock).get("/clrs").json()["clrs"]) > 1


def test_a_changed_file_is_read_anew_into_a_database_that_stays(folder: Path, tmp_path: Path) -> None:
    settings = {"documents": str(folder), "database": f"sqlite:///{tmp_path}/store.db", "standard": "clr-v2p0"}
    for name in ("First", "Second"):
        (folder / "odd.json").write_text(json.dumps(record(1, name=name)))
        with mock_in_process(**settings) as mock:
            assert [each["name"] for each in listed(Client(mock))["credential"]] == [name]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "it is not a JSON object"),
        ('{"credential": []}', "it is a page of records"),
        (json.dumps(record(3, type=["VerifiableCredential", "AchievementCredential"])), "AchievementCredential, not"),
        (json.dumps(record(3, type=None)), "it has no type, not ClrCredential"),
        (json.dumps(clr(3)), "its type is Clr, not ClrCredential"),
        (json.dumps(record(3, id=None)), "it has no id"),
        (json.dumps(record(3, issuer={}, id=3)), "it has no id and no issuer"),
        (json.dumps(record(3, validFrom="yesterday")), "validFrom is no timestamp"),
        (json.dumps(record(3, validFrom=None)), "A list is ordered by validFrom"),
        (json.dumps(record(2)), "two.json has an equal record"),
        ("a.b.c", "the payload of the JWS is not"),
        ("{", "json: "),
    ],
)
def test_a_file_that_is_not_a_record_is_named_with_what_it_is(folder: Path, content: str, message: str) -> None:
    wrong = folder / "jonas" / "wrong.json"
    wrong.write_text(content)
    with (
        pytest.raises(SettingsError) as caught,
        mock_in_process(standard="clr-v2p0", documents=str(folder)),
    ):
        pass
    assert message in str(caught.value)
    assert str(wrong) in str(caught.value)


def test_a_wrong_record_ends_the_start_of_both_though_nobody_has_asked_for_it(folder: Path) -> None:
    (folder / "badge.json").write_text(json.dumps(record(3, type=["VerifiableCredential", "AchievementCredential"])))
    with (
        pytest.raises(SettingsError, match=r"badge.json: its type is .*, not ClrCredential"),
        mock_in_process(documents=str(folder)),
    ):
        pass


def test_what_is_of_neither_edition_is_named_in_the_words_of_the_main_one(folder: Path) -> None:
    (folder / "badge.json").write_text(json.dumps({"type": "Assertion", "id": "urn:1"}))
    with (
        pytest.raises(SettingsError, match=r"badge.json: its type is Assertion. Put one CLR"),
        mock_in_process(documents=str(folder)),
    ):
        pass
