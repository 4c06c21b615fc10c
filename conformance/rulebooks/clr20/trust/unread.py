"""Credentials of which nobody can tell what a signature over their RDF covers: that stays undecided."""

from __future__ import annotations

from conformance.rulebooks.clr20.document.linked import credentials, linked, open_for
from conformance.rulebooks.clr20.trust import ids
from conformance.trust.session import VerificationSession


def contexts_are_known(session: VerificationSession) -> None:
    """Leaves open whether all terms are defined where a context is neither known nor was fetched."""
    for node in credentials(session.document):
        error = linked(session.document, node).error
        if error is not None and open_for(error):
            session.undecided.setdefault(ids.TERMS_ARE_DEFINED, f"{error.message}. {error.todo}")
