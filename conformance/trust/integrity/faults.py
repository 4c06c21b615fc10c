"""What ends the check of a proof early."""

from __future__ import annotations

from conformance.trust.integrity.result import Checked


class ProofFault(Exception):
    """The proof cannot be checked or does not fit; ``checked`` says why."""

    def __init__(self, code: str, text: str, *, open: bool = False, declared: bool = False) -> None:
        super().__init__(code, text)
        self.checked = Checked(code, text, open, declared)
