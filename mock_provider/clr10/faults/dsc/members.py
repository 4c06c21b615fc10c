"""Members and scopes of the discovery document."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import edited, when
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults.dsc._common import DISCOVERY, set_members

library = Library()

_READONLY, _DELETE = FACTS.scopes["readonly"], FACTS.scopes["delete"]
_SCOPE_ROW = {"CLR10-BRR-008": "the scopes of CLR 1.0 are its row too"}

library.add(
    Fault(
        id="dsc-name-is-a-number",
        title="name in the discovery document is a number",
        how="The name of the tenant is its number.\nThe serialiser made a JSON number of it.",
        breaks=("CLR10-DSC-001",),
        consequences={"CLR10-PAY-004": "types of members are its row"},
        operations=DISCOVERY,
        on_response=set_members(name=17),
    )
)

library.add(
    Fault(
        id="dsc-no-terms",
        title="termsOfServiceUrl is missing",
        how="The lawyers were not done yet.\nThe member was left out for the time being.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=set_members(termsOfServiceUrl=None),
    )
)

library.add(
    Fault(
        id="dsc-no-context",
        title="The discovery document has no @context",
        how="It was taken for a plain JSON document.\nIt is one of the closed classes with @context.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=set_members(**{"@context": None}),
    )
)

library.add(
    Fault(
        id="dsc-no-name",
        title="name is missing",
        how="The name of the provider is known from the portal.\nConsumers have nothing to show.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=set_members(name=None),
    )
)

library.add(
    Fault(
        id="dsc-no-scopes",
        title="scopesOffered is missing",
        how="The scopes are in the documentation of the product.\nThe member was taken to be optional.",
        breaks=("CLR10-DSC-004",),
        operations=DISCOVERY,
        on_response=set_members(scopesOffered=None),
    )
)


library.add(
    Fault(
        id="dsc-version-too",
        title="The discovery document has a member version",
        how="The document of another interface was extended.\nThe class is closed.",
        breaks=("CLR10-DSC-005",),
        consequences={"CLR10-CON-012": "the member is an extension"},
        operations=DISCOVERY,
        on_response=set_members(version="1.0"),
    )
)

library.add(
    Fault(
        id="dsc-token-revocation-url-too",
        title="The discovery document has a member tokenRevocationUrl",
        how="Open Badges 2.1 and CLR 2.0 have it, so it was added.\nCLR 1.0 does not know it.",
        breaks=("CLR10-DSC-005",),
        consequences={"CLR10-CON-012": "the member is an extension"},
        operations=DISCOVERY,
        on_response=set_members(tokenRevocationUrl="https://127.0.0.1/oauth/revoke"),
    )
)

library.add(
    Fault(
        id="dsc-scope-is-a-word",
        title="scopesOffered names a scope by a word",
        how="Scopes are words in the authorization server.\nThe URIs were thought to be a matter of taste.",
        breaks=("CLR10-DSC-006",),
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body["scopesOffered"].append("offline"))),
    )
)

library.add(
    Fault(
        id="dsc-scopes-as-text",
        title="scopesOffered is a text with spaces",
        how="The parameter scope of OAuth is written like that.\nHere it is an array.",
        breaks=("CLR10-DSC-006",),
        consequences=_SCOPE_ROW,
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body.update(scopesOffered=" ".join(body["scopesOffered"])))),
    )
)

library.add(
    Fault(
        id="dsc-scope-mistyped",
        title="scopesOffered names a CLR scope that does not exist",
        how="read was written for readonly, beside the right one.\nConsumers that ask for it are refused.",
        breaks=("CLR10-DSC-007",),
        consequences=_SCOPE_ROW,
        operations=DISCOVERY,
        on_response=when(200, change=edited(lambda body: body["scopesOffered"].append(_READONLY.removesuffix("only")))),
    )
)

library.add(
    Fault(
        id="dsc-scope-http",
        title="scopesOffered names a CLR scope as an http URI",
        how="The URI was typed by hand, without the s.\nAs strings the two differ.",
        breaks=("CLR10-DSC-007",),
        operations=DISCOVERY,
        on_response=when(
            200, change=edited(lambda body: body["scopesOffered"].append(_READONLY.replace("https", "http")))
        ),
    )
)

library.add(
    Fault(
        id="dsc-scopes-of-its-own",
        title="scopesOffered names no scope of CLR at all",
        how="The provider has scopes of its own, which mean the same.\nConsumers look for those of the standard.",
        breaks=("CLR10-DSC-007",),
        consequences={**_SCOPE_ROW, "CLR10-DSC-008": "readonly is not among them"},
        operations=DISCOVERY,
        on_response=set_members(scopesOffered=["https://clr.example.edu/scope/records.read"]),
    )
)

library.add(
    Fault(
        id="dsc-no-readonly",
        title="scopesOffered leaves readonly out",
        how="Reading is a matter of course, so its scope was not listed.\nConsumers think that they cannot read.",
        breaks=("CLR10-DSC-008",),
        consequences=_SCOPE_ROW,
        operations=DISCOVERY,
        on_response=set_members(scopesOffered=[_DELETE]),
    )
)

FAULTS = library.faults
