"""DSC: the discovery document made wrong."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, edited, page, refuse, refusing, when

DISCOVERY = ("getDiscoveryDocument",)
_CLR = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
READONLY, DELETE = _CLR + "readonly", _CLR + "delete"


def _members(**values: Any) -> Change:
    """Replace members of the discovery document; ``None`` leaves one out."""

    def change(body: dict[str, Any]) -> None:
        for name, value in values.items():
            if value is None:
                body.pop(name, None)
            else:
                body[name] = value

    return when(200, change=edited(change))


def _other_host(answer: Response) -> None:
    body = answer.json
    body["authorizationUrl"] = body["authorizationUrl"].replace("127.0.0.1", "localhost")
    answer.json = body


def _plain(name: str) -> Change:
    return when(200, change=edited(lambda body: body.update({name: body[name].replace("https:", "http:", 1)})))


def _relative(name: str) -> Change:
    return when(200, change=edited(lambda body: body.update({name: urlsplit(body[name]).path})))


def _needs_token(answer: Response) -> None:
    if "authorization" not in answer.request.headers:
        refuse(answer, 401, "unauthorizedrequest", "an access token is needed")
        answer.headers["www-authenticate"] = "Bearer"


def _at(path: str, change: Change) -> Change:
    """Change the answer to a path outside of the API."""
    return lambda answer: change(answer) if answer.request.path == path else None


def _gone(answer: Response) -> None:
    answer.status = 404
    page(answer)


_SCOPES = {"CLR10-BRR-008": "the scopes of CLR 1.0 are its row too"}
_OWN_CLIENT = {"claims": {"dynamic_registration": False}}

FAULTS = (
    Fault(
        id="dsc-name-is-a-number",
        title="name in the discovery document is a number",
        how="The name of the tenant is its number.\nThe serialiser made a JSON number of it.",
        breaks=("CLR10-DSC-001",),
        consequences={"CLR10-PAY-004": "types of members are its row"},
        operations=DISCOVERY,
        on_response=_members(name=17),
    ),
    Fault(
        id="dsc-there-without-registration",
        title="A provider without dynamic registration serves a discovery document",
        how="Registration was switched off after a test.\nThe document that promises it stayed.",
        breaks=("CLR10-DSC-002",),
        plan=_OWN_CLIENT,
    ),
    Fault(
        id="dsc-403-without-registration",
        title="A provider without dynamic registration answers GET /discovery 403",
        how="The route was closed for everybody instead of being taken out.\nClients think that they lack a right.",
        breaks=("CLR10-DSC-002",),
        operations=DISCOVERY,
        settings={"registration": False},
        plan=_OWN_CLIENT,
        on_response=refusing(403, "forbidden", instead_of=404),
    ),
    Fault(
        id="dsc-needs-token",
        title="Discovery asks for an access token",
        how="The whole base path is behind the gateway's token check.\nNobody can get a token without discovery.",
        breaks=("CLR10-DSC-003",),
        consequences={"CLR10-DSC-001": "nobody gets the document"},
        operations=DISCOVERY,
        on_response=_needs_token,
    ),
    Fault(
        id="dsc-no-terms",
        title="termsOfServiceUrl is missing",
        how="The lawyers were not done yet.\nThe member was left out for the time being.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=_members(termsOfServiceUrl=None),
    ),
    Fault(
        id="dsc-no-context",
        title="The discovery document has no @context",
        how="It was taken for a plain JSON document.\nIt is one of the closed classes with @context.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=_members(**{"@context": None}),
    ),
    Fault(
        id="dsc-no-name",
        title="name is missing",
        how="The name of the provider is known from the portal.\nConsumers have nothing to show.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=_members(name=None),
    ),
    Fault(
        id="dsc-version-too",
        title="The discovery document has a member version",
        how="The document of another interface was extended.\nThe class is closed.",
        breaks=("CLR10-DSC-005",),
        consequences={"CLR10-CON-012": "the member is an extension"},
        operations=DISCOVERY,
        on_response=_members(version="1.0"),
    ),
    Fault(
        id="dsc-token-revocation-url-too",
        title="The discovery document has a member tokenRevocationUrl",
        how="Open Badges 2.1 and CLR 2.0 have it, so it was added.\nCLR 1.0 does not know it.",
        breaks=("CLR10-DSC-005",),
        consequences={"CLR10-CON-012": "the member is an extension"},
        operations=DISCOVERY,
        on_response=_members(tokenRevocationUrl="https://127.0.0.1/oauth/revoke"),
    ),
    Fault(
        id="dsc-scope-is-a-word",
        title="scopesOffered names a scope by a word",
        how="Scopes are words in the authorization server.\nThe URIs were thought to be a matter of taste.",
        breaks=("CLR10-DSC-006",),
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body["scopesOffered"].append("offline"))),
    ),
    Fault(
        id="dsc-scopes-as-text",
        title="scopesOffered is a text with spaces",
        how="The parameter scope of OAuth is written like that.\nHere it is an array.",
        breaks=("CLR10-DSC-006",),
        consequences=_SCOPES,
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body.update(scopesOffered=" ".join(body["scopesOffered"])))),
    ),
    Fault(
        id="dsc-scope-mistyped",
        title="scopesOffered names a CLR scope that does not exist",
        how="read was written for readonly, beside the right one.\nConsumers that ask for it are refused.",
        breaks=("CLR10-DSC-007",),
        consequences=_SCOPES,
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body["scopesOffered"].append(_CLR + "read"))),
    ),
    Fault(
        id="dsc-scope-http",
        title="scopesOffered names a CLR scope as an http URI",
        how="The URI was typed by hand, without the s.\nAs strings the two differ.",
        breaks=("CLR10-DSC-007",),
        operations=DISCOVERY,
        on_response=when(
            200, change=edited(lambda body: body["scopesOffered"].append(READONLY.replace("https", "http")))
        ),
    ),
    Fault(
        id="dsc-scopes-of-its-own",
        title="scopesOffered names no scope of CLR at all",
        how="The provider has scopes of its own, which mean the same.\nConsumers look for those of the standard.",
        breaks=("CLR10-DSC-007",),
        consequences={**_SCOPES, "CLR10-DSC-008": "readonly is not among them"},
        operations=DISCOVERY,
        on_response=_members(scopesOffered=["https://clr.example.edu/scope/records.read"]),
    ),
    Fault(
        id="dsc-no-readonly",
        title="scopesOffered leaves readonly out",
        how="Reading is a matter of course, so its scope was not listed.\nConsumers think that they cannot read.",
        breaks=("CLR10-DSC-008",),
        consequences=_SCOPES,
        operations=DISCOVERY,
        on_response=_members(scopesOffered=[DELETE]),
    ),
    Fault(
        id="dsc-privacy-http",
        title="privacyPolicyUrl is an http URL",
        how="The page is on the old web site.\nNobody gave that one a certificate.",
        breaks=("CLR10-DSC-009",),
        operations=DISCOVERY,
        on_response=_plain("privacyPolicyUrl"),
    ),
    Fault(
        id="dsc-terms-relative",
        title="termsOfServiceUrl is a path",
        how="The page is on the same host.\nThe template wrote the path only.",
        breaks=("CLR10-DSC-009",),
        operations=DISCOVERY,
        on_response=_relative("termsOfServiceUrl"),
    ),
    Fault(
        id="dsc-two-hosts",
        title="authorizationUrl is on another host than the other endpoints",
        how="The login pages moved to the identity provider.\nThe other endpoints stayed.",
        breaks=("CLR10-DSC-010",),
        operations=DISCOVERY,
        on_response=when(200, change=_other_host),
    ),
    Fault(
        id="dsc-terms-404",
        title="termsOfServiceUrl leads to a 404",
        how="The page was moved when the web site was made anew.\nThe discovery document was not.",
        breaks=("CLR10-DSC-011",),
        on_response=_at("/pages/terms", _gone),
    ),
    Fault(
        id="dsc-privacy-500",
        title="privacyPolicyUrl leads to a 500",
        how="The page is made by a content system that is down.\nNobody looks at it.",
        breaks=("CLR10-DSC-011",),
        touches=AVAILABILITY,
        on_response=_at("/pages/privacy", lambda answer: setattr(answer, "status", 500)),
    ),
    Fault(
        id="dsc-image-is-a-page",
        title="image leads to an HTML page",
        how="The address is that of the page that shows the logo.\nThe file itself has another one.",
        breaks=("CLR10-DSC-012",),
        on_response=_at("/images/logo", page),
    ),
    Fault(
        id="dsc-image-404",
        title="image leads to a 404",
        how="The logo got another name.\nThe discovery document has the old one.",
        breaks=("CLR10-DSC-012",),
        on_response=_at("/images/logo", _gone),
    ),
    Fault(
        id="dsc-image-cut",
        title="image is a data URI that was cut off",
        how="The column in the database holds 255 characters.\nThe rest of the image is lost.",
        breaks=("CLR10-DSC-012",),
        consequences={"CLR10-PAY-020": "data URIs that do not decode are its row"},
        operations=DISCOVERY,
        on_response=_members(
            image="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9a"
        ),
    ),
)
