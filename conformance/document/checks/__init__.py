"""The checks that decide a requirement from a document alone, one module per area."""
