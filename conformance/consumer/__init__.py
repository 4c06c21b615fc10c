"""Sittings: starts a consumer against the mock provider, scenario by scenario, and judges what it did."""
