"""How the rules of CLR 1.0 are decided."""
