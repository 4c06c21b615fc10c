"""Legal but unusual behaviour of a provider of CLR 2.0: nothing may fail because of it."""
