"""Where the discovery document is, for whom, and where its URLs lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, edited, page, refuse, refusing, when
from mock_provider.clr10.faults.dsc._common import DISCOVERY, set_members

library = Library()

_REGISTERED_BY_HAND = {"claims": {"dynamic_registration": False}}

library.add(
    Fault(
        id="dsc-there-without-registration",
        title="A provider without dynamic registration serves a discovery document",
        how="Registration was switched off after a test.\nThe document that promises it stayed.",
        breaks=("CLR10-DSC-002",),
        plan=_REGISTERED_BY_HAND,
    )
)

library.add(
    Fault(
        id="dsc-403-without-registration",
        title="A provider without dynamic registration answers GET /discovery 403",
        how="The route was closed for everybody instead of being taken out.\nClients think that they lack a right.",
        breaks=("CLR10-DSC-002",),
        operations=DISCOVERY,
        settings={"registration": False},
        plan=_REGISTERED_BY_HAND,
        on_response=refusing(403, "forbidden", instead_of=404),
    )
)


def _refuse_without_token(response: Response) -> None:
    if "authorization" not in response.request.headers:
        refuse(response, 401, "unauthorizedrequest", "an access token is needed")
        response.headers["www-authenticate"] = "Bearer"


library.add(
    Fault(
        id="dsc-needs-token",
        title="Discovery asks for an access token",
        how="The whole base path is behind the gateway's token check.\nNobody can get a token without discovery.",
        breaks=("CLR10-DSC-003",),
        consequences={"CLR10-DSC-001": "nobody gets the document"},
        operations=DISCOVERY,
        on_response=_refuse_without_token,
    )
)


def _make_http(name: str) -> Change:
    return when(200, change=edited(lambda body: body.update({name: body[name].replace("https:", "http:", 1)})))


library.add(
    Fault(
        id="dsc-privacy-http",
        title="privacyPolicyUrl is an http URL",
        how="The page is on the old web site.\nNobody gave that one a certificate.",
        breaks=("CLR10-DSC-009",),
        operations=DISCOVERY,
        on_response=_make_http("privacyPolicyUrl"),
    )
)


def _make_relative(name: str) -> Change:
    return when(200, change=edited(lambda body: body.update({name: urlsplit(body[name]).path})))


library.add(
    Fault(
        id="dsc-terms-relative",
        title="termsOfServiceUrl is a path",
        how="The page is on the same host.\nThe template wrote the path only.",
        breaks=("CLR10-DSC-009",),
        operations=DISCOVERY,
        on_response=_make_relative("termsOfServiceUrl"),
    )
)


def _move_authorization_url(response: Response) -> None:
    body = response.json
    body["authorizationUrl"] = body["authorizationUrl"].replace("127.0.0.1", "localhost")
    response.json = body


library.add(
    Fault(
        id="dsc-two-hosts",
        title="authorizationUrl is on another host than the other endpoints",
        how="The login pages moved to the identity provider.\nThe other endpoints stayed.",
        breaks=("CLR10-DSC-010",),
        operations=DISCOVERY,
        on_response=when(200, change=_move_authorization_url),
    )
)


def _at(path: str, change: Change) -> Change:
    """Change the response at a path outside of the API."""
    return lambda response: change(response) if response.request.path == path else None


def _answer_404_page(response: Response) -> None:
    response.status = 404
    page(response)


library.add(
    Fault(
        id="dsc-terms-404",
        title="termsOfServiceUrl leads to a 404",
        how="The page was moved when the web site was made anew.\nThe discovery document was not.",
        breaks=("CLR10-DSC-011",),
        on_response=_at("/pages/terms", _answer_404_page),
    )
)

library.add(
    Fault(
        id="dsc-privacy-500",
        title="privacyPolicyUrl leads to a 500",
        how="The page is made by a content system that is down.\nNobody looks at it.",
        breaks=("CLR10-DSC-011",),
        touches=AVAILABILITY,
        on_response=_at("/pages/privacy", lambda response: setattr(response, "status", 500)),
    )
)

library.add(
    Fault(
        id="dsc-image-is-a-page",
        title="image leads to an HTML page",
        how="The address is that of the page that shows the logo.\nThe file itself has another one.",
        breaks=("CLR10-DSC-012",),
        on_response=_at("/images/logo", page),
    )
)

library.add(
    Fault(
        id="dsc-image-404",
        title="image leads to a 404",
        how="The logo got another name.\nThe discovery document has the old one.",
        breaks=("CLR10-DSC-012",),
        on_response=_at("/images/logo", _answer_404_page),
    )
)

library.add(
    Fault(
        id="dsc-image-cut",
        title="image is a data URI that was cut off",
        how="The column in the database holds 255 characters.\nThe rest of the image is lost.",
        breaks=("CLR10-DSC-012",),
        consequences={"CLR10-PAY-020": "data URIs that do not decode are its row"},
        operations=DISCOVERY,
        on_response=set_members(
            image="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9a"
        ),
    )
)

FAULTS = library.faults
