"""The rules of CLR 1.0 that a document alone can show."""
