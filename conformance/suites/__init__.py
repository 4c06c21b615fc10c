"""Pytest modules that drive a target, and what they share."""
