"""The faults of the authorization server, one module for each area of the rule book."""
