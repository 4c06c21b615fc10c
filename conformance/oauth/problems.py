"""What keeps a run from getting a token: always a problem of set-up or of the flow, with a code and what to do."""

from __future__ import annotations

from conformance.exchanges import Response
from conformance.record import Problem


class OAuthProblem(Exception):
    """The flow cannot go on; ``problem`` says why, ``response`` is the last exchange when there is one."""

    def __init__(self, problem: Problem, response: Response | None = None) -> None:
        super().__init__(f"{problem.code}: {problem.message}")
        self.problem = problem
        self.response = response


def problem(
    code: str, message: str, *, likely: str = "", todo: str = "", response: Response | None = None
) -> OAuthProblem:
    """An OAuthProblem, ready to be raised."""
    return OAuthProblem(Problem(code=code, message=message, likely=likely, todo=todo), response)


def failed(response: Response, what: str) -> OAuthProblem:
    """The problem for an exchange that did not end as HTTP foresees (``unreachable``, ``tls-untrusted`` ...)."""
    failure = response.failure
    if failure is None:
        return problem("no-answer", f"{what}: no answer", response=response)
    return problem(failure.code, f"{what}: {failure.message}", likely=failure.likely, response=response)


def oauth_error(response: Response) -> str:
    """How an error response describes itself: ``HTTP 400 invalid_grant (text)``; short, and never the whole body."""
    described = f"HTTP {response.status}"
    try:
        body = response.json()
    except ValueError:
        return f"{described}, {response.media_type or 'no content type'}"
    if not isinstance(body, dict):
        return described
    error, text = body.get("error"), body.get("error_description")
    if isinstance(error, str):
        described += f" {error[:100]}"
    return f"{described} ({text[:200]})" if isinstance(text, str) else described
