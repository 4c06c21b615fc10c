"""Plans that a user copies."""
