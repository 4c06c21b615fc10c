"""The mock as a provider of CLR 2.0."""

from conformance.standard.facts import facts

BOOK = "clr20"

FACTS = facts(BOOK)
"""The base path, scopes and operations of CLR 2.0: the one place where this room takes them from."""
