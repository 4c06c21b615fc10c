"""Alderbrook, a registrar's office: a CLR 1.0 provider for tests, on Django and django-oauth-toolkit.

It shares no code with the harness, the mock provider or the other providers of tests, and is written as a vendor
would: the toolkit and Django as they come, and of the standard what its text says.
"""
