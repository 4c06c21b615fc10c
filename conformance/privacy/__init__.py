"""Stand-ins for what is a learner's own: by its place in a document, and by its value wherever it occurs."""

from conformance.privacy.persons import Persons
from conformance.privacy.places import Places

__all__ = ["Persons", "Places"]
