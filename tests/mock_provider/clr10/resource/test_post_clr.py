"""postClr: create, replace, leave alone, and every reason to refuse."""

from __future__ import annotations

import base64
import copy
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from mock_provider.signing import signing_key
from mock_provider.testing import running_mock

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
Clr = dict[str, Any]


def new_clr(api: Any, username: str = "mira", **members: object) -> Clr:
    """A small CLR about the user, with an id of its own."""
    listed = api.get("/clrs?limit=20", token=api.token(username, "readonly")).json()["clrs"][0]
    return {
        "id": f"{api.url}/clrs/{uuid.uuid4()}",
        "type": "Clr",
        "issuedOn": "2021-05-05T10:00:00Z",
        "learner": listed["learner"],
        "publisher": {"id": f"urn:uuid:{uuid.uuid4()}", "type": "Profile", "name": "A publisher"},
        "assertions": [],
        **members,
    }


def listed_ids(api: Any, token: str) -> set[str]:
    return {clr["id"] for clr in api.get("/clrs?limit=1000", token=token).json()["clrs"]}


def test_a_new_clr_is_created_and_can_be_read(api: Any, valid: Any) -> None:
    token, clr = api.token(), new_clr(api)
    made = api.post(clr, token=token)
    assert (made.status_code, made.headers["content-type"]) == (201, "application/ld+json")
    valid(made.json(), "PostClrPayload")
    assert made.json() == {"@context": CONTEXT, "clr": clr}
    assert made.headers["location"] == clr["id"]
    assert clr["id"] in listed_ids(api, token)
    assert api.get(clr["id"], token=token).json() == {"@context": CONTEXT} | clr


def test_the_same_id_replaces(api: Any) -> None:
    token, clr = api.token(), new_clr(api)
    assert api.post(clr, token=token).status_code == 201
    before = api.get("/clrs", token=token).headers["x-total-count"]
    changed = clr | {"issuedOn": "2022-05-05T10:00:00Z", "name": "Second"}
    replaced = api.post(changed, token=token)
    assert (replaced.status_code, replaced.json()["clr"]) == (200, changed)
    assert "location" not in replaced.headers
    assert api.get(clr["id"], token=token).json()["name"] == "Second"
    assert api.get("/clrs", token=token).headers["x-total-count"] == before


def test_an_unchanged_clr_is_304_without_a_body(api: Any) -> None:
    token, clr = api.token(), new_clr(api)
    api.post(clr, token=token)
    again = api.post(dict(reversed(clr.items())), token=token)
    assert (again.status_code, again.content) == (304, b"")
    assert "content-type" not in again.headers


@pytest.mark.parametrize("clr_id", ["urn:uuid:7f9c1f3e-2f6b-4a55-9a7d-8f5e0c6b9d11", "tag:a.example,2021:x/y?z"])
def test_ids_that_are_no_urls_are_read_and_deleted_by_their_encoded_form(api: Any, clr_id: str) -> None:
    token = api.token()
    made = api.post(new_clr(api, id=clr_id), token=token)
    assert made.status_code == 201
    assert api.get(made.headers["location"], token=token).json()["id"] == clr_id
    assert api.send("DELETE", made.headers["location"], token=token).status_code == 204


def test_an_id_at_another_host_is_kept_and_found_by_its_last_segment(api: Any) -> None:
    token, name = api.token(), uuid.uuid4().hex
    clr_id = f"https://elsewhere.example/ims/clr/v1p0/clrs/{name}"
    assert api.post(new_clr(api, id=clr_id), token=token).status_code == 201
    assert api.get(f"/clrs/{name}", token=token).json()["id"] == clr_id


def test_an_id_of_ours_goes_before_the_same_segment_elsewhere(api: Any) -> None:
    token = api.token()
    api.post(new_clr(api, id="https://elsewhere.example/ims/clr/v1p0/clrs/mira-0"), token=token)
    assert api.get("/clrs/mira-0", token=token).json()["id"] == f"{api.url}/clrs/mira-0"


def test_every_listed_clr_can_be_posted_again(api: Any) -> None:
    token = api.token("amal")
    page = api.get("/clrs?limit=100", token=token).json()
    for clr in page["clrs"]:
        assert api.post(clr, token=token).status_code == 304
        assert api.post(clr | {"name": "Another name"}, token=token).status_code == 200
        assert api.get(clr["id"], token=token).json()["name"] == "Another name"
    for signed in page["signedClrs"]:
        assert api.post(token=token, signedClr=signed).status_code == 304


def test_unicode_numbers_and_extension_members_come_back_as_they_were(api: Any) -> None:
    token = api.token()
    more: dict[str, Any] = {"x:whole": 3, "x:part": 3.5, "x:deep": {"a": [1, "b"]}}
    clr = new_clr(api, name="Zeugnis 記録 🦀 \u2028 \u0000", **more)
    clr["learner"] = clr["learner"] | {"x:note": True}
    assert api.post(clr, token=token).json()["clr"] == clr
    page = api.get("/clrs?limit=1000", token=token).json()
    assert clr in page["clrs"]


def test_the_root_of_get_clr_stays_closed(api: Any, valid: Any) -> None:
    token, clr = api.token(), new_clr(api, **{"x:note": "in lists only"})
    api.post(clr, token=token)
    found = api.get(clr["id"], token=token).json()
    valid(found, "GetClrPayload")
    assert "x:note" not in found


def test_further_contexts_are_kept(api: Any) -> None:
    token, clr = api.token(), new_clr(api)
    body = {"@context": [CONTEXT, "https://campus.example/context.jsonld"], "clr": clr}
    made = api.send("POST", "/clrs", token=token, body=body)
    assert (made.status_code, made.json()) == (201, body)
    assert api.get(clr["id"], token=token).json()["@context"] == body["@context"]


# What is refused as data: each differs from an accepted body by one change.


def without(clr: Clr, name: str) -> Clr:
    return {key: value for key, value in clr.items() if key != name}


OVERFLOWING = "stands for 1e999"
BAD_CLRS = {
    "no publisher": lambda clr: without(clr, "publisher"),
    "no learner": lambda clr: without(clr, "learner"),
    "no id": lambda clr: without(clr, "id"),
    "no issuedOn": lambda clr: without(clr, "issuedOn"),
    "issuedOn is a number": lambda clr: clr | {"issuedOn": 5},
    "issuedOn without zone": lambda clr: clr | {"issuedOn": "2021-05-05T10:00:00"},
    "issuedOn is not a date": lambda clr: clr | {"issuedOn": "2021-02-30T10:00:00Z"},
    "learner is an id": lambda clr: clr | {"learner": clr["learner"]["id"]},
    "assertions is an object": lambda clr: clr | {"assertions": {}},
    "null member": lambda clr: clr | {"name": None},
    "null extension": lambda clr: clr | {"x:y": None},
    "bad vocabulary": lambda clr: clr | {"verification": {"type": "hosted"}},
    "empty id": lambda clr: clr | {"id": ""},
    "id with a blank": lambda clr: clr | {"id": "urn:x: y"},
    "id with a NUL": lambda clr: clr | {"id": "urn:x:\u0000"},
    "number that overflows": lambda clr: clr | {"x:number": OVERFLOWING},
    "long id": lambda clr: clr | {"id": "urn:" + "x" * 3000},
}


@pytest.mark.parametrize("change", BAD_CLRS.values(), ids=BAD_CLRS)
def test_a_clr_that_breaks_the_schema_is_refused(api: Any, is_status: Any, change: Any) -> None:
    token, clr = api.token(), new_clr(api)
    assert api.post(clr, token=token).status_code == 201
    body = json.dumps({"@context": CONTEXT, "clr": change(copy.deepcopy(clr))}).replace(f'"{OVERFLOWING}"', "1e999")
    is_status(api.send("POST", "/clrs", token=token, content=body.encode()), 400, "invalid_data")
    assert api.get(clr["id"], token=token).json() == {"@context": CONTEXT} | clr


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"signedClr": "abcd.abcd.abcd", "clr": {}},
        {"signedClr": "no jws"},
        {"signedClr": None},
        {"clr": None},
        {"clr": []},
    ],
    ids=repr,
)
def test_neither_or_both_or_neither_right_is_refused(api: Any, is_status: Any, members: dict[str, Any]) -> None:
    is_status(api.post(token=api.token(), **members), 400, "invalid_data")


def test_both_forms_at_once_are_refused_although_each_is_right(api: Any, is_status: Any) -> None:
    token = api.token()
    page = api.get("/clrs", token=token).json()
    is_status(api.post(page["clrs"][0], token=token, signedClr=page["signedClrs"][0]), 400, "invalid_data")


def test_an_extra_member_at_the_root_is_refused(api: Any, is_status: Any) -> None:
    token, clr = api.token(), new_clr(api)
    is_status(api.post(clr, token=token, extra=1), 400, "invalid_data")
    assert clr["id"] not in listed_ids(api, token)


@pytest.mark.parametrize(
    "context", [None, 5, {}, [], "https://other.example/context", ["https://other.example/c"], "x"]
)
def test_the_context_has_to_be_clrs(api: Any, is_status: Any, context: object) -> None:
    token, clr = api.token(), new_clr(api)
    is_status(api.send("POST", "/clrs", token=token, body={"@context": context, "clr": clr}), 400, "invalid_data")
    is_status(api.send("POST", "/clrs", token=token, body={"clr": clr}), 400, "invalid_data")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": 1e400000}',
        b'{"a": "\\ud800"}',
        b'{"a": 1, "a": 2}',
        b"[" * 5000 + b"]" * 5000,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        b"9" * 10_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_interoperable_json_is_refused(api: Any, is_status: Any, content: bytes) -> None:
    is_status(api.send("POST", "/clrs", token=api.token(), content=content), 400, "invalid_data")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/json", "application/ld+json; charset=latin-1", "application/ld+jsonx", ""],
)
def test_another_content_type_is_refused(api: Any, is_status: Any, content_type: str) -> None:
    token, body = api.token(), {"@context": CONTEXT, "clr": new_clr(api)}
    headers = {"Content-Type": content_type}
    is_status(api.send("POST", "/clrs", token=token, body=body, headers=headers), 415, "invalid_data")
    headers = {"Content-Type": 'Application/LD+JSON; charset="UTF-8"'}
    assert api.send("POST", "/clrs", token=token, body=body, headers=headers).status_code == 201


def test_a_compressed_body_is_refused(api: Any, is_status: Any) -> None:
    found = api.send("POST", "/clrs", token=api.token(), content=b"x", headers={"Content-Encoding": "gzip"})
    is_status(found, 415, "invalid_data")


def test_a_body_beyond_the_limit_is_refused(connected: Any, is_status: Any) -> None:
    with running_mock(max_body=20_000) as server:
        api = connected(server)
        token, clr = api.token(), new_clr(api)
        assert api.post(clr, token=token).status_code == 201
        is_status(api.post(clr | {"name": "x" * 20_000}, token=token), 413, "invalid_data")
        api.close()


# Whose CLR it is.


def test_another_learners_clr_is_refused(api: Any, is_status: Any) -> None:
    is_status(api.post(new_clr(api, "jonas"), token=api.token("mira")), 403, "forbidden")


def test_an_id_of_another_user_is_left_alone(api: Any, is_status: Any) -> None:
    clr = new_clr(api, "jonas", id=f"{api.url}/clrs/mira-0")
    is_status(api.post(clr, token=api.token("jonas")), 403, "forbidden")
    mira = api.token("mira")
    assert api.get("/clrs/mira-0", token=mira).json()["learner"]["name"] == "Mira Okafor"


def test_a_client_on_its_own_account_keeps_what_it_posts(api: Any, is_status: Any) -> None:
    clr = new_clr(api)
    assert api.post(clr, token=api.token(None, "replace", client="registry")).status_code == 201
    same = api.token(None, "readonly", client="registry")
    assert listed_ids(api, same) == {clr["id"]}
    assert api.get(clr["id"], token=same).status_code == 200
    is_status(api.get(clr["id"], token=api.token(None, client="stranger")), 403, "forbidden")
    is_status(api.get(clr["id"], token=api.token("mira")), 403, "forbidden")


# Signed CLRs.


def payload(token: str) -> Clr:
    part = token.split(".")[1]
    clr: Clr = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return clr


@pytest.fixture
def signed(api: Any) -> str:
    token: str = api.get("/clrs", token=api.token("sofia")).json()["signedClrs"][0]
    return token


def resigned(api: Any, clr: Clr, signer: str = "college", **changes: Any) -> str:
    """The CLR signed anew by a key of the mock, as a publisher would who is known to it."""
    key = signing_key(api.server.settings.data_dir / "keys", signer)
    return key.sign(clr | changes, clr["publisher"]["publicKey"]["id"])


def test_a_signed_clr_is_kept_byte_for_byte(api: Any, signed: str, valid: Any) -> None:
    token, clr = api.token("sofia"), payload(signed)
    path = f"/clrs/{clr['id'].replace(':', '%3A')}"
    assert api.send("DELETE", path, token=token).status_code == 204
    made = api.post(token=token, signedClr=signed)
    assert (made.status_code, made.json()) == (201, {"@context": CONTEXT, "signedClr": signed})
    assert signed in api.get("/clrs", token=token).json()["signedClrs"]
    valid(api.get(path, token=token).json(), "GetClrPayload")


def test_a_signed_clr_replaces_and_is_replaced(api: Any, signed: str) -> None:
    token = api.token("sofia")
    changed = resigned(api, payload(signed), name="Signed anew")
    assert api.post(token=token, signedClr=changed).status_code == 200
    assert changed in api.get("/clrs", token=token).json()["signedClrs"]
    assert api.post(token=token, signedClr=signed).status_code == 200


def flip(part: str) -> str:
    return part[:20] + ("A" if part[20] != "A" else "B") + part[21:]


def with_header(token: str, **header: Any) -> str:
    head = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    return f"{head}.{token.partition('.')[2]}"


BROKEN = {
    "changed signature": lambda token: f"{token.rpartition('.')[0]}.{flip(token.rpartition('.')[2])}",
    "changed payload": lambda token: ".".join(
        [token.split(".")[0], token.split(".")[1].replace("U2", "V2", 1), token.split(".")[2]]
    ),
    "alg none": lambda token: with_header(token, alg="none"),
    "alg HS256": lambda token: with_header(token, alg="HS256"),
    "crit": lambda token: with_header(token, alg="RS256", crit=["b64"]),
    "header is a list": lambda token: f"WzFd.{token.partition('.')[2]}",
    "payload is not JSON": lambda token: f"{token.split('.')[0]}.AAAA.{token.split('.')[2]}",
    "padded": lambda token: token + "=",
}


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_a_broken_signature_is_refused(api: Any, is_status: Any, signed: str, damage: Any) -> None:
    assert api.post(token=api.token("sofia"), signedClr=signed).status_code == 304
    is_status(api.post(token=api.token("sofia"), signedClr=damage(signed)), 400, "invalid_data")


def test_the_payload_has_to_fit_the_schema_and_say_signed(api: Any, is_status: Any, signed: str) -> None:
    token, clr = api.token("sofia"), payload(signed)
    assert api.post(token=token, signedClr=resigned(api, clr, name="Right")).status_code == 200
    is_status(api.post(token=token, signedClr=resigned(api, clr, issuedOn=5)), 400, "invalid_data")
    hosted = {"type": "Hosted", "creator": clr["verification"]["creator"]}
    is_status(api.post(token=token, signedClr=resigned(api, clr, verification=hosted)), 400, "invalid_data")


def test_a_signed_clr_about_another_learner_is_refused(api: Any, is_status: Any, signed: str) -> None:
    is_status(api.post(token=api.token("mira"), signedClr=signed), 403, "forbidden")


def test_the_key_has_to_be_the_publishers(api: Any, is_status: Any, signed: str) -> None:
    token, clr = api.token("sofia"), payload(signed)
    is_status(api.post(token=token, signedClr=resigned(api, clr, "guild")), 400, "invalid_data")
    foreign = clr["publisher"] | {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    is_status(api.post(token=token, signedClr=resigned(api, clr, publisher=foreign)), 400, "invalid_data")
    other = {"type": "Signed", "creator": f"{api.url}/keys/guild"}
    is_status(api.post(token=token, signedClr=resigned(api, clr, verification=other)), 400, "invalid_data")


def foreign_clr(api: Any, folder: Path) -> str:
    """A CLR signed by a publisher that the mock does not know."""
    key = signing_key(folder, "stranger")
    clr = new_clr(api, verification={"type": "Signed"})
    owner = clr["publisher"]["id"]
    public = {"id": "https://elsewhere.example/keys/1", "owner": owner, "publicKeyPem": key.public_pem}
    clr["publisher"] |= {"publicKey": public, "revocationList": "https://elsewhere.example/revoked"}
    return key.sign({"@context": CONTEXT} | clr, public["id"])


def test_an_unknown_signer_is_refused_unless_the_operator_trusts_embedded_keys(
    api: Any, connected: Any, is_status: Any, tmp_path: Path
) -> None:
    is_status(api.post(token=api.token(), signedClr=foreign_clr(api, tmp_path)), 400, "invalid_data")
    with running_mock(trust_embedded_keys=True) as server:
        trusting = connected(server)
        assert trusting.post(token=trusting.token(), signedClr=foreign_clr(trusting, tmp_path)).status_code == 201
        trusting.close()


def hosted_award(api: Any, clr: Clr, name: str, **members: object) -> Clr:
    """An assertion with a URL of the provider as its id."""
    return {
        "id": f"{api.url}/assertions/{name}",
        "type": "Assertion",
        "issuedOn": "2021-05-05T10:00:00Z",
        "recipient": {"type": "id", "identity": clr["learner"]["id"], "hashed": False},
        "achievement": {
            "id": f"urn:uuid:{uuid.uuid4()}",
            "type": "Achievement",
            "achievementType": "Course",
            "name": "Knots",
            "issuer": clr["publisher"],
        },
        **members,
    }


def test_items_of_a_posted_clr_are_hosted_as_long_as_it_is_there(api: Any, valid: Any) -> None:
    token, clr = api.token(), new_clr(api)
    award = hosted_award(api, clr, str(uuid.uuid4()), **{"acme:room": "12"})
    clr["assertions"] = [award]
    assert api.post(clr, token=token).status_code == 201
    found = api.get(award["id"])
    valid(found.json(), "GetAssertionPayload")
    assert found.json() == {"@context": CONTEXT} | {name: award[name] for name in award if name != "acme:room"}

    clr["assertions"] = [award | {"narrative": "Second"}]
    api.post(clr, token=token)
    assert api.get(award["id"]).json()["narrative"] == "Second"

    clr["assertions"] = []
    api.post(clr, token=token)
    assert api.get(award["id"]).status_code == 404

    clr["assertions"] = [award]
    api.post(clr, token=token)
    assert api.get(award["id"]).status_code == 200
    api.send("DELETE", clr["id"], token=token)
    assert api.get(award["id"]).status_code == 404


def test_a_posted_clr_replaces_no_item_of_others(api: Any) -> None:
    """Neither what the provider itself hosts, nor what another user has posted."""
    name = str(uuid.uuid4())
    for username, narrative in (("mira", "hers"), ("jonas", "his")):
        clr = new_clr(api, username)
        awards = [hosted_award(api, clr, one, narrative=narrative) for one in (name, "mira-survey")]
        assert api.post({**clr, "assertions": awards}, token=api.token(username)).status_code == 201
    assert api.get(f"/assertions/{name}").json()["narrative"] == "hers"
    assert api.get("/assertions/mira-survey").json().get("narrative") != "hers"
