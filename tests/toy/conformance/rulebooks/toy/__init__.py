"""The rules of the invented edition Toy 1.0."""
