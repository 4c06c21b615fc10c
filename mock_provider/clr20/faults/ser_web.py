"""SER: what a credential on the web is sent as."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.clr20 import FACTS

library = Library()


def _as_a_file(response: Response) -> None:
    outside = not response.request.path.startswith(FACTS.base_path)
    if outside and response.good and b'"VerifiableCredential"' in response.body:
        response.headers["content-type"] = "application/octet-stream"


library.add(
    Fault(
        id="ser-web-as-a-file",
        title="Status lists on the web are sent as application/octet-stream",
        how="They lie in a bucket of files.\nNobody told it what they are.",
        breaks=("CLR20-SER-11",),
        on_response=_as_a_file,
    )
)


FAULTS = library.faults
