"""Which operations a scope opens."""

from __future__ import annotations

from collections.abc import Mapping

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse
from mock_provider.clr10.operations import PROTECTED
from mock_provider.oauth.faults._requests import RequestChange, any_scope, scopes_of

library = Library()
READS = ("getClrs", "getClr")


def _lending(allowed: Mapping[str, tuple[str, ...]]) -> RequestChange:
    """Lend a token the scope that it lacks where one of its own is taken for it.

    ``allowed`` tells for a scope that is held for which operations it is taken.
    """

    def change(request: Request) -> None:
        held, needed = scopes_of(request), request.facts.operations[request.operation].scope
        if needed not in held and any(request.operation in allowed.get(scope, ()) for scope in held):
            any_scope(request)
            request.scratch["lent"] = True

    return change


_SAME_DEMAND = "the same demand on the scope, reported for this operation"


library.add(
    Fault(
        id="brr-readers-post",
        title="A token with readonly can post",
        how="The handler asks for a token, not for its scope.\nThe scopes are on the consent page only.",
        breaks=("CLR10-BRR-005",),
        consequences={"CLR10-PST-003": _SAME_DEMAND},
        operations=PROTECTED,
        on_request=_lending({"readonly": ("postClr",)}),
    )
)


library.add(
    Fault(
        id="brr-readers-delete",
        title="A token with readonly can delete",
        how="The scope is checked for posts.\nDELETE came later.",
        breaks=("CLR10-BRR-005",),
        consequences={"CLR10-DEL-002": _SAME_DEMAND},
        operations=PROTECTED,
        on_request=_lending({"readonly": ("deleteClr",)}),
    )
)


def _done_but_refused(response: Response) -> None:
    if response.scratch.get("lent") and response.status < 400:
        refuse(response, 403, "forbidden")


library.add(
    Fault(
        id="brr-refused-post-is-done",
        title="A post with readonly is refused, but done",
        how="The scope is checked when the answer is written.\nThe CLR is stored by then.",
        breaks=("CLR10-BRR-005",),
        operations=PROTECTED,
        on_request=_lending({"readonly": ("postClr",)}),
        on_response=_done_but_refused,
    )
)


library.add(
    Fault(
        id="brr-refused-deletion-is-done",
        title="A deletion with readonly is refused, but done",
        how="The scope is checked when the answer is written.\nThe CLR is gone by then.",
        breaks=("CLR10-BRR-005",),
        operations=PROTECTED,
        on_request=_lending({"readonly": ("deleteClr",)}),
        on_response=_done_but_refused,
    )
)


library.add(
    Fault(
        id="brr-publishers-list",
        title="A token with replace can list CLRs",
        how="A user who may write may read, as with files.\nThe scopes of the standard are not levels.",
        breaks=("CLR10-BRR-006",),
        consequences={"CLR10-GCS-003": _SAME_DEMAND, "CLR10-GCS-005": _SAME_DEMAND},
        operations=PROTECTED,
        on_request=_lending({"replace": ("getClrs",)}),
    )
)


library.add(
    Fault(
        id="brr-publishers-fetch",
        title="A token with replace can fetch a CLR",
        how="The list checks the scope.\nThe single CLR only checks its owner.",
        breaks=("CLR10-BRR-006",),
        consequences={"CLR10-GCL-002": _SAME_DEMAND},
        operations=PROTECTED,
        on_request=_lending({"replace": ("getClr",)}),
    )
)


library.add(
    Fault(
        id="brr-publishers-delete",
        title="A token with replace can delete",
        how="Writing and deleting are one right in the product.\nThe standard has two.",
        breaks=("CLR10-BRR-006",),
        operations=PROTECTED,
        on_request=_lending({"replace": ("deleteClr",)}),
    )
)


library.add(
    Fault(
        id="brr-deleters-read",
        title="A token with delete can read",
        how="A user who may delete may read, as with files.\nThe scopes of the standard are not levels.",
        breaks=("CLR10-BRR-007",),
        consequences={"CLR10-GCS-003": _SAME_DEMAND, "CLR10-GCS-005": _SAME_DEMAND},
        operations=PROTECTED,
        on_request=_lending({"delete": READS}),
    )
)


library.add(
    Fault(
        id="brr-deleters-post",
        title="A token with delete can post",
        how="Writing and deleting are one right in the product.\nThe standard has two.",
        breaks=("CLR10-BRR-007",),
        operations=PROTECTED,
        on_request=_lending({"delete": ("postClr",)}),
    )
)


library.add(
    Fault(
        id="brr-scopes-are-levels",
        title="Scopes are taken as levels: delete allows all, replace allows to read",
        how="The scopes were mapped to reader, writer and admin.\nEach role has the rights of the one below.",
        breaks=("CLR10-BRR-006",),
        consequences={
            "CLR10-BRR-007": "delete is the highest level",
            "CLR10-GCS-003": _SAME_DEMAND,
            "CLR10-GCS-005": _SAME_DEMAND,
            "CLR10-GCL-002": _SAME_DEMAND,
        },
        operations=PROTECTED,
        on_request=_lending({"delete": (*READS, "postClr"), "replace": READS}),
    )
)


library.add(
    Fault(
        id="brr-scopes-not-checked",
        title="Any scope will do",
        how="The gateway checks the token, nobody its scopes.\nThey are stored and shown, no more.",
        breaks=("CLR10-BRR-005",),
        consequences={
            "CLR10-BRR-006": "replace allows all too",
            "CLR10-BRR-007": "delete allows all too",
            "CLR10-GCS-003": _SAME_DEMAND,
            "CLR10-GCS-005": _SAME_DEMAND,
            "CLR10-GCL-002": _SAME_DEMAND,
            "CLR10-PST-003": _SAME_DEMAND,
            "CLR10-DEL-002": _SAME_DEMAND,
        },
        operations=PROTECTED,
        on_request=_lending(dict.fromkeys(("readonly", "replace", "delete"), PROTECTED)),
    )
)


FAULTS = library.faults
