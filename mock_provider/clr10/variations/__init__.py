"""Legal but unusual behaviour of a provider of CLR 1.0: nothing may fail because of it."""
