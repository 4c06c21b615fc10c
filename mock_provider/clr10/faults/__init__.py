"""The faults of CLR 1.0, one module for each area of the catalogue."""
