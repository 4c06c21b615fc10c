"""PST: ``POST /clrs`` made wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, minor_is, refuse, when
from mock_provider.clr10.terms import CONTEXT
from mock_provider.oauth.faults._tools import any_scope, welcome_anybody
from mock_provider.signing import SignatureError, parse

POSTS = ("postClr",)


def _posted(request: Request) -> dict[str, Any]:
    """The unsigned CLR in a post; empty when there is none."""
    body = request.json
    clr = body.get("clr") if isinstance(body, dict) else None
    return clr if isinstance(clr, dict) else {}


def _as_created(answer: Response) -> None:
    answer.status = 200


def _bare(answer: Response) -> None:
    body = answer.json
    answer.json = {"@context": body["@context"], **body["clr"]}


def _without_context(answer: Response) -> None:
    body = answer.json
    del body["@context"]
    answer.json = body


def _replaced_as_new(answer: Response) -> None:
    answer.status = 201


def _conflict(answer: Response) -> None:
    refuse(answer, 409, "invalid_data", "there is such a CLR already")


def _bare_id(answer: Response) -> None:
    body = answer.json
    if "clr" in body:
        answer.json = {"@context": body["@context"], "id": body["clr"]["id"]}


def _one_form(request: Request) -> None:
    body = request.json
    if isinstance(body, dict) and {"clr", "signedClr"} <= body.keys():
        del body["signedClr"]
        request.json = body


def _is_empty(body: Any) -> bool:
    return isinstance(body, dict) and "@context" in body and not {"clr", "signedClr"} & body.keys()


def _no_form(answer: Response) -> None:
    """Take a post with nothing in it as if the last one had come again."""
    body = answer.request.json
    if answer.good:
        answer.own["last"] = (answer.status, list(answer.headers.raw), answer.body)
    elif _is_empty(body) and answer.status == 400 and "last" in answer.own:
        answer.status, answer.headers.raw[:], answer.body = answer.own["last"]


# data that are wrong


def _publisher_made_up(request: Request) -> None:
    """Put the last publisher in the place of one that is missing."""
    clr = _posted(request)
    if "publisher" in clr:
        request.own["publisher"] = clr["publisher"]
    elif clr and "publisher" in request.own:
        request.json = {**request.json, "clr": {**clr, "publisher": request.own["publisher"]}}


def _mended(name: str, wrong: type, right: Any) -> Callable[[Request], object]:
    """Put a value in the place of one of the wrong type."""

    def change(request: Request) -> None:
        clr = _posted(request)
        if isinstance(clr.get(name), wrong):
            request.json = {**request.json, "clr": {**clr, name: right}}

    return change


def _unprocessable(answer: Response) -> None:
    if _posted(answer.request) and answer.request.json.keys() == {"@context", "clr"}:
        refuse(answer, 422, "invalid_data", "the CLR is not valid")


def _not_json(answer: Response) -> None:
    if answer.request.json is None:
        refuse(answer, 500, "internal_server_error", "unexpected end of input")


# what is kept


def _as_draft(request: Request) -> None:
    clr = _posted(request)
    if clr.get("id"):
        request.json = {**request.json, "clr": {**clr, "revoked": True}}


def _draft_hidden(answer: Response) -> None:
    body = answer.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        body["clr"].pop("revoked", None)
        answer.json = body


def _signed_changed(change: Callable[[dict[str, Any], str], object]) -> Change:
    """Change a signed CLR in lists once it was posted."""

    def changed(answer: Response) -> None:
        posted: set[str] = answer.own.setdefault("posted", set())
        if answer.operation == "postClr":
            jws = answer.request.json.get("signedClr") if isinstance(answer.request.json, dict) else None
            if isinstance(jws, str) and answer.status in (200, 201, 304):
                posted.add(jws)
        elif answer.status == 200 and posted:
            body = answer.json
            for jws in [one for one in body["signedClrs"] if one in posted]:
                change(body, jws)
            answer.json = body

    return changed


def _instead(body: dict[str, Any], jws: str, other: str) -> None:
    body["signedClrs"][body["signedClrs"].index(jws)] = other


def _written_anew(body: dict[str, Any], jws: str) -> None:
    head, claims, signature = jws.split(".")
    text = json.dumps(_decoded(claims), sort_keys=True, separators=(",", ":")).encode()
    _instead(body, jws, f"{head}.{base64.urlsafe_b64encode(text).decode().rstrip('=')}.{signature}")


def _padded(body: dict[str, Any], jws: str) -> None:
    _instead(body, jws, jws + "=" * (-len(jws.rpartition(".")[2]) % 4 or 1))


def _unsigned(body: dict[str, Any], jws: str) -> None:
    body["signedClrs"].remove(jws)
    clr = _decoded(jws.split(".")[1])
    clr.pop("@context", None)
    body["clrs"].insert(0, clr)


def _decoded(part: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return value


def _can_be_read(jws: str) -> bool:
    try:
        return isinstance(parse(jws).payload, dict)
    except SignatureError:
        return False


def _any_signature(answer: Response) -> None:
    body = answer.request.json
    jws = body.get("signedClr") if isinstance(body, dict) else None
    refused = answer.status == 400 and b"signedClr: " in answer.body
    if isinstance(jws, str) and "clr" not in body and refused and _can_be_read(jws):
        answer.status = 200
        answer.json = {"@context": body["@context"], "signedClr": jws}


def _any_learner(answer: Response) -> None:
    clr = _posted(answer.request)
    if answer.good:
        answer.own["learner"] = clr.get("learner", {}).get("id")
    elif (
        answer.status == 403
        and b"another learner" in answer.body
        and answer.own.get("learner") not in (None, clr["learner"]["id"])
    ):
        answer.status = 201
        answer.json = {"@context": CONTEXT, "clr": clr}


def _other_id(answer: Response) -> None:
    body = answer.json
    if "clr" in body:
        body["clr"]["id"] = "urn:uuid:4b1c46f1-7f0e-4b5a-9d3a-0d1a5b0c7e21"
        answer.json = body


def _upper_id(answer: Response) -> None:
    body = answer.json
    if "clr" in body:
        body["clr"]["id"] += "/"
        answer.json = body


def _extra_taken(request: Request) -> None:
    body = request.json
    if isinstance(body, dict):
        request.scratch["extra"] = {name: body[name] for name in body if name not in ("@context", "clr", "signedClr")}
        if request.scratch["extra"]:
            request.json = {name: body[name] for name in body if name in ("@context", "clr", "signedClr")}


def _extra_back(answer: Response) -> None:
    if answer.good and answer.scratch.get("extra"):
        answer.json = {**answer.json, **answer.scratch["extra"]}


# another record than the one that was posted

Clr = dict[str, Any]


def _renamed(clr: Clr) -> Clr:
    return {**clr, "name": f"{clr.get('name', 'Record')} (imported)"}


def _without_assertions(clr: Clr) -> Clr:
    kept = not isinstance(clr.get("assertions"), list)
    return {name: value for name, value in clr.items() if kept or name != "assertions"}


def _columns_only(clr: Clr) -> Clr:
    """The assertions with the members alone that a table has columns for."""
    kept = ("id", "type", "achievement", "verification")
    assertions = clr.get("assertions")
    if not isinstance(assertions, list):
        return clr
    rows = [
        {name: value for name, value in entry.items() if name in kept} if isinstance(entry, dict) else entry
        for entry in assertions
    ]
    return {**clr, "assertions": rows}


def _answered_as(change: Callable[[Clr], Clr]) -> Change:
    """Answer another record than the one that was posted and is kept."""

    def changed(answer: Response) -> None:
        body = answer.json
        if answer.status in (200, 201) and isinstance(body, dict) and isinstance(body.get("clr"), dict):
            answer.json = {**body, "clr": change(body["clr"])}

    return changed


def _kept_as(change: Callable[[Clr], Clr]) -> Callable[[Request], object]:
    """Keep another record than the one that was posted; ``_as_posted`` answers what was."""

    def changed(request: Request) -> None:
        clr = _posted(request)
        if clr:
            request.scratch["posted"] = clr
            request.json = {**request.json, "clr": change(clr)}

    return changed


def _as_posted(answer: Response) -> None:
    body = answer.json
    if answer.status in (200, 201) and isinstance(body, dict) and "posted" in answer.scratch:
        answer.json = {**body, "clr": answer.scratch["posted"]}


def _other_record(
    name: str,
    title: str,
    how: str,
    change: Callable[[Clr], Clr],
    *,
    kept: bool,
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A record that is answered (PST-016) or kept and listed (PST-012) otherwise than it was posted."""
    return Fault(
        id=f"pst-{name}",
        title=title,
        how=how,
        breaks=("CLR10-PST-012" if kept else "CLR10-PST-016",),
        consequences=consequences or {},
        operations=POSTS,
        on_request=_kept_as(change) if kept else None,
        on_response=_as_posted if kept else _answered_as(change),
    )


FAULTS = (
    Fault(
        id="pst-new-200",
        title="A new CLR is answered 200",
        how="One status is used for all posts that go well.\nNew and replaced cannot be told apart.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=when(201, change=_as_created),
    ),
    Fault(
        id="pst-new-bare-clr",
        title="The answer to a new CLR is the CLR itself",
        how="The handler returns what it has stored.\nThe payload around it is missing.",
        breaks=("CLR10-PST-001",),
        consequences={"CLR10-PST-016": "the id is not where the payload has it"},
        operations=POSTS,
        on_response=when(201, change=_bare),
    ),
    Fault(
        id="pst-new-without-context",
        title="The answer to a new CLR has no @context",
        how="The payload is built from its parts.\n@context was forgotten.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=when(201, change=_without_context),
    ),
    Fault(
        id="pst-replaced-201",
        title="A CLR that is replaced is answered 201",
        how="Replacing is deleting and creating in this storage.\nThe status tells of the creation.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_replaced_as_new),
    ),
    Fault(
        id="pst-replaced-409",
        title="A CLR that exists cannot be replaced: 409",
        how="Ids are unique in the storage, and a second post is a conflict.\nReplacing was not built.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_conflict),
    ),
    Fault(
        id="pst-replaced-id-only",
        title="The answer to a replaced CLR holds its id only",
        how="The whole CLR was thought to be too large to send back.\nThe class of the body asks for it.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_bare_id),
    ),
    Fault(
        id="pst-any-scope",
        title="Any access token may post CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-PST-003",),
        consequences={
            "CLR10-BRR-005": "a token with readonly only writes",
            "CLR10-BRR-007": "a token with delete only writes",
        },
        operations=POSTS,
        on_request=any_scope,
    ),
    Fault(
        id="pst-no-token",
        title="A CLR can be posted without an access token",
        how="The route was left open for the importer of the old system.\nIt never left again.",
        breaks=("CLR10-PST-004",),
        operations=POSTS,
        on_request=welcome_anybody,
    ),
    Fault(
        id="pst-no-token-400",
        title="A post without access token is answered 400",
        how="The missing header is found by the validator of parameters.\nThat one says 400.",
        breaks=("CLR10-PST-004",),
        operations=POSTS,
        on_response=lambda answer: (
            refuse(answer, 400, "invalid_data")
            if answer.status == 401 and "authorization" not in answer.request.headers
            else None
        ),
    ),
    Fault(
        id="pst-both-forms",
        title="Of a body with clr and signedClr, clr is taken",
        how="The handler looks for clr first.\nWhat else is there is not looked at.",
        breaks=("CLR10-PST-006",),
        operations=POSTS,
        on_request=_one_form,
    ),
    Fault(
        id="pst-no-form",
        title="A body with neither clr nor signedClr is taken",
        how="Both members are optional in the class.\nThat one of them has to be there was not checked.",
        breaks=("CLR10-PST-007",),
        operations=POSTS,
        on_response=_no_form,
    ),
    Fault(
        id="pst-publisher-made-up",
        title="A CLR without publisher is taken, with one of the provider's own",
        how="The provider puts itself in the place of a publisher that is missing.\nThe schema wants it to be there.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_publisher_made_up,
    ),
    Fault(
        id="pst-date-as-number",
        title="issuedOn as a number is taken",
        how="The parser of dates takes numbers for milliseconds.\nThe schema is not applied.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_mended("issuedOn", int, "2021-06-30T00:00:00Z"),
    ),
    Fault(
        id="pst-object-as-array",
        title="assertions as an object are taken",
        how="The JSON library takes a single value for an array of one.\nThat is a setting of it.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_request=_mended("assertions", dict, []),
    ),
    Fault(
        id="pst-422",
        title="A CLR that breaks the schema is answered 422",
        how="The framework answers what it cannot validate with 422.\nNobody changed that.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        on_response=when(400, change=_unprocessable),
    ),
    Fault(
        id="pst-no-json-500",
        title="A body that is no JSON ends in a 500",
        how="The body is parsed before anything is caught.\nA client's mistake looks like the provider's.",
        breaks=("CLR10-PST-008",),
        operations=POSTS,
        touches=AVAILABILITY,
        on_response=when(400, change=_not_json),
    ),
    Fault(
        id="pst-400-other-code",
        title="The 400 of an invalid CLR says unknown",
        how="The validator's exception has no code.\nThe handler says unknown.",
        breaks=("CLR10-PST-009",),
        operations=POSTS,
        on_response=when(400, change=minor_is("unknown")),
    ),
    Fault(
        id="pst-posted-as-draft",
        title="A posted CLR is kept as a draft that no list shows",
        how="What comes in waits until somebody in the registry approves.\nThe client is told that it is there.",
        breaks=("CLR10-PST-012",),
        operations=POSTS,
        on_request=_as_draft,
        on_response=_draft_hidden,
    ),
    Fault(
        id="pst-signed-written-anew",
        title="A signed CLR comes back with its payload written anew",
        how="The payload is stored as JSON, and the JWS is put together from it.\nThe signature no longer fits.",
        breaks=("CLR10-PST-013",),
        operations=("postClr", "getClrs"),
        on_response=_signed_changed(_written_anew),
    ),
    Fault(
        id="pst-signed-padded",
        title="A signed CLR comes back with Base64 padding",
        how="The signature goes through the library's Base64 once more.\nThat one pads.",
        breaks=("CLR10-PST-013",),
        consequences={"CLR10-JWS-001": "with padding it is no compact JWS"},
        operations=("postClr", "getClrs"),
        on_response=_signed_changed(_padded),
    ),
    Fault(
        id="pst-signed-as-unsigned",
        title="A signed CLR comes back unsigned",
        how="Only the payload of the JWS is stored.\nThe proof is thrown away.",
        breaks=("CLR10-PST-013",),
        consequences={"CLR10-CON-014": "what says Signed is listed without a signature"},
        operations=("postClr", "getClrs"),
        on_response=_signed_changed(_unsigned),
    ),
    Fault(
        id="pst-signature-not-verified",
        title="A signed CLR with a broken signature is taken",
        how="The JWS is decoded, not verified.\nVerifying was left to those who read it.",
        breaks=("CLR10-PST-014",),
        operations=POSTS,
        on_response=_any_signature,
    ),
    Fault(
        id="pst-clr-of-anybody",
        title="A CLR about another learner is taken",
        how="The owner of the token is not compared with the learner.\nWhoever may post may post about all.",
        breaks=("CLR10-PST-015",),
        operations=POSTS,
        on_response=_any_learner,
    ),
    Fault(
        id="pst-id-of-its-own",
        title="The answer to a post has an id that the provider made",
        how="The storage gives every row an id of its own.\nThat one is sent back.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=when(201, change=_other_id),
    ),
    Fault(
        id="pst-id-normalised",
        title="The answer to a post has the id with a slash behind it",
        how="Ids are normalised as URLs when they are stored.\nAs strings they are no longer equal.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=when(201, change=_upper_id),
    ),
    Fault(
        id="pst-extra-member-back",
        title="A root member that the contract does not know comes back",
        how="The posted object is stored and returned as it is.\nThe class is closed.",
        breaks=("CLR10-PST-017",),
        operations=POSTS,
        on_request=_extra_taken,
        on_response=_extra_back,
    ),
    _other_record(
        "answer-renamed",
        "The answer to a post holds another name than was posted",
        "Imported records are marked in their names.\nThe publisher reads of a record that it never sent.",
        _renamed,
        kept=False,
    ),
    _other_record(
        "answer-without-assertions",
        "The answer to a post holds no assertions",
        "The list of assertions is loaded only when somebody asks for it.\nNobody asked before the answer was written.",
        _without_assertions,
        kept=False,
    ),
    _other_record(
        "kept-renamed",
        "A posted CLR is kept and listed under another name",
        "Imported records are marked in their names.\nThe answer is made of the request, not of what was kept.",
        _renamed,
        kept=True,
        consequences={"CLR10-GCL-006": "the CLR that is fetched has the other name too"},
    ),
    _other_record(
        "kept-without-assertions",
        "A posted CLR is kept and listed without its assertions",
        "Assertions go into a table of their own, in a second step.\nThat step fails, and nobody notices.",
        _without_assertions,
        kept=True,
        consequences={"CLR10-EXT-008": "an extension member of an assertion goes with it"},
    ),
    _other_record(
        "kept-in-columns",
        "A posted CLR is kept and listed with the achievements of its assertions, and nothing else of them",
        "The table of assertions has columns for the members that the portal shows.\nEverything else is dropped.",
        _columns_only,
        kept=True,
        consequences={
            "CLR10-EXT-008": "there is no column for extension members",
            "CLR10-HST-007": "the hosted assertion has the columns alone too",
        },
    ),
)
