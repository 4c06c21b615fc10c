"""Data Integrity proofs: whether a document is what the holder of a key signed. Knows no edition."""

from conformance.trust.integrity.proofs import PURPOSE, Proof, read
from conformance.trust.integrity.result import Checked
from conformance.trust.integrity.secured import Reading, Secured
from conformance.trust.integrity.suites import DATA_INTEGRITY, SUITES, Form, Suite, suite_name
from conformance.trust.integrity.verifying import verify_proof

__all__ = [
    "DATA_INTEGRITY",
    "PURPOSE",
    "SUITES",
    "Checked",
    "Form",
    "Proof",
    "Reading",
    "Secured",
    "Suite",
    "read",
    "suite_name",
    "verify_proof",
]
