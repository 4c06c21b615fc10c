"""What the served items say: their ids, their last version, their revocation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import edited, refuse, when
from mock_provider.clr10.faults.hst._common import ASSERTIONS, KEYS, LISTS

library = Library()


def _serve_first_version(response: Response) -> None:
    """Serve each item for ever as it was read first."""
    if response.status == 200:
        response.body = response.memory.setdefault(response.request.path, response.body)


library.add(
    Fault(
        id="hst-first-version",
        title="The first version of a hosted assertion is served for ever",
        how="A cache in front of the API keeps items for a day.\nA change does not empty it.",
        breaks=("CLR10-HST-007",),
        operations=ASSERTIONS,
        on_response=when(200, change=_serve_first_version),
    )
)


def _rewrite_id(change: Callable[[str], str]) -> Callable[[Response], object]:
    def changed(body: dict[str, Any]) -> None:
        body["id"] = change(body["id"])

    return when(200, change=edited(changed))


library.add(
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
        on_response=_rewrite_id(lambda one: one.replace("127.0.0.1", "clr.internal")),
    )
)

library.add(
    Fault(
        id="hst-key-id-fragment",
        title="The id in a key document has a fragment behind the URL",
        how="The key was part of the profile's document once.\nIts id was not changed when it got one of its own.",
        breaks=("CLR10-HST-008",),
        operations=KEYS,
        on_response=_rewrite_id(lambda one: one + "#main"),
        consequences={"CLR10-KEY-005": "the key that is served has another id"},
    )
)

library.add(
    Fault(
        id="hst-list-id-bare",
        title="The id in a revocation list is a URN",
        how="The list has an id in the storage.\nThat one was used instead of its URL.",
        breaks=("CLR10-HST-008",),
        operations=LISTS,
        on_response=_rewrite_id(lambda _: "urn:uuid:d3c2e1a0-5d41-4a8e-9f59-4a9b8f1d2e3c"),
        consequences={"CLR10-RVL-005": "the list that is served has another id"},
    )
)


def _serve_revoked_as_valid(response: Response) -> None:
    """Serve a revoked assertion with what another one holds."""
    body = response.json
    if not body.get("revoked"):
        response.memory.setdefault("other", body)
    elif "other" in response.memory:
        response.json = {**response.memory["other"], "id": body["id"]}


library.add(
    Fault(
        id="hst-revoked-as-valid",
        title="A revoked assertion is served as if it were valid",
        how="Revocation is noted in the issuer's list only.\nThe hosted document stays as it was.",
        breaks=("CLR10-HST-009",),
        operations=ASSERTIONS,
        on_response=when(200, change=_serve_revoked_as_valid),
    )
)


def _refuse_revoked(response: Response) -> None:
    if response.json.get("revoked"):
        refuse(response, 404, "unknown", "there is no such assertion")


library.add(
    Fault(
        id="hst-revoked-404",
        title="A revoked assertion is answered 404",
        how="Revoking deletes the assertion.\nThat it was there once, nobody can learn.",
        breaks=("CLR10-HST-009",),
        operations=ASSERTIONS,
        on_response=when(200, change=_refuse_revoked),
        consequences={"CLR10-ASR-006": "an id that is not served does not resolve"},
    )
)

FAULTS = library.faults
