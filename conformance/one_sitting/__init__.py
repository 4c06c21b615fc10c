"""One sitting judged by itself, as a developer's own test or the control API of a mock asks for it.

A run compares all sittings of a consumer. Of one alone only what is wrong in it can be said: a breach is one, and what
needs another sitting to compare with stays undecided.
"""
