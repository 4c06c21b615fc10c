"""The names of the scopes."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.clr10 import FACTS
from mock_provider.oauth.faults._responses import members

library = Library()
SCOPES = FACTS.scopes["readonly"].removesuffix("readonly")  # what all of them begin with


def _offering(**names: str) -> Change:
    return members(scopesOffered=[names.get(short, SCOPES + short) for short in ("readonly", "replace", "delete")])


library.add(
    Fault(
        id="brr-scopes-of-clr2",
        title="The discovery document offers the scopes of CLR 2.0",
        how="The document was written for the next version.\nIts names are others.",
        breaks=("CLR10-BRR-008",),
        consequences={"CLR10-DSC-008": "a scope that is needed is not offered under its name"},
        operations=("getDiscoveryDocument",),
        on_response=_offering(readonly=SCOPES.replace("/v1p0/", "/v2p0/") + "credential.readonly"),
    )
)


library.add(
    Fault(
        id="brr-scopes-with-clr",
        title="The discovery document offers clr.readonly",
        how="The name was taken from an article.\nA consumer asks for the one of the standard.",
        breaks=("CLR10-BRR-008",),
        consequences={
            "CLR10-DSC-007": "it is not a scope of the standard",
            "CLR10-DSC-008": "a scope that is needed is not offered under its name",
        },
        operations=("getDiscoveryDocument",),
        on_response=_offering(readonly=f"{SCOPES}clr.readonly"),
    )
)


library.add(
    Fault(
        id="brr-scopes-invented",
        title="The discovery document offers a fourth scope below the standard's own address",
        how="Updates were to have a scope of their own.\nThe address belongs to the standard.",
        breaks=("CLR10-BRR-008",),
        consequences={"CLR10-DSC-007": "it is not a scope of the standard"},
        operations=("getDiscoveryDocument",),
        on_response=members(
            scopesOffered=[f"{SCOPES}{short}" for short in ("readonly", "replace", "delete", "update")]
        ),
    )
)


library.add(
    Fault(
        id="brr-tokens-with-short-scopes",
        title="Token responses name scopes in short",
        how="The database has short names.\nThe answer is written from it.",
        breaks=("CLR10-BRR-008",),
        consequences={
            "CLR10-TOK-011": "a short name was not asked for",
            "CLR10-TOK-015": "client credentials do so too",
        },
        operations=("token",),
        on_response=members(scope="readonly"),
    )
)


FAULTS = library.faults
