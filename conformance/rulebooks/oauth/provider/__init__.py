"""The provider suites of OAuth: one module for each area."""
