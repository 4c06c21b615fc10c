"""The pages for people, without scripts and with headers that keep others from framing or filling them."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from mock_provider.http.notes import refused
from mock_provider.oauth.settings import OFFLINE_ACCESS

_OWN_SCOPES = {OFFLINE_ACCESS: "Keep this access while you are away, until you withdraw it"}

_STYLE = files("mock_provider.oauth").joinpath("templates/style.css").read_text("utf-8")
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


_TEMPLATES = Environment(
    loader=PackageLoader("mock_provider.oauth"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.globals["style"] = _STYLE
_TEMPLATES.filters["day"] = _day


def page(
    template: str,
    *,
    status: int = 200,
    form_targets: str = "'self'",
    images: str = "'none'",
    scope_texts: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page from a template, with the headers of all pages.

    ``scope_texts`` are what it says of the API's scopes; one that has no text is shown as it is.

    ``form_targets`` is where its form may lead, redirects included; ``images`` is where its images come from
    (both sources of a Content-Security-Policy).
    """
    policy = (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src {images}; "
        f"form-action {form_targets}; frame-ancestors 'none'; base-uri 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Pragma": "no-cache",
    }
    return HTMLResponse(
        _TEMPLATES.get_template(template).render(scope_texts={**_OWN_SCOPES, **(scope_texts or {})}, **values),
        status,
        headers,
    )


def error_page(title: str, message: str, *, hint: str = "", status: int = 400) -> HTMLResponse:
    """A page that says what went wrong and what to do; it redirects to nowhere. What went wrong is noted."""
    refused(f"{title}: {message}")
    return page("error.html", status=status, title=title, message=message, hint=hint)


def image_source(url: str) -> str:
    """The origin of an image for the policy (a host written as an IPv6 address cannot be named in one)."""
    parts = urlsplit(url)
    return "'none'" if ":" in (parts.hostname or ":") else f"{parts.scheme}://{parts.netloc}"
