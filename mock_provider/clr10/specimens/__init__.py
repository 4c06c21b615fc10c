"""Specimens of CLR 1.0: right records, and their twins with one change; made and signed by the mock's own code."""
