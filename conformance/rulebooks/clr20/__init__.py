"""How the rules of CLR 2.0 are decided."""
