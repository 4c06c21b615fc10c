"""The resource server of CLR 2.0."""
