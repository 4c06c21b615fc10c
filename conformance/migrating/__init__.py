"""Engine of migration: what becomes of each member of a record that goes from one edition to the next."""

from __future__ import annotations

from conformance.migrating.account import Account, Entry, Fate
from conformance.migrating.rules import Issuer, Migrated, MigrationRules, Source, Word

__all__ = ["Account", "Entry", "Fate", "Issuer", "Migrated", "MigrationRules", "Source", "Word"]
