"""What a request for authorization ended at: a redirect to the client, or a page."""

from __future__ import annotations

from conformance.oauth import PageResult, RedirectResult

Result = RedirectResult | PageResult


def evidence(result: Result) -> tuple[int, ...]:
    """The exchange that the result came with, as findings name it."""
    return (result.response.index,) if result.response is not None else ()


def described(result: Result) -> str:
    """The result in a few words."""
    if isinstance(result, PageResult):
        return f"a page with status {result.status}"
    if result.error:
        return f"a redirect with error={result.error}"
    return "a redirect with a code" if result.code else "a redirect with neither code nor error"


def sent_to(result: Result, uri: str) -> bool:
    """True when the browser was sent to this URI."""
    return isinstance(result, RedirectResult) and result.url.startswith(uri)


def error_of(result: RedirectResult) -> str | None:
    """The error that the redirect brings, in the query or in the fragment."""
    return result.error or result.fragment.get("error")


def has_code(result: Result) -> bool:
    """True when the result brings an authorization code, in the query or in the fragment."""
    return isinstance(result, RedirectResult) and bool(result.code or result.fragment.get("code"))
