"""KEY: keys at their own URLs, which only those ask for who verify."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._responses import members

library = Library()

library.add(
    Fault(
        id="key-served-is-private",
        title="A key that is served holds a private key",
        how="The key service reads the file of the key pair.\nThe copy in the profile is right.",
        breaks=("CLR10-KEY-003",),
        consequences={
            "CLR10-JWS-010": "no signature fits what is no public key",
            "CLR10-KEY-005": "it is not the key that the profile has",
        },
        operations=("getKey",),
        on_response=members(publicKeyPem="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    )
)


FAULTS = library.faults
