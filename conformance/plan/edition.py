"""Which editions a plan may name, what is known of them without their catalogues, and the one that is meant by none."""

from __future__ import annotations

from conformance.errors import UsageFault
from conformance.standard import editions, facts


def public_names() -> tuple[str, ...]:
    """The editions that there are, as a plan names them."""
    return tuple(facts(book).id for book in editions())


def base_paths() -> tuple[str, ...]:
    """The base paths of their APIs."""
    return tuple(dict.fromkeys(facts(book).base_path for book in _with_api()))


def scope_names() -> tuple[str, ...]:
    """The short names of their scopes."""
    return tuple(dict.fromkeys(name for book in _with_api() for name in facts(book).scopes))


def the_only_edition() -> str:
    """The edition that is meant where none is named, the only one with an API; ``UsageFault`` where there are more."""
    names = tuple(facts(book).id for book in _with_api())
    if len(names) != 1:
        raise UsageFault(
            "plan-no-standard",
            "the plan does not say which edition of the standard it is about",
            "it was written when there was only one",
            f"Name one in the plan: standard: {' or '.join(names)}",
        )
    return names[0]


def _with_api() -> tuple[str, ...]:
    """The editions of which a provider or a consumer can be judged."""
    return tuple(book for book in editions() if facts(book).has_api)
