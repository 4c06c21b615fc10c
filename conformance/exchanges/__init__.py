"""What was said over HTTP, kept and shown: responses, redaction, transcript, curl lines. Sends nothing."""

from conformance.exchanges.curl import curl_line
from conformance.exchanges.redaction import REDACTED, Redactor
from conformance.exchanges.response import Failure, Headers, Response
from conformance.exchanges.transcript import Transcript

__all__ = ["REDACTED", "Failure", "Headers", "Redactor", "Response", "Transcript", "curl_line"]
