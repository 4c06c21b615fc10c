"""Signs credentials: embedded proofs, tokens, baked pictures, status lists.

A second reading of the texts that the verdicts stand on: it canonicalises with PyLD and never uses what judges
(``conformance.linked_data``, ``conformance.trust``), so that a misreading in one of them shows.
"""

from conformance.issuing.keys import Key
from conformance.issuing.suites import SUITES, sign
from conformance.issuing.tokens import as_jwt

__all__ = ["SUITES", "Key", "as_jwt", "sign"]
