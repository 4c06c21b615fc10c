"""Methods that a path does not know or a provider does not offer."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, minor_is, page, refuse, refusing, when

library = Library()


library.add(
    Fault(
        id="api-put-404",
        title="PUT /clrs is answered 404",
        how="The router looks for method and path together.\nWhat it does not find is a 404.",
        breaks=("CLR10-API-017",),
        on_response=lambda response: refuse(response, 404, "unknown") if response.request.method == "PUT" else None,
    )
)

library.add(
    Fault(
        id="api-put-500",
        title="PUT /clrs ends in a 500",
        how="The base class of the handlers raises for methods that nobody wrote.\nNothing catches it.",
        breaks=("CLR10-API-017",),
        touches=AVAILABILITY,
        on_response=lambda response: (
            refuse(response, 500, "internal_server_error") if response.request.method == "PUT" else None
        ),
    )
)

library.add(
    Fault(
        id="api-no-post-404",
        title="A provider without postClr answers it 404",
        how="The route was left out, since posting is not offered.\nThe standard asks for a 405.",
        breaks=("CLR10-API-018",),
        operations=("postClr",),
        settings={"write": False},
        plan={"claims": {"write": False}},
        on_response=refusing(404, "unknown", instead_of=405),
    )
)

library.add(
    Fault(
        id="api-no-post-page",
        title="A provider without postClr answers it 405 with a page",
        how="The web server in front allows GET only.\nIts 405 is an HTML page.",
        breaks=("CLR10-API-018", "CLR10-API-013"),
        operations=("postClr",),
        settings={"write": False},
        plan={"claims": {"write": False}},
        on_response=when(405, change=page),
    )
)

library.add(
    Fault(
        id="api-no-delete-501",
        title="A provider without deleteClr answers it 501",
        how="The handler is a stub that says it is not implemented.\nThe standard asks for a 405.",
        breaks=("CLR10-API-019",),
        operations=("deleteClr",),
        settings={"delete": False},
        plan={"claims": {"delete": False}},
        on_response=refusing(501, "unknown", instead_of=405),
    )
)

library.add(
    Fault(
        id="api-no-delete-404",
        title="A provider without deleteClr answers it 404",
        how="The delete route is switched off by a setting.\nWhat has no route is a 404.",
        breaks=("CLR10-API-019",),
        operations=("deleteClr",),
        settings={"delete": False},
        plan={"claims": {"delete": False}},
        on_response=refusing(404, "unknown", instead_of=405),
    )
)

library.add(
    Fault(
        id="api-405-other-code",
        title="The status body of a 405 says unknown",
        how="The framework's 405 is turned into a status object by the handler for everything else.\nIt says unknown.",
        breaks=("CLR10-API-020",),
        on_response=when(405, change=minor_is("unknown")),
    )
)

FAULTS = library.faults
