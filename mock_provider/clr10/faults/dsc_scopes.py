"""DSC: a discovery document without scopes."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._responses import members

library = Library()

library.add(
    Fault(
        id="dsc-no-scopes",
        title="scopesOffered is missing",
        how="The scopes are in the documentation of the product.\nThe member was taken to be optional.",
        breaks=("CLR10-DSC-004",),
        operations=("getDiscoveryDocument",),
        on_response=members(scopesOffered=None),
    )
)


FAULTS = library.faults
