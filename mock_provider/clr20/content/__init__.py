"""The records and profiles that the mock makes up for CLR 2.0."""
