"""A run: check results in, a run record out. It knows neither pytest nor reports, and the role is handed in."""

from conformance.run.listener import Listener, Silence
from conformance.run.results import CheckEnding, Circumstances, Run

__all__ = ["CheckEnding", "Circumstances", "Listener", "Run", "Silence"]
