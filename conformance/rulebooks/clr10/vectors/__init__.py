"""Right documents of CLR 1.0 and the ways to break them, as data for ``conformance.vectors``."""
