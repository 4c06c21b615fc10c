"""What an exchange teaches a redactor: the credentials in its headers, its URL and its bodies."""

from __future__ import annotations

from conformance.exchanges.redaction import TELLING, Redactor
from conformance.exchanges.response import Response


def learn(response: Response, redactor: Redactor) -> None:
    """Remember what of this exchange is secret."""
    for name, value in (*response.request_headers, *response.headers):
        if name.lower() in TELLING:
            redactor.learn_header(name, value)
    redactor.learn_pairs(response.url)
    if b"=" in response.request_body[:4096] and response.request_body[:1] not in b"{[":
        redactor.learn_pairs(response.request_body.decode("utf-8", "replace"))
    if b'_token"' in response.body or b'client_secret"' in response.body:
        redactor.learn_json(response.text)
