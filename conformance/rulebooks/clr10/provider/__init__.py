"""The checks of a CLR 1.0 provider and its authorization server, one module per area."""
