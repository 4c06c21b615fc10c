"""Known ways in which a provider of CLR 2.0 departs from it, each with the requirement that it breaks.

A module bears the letters of an area of the catalogue, as the ids in it do; where an area has several subjects there is
a module for each. Each fault stands below the change that it makes.
"""
