"""What the mock keeps of CLR 2.0."""
