"""What status objects say of a failure, where that is not what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, edited, minor_is, when
from mock_provider.clr10.operations import PROTECTED

library = Library()

_ERRORS = (400, 401, 403, 404, 405, 406, 410, 415)


def _in_status_objects(change: Callable[[dict[str, Any]], object]) -> Change:
    """Change the status objects of errors of the API."""

    def changed(body: dict[str, Any]) -> None:
        if "imsx_codeMajor" in body:
            change(body)

    return when(*_ERRORS, change=edited(changed))


library.add(
    Fault(
        id="err-says-success",
        title="Status objects of errors say success",
        how="imsx_codeMajor says that the message was processed.\nOnly the HTTP status says that it failed.",
        breaks=("CLR10-ERR-007",),
        on_response=_in_status_objects(lambda body: body.update(imsx_codeMajor="success")),
    )
)

library.add(
    Fault(
        id="err-says-unsupported",
        title="Status objects of a 400 say unsupported",
        how="What the provider does not take is unsupported.\nThe standard keeps that word for the 405.",
        breaks=("CLR10-ERR-007",),
        on_response=when(400, change=edited(lambda body: body.update(imsx_codeMajor="unsupported"))),
        operations=("getClrs",),
    )
)

library.add(
    Fault(
        id="err-severity-warning",
        title="Status objects of errors have severity warning",
        how="A client's mistake is only a warning in the provider's log.\nThe same word went into the answer.",
        breaks=("CLR10-ERR-007",),
        on_response=_in_status_objects(lambda body: body.update(imsx_severity="warning")),
    )
)

library.add(
    Fault(
        id="err-severity-status",
        title="Status objects of a 404 have severity status",
        how="Not found was not thought to be an error.\nClients that look at the severity go on.",
        breaks=("CLR10-ERR-007",),
        on_response=when(404, change=edited(lambda body: body.update(imsx_severity="status"))),
        operations=("getClr",),
    )
)

library.add(
    Fault(
        id="err-401-forbidden",
        title="The status object of a 401 says forbidden",
        how="One code is used for all that access control refuses.\nClients do not learn that a new token would help.",
        breaks=("CLR10-ERR-008",),
        on_response=when(401, change=minor_is("forbidden")),
        operations=PROTECTED,
    )
)

library.add(
    Fault(
        id="err-401-no-code",
        title="The status object of a 401 has no code minor",
        how="The gateway writes the status object of a 401.\nIt knows the two members that are required.",
        breaks=("CLR10-ERR-008",),
        on_response=when(401, change=minor_is(None)),
        operations=PROTECTED,
    )
)

library.add(
    Fault(
        id="err-403-unauthorized",
        title="The status object of a 403 says unauthorizedrequest",
        how="The two codes sound alike.\nThey were mixed up in one handler.",
        breaks=("CLR10-ERR-008",),
        on_response=when(403, change=minor_is("unauthorizedrequest")),
        operations=PROTECTED,
    )
)


def _answer_500_at_limit_0(response: Response) -> None:
    """A 500 that does not say so in its code."""
    if response.request.query.get("limit") == "0":
        response.status = 500


library.add(
    Fault(
        id="err-500-invalid-query",
        title="The status object of a 500 says invalid_query_parameter",
        how="The exception is mapped to a code, and the status is set elsewhere.\nThe two do not go together.",
        breaks=("CLR10-ERR-008",),
        consequences={"CLR10-GCS-006": "limit=0 is not answered 400"},
        touches=AVAILABILITY,
        on_response=_answer_500_at_limit_0,
        operations=("getClrs",),
    )
)


def _name_reporter(name: str) -> Callable[[dict[str, Any]], object]:
    """Let the first code minor come from a system of this name."""

    def change(body: dict[str, Any]) -> None:
        body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldName"] = name

    return change


library.add(
    Fault(
        id="err-nameless",
        title="Code minor entries have an empty name",
        how="imsx_codeMinorFieldName is required, but nobody knew what for.\nIt was left empty.",
        breaks=("CLR10-ERR-009",),
        on_response=_in_status_objects(_name_reporter("")),
    )
)

library.add(
    Fault(
        id="err-named-with-blanks",
        title="Code minor entries have blanks as their name",
        how="The name comes from a setting that was never set.\nIts default is a blank.",
        breaks=("CLR10-ERR-009",),
        on_response=_in_status_objects(_name_reporter("  ")),
    )
)

FAULTS = library.faults
