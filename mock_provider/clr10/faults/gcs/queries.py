"""Parameters with values that cannot be, and how they are refused."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import drop_if, is_whole
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, minor_is, refuse, when
from mock_provider.clr10.faults.gcs._common import LISTS
from mock_provider.http.paging import moment as moment_of

library = Library()


def _raise_limit_to_1(request: Request) -> None:
    limit = request.query.get("limit", "")
    if is_whole(limit) and int(limit) < 1:
        request.query["limit"] = "1"


library.add(
    Fault(
        id="gcs-limit-zero-accepted",
        title="limit=0 and limit=-1 are taken as 1",
        how="The handler clamps limit with max(1, limit).\nNobody wrote down that an illegal value has to be refused.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=_raise_limit_to_1,
    )
)


def _is_text(value: str) -> bool:
    return not is_whole(value)


library.add(
    Fault(
        id="gcs-limit-text-ignored",
        title="limit=abc is ignored",
        how="A value that cannot be parsed falls back to the default.\nThe client never learns of its mistake.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=drop_if("limit", _is_text),
    )
)

library.add(
    Fault(
        id="gcs-limit-zero-means-all",
        title="limit=0 gives everything",
        how="limit goes into the query of the database as it is.\nThere, 0 means no limit.",
        breaks=("CLR10-GCS-006",),
        operations=LISTS,
        on_request=lambda request: request.query.update(limit="5000") if request.query.get("limit") == "0" else None,
    )
)


def _refuse_limit_1(response: Response) -> None:
    if response.request.query.get("limit") == "1":
        refuse(response, 400, "invalid_query_parameter", "limit has to be 10 or more")


library.add(
    Fault(
        id="gcs-limit-one-refused",
        title="limit=1 is refused as too small",
        how="Pages of fewer than 10 CLRs were thought to be a waste.\nThe standard allows 1.",
        breaks=("CLR10-GCS-006",),
        consequences=dict.fromkeys(("CLR10-BRR-004", "CLR10-RFR-003"), "tokens are tried with limit=1"),
        operations=LISTS,
        on_response=_refuse_limit_1,
    )
)


def _is_negative(value: str) -> bool:
    return is_whole(value) and int(value) < 0


library.add(
    Fault(
        id="gcs-offset-negative-accepted",
        title="offset=-1 is taken as 0",
        how="The handler clamps offset with max(0, offset).\nAn illegal value has to be refused.",
        breaks=("CLR10-GCS-009",),
        operations=LISTS,
        on_request=drop_if("offset", _is_negative),
    )
)

library.add(
    Fault(
        id="gcs-offset-text-ignored",
        title="offset=abc is ignored",
        how="A value that cannot be parsed falls back to the default.\nThe client never learns of its mistake.",
        breaks=("CLR10-GCS-009",),
        operations=LISTS,
        on_request=drop_if("offset", _is_text),
    )
)


def _is_no_moment(value: str) -> bool:
    try:
        moment_of(value)
    except ValueError:
        return True
    return False


library.add(
    Fault(
        id="gcs-since-yesterday-ignored",
        title="since=yesterday is ignored",
        how="A value that cannot be parsed is as if it were not there.\nThe client gets everything.",
        breaks=("CLR10-GCS-015",),
        operations=LISTS,
        on_request=drop_if("since", _is_no_moment),
    )
)


def _crash_at_bad_since(response: Response) -> None:
    if response.status == 400 and _is_no_moment(response.request.query.get("since", "2020-01-01T00:00:00Z")):
        refuse(response, 500, "internal_server_error", "could not parse the date")


library.add(
    Fault(
        id="gcs-since-yesterday-500",
        title="since=yesterday ends in a 500",
        how="The parser of dates raises.\nNobody catches it.",
        breaks=("CLR10-GCS-015",),
        operations=LISTS,
        touches=AVAILABILITY,
        on_response=_crash_at_bad_since,
    )
)

library.add(
    Fault(
        id="gcs-400-other-code",
        title="The 400 of a bad query says invalid_data",
        how="One code minor is used for all that is wrong with a request.\nThere is one of its own for queries.",
        breaks=("CLR10-GCS-016",),
        operations=LISTS,
        on_response=when(400, change=minor_is("invalid_data")),
    )
)

library.add(
    Fault(
        id="gcs-400-no-code",
        title="The 400 of a bad query has no code minor",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-GCS-016",),
        operations=LISTS,
        on_response=when(400, change=minor_is(None)),
    )
)

FAULTS = library.faults
