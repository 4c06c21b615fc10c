"""Engine of migration: what becomes of each member of a record that goes from one edition to the next."""

from __future__ import annotations

from conformance.migrating.ledger import Entry, Fate, Ledger
from conformance.migrating.rules import Issuer, Migrated, MigrationRules, Source, Word

__all__ = ["Entry", "Fate", "Issuer", "Ledger", "Migrated", "MigrationRules", "Source", "Word"]
