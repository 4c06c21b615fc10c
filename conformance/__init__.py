"""Open self-check of implementations of the 1EdTech/IMS Comprehensive Learner Record (CLR) standard."""

__version__ = "0.1.0"
