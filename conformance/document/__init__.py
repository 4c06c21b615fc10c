"""Judges a CLR document by itself: parse, recognise, schema, one typed walk, one check per requirement. No network."""

from conformance.document.findings import Judgement, Note
from conformance.document.judge import judge, judge_schema
from conformance.document.parse import DocumentError, Parsed, ParseLimits, parse
from conformance.rulebooks.clr10.document.recognise import Recognised, recognise

__all__ = [
    "DocumentError",
    "Judgement",
    "Note",
    "ParseLimits",
    "Parsed",
    "Recognised",
    "judge",
    "judge_schema",
    "parse",
    "recognise",
]
