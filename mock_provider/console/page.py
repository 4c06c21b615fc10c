"""The page itself: one file with its style and its script inside, which a browser takes from nowhere else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response


async def page(_: Request) -> Response:
    """The page, the same for everybody: it holds nothing but how to ask."""
    text, policy = _page()
    return HTMLResponse(text, headers={"Content-Security-Policy": policy})


@cache
def _page() -> tuple[str, str]:
    """The page and the policy that lets in its own style and script alone."""
    style, script, text = (_file(f"console.{ending}") for ending in ("css", "js", "html"))
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return text.replace("{{ style }}", style).replace("{{ script }}", script), policy


def _file(name: str) -> str:
    return files("mock_provider.console").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
