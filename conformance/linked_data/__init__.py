"""Linked data: JSON-LD documents become quads and canonical N-Quads, with a note of what their RDF leaves out.

The engine knows no edition: a caller hands over the context documents, and nothing is fetched.
"""

from conformance.linked_data.budget import Budget
from conformance.linked_data.contexts import Contexts
from conformance.linked_data.expansion import canonical, expand
from conformance.linked_data.problems import LinkedDataError
from conformance.linked_data.rdfc import canonize
from conformance.linked_data.reference import canonical_by_pyld
from conformance.linked_data.result import Expanded, Loss, Quad

__all__ = [
    "Budget",
    "Contexts",
    "Expanded",
    "LinkedDataError",
    "Loss",
    "Quad",
    "canonical",
    "canonical_by_pyld",
    "canonize",
    "expand",
]
