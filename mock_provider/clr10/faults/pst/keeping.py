"""What is taken and kept, and what comes back of it: drafts, signatures, learners, ids, extra members."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.memory import Recent
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, when
from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import decoded, encoded
from mock_provider.clr10.faults.pst._common import POSTS, posted_clr
from mock_provider.signing import SignatureError, parse

library = Library()


def _keep_as_draft(request: Request) -> None:
    clr = posted_clr(request)
    if clr.get("id"):
        request.json = {**request.json, "clr": {**clr, "revoked": True}}


def _hide_draft(response: Response) -> None:
    body = response.json
    if isinstance(body, dict) and isinstance(body.get("clr"), dict):
        body["clr"].pop("revoked", None)
        response.json = body


library.add(
    Fault(
        id="pst-posted-as-draft",
        title="A posted CLR is kept as a draft that no list shows",
        how="What comes in waits until somebody in the registry approves.\nThe answer says that it is there.",
        breaks=("CLR10-PST-012",),
        operations=POSTS,
        on_request=_keep_as_draft,
        on_response=_hide_draft,
    )
)


def _change_listed_jws(change: Callable[[dict[str, Any], str], object]) -> Change:
    """Change a signed CLR in lists once it was posted."""

    def changed(response: Response) -> None:
        posted: Recent[bool] = response.own.setdefault("posted", Recent())
        if response.operation == "postClr":
            jws = response.request.json.get("signedClr") if isinstance(response.request.json, dict) else None
            if isinstance(jws, str) and response.status in (200, 201, 304):
                posted[jws] = True
        elif response.status == 200 and posted:
            body = response.json
            for jws in [one for one in body["signedClrs"] if one in posted]:
                change(body, jws)
            response.json = body

    return changed


def _put_instead(body: dict[str, Any], jws: str, other: str) -> None:
    """List another text where the JWS stands."""
    body["signedClrs"][body["signedClrs"].index(jws)] = other


def _write_payload_anew(body: dict[str, Any], jws: str) -> None:
    head, claims, signature = jws.split(".")
    text = json.dumps(decoded(claims), sort_keys=True, separators=(",", ":")).encode()
    _put_instead(body, jws, f"{head}.{encoded(text)}.{signature}")


library.add(
    Fault(
        id="pst-signed-written-anew",
        title="A signed CLR comes back with its payload written anew",
        how="The payload is stored as JSON, and the JWS is put together from it.\nThe signature no longer fits.",
        breaks=("CLR10-PST-013",),
        operations=("postClr", "getClrs"),
        on_response=_change_listed_jws(_write_payload_anew),
    )
)


def _pad(body: dict[str, Any], jws: str) -> None:
    # Where the length needs no padding there is some all the same: the fault has to show in every JWS.
    _put_instead(body, jws, jws + "=" * (-len(jws.rpartition(".")[2]) % 4 or 1))


library.add(
    Fault(
        id="pst-signed-padded",
        title="A signed CLR comes back with Base64 padding",
        how="The signature goes through the library's Base64 once more.\nThat one pads.",
        breaks=("CLR10-PST-013",),
        consequences={"CLR10-JWS-001": "with padding it is not a compact JWS"},
        operations=("postClr", "getClrs"),
        on_response=_change_listed_jws(_pad),
    )
)


def _list_unsigned(body: dict[str, Any], jws: str) -> None:
    body["signedClrs"].remove(jws)
    clr = decoded(jws.split(".")[1])
    clr.pop("@context", None)
    body["clrs"].insert(0, clr)


library.add(
    Fault(
        id="pst-signed-as-unsigned",
        title="A signed CLR comes back unsigned",
        how="Only the payload of the JWS is stored.\nThe proof is thrown away.",
        breaks=("CLR10-PST-013",),
        consequences={"CLR10-CON-014": "what says Signed is listed without a signature"},
        operations=("postClr", "getClrs"),
        on_response=_change_listed_jws(_list_unsigned),
    )
)


def _can_be_read(jws: str) -> bool:
    try:
        return isinstance(parse(jws).payload, dict)
    except SignatureError:
        return False


def _take_any_signature(response: Response) -> None:
    body = response.request.json
    jws = body.get("signedClr") if isinstance(body, dict) else None
    # The description of a 400 of the mock begins with the member that is wrong: any other refusal stays.
    refused = response.status == 400 and b"signedClr: " in response.body
    if isinstance(jws, str) and "clr" not in body and refused and _can_be_read(jws):
        response.status = 200
        response.json = {"@context": body["@context"], "signedClr": jws}


library.add(
    Fault(
        id="pst-signature-not-verified",
        title="A signed CLR with a broken signature is taken",
        how="The JWS is decoded, not verified.\nVerifying was left to those who read it.",
        breaks=("CLR10-PST-014",),
        operations=POSTS,
        on_response=_take_any_signature,
    )
)


def _take_any_learner(response: Response) -> None:
    clr = posted_clr(response.request)
    if response.good:
        response.own["learner"] = clr.get("learner", {}).get("id")
    elif (
        response.status == 403
        and b"another learner" in response.body
        and response.own.get("learner") not in (None, clr["learner"]["id"])
    ):
        response.status = 201
        response.json = {"@context": FACTS.context_url, "clr": clr}


library.add(
    Fault(
        id="pst-clr-of-anybody",
        title="A CLR about another learner is taken",
        how="The owner of the token is not compared with the learner.\nWhoever may post may post about all.",
        breaks=("CLR10-PST-015",),
        operations=POSTS,
        on_response=_take_any_learner,
    )
)


def _answer_other_id(response: Response) -> None:
    body = response.json
    if "clr" in body:
        body["clr"]["id"] = "urn:uuid:4b1c46f1-7f0e-4b5a-9d3a-0d1a5b0c7e21"
        response.json = body


library.add(
    Fault(
        id="pst-id-of-its-own",
        title="The answer to a post has an id that the provider made",
        how="The storage gives every row an id of its own.\nThat one is sent back.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=when(201, change=_answer_other_id),
    )
)


def _append_slash_to_id(response: Response) -> None:
    body = response.json
    if "clr" in body:
        body["clr"]["id"] += "/"
        response.json = body


library.add(
    Fault(
        id="pst-id-normalised",
        title="The answer to a post has the id with a slash behind it",
        how="Ids are normalised as URLs when they are stored.\nAs strings they are no longer equal.",
        breaks=("CLR10-PST-016",),
        operations=POSTS,
        on_response=when(201, change=_append_slash_to_id),
    )
)


def _set_extra_aside(request: Request) -> None:
    body = request.json
    if isinstance(body, dict):
        request.scratch["extra"] = {name: body[name] for name in body if name not in ("@context", "clr", "signedClr")}
        if request.scratch["extra"]:
            request.json = {name: body[name] for name in body if name in ("@context", "clr", "signedClr")}


def _answer_with_extra(response: Response) -> None:
    if response.good and response.scratch.get("extra"):
        response.json = {**response.json, **response.scratch["extra"]}


library.add(
    Fault(
        id="pst-extra-member-back",
        title="A root member that the contract does not know comes back",
        how="The posted object is stored and returned as it is.\nThe class is closed.",
        breaks=("CLR10-PST-017",),
        operations=POSTS,
        on_request=_set_extra_aside,
        on_response=_answer_with_extra,
    )
)

FAULTS = library.faults
