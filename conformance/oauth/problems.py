"""What keeps a run from getting a token: always a problem of set-up or of the flow, with a code and what to do."""

from __future__ import annotations

from conformance.record import Problem
from conformance.wire import Reply


class OAuthProblem(Exception):
    """The flow cannot go on; ``problem`` says why, ``reply`` is the last exchange when there is one."""

    def __init__(self, problem: Problem, reply: Reply | None = None) -> None:
        super().__init__(f"{problem.code}: {problem.message}")
        self.problem = problem
        self.reply = reply


def problem(code: str, message: str, *, likely: str = "", todo: str = "", reply: Reply | None = None) -> OAuthProblem:
    """An OAuthProblem, ready to be raised."""
    return OAuthProblem(Problem(code=code, message=message, likely=likely, todo=todo), reply)


def failed(reply: Reply, what: str) -> OAuthProblem:
    """The problem for an exchange that did not end as HTTP foresees (``unreachable``, ``tls-untrusted`` ...)."""
    failure = reply.failure
    if failure is None:
        return problem("no-answer", f"{what}: no answer", reply=reply)
    return problem(failure.code, f"{what}: {failure.message}", likely=failure.likely, reply=reply)


def oauth_error(reply: Reply) -> str:
    """How an error reply describes itself: ``HTTP 400 invalid_grant (text)``; short, and never the whole body."""
    described = f"HTTP {reply.status}"
    try:
        body = reply.json()
    except ValueError:
        return f"{described}, {reply.media_type or 'no content type'}"
    if not isinstance(body, dict):
        return described
    error, text = body.get("error"), body.get("error_description")
    if isinstance(error, str):
        described += f" {error[:100]}"
    return f"{described} ({text[:200]})" if isinstance(text, str) else described
