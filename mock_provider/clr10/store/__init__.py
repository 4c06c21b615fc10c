"""What CLR 1.0 keeps in the store: the CLRs of all owners and the items hosted with them."""
