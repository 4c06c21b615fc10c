"""PST: ``POST /clrs``. Every CLR that is created here is one of the run's own, and is deleted at the end."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

import pytest

from conformance.record import Finding
from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.edition import CONTEXT
from conformance.rulebooks.clr10.provider.posts import EARLIER, Listed, Posts, now
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.suites.answer import Answer
from conformance.suites.compact import payload
from conformance.suites.likeness import break_by, differences
from conformance.suites.marks import requirement
from conformance.suites.outcomes import CheckEnd, Doubtful, broken, incomplete, not_applicable
from conformance.suites.refusals import refused


@pytest.fixture(scope="session")
def posts(target: ClrTarget) -> Posts:
    """Makes and posts CLRs."""
    return target.posts


@pytest.fixture(scope="session")
def first_post(posts: Posts) -> tuple[dict[str, Any], Answer]:
    """A new CLR and the answer to its post."""
    clr = posts.new_clr()
    return clr, posts.post(clr)


@pytest.fixture
def posted(first_post: tuple[dict[str, Any], Answer]) -> dict[str, Any]:
    """A CLR of the run that the target took: the right request before the wrong one."""
    clr, answer = first_post
    answer.require(200, 201)
    return clr


def body(clr: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A right post body, with members more than it should have."""
    return {"@context": CONTEXT, "clr": clr, **more}


@requirement("CLR10-PST-001")
def test_new_clr_is_created(posts: Posts, first_post: tuple[dict[str, Any], Answer]) -> None:
    _, answer = first_post
    if answer.status == 403 and not posts.knows_learner():
        incomplete("no CLR received says which learner to post about, and the target refuses others (set data.learner)")
    answer.expect(201, why=f"a post of a CLR with a new id was answered {answer.status}, not 201")
    answer.expect_document("PostClrPayload")


@requirement("CLR10-PST-002")
def test_known_clr_is_replaced(target: ClrTarget, posts: Posts) -> None:
    clr = posts.kept(issuedOn=EARLIER)
    answer = posts.post({**clr, "issuedOn": now(), "name": "Replaced"})
    answer.expect(200, why=f"a post that replaces a CLR was answered {answer.status}, not 200")
    answer.expect_document("PostClrPayload")
    found = _shown(target, clr["id"])
    if found is not None and found.clr.get("name") == clr["name"]:
        found.page.broken(
            "the list holds the old CLR after the new one took its place",
            expected="Replaced",
            actual=clr["name"],
            after=answer,
        )


def _shown(target: ClrTarget, clr_id: str) -> Listed | None:
    """The CLR as the list shows it; ``None`` also where the list cannot be read."""
    if "read" not in target.plan.claims:
        return None
    with suppress(CheckEnd):
        return target.posts.listed(clr_id)
    return None


@requirement("CLR10-PST-003")
def test_token_of_another_scope_is_refused(target: ClrTarget, posted: dict[str, Any]) -> None:
    token = target.tokens.without("replace")
    answer = target.posts.post(posted, token=token)
    answer.expect(401, 403, why=f"a post with a token that lacks the scope replace was answered {answer.status}")


@requirement("CLR10-PST-004")
def test_missing_token_is_refused(target: ClrTarget, posted: dict[str, Any]) -> None:
    answer = target.posts.post(posted, token=None)
    answer.expect(401, why=f"a post without an access token was answered {answer.status}")


@requirement("CLR10-PST-006")
def test_both_forms_are_refused(provider: ProviderApi, target: ClrTarget, posted: dict[str, Any]) -> None:
    answer = provider.post_clr(body(posted, signedClr=target.posts.some_jws()))
    answer.expect(400, why=f"a body with both clr and signedClr was answered {answer.status}")


@requirement("CLR10-PST-007")
def test_neither_form_is_refused(provider: ProviderApi, posted: dict[str, Any]) -> None:
    answer = provider.post_clr({"@context": CONTEXT})
    answer.expect(400, why=f"a body with neither clr nor signedClr was answered {answer.status}")


WRONG: dict[str, dict[str, Any]] = {
    "no publisher": {"publisher": None},
    "no learner": {"learner": None},
    "no issuedOn": {"issuedOn": None},
    "no id": {"id": None},
    "issuedOn a number": {"issuedOn": 20210630},
    "learner a string": {"learner": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11"},
    "assertions an object": {"assertions": {}},
    "partial a string": {"partial": "yes"},
}


@requirement("CLR10-PST-008")
@pytest.mark.parametrize("wrong", WRONG)
def test_invalid_clr_is_refused(posts: Posts, posted: dict[str, Any], wrong: str) -> None:
    clr = {name: value for name, value in {**posted, **WRONG[wrong]}.items() if value is not None}
    answer = posts.post(clr)
    answer.expect(400, why=f"a CLR with {wrong} was answered {answer.status}, not 400")


@requirement("CLR10-PST-008")
@pytest.mark.parametrize("content", [b"{", b"[]", b"null", b"\xff\xfe"], ids=["cut off", "array", "null", "not UTF-8"])
def test_body_that_is_no_object_is_refused(provider: ProviderApi, posted: dict[str, Any], content: bytes) -> None:
    answer = provider.post_clr(content)
    answer.expect(400, why=f"a body that is not a JSON object was answered {answer.status}")


@requirement("CLR10-PST-009")
def test_refusal_says_invalid_data(provider: ProviderApi, posted: dict[str, Any]) -> None:
    wrong = {name: value for name, value in posted.items() if name != "publisher"}
    refused(provider.post_clr(body(wrong)), 400, see="CLR10-PST-008").expect_code_minor("invalid_data")


@pytest.fixture(scope="session")
def repeated(posts: Posts) -> Answer:
    """The answer to the second post of one and the same body."""
    return posts.post(posts.kept())


@requirement("CLR10-PST-010")
def test_unchanged_clr_may_be_answered_304(repeated: Answer, note: Any) -> None:
    repeated.expect(200, 304)
    note(f"the second post of the same body was answered {repeated.status}")


@requirement("CLR10-PST-011")
def test_304_has_no_body_on_the_wire(target: ClrTarget, posts: Posts, repeated: Answer) -> None:
    if repeated.status != 304:
        not_applicable(f"the second post of the same body was answered {repeated.status}, not 304")
    clr = posts.new_clr()
    target.cleanup.owes(clr["id"])
    # Both on connections of their own: what follows a 304 spoils the one that it came on.
    target.api.post_raw(body(clr)).require(200, 201)
    raw = target.api.post_raw(body(clr)).require(304)
    if raw.response.body:
        raw.broken(
            "bytes follow the header section of a 304", expected="0 bytes", actual=f"{len(raw.response.body)} bytes"
        )


@requirement("CLR10-PST-012")
def test_posted_clr_is_listed(posts: Posts) -> None:
    clr = posts.new_clr()  # of its own: the wrong posts of other checks may have taken the place of theirs
    answer = posts.post(clr).require(200, 201)
    found = posts.listed(clr["id"])
    if found is not None:
        changed = differences(clr, found.clr)
        if changed:
            break_by(found.page, changed, "what is listed", after=answer)
        return
    other = posts.other_id(clr, answer)
    if other is not None and posts.listed(other) is not None:
        incomplete(f"the posted CLR is listed under another id, {other} (see CLR10-PST-016)")
    answer.broken(f"the posted CLR {clr['id']} is not in the list of its owner", expected="listed", actual="absent")


@pytest.fixture(scope="session")
def signed(target: ClrTarget) -> str:
    """A signed CLR that the target keeps, from its own list; taken back unchanged by the target."""
    if "signed" not in target.plan.claims:
        not_applicable("the plan does not claim signed")
    jws = target.posts.listed_jws()
    if jws is None:
        incomplete("the target lists no signed CLR whose signature it could verify again; put one into the account")
    return jws


def post_signed(target: ClrTarget, jws: str) -> Answer:
    return target.api.post_clr({"@context": CONTEXT, "signedClr": jws})


@requirement("CLR10-PST-013")
def test_signed_clr_is_kept_byte_for_byte(target: ClrTarget, signed: str) -> None:
    post_signed(target, signed).require(200, 201, 304)
    clr_id = str(payload(signed).get("id"))
    entry = target.posts.listed(clr_id)
    if entry is None:
        broken(f"the signed CLR {clr_id} is not in the list after its post", expected="listed", actual="absent")
    if entry.jws != signed:
        kind = "unsigned" if entry.jws is None else "in another serialization"
        broken(
            f"the signed CLR {clr_id} comes back {kind}", expected=f"{signed[:40]}…", actual=(entry.jws or "clrs")[:40]
        )


@requirement("CLR10-PST-014")
def test_broken_signature_is_refused(target: ClrTarget, signed: str) -> None:
    post_signed(target, signed).require(200, 201, 304)
    head, claims, signature = signed.split(".")
    flipped = ("A" if signature[9] != "A" else "B").join((signature[:9], signature[10:]))
    answer = post_signed(target, f"{head}.{claims}.{flipped}")
    if answer.status in (200, 201):
        post_signed(target, signed)  # the right one back in its place
    answer.expect(400, 403, why=f"a CLR with a broken signature was answered {answer.status}")


@requirement("CLR10-PST-015")
def test_clr_of_another_person_is_refused(posts: Posts, posted: dict[str, Any]) -> None:
    stranger = {"id": uuid.uuid4().urn, "type": "Profile", "name": "Somebody Else", "studentId": "self-check-0"}
    recipient = {"type": "id", "identity": stranger["id"], "hashed": False}
    assertions = [{**assertion, "id": uuid.uuid4().urn, "recipient": recipient} for assertion in posted["assertions"]]
    answer = posts.post(posts.new_clr(learner=stranger, assertions=assertions))
    answer.expect(400, 403, why=f"a CLR about another learner was answered {answer.status}")


@requirement("CLR10-PST-016")
def test_response_holds_the_clr_that_was_posted(first_post: tuple[dict[str, Any], Answer]) -> None:
    clr, answer = first_post
    document = answer.require(200, 201).object()
    kept = document.get("clr")
    seen = kept if isinstance(kept, dict) else payload(str(document.get("signedClr", "")))
    if seen.get("id") != clr["id"]:
        actual = str(seen.get("id"))
        answer.broken("the response holds another id", expected=clr["id"], actual=actual, pointer="/clr/id")
    changed = differences(clr, seen)
    if changed:
        break_by(answer, changed, "what the response holds", at="/clr" if seen is kept else "/signedClr")


@requirement("CLR10-PST-017")
def test_extra_member_never_comes_back(target: ClrTarget, provider: ProviderApi, posted: dict[str, Any]) -> None:
    extra = "selfcheck:extra"
    clr = target.posts.new_clr()
    answer = provider.post_clr(body(clr, **{extra: "not of the contract"}))
    if answer.status in (200, 201):
        target.cleanup.owes(clr["id"])
    answer.expect(200, 201, 400)
    if answer.status != 400 and extra in answer.object():
        answer.broken(
            "a member that the contract does not know comes back", expected="absent", actual=extra, pointer=f"/{extra}"
        )


@requirement("CLR10-EXT-008")
def test_extension_members_are_kept(posts: Posts) -> None:
    clr = posts.new_clr()
    clr["assertions"][0]["selfcheck:advisor"] = "T. Brandt"
    posts.post(clr).require(200, 201)
    entry = posts.listed(clr["id"])
    if entry is None:
        incomplete("the posted CLR is not in the list (see CLR10-PST-012)")
    kept = _advisor(entry.clr.get("assertions"))
    if kept != "T. Brandt":
        message = "an extension member of a posted assertion is lost"
        raise Doubtful(message, [Finding("", message, "T. Brandt", str(kept), "/assertions/0/selfcheck:advisor")])


def _advisor(assertions: Any) -> Any:
    first = assertions[0] if isinstance(assertions, list) and assertions else assertions
    return first.get("selfcheck:advisor") if isinstance(first, dict) else None
