"""Reports: a run record in, a file out."""
