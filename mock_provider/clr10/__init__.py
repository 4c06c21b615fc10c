"""The mock as a provider of CLR 1.0."""
