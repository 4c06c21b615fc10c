"""Known ways in which a provider of CLR 1.0 departs from it, each with the requirement that it breaks.

A module bears the letters of an area of the catalogue, as the ids in it do (``deleting`` is DEL); where an area has
several subjects it is a package with a module for each, and ``FAULTS`` of the package list them all. ``trust`` and
``wire`` hold what only verification and only a real connection show, of whatever area. Each fault stands below the
change that it makes.
"""
