"""A second CLR provider, for tests only: another OAuth library, another web framework, another reading of the standard.

It shares no code with the mock provider nor with the harness, so that a harness that only understands its own
mock is found out. ``serve.running_foreign`` runs it; ``defects`` lists what it can do wrong, one thing at a time.
"""
