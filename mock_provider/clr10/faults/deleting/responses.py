"""How a delete is answered: done, refused, or with a status object that says so."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import edited, minor_is, refuse, when
from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.faults._access import welcome_anybody
from mock_provider.clr10.faults.deleting._common import DELETES, answer_204
from mock_provider.oauth.faults._requests import any_scope

library = Library()


def _answer_200_empty(response: Response) -> None:
    response.status, response.body = 200, b""
    response.headers["content-type"] = LD_JSON


library.add(
    Fault(
        id="del-200-empty",
        title="A delete is answered 200 without a body",
        how="The handler returns nothing.\nThe framework makes a 200 of that.",
        breaks=("CLR10-DEL-001",),
        consequences={"CLR10-DEL-005": "without a body nothing says success"},
        operations=DELETES,
        on_response=when(204, change=_answer_200_empty),
    )
)


def _answer_202_message(response: Response) -> None:
    response.status = 202
    response.headers["content-type"] = LD_JSON
    response.json = {"message": "deleted"}


library.add(
    Fault(
        id="del-202-message",
        title="A delete is answered 202 with an object of its own",
        how="The message of the queue is sent back.\nThe contract asks for a status object.",
        breaks=("CLR10-DEL-001",),
        consequences={"CLR10-DEL-006": "nothing says processing"},
        operations=DELETES,
        on_response=when(204, change=_answer_202_message),
    )
)

library.add(
    Fault(
        id="del-405",
        title="A provider that offers deleteClr answers it 405",
        how="The firewall in front knows GET and POST only.\nDELETE never arrives.",
        breaks=("CLR10-DEL-001",),
        operations=DELETES,
        on_response=when(204, change=lambda response: refuse(response, 405, "not_allowed")),
    )
)

library.add(
    Fault(
        id="del-any-scope",
        title="Any access token may delete CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-DEL-002",),
        consequences={
            "CLR10-BRR-005": "a token with readonly only deletes",
            "CLR10-BRR-006": "a token with replace only deletes",
        },
        operations=DELETES,
        on_request=any_scope,
    )
)

library.add(
    Fault(
        id="del-no-token",
        title="A CLR can be deleted without an access token",
        how="The route was left open for a maintenance script.\nAnybody can use it.",
        breaks=("CLR10-DEL-003",),
        operations=DELETES,
        on_request=welcome_anybody,
    )
)

library.add(
    Fault(
        id="del-no-token-404",
        title="A delete without access token is answered 404",
        how="The CLR is looked for among those of the user.\nWithout a user nothing is found.",
        breaks=("CLR10-DEL-003",),
        operations=DELETES,
        on_response=lambda response: (
            refuse(response, 404, "unknown")
            if response.status == 401 and "authorization" not in response.request.headers
            else None
        ),
    )
)

library.add(
    Fault(
        id="del-unknown-204",
        title="The delete of an unknown id is answered 204",
        how="What is not there is as good as deleted.\nWhether anything was there is not asked.",
        breaks=("CLR10-DEL-004",),
        consequences={"CLR10-DEL-008": "what was deleted is unknown from then on"},
        operations=DELETES,
        on_response=when(404, change=answer_204),
    )
)

library.add(
    Fault(
        id="del-unknown-400",
        title="The delete of an unknown id is answered 400",
        how="What cannot be found is a wrong parameter.\nThe same handler serves the second delete.",
        breaks=("CLR10-DEL-004",),
        consequences={"CLR10-DEL-008": "what was deleted is unknown from then on"},
        operations=DELETES,
        on_response=when(404, change=lambda response: refuse(response, 400, "invalid_data")),
    )
)

library.add(
    Fault(
        id="del-200-says-failure",
        title="The status object of a delete that went well says failure",
        how="Status objects were built for errors.\nThe default of codeMajor was not changed.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=edited(lambda body: body.update(imsx_codeMajor="failure"))),
    )
)

library.add(
    Fault(
        id="del-200-severity",
        title="The status object of a delete that went well has severity warning",
        how="Deleting is a thing to be warned of.\nThe standard has severity status for it.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=edited(lambda body: body.update(imsx_severity="warning"))),
    )
)

library.add(
    Fault(
        id="del-200-no-code",
        title="The status object of a delete that went well lacks fullsuccess",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=minor_is(None)),
    )
)

library.add(
    Fault(
        id="del-202-says-success",
        title="The status object of a delete that follows later says success",
        how="The queue has taken the job, so all went well.\nThat it is not done yet is not said.",
        breaks=("CLR10-DEL-006",),
        operations=DELETES,
        settings={"delete_status": 202},
        on_response=when(202, change=edited(lambda body: body.update(imsx_codeMajor="success"))),
    )
)

FAULTS = library.faults
