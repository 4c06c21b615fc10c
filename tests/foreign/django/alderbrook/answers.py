"""JSON-LD answers and status objects."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from alderbrook.switches import house, wrong

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
MINOR = {
    200: "fullsuccess",
    401: "unauthorizedrequest",
    403: "forbidden",
    405: "not_allowed",
    406: "not_acceptable",
    500: "internal_server_error",
}


def document(body: dict[str, Any], status: int = 200) -> HttpResponse:
    """A document with its context."""
    text = json.dumps({"@context": CONTEXT, **body}, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
    kind = "application/json" if wrong("json-type") and status < 300 else "application/ld+json"
    return HttpResponse(text, status=status, content_type=f"{kind}; charset=utf-8")


def status(code: int, words: str, minor: str | None = None) -> HttpResponse:
    """The status object of the standard."""
    good = code < 300
    field = {
        "imsx_codeMinorFieldName": "Alderbrook Registrar",
        "imsx_codeMinorFieldValue": minor or MINOR.get(code, "unknown"),
    }
    return document(
        {
            "imsx_codeMajor": "success" if good else "failure",
            "imsx_severity": "status" if good else "error",
            "imsx_description": words,
            "imsx_codeMinor": {"imsx_codeMinorField": [field]},
        },
        code,
    )


def missing(words: str = "There is no such item in our books.") -> HttpResponse:
    """A 404, with Django's own page where that is the fault."""
    if wrong("html-404"):
        return HttpResponseNotFound("<!doctype html><title>Not Found</title><h1>Not Found</h1>")
    return status(404, words)


def acceptable(request: HttpRequest) -> bool:
    """True where the client takes JSON-LD."""
    return bool(request.accepts("application/ld+json"))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Unknown paths: a status object below the API, a page elsewhere."""
    if request.get_full_path().startswith(f"{house.prefix}/ims/clr/v1p0"):
        return missing("There is no such operation.")
    return HttpResponseNotFound("<!doctype html><title>Alderbrook</title><h1>No such page</h1>")


def server_error(request: HttpRequest) -> HttpResponse:
    """What goes wrong here."""
    return status(500, "Our office has a problem.")
