"""A right verifier of CLR 1.0: what it makes of a record, item by item."""
