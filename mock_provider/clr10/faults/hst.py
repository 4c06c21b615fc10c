"""HST: the four public item reads made wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, edited, page, refuse, refusing, when

ITEMS = ("getAssertion", "getEndorsement", "getKey", "getRevocationList")
ASSERTIONS, ENDORSEMENTS, KEYS, LISTS = ((name,) for name in ITEMS)
_MOST_HOPS = 8


def _to_login(answer: Response) -> None:
    if "authorization" not in answer.request.headers:
        refuse(answer, 401, "unauthorizedrequest", "an access token is needed")
        answer.headers["www-authenticate"] = "Bearer"


def _forbidden(answer: Response) -> None:
    if "authorization" not in answer.request.headers:
        refuse(answer, 403, "forbidden", "only verifiers that are registered may read keys")


def _first_version(answer: Response) -> None:
    """Serve each item for ever as it was read first."""
    if answer.status == 200:
        answer.body = answer.memory.setdefault(answer.request.path, answer.body)


def _pem(answer: Response) -> None:
    answer.body = answer.json["publicKeyPem"].encode()
    answer.headers["content-type"] = "application/x-pem-file"


def _id(change: Callable[[str], str]) -> Callable[[Response], object]:
    def changed(body: dict[str, Any]) -> None:
        body["id"] = change(body["id"])

    return when(200, change=edited(changed))


def _not_revoked(answer: Response) -> None:
    """Serve a revoked assertion with what another one holds."""
    body = answer.json
    if not body.get("revoked"):
        answer.memory.setdefault("other", body)
    elif "other" in answer.memory:
        answer.json = {**answer.memory["other"], "id": body["id"]}


def _revoked_is_404(answer: Response) -> None:
    if answer.json.get("revoked"):
        refuse(answer, 404, "unknown", "there is no such assertion")


def _around(answer: Response) -> None:
    """Send the client from one place to the next, and back to the first."""
    answer.status = 302
    answer.headers["location"] = f"{answer.request.path}?hop={int(answer.request.query.get('hop', '0') or 0) % 2 + 1}"
    answer.body = b""


def _many_hops(answer: Response) -> None:
    hop = int(answer.request.query.get("hop", "0") or 0)
    if hop < _MOST_HOPS:
        answer.status, answer.body = 302, b""
        answer.headers["location"] = f"{answer.request.path}?hop={hop + 1}"


def _one_key(request: Request) -> None:
    """Find the key that was read first under every id."""
    request.path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}$", "/" + request.memory.get("name", ""), request.path)


def _remember_name(answer: Response) -> None:
    if answer.status == 200:
        answer.memory.setdefault("name", answer.request.path.rpartition("/")[2])


FAULTS = (
    Fault(
        id="hst-assertion-404",
        title="Hosted assertions are not served at their URLs",
        how="Assertions are shown by the portal, under other addresses.\nThe ids in the documents lead nowhere.",
        breaks=("CLR10-HST-001",),
        consequences={
            "CLR10-ASR-006": "an id that is not served does not resolve",
            "CLR10-HST-009": "a revoked one is not served either",
            "CLR10-HST-011": "there is no document at the end",
        },
        operations=ASSERTIONS,
        on_response=refusing(404, "unknown", instead_of=200),
    ),
    Fault(
        id="hst-assertion-without-context",
        title="A hosted assertion has no @context",
        how="The assertion is taken out of its CLR as it is.\nInside of a CLR it has no @context.",
        breaks=("CLR10-HST-001",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=ASSERTIONS,
        on_response=when(200, change=edited(lambda body: body.pop("@context"))),
    ),
    Fault(
        id="hst-endorsement-404",
        title="Hosted endorsements are not served at their URLs",
        how="Endorsements are only ever read inside of a CLR.\nThe read of a single one was not built.",
        breaks=("CLR10-HST-002",),
        operations=ENDORSEMENTS,
        on_response=refusing(404, "unknown", instead_of=200),
    ),
    Fault(
        id="hst-endorsement-without-context",
        title="A hosted endorsement has no @context",
        how="The endorsement is taken out of its CLR as it is.\nInside of a CLR it has no @context.",
        breaks=("CLR10-HST-002",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=ENDORSEMENTS,
        on_response=when(200, change=edited(lambda body: body.pop("@context"))),
    ),
    Fault(
        id="hst-key-404",
        title="Keys are not served at their URLs",
        how="The key was thought to be known to those who verify.\nIts URL leads nowhere.",
        breaks=("CLR10-HST-003",),
        operations=KEYS,
        on_response=refusing(404, "unknown", instead_of=200),
        consequences={"CLR10-KEY-005": "a key that is not served is not returned by its id"},
    ),
    Fault(
        id="hst-key-pem",
        title="A key is served as a PEM file",
        how="The file of the key was put on the web server.\nThe contract wants a JSON document around it.",
        breaks=("CLR10-HST-003",),
        consequences={
            "CLR10-KEY-005": "what is served is not the key with its id",
            "CLR10-API-008": "a PEM file is no JSON-LD",
            "CLR10-HST-008": "a PEM file has no id",
        },
        operations=KEYS,
        on_response=when(200, change=_pem),
    ),
    Fault(
        id="hst-revocation-list-404",
        title="Revocation lists are not served at their URLs",
        how="Nothing was ever revoked, so nobody made a list.\nVerifiers cannot tell that from a failure.",
        breaks=("CLR10-HST-004",),
        operations=LISTS,
        on_response=refusing(404, "unknown", instead_of=200),
    ),
    Fault(
        id="hst-revocation-list-503",
        title="Revocation lists are answered 503",
        how="The list is made anew for each request, which takes too long.\nThe gateway gives up.",
        breaks=("CLR10-HST-004",),
        operations=LISTS,
        touches=AVAILABILITY,
        on_response=refusing(503, "server_busy", instead_of=200),
    ),
    Fault(
        id="hst-assertion-needs-token",
        title="Hosted assertions ask for an access token",
        how="The whole base path is behind the gateway's token check.\nVerifiers have no token.",
        breaks=("CLR10-HST-005",),
        consequences=dict.fromkeys(
            ("CLR10-HST-001", "CLR10-HST-006", "CLR10-HST-009", "CLR10-HST-011"), "assertions are read without a token"
        ),
        operations=ASSERTIONS,
        on_response=_to_login,
    ),
    Fault(
        id="hst-key-forbidden",
        title="Keys are answered 403",
        how="Whoever verifies has to be on a list of addresses.\nThe standard makes keys public.",
        breaks=("CLR10-HST-005",),
        consequences=dict.fromkeys(("CLR10-HST-003", "CLR10-HST-006"), "keys are read without a token"),
        operations=KEYS,
        on_response=_forbidden,
    ),
    Fault(
        id="hst-unknown-400",
        title="An unknown endorsement is answered 400",
        how="What cannot be found is a wrong parameter.\nClients take their request for malformed.",
        breaks=("CLR10-HST-006",),
        operations=ENDORSEMENTS,
        on_response=refusing(400, "invalid_data", instead_of=404),
    ),
    Fault(
        id="hst-unknown-key-served",
        title="Under any unknown id the key of the house is served",
        how="There is only one key.\nThe last path segment is not looked at.",
        breaks=("CLR10-HST-006",),
        operations=KEYS,
        on_request=_one_key,
        on_response=_remember_name,
    ),
    Fault(
        id="hst-unknown-page",
        title="An unknown assertion is answered with the portal's page",
        how="The portal's own 404 page goes out for all that is not found.\nIt is friendly, and no status object.",
        breaks=("CLR10-HST-006", "CLR10-API-013"),
        consequences={"CLR10-API-021": "a malformed id is not found either"},
        operations=ASSERTIONS,
        on_response=when(404, change=page),
    ),
    Fault(
        id="hst-first-version",
        title="The first version of a hosted assertion is served for ever",
        how="A cache in front of the API keeps items for a day.\nA change does not empty it.",
        breaks=("CLR10-HST-007",),
        operations=ASSERTIONS,
        on_response=when(200, change=_first_version),
    ),
    Fault(
        id="hst-id-other-host",
        title="The id in a hosted assertion has the internal host name",
        how="The document is built with the host that the application sees.\nThe proxy in front has another name.",
        breaks=("CLR10-HST-008",),
        consequences={
            "CLR10-VER-004": "the issuer says where its ids are",
            "CLR10-ASR-006": "what is served has another id",
        },
        operations=ASSERTIONS,
        on_response=_id(lambda one: one.replace("127.0.0.1", "clr.internal")),
    ),
    Fault(
        id="hst-key-id-fragment",
        title="The id in a key document has a fragment behind the URL",
        how="The key was part of the profile's document once.\nIts id was not changed when it got one of its own.",
        breaks=("CLR10-HST-008",),
        operations=KEYS,
        on_response=_id(lambda one: one + "#main"),
        consequences={"CLR10-KEY-005": "the key that is served has another id"},
    ),
    Fault(
        id="hst-list-id-bare",
        title="The id in a revocation list is a URN",
        how="The list has an id in the storage.\nThat one was used instead of its URL.",
        breaks=("CLR10-HST-008",),
        operations=LISTS,
        on_response=_id(lambda _: "urn:uuid:d3c2e1a0-5d41-4a8e-9f59-4a9b8f1d2e3c"),
        consequences={"CLR10-RVL-005": "the list that is served has another id"},
    ),
    Fault(
        id="hst-revoked-as-valid",
        title="A revoked assertion is served as if it were valid",
        how="Revocation is noted in the issuer's list only.\nThe hosted document stays as it was.",
        breaks=("CLR10-HST-009",),
        operations=ASSERTIONS,
        on_response=when(200, change=_not_revoked),
    ),
    Fault(
        id="hst-revoked-404",
        title="A revoked assertion is answered 404",
        how="Revoking deletes the assertion.\nThat it was there once, nobody can learn.",
        breaks=("CLR10-HST-009",),
        operations=ASSERTIONS,
        on_response=when(200, change=_revoked_is_404),
        consequences={"CLR10-ASR-006": "an id that is not served does not resolve"},
    ),
    Fault(
        id="hst-redirects-in-circles",
        title="The redirects of a hosted assertion go in circles",
        how="One rule redirects to the new address, another one back.\nBrowsers show an error, verifiers give up.",
        breaks=("CLR10-HST-011",),
        operations=ASSERTIONS,
        on_response=when(200, change=_around),
    ),
    Fault(
        id="hst-redirects-without-end",
        title="A hosted assertion is behind eight redirects",
        how="Every move of the service left a redirect behind.\nVerifiers stop at five.",
        breaks=("CLR10-HST-011",),
        operations=ASSERTIONS,
        on_response=when(200, change=_many_hops),
    ),
)
