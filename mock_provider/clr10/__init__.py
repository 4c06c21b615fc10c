"""The mock as a provider of CLR 1.0."""

from conformance.standard.facts import facts

BOOK = "clr10"

FACTS = facts(BOOK)
"""The context, base path, scopes and operations of CLR 1.0: the one place where this room takes them from."""

LD_JSON = FACTS.media_types[-1]
"""The media type that the API speaks: the last of them, since the first is plain JSON."""
