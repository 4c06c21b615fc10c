"""SDD: the service description made wrong."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, Node, edited, refuse, typed, when
from mock_provider.clr20 import FACTS
from mock_provider.clr20.faults._api import DISCOVERY

library = Library()

_NO_LOGIN = "clients find no way to log in, or none that they can use"


def _document(change: Callable[[Node], object]) -> Change:
    return when(200, change=edited(change))


def _scheme(change: Callable[[Node], object]) -> Change:
    return _document(lambda body: change(body["components"]["securitySchemes"]["OAuth2ACG"]))


def _flow(change: Callable[[Node], object]) -> Change:
    return _scheme(lambda scheme: change(scheme["flows"]["authorizationCode"]))


def _ask_for_a_token(response: Response) -> None:
    if "authorization" not in response.request.headers:
        refuse(response, 401, "unauthorizedrequest", "an access token is needed")
        response.headers["www-authenticate"] = 'Bearer realm="clr"'


library.add(
    Fault(
        id="sdd-needs-a-token",
        title="Discovery asks for an access token",
        how="The whole API stands behind one gate.\nThe document that tells how to get a token is behind it too.",
        breaks=("CLR20-SDD-01",),
        consequences={"CLR20-SDD-03": "there is no document without a token"},
        operations=DISCOVERY,
        on_response=_ask_for_a_token,
    )
)

library.add(
    Fault(
        id="sdd-plain-text",
        title="The service description is sent as text/plain",
        how="The document is a file without extension.\nThe web server takes it for text.",
        breaks=("CLR20-SDD-03",),
        operations=DISCOVERY,
        on_response=when(200, change=typed("text/plain")),
    )
)


def _as_swagger(body: Node) -> None:
    del body["openapi"]
    body["swagger"] = "2.0"


library.add(
    Fault(
        id="sdd-swagger",
        title="The service description is a document of Swagger 2.0",
        how="The generator of the framework is an old one.\nIts documents have no member openapi.",
        breaks=("CLR20-SDD-03",),
        operations=DISCOVERY,
        on_response=_document(_as_swagger),
    )
)


def _list_responses(body: Node) -> None:
    for item in body["paths"].values():
        for operation in item.values():
            operation["responses"] = list(operation["responses"])


library.add(
    Fault(
        id="sdd-responses-in-an-array",
        title="The responses of each operation are an array of their status codes",
        how="The document is written by hand.\nNobody has read it with a library.",
        breaks=("CLR20-SDD-03",),
        operations=DISCOVERY,
        on_response=_document(_list_responses),
    )
)

for _name, _id in (
    ("termsOfService", "sdd-no-terms"),
    ("x-imssf-privacyPolicyUrl", "sdd-no-privacy"),
    ("title", "sdd-no-title"),
):
    library.add(
        Fault(
            id=_id,
            title=f"info has no {_name}",
            how="The generator of the framework fills what it knows.\nNobody has added the rest.",
            breaks=("CLR20-SDD-04",),
            operations=DISCOVERY,
            on_response=_document(lambda body, name=_name: body["info"].pop(name)),  # type: ignore[misc]
        )
    )

library.add(
    Fault(
        id="sdd-type-http",
        title="OAuth2ACG is of type http",
        how="The generator knows bearer tokens as a scheme of HTTP.\nThe flows were added by hand.",
        breaks=("CLR20-SDD-05",),
        operations=DISCOVERY,
        on_response=_scheme(lambda scheme: scheme.update(type="http", scheme="bearer")),
    )
)

library.add(
    Fault(
        id="sdd-no-registration-url",
        title="OAuth2ACG has no x-imssf-registrationUrl",
        how="OpenAPI has no member for it.\nThe extension of the standard was overlooked.",
        breaks=("CLR20-SDD-05",),
        operations=DISCOVERY,
        on_response=_scheme(lambda scheme: scheme.pop("x-imssf-registrationUrl")),
    )
)

library.add(
    Fault(
        id="sdd-no-token-url",
        title="The flow has no tokenUrl",
        how="The endpoints are known to the own clients.\nThose of others read the document.",
        breaks=("CLR20-SDD-06",),
        operations=DISCOVERY,
        on_response=_flow(lambda flow: flow.pop("tokenUrl")),
    )
)


def _shorten_scopes(flow: Node) -> None:
    flow["scopes"] = {scope.rpartition("/")[2]: text for scope, text in flow["scopes"].items()}


library.add(
    Fault(
        id="sdd-short-scopes",
        title="The scopes of the flow are names without their URL",
        how="The scopes were thought to be names.\nClients ask for the URLs of the standard, and do not find them.",
        breaks=("CLR20-SDD-06",),
        operations=DISCOVERY,
        on_response=_flow(_shorten_scopes),
    )
)


def _misspell_a_scope(flow: Node) -> None:
    base = next(iter(flow["scopes"])).rpartition("/")[0]
    flow["scopes"][f"{base}/credential.read"] = "Read your records"


library.add(
    Fault(
        id="sdd-strange-scope",
        title="The flow names a scope that the standard does not have",
        how="An older name of the scope was kept beside the new one.\nIt looks like one of the standard.",
        breaks=("CLR20-SDD-06",),
        operations=DISCOVERY,
        on_response=_flow(_misspell_a_scope),
    )
)

library.add(
    Fault(
        id="sdd-no-refresh-url",
        title="The flow has no refreshUrl, though tokens can be refreshed",
        how="The token endpoint refreshes too.\nThat was thought to go without saying.",
        breaks=("CLR20-SDD-07",),
        operations=DISCOVERY,
        on_response=_flow(lambda flow: flow.pop("refreshUrl")),
    )
)

library.add(
    Fault(
        id="sdd-profile-not-listed",
        title="The document does not list the operations on the profile",
        how="The profile came with a later release.\nThe document was written before.",
        breaks=("CLR20-SDD-08",),
        operations=DISCOVERY,
        on_response=_document(lambda body: body["paths"].pop("/profile", None)),
    )
)

library.add(
    Fault(
        id="sdd-no-paths",
        title="The document lists no operation",
        how="The class of the standard names the security schemes alone.\nThat was taken for all that is needed.",
        breaks=("CLR20-SDD-08",),
        operations=DISCOVERY,
        on_response=_document(lambda body: body.pop("paths")),
    )
)


def _list_all(body: Node) -> None:
    for operation in FACTS.operations.values():
        about = {"operationId": operation.id, "responses": {"200": {"description": "As the standard says"}}}
        body["paths"].setdefault(operation.path, {}).setdefault(operation.method.lower(), about)


library.add(
    Fault(
        id="sdd-lists-what-is-not-there",
        title="A provider that takes no records lists upsertCredential",
        how="The document is the published file with another host.\nNobody took out what the provider lacks.",
        breaks=("CLR20-SDD-08",),
        operations=DISCOVERY,
        settings={"write": False},
        plan={"claims": {"write": False, "profile_write": False}},
        on_response=_document(_list_all),
    )
)

library.add(
    Fault(
        id="sdd-urls-without-scheme",
        title="URLs in the document have no scheme",
        how="Examples that are about print them without one.\nBrowsers complete them, programs do not.",
        breaks=("CLR20-SDD-09",),
        operations=DISCOVERY,
        on_response=_document(
            lambda body: body["info"].update(termsOfService=body["info"]["termsOfService"].removeprefix("https://"))
        ),
    )
)

library.add(
    Fault(
        id="sdd-own-version",
        title="openapi holds the version of the provider's own API",
        how="The member was taken for the version of the API.\nReaders of OpenAPI refuse 2.0.",
        breaks=("CLR20-SDD-13",),
        operations=DISCOVERY,
        on_response=_document(lambda body: body.update(openapi="2.0")),
    )
)

library.add(
    Fault(
        id="sdd-version-of-two-numbers",
        title="openapi is 3.0",
        how="The version was shortened.\nThe member holds the whole of it.",
        breaks=("CLR20-SDD-13",),
        operations=DISCOVERY,
        on_response=_document(lambda body: body.update(openapi="3.0")),
    )
)


def _rename_scheme(body: Node) -> None:
    schemes = body["components"]["securitySchemes"]
    schemes["oauth2"] = schemes.pop("OAuth2ACG")


library.add(
    Fault(
        id="sdd-scheme-renamed",
        title="The security scheme is called oauth2",
        how="The generator names schemes by their type.\nClients of the standard look for OAuth2ACG.",
        breaks=("CLR20-SDD-14",),
        operations=DISCOVERY,
        on_response=_document(_rename_scheme),
    )
)

library.add(
    Fault(
        id="sdd-scheme-without-privacy",
        title="OAuth2ACG has no x-imssf-privacyPolicyUrl",
        how="The URL stands in info.\nThat it stands in the scheme too was overlooked.",
        breaks=("CLR20-SDD-15",),
        operations=DISCOVERY,
        on_response=_scheme(lambda scheme: scheme.pop("x-imssf-privacyPolicyUrl")),
    )
)

FAULTS = library.faults
