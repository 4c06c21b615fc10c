"""GCL: ``GET /clrs/{sourcedId}`` made wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, edited, page, refuse, refusing, when
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults._access import as_the_owner, welcome_anybody
from mock_provider.oauth.faults._requests import any_scope

library = Library()

ONE = ("getClr",)

library.add(
    Fault(
        id="gcl-without-context",
        title="A CLR has no @context",
        how="The CLR is taken out of the set as it is.\nInside of a set it has no @context.",
        breaks=("CLR10-GCL-001",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=ONE,
        on_response=when(200, change=edited(lambda body: body.pop("@context"))),
    )
)

library.add(
    Fault(
        id="gcl-open",
        title="A CLR has members of the storage in addition to its own",
        how="The row of the database is served with all of its columns.\nThe class is closed.",
        breaks=("CLR10-GCL-001",),
        consequences={
            "CLR10-EXT-004": "closed classes are its row",
            "CLR10-CON-012": "the member is an extension",
        },
        operations=ONE,
        on_response=when(200, change=edited(lambda body: body.update(createdBy="import"))),
    )
)

library.add(
    Fault(
        id="gcl-206",
        title="A CLR is answered 206",
        how="The download handler for files is used, which knows ranges.\nIt says 206 without being asked.",
        breaks=("CLR10-GCL-001",),
        consequences={"CLR10-GCL-009": "no CLR is answered 200"},
        operations=ONE,
        on_response=when(200, change=lambda response: setattr(response, "status", 206)),
    )
)

library.add(
    Fault(
        id="gcl-no-token",
        title="A CLR is served without an access token",
        how="The URL of a CLR was thought to be secret enough.\nIt stands in every list and every report.",
        breaks=("CLR10-GCL-002",),
        operations=ONE,
        on_request=welcome_anybody,
    )
)

library.add(
    Fault(
        id="gcl-any-scope",
        title="Any access token may read a CLR, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-GCL-002",),
        consequences={
            "CLR10-BRR-006": "a token with replace only reads",
            "CLR10-BRR-007": "a token with delete only reads",
        },
        operations=ONE,
        on_request=any_scope,
    )
)

library.add(
    Fault(
        id="gcl-unknown-400",
        title="An unknown id is answered 400",
        how="What cannot be found is a wrong parameter.\nClients take their request for malformed.",
        breaks=("CLR10-GCL-003",),
        consequences={"CLR10-DEL-007": "what was deleted is unknown from then on"},
        operations=ONE,
        on_response=refusing(400, "invalid_data", instead_of=404),
    )
)

library.add(
    Fault(
        id="gcl-unknown-403",
        title="An unknown id is answered 403",
        how="Strangers should not learn whether something exists.\nSo all that cannot be read is a 403.",
        breaks=("CLR10-GCL-003",),
        consequences={"CLR10-DEL-007": "what was deleted is unknown from then on"},
        operations=ONE,
        on_response=refusing(403, "forbidden", instead_of=404),
    )
)

library.add(
    Fault(
        id="gcl-unknown-page",
        title="An unknown id is answered with an HTML page",
        how="The portal's own 404 page goes out for all that is not found.\nIt is friendly, and no status object.",
        breaks=("CLR10-GCL-003", "CLR10-API-013"),
        operations=ONE,
        on_response=when(404, change=page),
    )
)

library.add(
    Fault(
        id="gcl-revoked-404",
        title="A revoked CLR is answered 404",
        how="Revoking deletes the CLR.\nThat it was there once, nobody can learn.",
        breaks=("CLR10-GCL-004",),
        operations=ONE,
        on_response=refusing(404, "unknown", instead_of=410),
    )
)


def _serve_revoked_as_valid(response: Response) -> None:
    """Serve a revoked CLR with what a listed one holds."""
    if response.operation == "getClrs" and response.status == 200:
        plain = (clr for clr in response.json["clrs"] if "verification" in clr and "endorsements" not in clr)
        response.own.setdefault("clr", next(plain, None))
    elif response.operation == "getClr" and response.status == 410 and response.own.get("clr"):
        clr = {**response.own["clr"], "id": response.request.url}
        response.status = 200
        response.json = {"@context": FACTS.context_url, **clr}


library.add(
    Fault(
        id="gcl-revoked-as-valid",
        title="A revoked CLR is served as if it were valid",
        how="Revocation is noted in the list of the publisher only.\nThe document stays as it was.",
        breaks=("CLR10-GCL-004",),
        operations=(*ONE, "getClrs"),
        on_response=_serve_revoked_as_valid,
    )
)


def _serve_first_version(response: Response) -> None:
    if response.status == 200:
        response.body = response.own.setdefault(response.request.path, response.body)


library.add(
    Fault(
        id="gcl-first-version",
        title="The first version of a CLR is served for ever",
        how="A cache in front of the API keeps documents for a day.\nReplacing a CLR does not empty it.",
        breaks=("CLR10-GCL-006",),
        operations=ONE,
        on_response=when(200, change=_serve_first_version),
    )
)


def _rewrite_id(change: Callable[[str], str]) -> Change:
    """Change the id of CLRs that nothing in them speaks of."""

    def changed(body: dict[str, Any]) -> None:
        if "endorsements" not in body:
            body["id"] = change(body["id"])

    return when(200, change=edited(changed))


library.add(
    Fault(
        id="gcl-id-other-host",
        title="The id in the answer has the internal host name",
        how="The document is built with the host that the application sees.\nThe proxy in front has another name.",
        breaks=("CLR10-GCL-007",),
        consequences={"CLR10-VER-004": "the publisher says where its ids are"},
        operations=ONE,
        on_response=_rewrite_id(lambda one: one.replace("127.0.0.1", "clr.internal")),
    )
)

library.add(
    Fault(
        id="gcl-id-upper-case",
        title="The id in the answer is in upper case",
        how="Ids are kept in upper case, and compared without minding it.\nAs strings the two URLs differ.",
        breaks=("CLR10-GCL-007",),
        operations=ONE,
        on_response=_rewrite_id(
            lambda one: "/clrs/".join((one.rpartition("/clrs/")[0], one.rpartition("/clrs/")[2].upper()))
        ),
    )
)

library.add(
    Fault(
        id="gcl-id-bare",
        title="The id in the answer is not the URL",
        how="The id of the storage is used as a URN.\nThe URL stands in the list only.",
        breaks=("CLR10-GCL-007",),
        consequences={
            "CLR10-CLR-006": "a hosted CLR needs a URL as its id",
            "CLR10-VER-004": "the publisher says where its ids are",
        },
        operations=ONE,
        on_response=_rewrite_id(lambda one: "urn:clr:" + one.rpartition("/")[2]),
    )
)

library.add(
    Fault(
        id="gcl-of-another-user",
        title="A CLR of one user is served to another",
        how="The id is looked up without the owner.\nThe query does not know who asks.",
        breaks=("CLR10-GCL-008",),
        operations=ONE,
        on_request=as_the_owner,
    )
)


def _refuse_old_clrs(response: Response) -> None:
    if response.json["issuedOn"] < "2024":
        refuse(response, 404, "unknown", "there is no such CLR")


library.add(
    Fault(
        id="gcl-old-ones-404",
        title="Older CLRs are listed, but not served at their ids",
        how="The list is complete, but documents were moved to an archive.\nTheir URLs lead nowhere.",
        breaks=("CLR10-GCL-009",),
        operations=ONE,
        on_response=when(200, change=_refuse_old_clrs),
    )
)

FAULTS = library.faults
