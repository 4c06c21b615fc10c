"""Public keys: from a reference in a proof or a token to the key, and whether it is shown to be the issuer's."""

from conformance.trust.keys.material import Kind, PublicKey, of_jwk, of_multibase
from conformance.trust.keys.problems import KeyProblem, KeyRefused
from conformance.trust.keys.resolved import Origin, Resolved, Shown
from conformance.trust.keys.resolving import resolve, resolve_embedded

__all__ = [
    "KeyProblem",
    "KeyRefused",
    "Kind",
    "Origin",
    "PublicKey",
    "Resolved",
    "Shown",
    "of_jwk",
    "of_multibase",
    "resolve",
    "resolve_embedded",
]
