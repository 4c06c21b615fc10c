"""API: methods that a path does not know or a provider does not offer."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse

library = Library()


def _unused(fault_id: str, method: str, tail: str) -> Fault:
    """A method that the path does not know is answered 404 in the place of 405."""

    def change(response: Response) -> None:
        request = response.request
        if response.status == 405 and request.method == method and request.path.endswith(tail):
            refuse(response, 404, "not_found")

    return Fault(
        id=fault_id,
        title=f"{method} {tail} is answered 404",
        how="The router looks for method and path together.\nWhat it does not find is said in its own way.",
        breaks=("CLR20-API-37",),
        on_response=change,
    )


library.add(_unused("api-put-credentials-404", "PUT", "/credentials"))
library.add(_unused("api-post-profile-404", "POST", "/profile"))
library.add(_unused("api-post-discovery-404", "POST", "/discovery"))


def _answer_404(response: Response) -> None:
    if response.status == 405 and response.request.method == "POST":
        refuse(response, 404, "not_found")


library.add(
    Fault(
        id="api-no-upsert-404",
        title="A provider that takes no records answers upsertCredential 404",
        how="The route was left out, since writing is not offered.\nThe path is there, so that a 405 is due.",
        breaks=("CLR20-API-37",),
        operations=("upsertCredential",),
        settings={"write": False},
        plan={"claims": {"write": False, "profile_write": False}},
        on_response=_answer_404,
    )
)

FAULTS = library.faults
