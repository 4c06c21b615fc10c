"""A run against a consumer that a person leads, on a page of this machine: the wallet may run anywhere."""
