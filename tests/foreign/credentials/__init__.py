"""Credentials that software of other hands signed: what they say is ours, who signed them is not.

``make.py`` has them signed anew: ``node`` holds the programs around libraries of npm, ``by_python.py`` those around
libraries of PyPI. ``fixtures`` holds what they wrote, ``fixtures/manifest.json`` who wrote what and what is to come
out. Contexts come from the packages that publish them, never from our own, so that a right signature proves ours too.
``keys.json`` holds test keys.
"""
