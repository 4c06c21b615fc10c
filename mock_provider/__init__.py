"""A strict CLR provider with its own authorization server, to develop and judge consumers against."""
