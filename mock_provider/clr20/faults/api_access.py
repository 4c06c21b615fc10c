"""API: where the operations are, and who may call them."""

from __future__ import annotations

from dataclasses import replace

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page, refuse, refusing, when
from mock_provider.clr20.faults._api import LISTS, PROFILE, PROTECTED
from mock_provider.oauth.faults._requests import any_scope, show_bearer, stored_bearer

library = Library()


def _answer_404_page(response: Response) -> None:
    response.status = 404
    page(response)


library.add(
    Fault(
        id="api-profile-elsewhere",
        title="GET /profile is a 404 page: the profile is served under another path",
        how="The profile was mounted under /api/me, where the portal has it.\nBelow the base path there is nothing.",
        breaks=("CLR20-API-01",),
        consequences={
            "CLR20-API-30": "there is no profile below the base path",
            "CLR20-API-32": "what was put cannot be read there",
            "CLR20-API-34": "the page is not a status object",
        },
        operations=PROFILE,
        on_response=_answer_404_page,
    )
)

library.add(
    Fault(
        id="api-any-scope",
        title="Any access token opens each operation, whatever its scope",
        how="The handlers ask whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR20-API-03",),
        operations=PROTECTED,
        on_request=any_scope,
    )
)

library.add(
    Fault(
        id="api-readers-write",
        title="A token that may read the profile may replace it",
        how="Both methods of the path ask for the same scope.\nThat of reading came first.",
        breaks=("CLR20-API-03",),
        operations=("putProfile",),
        on_request=any_scope,
    )
)


def _forbid_strangers(response: Response) -> None:
    if response.status == 401 and "authorization" not in response.request.headers:
        refuse(response, 403, "forbidden", "log in first")


library.add(
    Fault(
        id="api-no-token-403",
        title="A request without a token is answered 403",
        how="The framework's default for requests without a user is 403.\nNobody changed it.",
        breaks=("CLR20-API-04",),
        operations=PROTECTED,
        on_response=_forbid_strangers,
    )
)


def _page_for_strangers(response: Response) -> None:
    if response.status == 401 and "authorization" not in response.request.headers:
        page(response)


library.add(
    Fault(
        id="api-no-token-page",
        title="The 401 to a request without a token is a page",
        how="The gateway in front asks for the token.\nIts page is not a status object.",
        breaks=("CLR20-API-04", "CLR20-API-34"),
        operations=PROTECTED,
        on_response=_page_for_strangers,
    )
)

library.add(
    Fault(
        id="api-missing-scope-404",
        title="A token without the scope is answered 404",
        how="What a token may not see is hidden.\nClients take the operation as missing.",
        breaks=("CLR20-API-05",),
        operations=PROTECTED,
        on_response=refusing(404, "not_found", instead_of=403),
    )
)

library.add(
    Fault(
        id="api-missing-scope-page",
        title="The 403 to a token without the scope is a page",
        how="The framework writes its own page.\nOnly the handlers write status objects.",
        breaks=("CLR20-API-05", "CLR20-API-34"),
        consequences={"CLR20-API-46": "a page has no imsx_description"},
        operations=PROTECTED,
        on_response=when(403, change=page),
    )
)


def _need_a_header(response: Response) -> None:
    if "x-tenant" not in response.request.headers and response.good:
        refuse(response, 400, "invalid_data", "the header X-Tenant is missing")


library.add(
    Fault(
        id="api-needs-a-header",
        title="getProfile needs the header X-Tenant",
        how="The tenant stands in a header of the provider's own.\nClients of the standard do not send it.",
        breaks=("CLR20-API-41",),
        consequences={"CLR20-API-30": "there is no profile for a client of the standard"},
        operations=PROFILE,
        on_response=_need_a_header,
    )
)


def _as_the_first_reader(request: Request) -> None:
    """Let each token read the list of the user whose list was read first."""
    bearer = stored_bearer(request)
    if bearer is not None and bearer.user:
        first = request.memory.setdefault("first", bearer.user)
        if first != bearer.user:
            show_bearer(request, replace(bearer, user=first))


library.add(
    Fault(
        id="api-records-of-all",
        title="Every user is shown the records of the same one",
        how="The list is cached by its URL.\nWhose it is does not show there.",
        breaks=("CLR20-API-44",),
        operations=LISTS,
        on_request=_as_the_first_reader,
    )
)

FAULTS = library.faults
