"""The resource owner is a person: the URL is shown, and the redirect comes to a port of this machine."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

from conformance.exchanges import Redactor
from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult, RedirectResult
from conformance.oauth.owner.protocol import Decision
from conformance.oauth.problems import problem

WAIT_SECONDS = 300.0
_THANKS = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>Done</title><p>The run goes on; close this page.</p>"
)


def manual_redirect_uri(port: int) -> str:
    """The redirect URI that the client has to be registered with (RFC 8252, section 7.3)."""
    return f"http://127.0.0.1:{port}/callback"


class ManualOwner:
    """Prints the authorization URL and waits for the redirect; Ctrl-C ends the wait at once."""

    def __init__(
        self,
        port: int,
        redactor: Redactor,
        *,
        say: Callable[[str], None] | None = None,
        patience: float = WAIT_SECONDS,
    ) -> None:
        self._port = port
        self._redactor = redactor
        self._say = say or _to_stderr
        self._patience = patience

    def authorize(
        self, request: AuthorizationRequest, decision: Decision = "approve", *, label: str = "authorize"
    ) -> AuthorizationResult:
        """Show the URL and what to decide, and wait for the redirect.

        Raises OAuthProblem: ``manual-port-taken``, ``manual-timeout``; KeyboardInterrupt passes through.
        """
        try:
            server = _Callback(self._port)
        except OSError as error:
            raise problem(
                "manual-port-taken",
                f"Port {self._port} of this machine cannot be opened: {error.strerror or error}.",
                likely="Another program listens there.",
                todo="Set login.manual_port in the plan to a free port.",
            ) from None
        with server:
            self._say(f"{label}: open this page, log in and {decision}:\n\n  {request.url}\n")
            url = server.wait(request, self._patience)
        if url is None:
            raise problem(
                "manual-timeout",
                f"Nobody came back to {manual_redirect_uri(self._port)} within {self._patience:g} seconds.",
                likely="The page was not opened, or it did not redirect to the client.",
                todo="Start again, and open the printed URL on this machine.",
            )
        result = RedirectResult.of(url)
        self._redactor.learn(result.code or "", "CODE")
        return result

    def close(self) -> None:
        """Nothing to give back."""


class _Callback(HTTPServer):
    """Listens on loopback until one request is a redirect to the client."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.request_in_question: AuthorizationRequest | None = None
        self.caught: str | None = None

    def wait(self, request: AuthorizationRequest, patience: float) -> str | None:
        """The URL of the redirect, or ``None`` when it does not come in time."""
        self.request_in_question = request
        end = time.monotonic() + patience
        while self.caught is None and (left := end - time.monotonic()) > 0:
            self.timeout = min(left, 1.0)
            self.handle_request()
        return self.caught


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    server: _Callback

    def do_GET(self) -> None:
        """Take the redirect; anything else (a favicon) is not found."""
        url = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        question = self.server.request_in_question
        if question is None or not question.catches(url):
            self.send_error(404)
            return
        self.server.caught = url
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_THANKS)))
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(_THANKS)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the path holds the code."""


def _to_stderr(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
