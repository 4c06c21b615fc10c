"""Known ways in which a provider of Toy 1.0 departs from it: a module for each area."""
