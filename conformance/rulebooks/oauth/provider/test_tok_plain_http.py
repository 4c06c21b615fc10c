"""TOK: the OAuth endpoints over plain http, where they must not be served."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from conformance.exchanges import Response
from conformance.oauth import (
    register,
    token_request,
)
from conformance.suites.answer import Answer
from conformance.suites.marks import requirement
from conformance.suites.outcomes import broken, not_applicable
from conformance.suites.target import Target


@requirement("OAUTH-TOK-016")
def test_token_endpoint_refuses_plain_http(target: Target) -> None:
    url = _https(target.session.endpoint("token"))
    form = (("grant_type", "authorization_code"), ("code", secrets.token_urlsafe(32)))
    response = token_request(target.wire, url, form, None, "token request without a client")
    _expect_no_service(target, target.session.answer(response, "the token request"))


@requirement("OAUTH-TOK-016")
def test_registration_endpoint_refuses_plain_http(target: Target) -> None:
    if "dynamic_registration" not in target.plan.claims:
        not_applicable("the plan does not claim dynamic_registration")
    url = _https(target.session.endpoint("registration"))
    # Not a right registration: over plain http it must not even be judged.
    response = register(target.wire, url, {"redirect_uris": []}, label="registration without metadata")
    _expect_no_service(target, target.session.answer(response, "registration"))


def _https(url: str) -> str:
    """The URL when it is https; otherwise raises ``Broken``."""
    if urlsplit(url).scheme != "https":
        broken("the endpoint is offered over plain http", expected="an https URL", actual=url)
    return url


def _expect_no_service(target: Target, control: Answer) -> None:
    """Send the request of ``control`` over plain http; the endpoint must not be the one that answers there."""
    control.arrived()
    parts = urlsplit(control.response.url)
    port = "" if parts.port in (None, 443) else f":{parts.port}"
    plain = parts._replace(scheme="http", netloc=f"{parts.hostname}{port}").geturl()
    sent = [pair for pair in control.response.request_headers if pair[0].lower() in ("content-type", "accept")]
    response = target.wire.send(
        "POST", plain, headers=sent, content=control.response.request_body, label="plain http", plain_probe=True
    )
    if response.failure is not None:
        return
    answer, over_https = target.session.answer(response, "plain http"), _served(control.response)
    if over_https is not None and _served(response) == over_https:
        answer.broken(
            f"{control.operation} is answered over plain http as over https",
            expected="no connection, or a refusal such as 421",
            actual=str(response.status),
        )


def _served(response: Response) -> tuple[object, ...] | None:
    """What shows that the endpoint itself gave the answer: an OAuth error, or what was asked for."""
    try:
        body = response.json()
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    if response.status in (200, 201):
        return (response.status, "client_id" in body, "access_token" in body)
    return (response.status, body["error"], body.get("error_description")) if "error" in body else None
