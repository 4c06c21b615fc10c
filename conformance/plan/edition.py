"""Which editions a plan may name, what is known of them without their catalogues, and the one that is meant by none."""

from __future__ import annotations

from conformance.standard import editions, facts


def public_names() -> tuple[str, ...]:
    """The editions that there are, as a plan names them."""
    return tuple(facts(book).id for book in editions())


def base_paths() -> tuple[str, ...]:
    """The base paths of their APIs."""
    return tuple(dict.fromkeys(facts(book).base_path for book in _with_api()))


def envelopes() -> tuple[str, ...]:
    """The sibling standards whose APIs can be judged by an edition's rules, as a plan names them."""
    return tuple(name for book in _with_api() for name in facts(book).envelopes)


def scope_names() -> tuple[str, ...]:
    """The short names of their scopes."""
    return tuple(dict.fromkeys(name for book in _with_api() for name in facts(book).scopes))


def usual_edition() -> str:
    """The edition that is meant where none is named: the first with an API, which plans were first written for."""
    return facts(_with_api()[0]).id


def _with_api() -> tuple[str, ...]:
    """The editions of which a provider or a consumer can be judged."""
    return tuple(book for book in editions() if facts(book).has_api)
