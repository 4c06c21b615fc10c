"""Reports: a run record in, a file out.

``write_reports`` writes any of ``FORMATS`` into a folder; ``reports.run_file`` reads and writes the record itself,
``reports.terminal`` prints the end of a run, ``reports.diff`` compares two.
"""

from clr_reports.formats import FORMATS, Format, default_formats, extras_of, register, run_formats, write_reports

__all__ = ["FORMATS", "Format", "default_formats", "extras_of", "register", "run_formats", "write_reports"]
