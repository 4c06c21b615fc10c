"""Mutants of the checks: does anything notice when a check is changed? cosmic-ray makes them."""
