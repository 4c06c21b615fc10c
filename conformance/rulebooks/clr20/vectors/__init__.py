"""Right documents of CLR 2.0 and the ways to break them, as data for ``conformance.vectors``."""
