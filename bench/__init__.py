"""Figures of this project beside named peers, measured in one run: ``python -m bench``."""
