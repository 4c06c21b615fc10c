"""One's own CLRs are served byte for byte, by list and by id, with what they host; a file that is not one is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mock_provider.clr10.content.members import without_member
from mock_provider.own_files import MOST_FILES
from mock_provider.settings import Settings, SettingsError
from mock_provider.settings_sources import load
from mock_provider.signing import signing_key
from mock_provider.testing import running_mock

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
URN = "urn:uuid:3d9c4a20-0000-4000-8000-00000000000"
ODD = (
    f'{{ "type" : "Clr",\r\n  "@context": "{CONTEXT}", "id":"{URN}1", "vendor:note": "\\u00e9 é", '
    '"n": 1.50, "big": 12345678901234567890,\n"issuedOn": "2024-02-01T00:00:00+01:00", '
    f'"learner": {{"id": "{URN}8", "type":"Profile"}}, "publisher": {{"id": "{URN}9"}} }}\n'
)


def clr(number: int, **members: Any) -> dict[str, Any]:
    person = {"id": f"{URN}8", "type": "Profile"}
    about = {"id": f"{URN}{number}", "type": "Clr", "issuedOn": f"2024-01-0{number}T00:00:00Z"}
    return {**about, "learner": person, "publisher": person, "verification": {"type": "Hosted"}, **members}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    (place / "jonas").mkdir(parents=True)
    (place / "odd.json").write_text(ODD, encoding="utf-8", newline="")
    (place / "jonas" / "two.jsonld").write_text(json.dumps(clr(2)), encoding="utf-8-sig")
    (place / "jonas" / "notes.md").write_text("not read")
    (place / ".hidden.json").write_text("not read")
    return place


@pytest.fixture
def settings(folder: Path) -> dict[str, Any]:
    return {"documents": str(folder), "content": "small"}


def test_the_bytes_of_a_file_are_those_of_the_list_and_of_the_item(settings: dict[str, Any], connected: Any) -> None:
    with running_mock(**settings) as mock:
        api = connected(mock)
        listed = api.get("/clrs", token=api.token())
        assert listed.headers["x-total-count"] == "1"
        assert without_member(ODD, "@context").encode() in listed.content
        assert '"n": 1.50,"big": 12345678901234567890,"issuedOn"' in listed.text
        assert listed.json()["clrs"][0] == {name: value for name, value in json.loads(ODD).items() if name[0] != "@"}
        found = api.get(f"/clrs/{URN}1", token=api.token())
        assert found.content == ODD.strip().encode()
        api.close()


def test_a_file_without_a_context_gets_one_as_an_item(settings: dict[str, Any], connected: Any) -> None:
    with running_mock(**settings) as mock:
        api = connected(mock)
        found = api.get(f"/clrs/{URN}2", token=api.token("jonas"))
        assert found.json() == {"@context": CONTEXT, **clr(2)}
        assert api.get("/clrs", token=api.token("jonas")).json()["clrs"] == [clr(2)]
        assert api.get(f"/clrs/{URN}2", token=api.token()).status_code == 403
        api.close()


def test_only_users_with_files_lose_what_is_made_up(settings: dict[str, Any], connected: Any) -> None:
    with running_mock(**settings) as mock:
        api = connected(mock)
        assert "rich_clr" not in mock.known_ids
        assert int(api.get("/clrs", token=api.token("amal")).headers["x-total-count"]) > 5
        api.close()


def test_a_signed_clr_is_served_as_the_token_that_it_is(folder: Path, connected: Any) -> None:
    key = signing_key(folder.parent, "own")
    signed = clr(3, verification={"type": "Signed", "creator": "https://publisher.test/key"})
    compact = key.sign({"@context": CONTEXT, **signed}, "https://publisher.test/key")
    (folder / "signed.jws").write_text(f"\n{compact}\n")
    with running_mock(documents=str(folder)) as mock:
        api = connected(mock)
        assert api.get("/clrs", token=api.token()).json()["signedClrs"] == [compact]
        assert api.get(f"/clrs/{URN}3", token=api.token()).json() == {"@context": CONTEXT, **signed}
        api.close()


def test_what_a_file_hosts_below_the_base_url_is_served(folder: Path, connected: Any) -> None:
    with running_mock() as other:
        port = other.settings.port  # a free one, when the other mock has ended
    base = Settings(port=port).base_url
    endorsement = {"id": f"{base}/endorsements/good", "type": "Endorsement", "issuedOn": "2024-01-01T00:00:00Z"}
    award = {"id": f"{base}/assertions/own%20award", "type": "Assertion", "endorsements": [endorsement]}
    foreign = {"id": "https://elsewhere.test/assertions/1", "type": "Assertion"}
    (folder / "hosts.json").write_text(json.dumps(clr(4, id=f"{base}/clrs/four", assertions=[award, foreign])))
    with running_mock(documents=str(folder), port=port) as mock:
        api = connected(mock)
        assert api.get(f"{base}/clrs/four", token=api.token()).json()["id"] == f"{base}/clrs/four"
        assert api.get(award["id"]).json()["id"] == award["id"]
        assert api.get(endorsement["id"]).json() == {"@context": CONTEXT, **endorsement}
        assert api.get("/assertions/1").status_code == 404
        api.close()


def test_files_in_the_folder_are_of_the_first_of_one_s_own_users(folder: Path, connected: Any) -> None:
    (folder / "jonas").rename(folder / "grace")
    people = {"ada": "a", "grace": "g"}
    with running_mock(documents=str(folder), users=people) as mock:
        api = connected(mock)
        assert [clr["id"][-1] for clr in api.get("/clrs", token=api.token("ada")).json()["clrs"]] == ["1"]
        assert [clr["id"][-1] for clr in api.get("/clrs", token=api.token("grace")).json()["clrs"]] == ["2"]
        api.close()


def test_a_revoked_one_is_gone_from_the_list_and_answers_410(folder: Path, connected: Any) -> None:
    (folder / "odd.json").write_text(json.dumps(clr(1, revoked=True)))
    with running_mock(documents=str(folder)) as mock:
        api = connected(mock)
        assert api.get("/clrs", token=api.token()).headers["x-total-count"] == "0"
        assert api.get(f"/clrs/{URN}1", token=api.token()).status_code == 410
        api.close()


def test_a_changed_file_is_read_anew_into_a_database_that_stays(folder: Path, tmp_path: Path, connected: Any) -> None:
    settings: dict[str, Any] = {"documents": str(folder), "database": f"sqlite:///{tmp_path}/store.db", "port": 0}
    for name in ("First", "Second"):
        (folder / "odd.json").write_text(json.dumps(clr(1, name=name)))
        with running_mock(**settings) as mock:
            api = connected(mock)
            assert [each["name"] for each in api.get("/clrs", token=api.token()).json()["clrs"]] == [name]
            api.close()
    (folder / "odd.json").unlink()
    with running_mock(**settings) as mock:
        api = connected(mock)
        assert int(api.get("/clrs", token=api.token()).headers["x-total-count"]) > 100
        api.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The document is empty"),
        (b"{", "json: "),
        (b"\xff\xfe{\x00", "json: "),
        (b"[]", "it is not a JSON object"),
        (b'{"clrs": []}', "it is a set of CLRs"),
        (b'{"type": "Assertion", "id": "urn:x"}', "its type is Assertion"),
        (b'{"type": ["VerifiableCredential"], "credentialSubject": {}}', "it is a verifiable credential"),
        (b'{"type": "Clr", "id": 5}', "it has no id and no issuedOn"),
        (b'{"id": "urn:x", "issuedOn": "x"}', "it has no learner and no publisher"),
        (b'{"type": "Clr", "id": "a b", "issuedOn": "2024-01-01T00:00:00Z"}', "id has to be an IRI"),
        (b'{"type": "Clr", "id": "urn:x", "issuedOn": "2024-01-01"}', "issuedOn is no timestamp with time zone"),
        (b'{"type": "Clr", "x": ' + b"[" * 500 + b"]" * 500 + b"}", "nested"),
        (b"[" * 100_000, "nested"),
        (b"a.b.c", "the payload of the JWS is not"),
        (b" " * 9_000_000, "it has more than 8388608 bytes. Raise --max-body"),
        (json.dumps(clr(2)).encode(), "two.jsonld has a CLR of the same id"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, bytes) else "",
)
def test_a_file_that_is_not_a_clr_is_named_with_what_it_is(folder: Path, content: bytes, message: str) -> None:
    wrong = folder / "jonas" / "wrong.json"
    wrong.write_bytes(content)
    with pytest.raises(SettingsError) as caught, running_mock(documents=str(folder), standard="clr-v1p0"):
        pass
    assert message in str(caught.value)
    assert f"documents: {folder}/jonas/" in str(caught.value)
    assert str(caught.value).rstrip(".").count(". ") >= 1, "it says what to do, too"


@pytest.mark.parametrize("name", ["zoe", "jonas/old"])
def test_a_folder_that_is_no_user_s_is_named(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    with pytest.raises(SettingsError, match=name), running_mock(documents=str(folder)):
        pass


def test_a_folder_with_nothing_or_too_much_is_named(tmp_path: Path) -> None:
    for place in ("none", "empty", "many"):
        if place != "none":
            (tmp_path / place).mkdir()
        for number in range(MOST_FILES + 1) if place == "many" else ():
            (tmp_path / place / f"{number}.json").touch()
        with pytest.raises(SettingsError) as caught, running_mock(documents=str(tmp_path / place)):
            pass
        assert {"none": "No such file", "empty": "no file in it ends in .json", "many": "it has 1001 files"}[
            place
        ] in str(caught.value)


def test_the_folder_can_be_set_everywhere(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "mock.yaml"
    config.write_text(f"documents: {folder}\n")
    for found in (
        load({"documents": folder}, {}),
        load(environment={"CLR_MOCK_DOCUMENTS": str(folder)}),
        load(file=config),
    ):
        assert found.documents == str(folder)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", "{}"),
        (" { } ", "{}"),
        ('{"x":1}', "{}"),
        ('{"a": {"x": 1} , "x" : [1, {"x": 2}], "b":1e400}', '{"a": {"x": 1},"b":1e400}'),
        ('{"\\u0078": 1, "a": "}"}', '{"a": "}"}'),
        ('{"a":1,\n"x":2\n}', '{"a":1}'),
    ],
)
def test_a_member_is_taken_out_and_the_rest_stays(text: str, expected: str) -> None:
    assert without_member(text, "x") == expected
