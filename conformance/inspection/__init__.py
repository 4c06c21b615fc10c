"""One input as a whole: open, judge, verify, grade, locate. Knows no command line and writes no report."""
