"""Legal but unusual behaviour of an authorization server: nothing may fail because of it."""
