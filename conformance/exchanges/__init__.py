"""What was said over HTTP, kept and shown: responses, redaction, transcript, curl lines. Sends nothing."""
