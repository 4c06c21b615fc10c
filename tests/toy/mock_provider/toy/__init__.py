"""The mock as a provider of the invented edition Toy 1.0."""
