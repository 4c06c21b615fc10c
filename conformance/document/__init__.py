"""Judges a document by itself: parse, recognise, schema, one typed walk, one check per requirement. No network.

The engine knows no edition: whoever calls it hands in the edition's ``DocumentRules``.
"""

from conformance.document.findings import Judgement, Note
from conformance.document.judge import judge, judge_alone, judge_schema
from conformance.document.opening import Opened, open
from conformance.document.parse import DocumentError, Parsed, ParseLimits, parse
from conformance.document.recognised import Recognised
from conformance.document.rules import DocumentRules

__all__ = [
    "DocumentError",
    "DocumentRules",
    "Judgement",
    "Note",
    "Opened",
    "ParseLimits",
    "Parsed",
    "Recognised",
    "judge",
    "judge_alone",
    "judge_schema",
    "open",
    "parse",
]
