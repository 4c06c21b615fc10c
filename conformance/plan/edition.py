"""The edition of a plan that names none."""

from __future__ import annotations

from conformance.errors import UsageFault
from conformance.standard import editions, facts


def public_names() -> tuple[str, ...]:
    """The editions that there are, as a plan names them: ``clr-v1p0``."""
    return tuple(facts(book).id for book in editions())


def the_only_edition() -> str:
    """The edition that is meant where none is named; raises ``UsageFault`` when there are several."""
    names = public_names()
    if len(names) != 1:
        raise UsageFault(
            "plan-no-standard",
            "the plan does not say which edition of the standard it is about",
            "it was written when there was only one",
            f"Name one in the plan: standard: {' or '.join(names)}",
        )
    return names[0]
