"""The resource server: the nine operations of CLR 1.0, as the contract says and no friendlier."""
