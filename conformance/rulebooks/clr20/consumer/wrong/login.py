"""Consumers that register, log in, renew or end their tokens wrongly."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.oauth import AuthorizationRequest, AuthorizationResult, Endpoints, RegisteredClient, refresh
from conformance.oauth.tokens import basic
from conformance.rulebooks.clr20.consumer.client import CredentialConsumer
from conformance.rulebooks.clr20.consumer.register import wrong
from conformance.wire import Wire

_FORM = "application/x-www-form-urlencoded"


@wrong("CLR20-REG-02")
class RegistersAsText(CredentialConsumer):
    """Registers by a body of JSON that is named text/plain.

    fetch() names a body so that is given to it as a string.
    """

    def registration_type(self) -> str:
        return "text/plain;charset=UTF-8"


@wrong("CLR20-REG-04")
class SoftwareStatement(CredentialConsumer):
    """Registers with a software statement.

    The federation of another country asks for one.
    """

    def metadata(self) -> dict[str, Any]:
        return {**super().metadata(), "software_statement": "eyJhbGciOiJub25lIn0.e30."}


@wrong("CLR20-REG-05")
class NoScopeAtRegistration(CredentialConsumer):
    """Registers without scope.

    RFC 7591 leaves it open, and the first provider gave all scopes to everybody.
    """

    def metadata(self) -> dict[str, Any]:
        return {name: value for name, value in super().metadata().items() if name != "scope"}


@wrong("CLR20-ACG-03", consequences={"OAUTH-AUT-004": "it is one of the parameters"})
class NoRedirectUri(CredentialConsumer):
    """Leaves redirect_uri out of the authorization request.

    It has registered one only, and RFC 6749 lets it be left out then.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        return super().authorization_request(client).changed(redirect_uri=None)


@wrong("CLR20-ACG-02", consequences={"OAUTH-HTTP-001": "it is a request over plain http"})
class AsksOverHttp(CredentialConsumer):
    """Opens the login over plain http first, as somebody does who types an address.

    The scheme was cut off where the address is shown, and browsers put the other one in front.
    """

    def visit(self, request: AuthorizationRequest) -> AuthorizationResult:
        plain = Wire(limits=Limits(), ca=self.assignment.ca, app=self.assignment.app, allow_http=True)
        plain.send("GET", request.url.replace("https:", "http:", 1))
        plain.close()
        return super().visit(request)


@wrong(
    "CLR20-CRT-11",
    consequences={
        "OAUTH-DSC-002": "it never looks for the document",
        "OAUTH-DSC-003": "it registers without having read the document",
        "OAUTH-DSC-005": "it never looks for the document",
    },
    tasks=("write",),
)
class ReadsMetadataInstead(CredentialConsumer):
    """Finds the endpoints by the metadata of RFC 8414, and never looks at the service description.

    Its library does that for every other provider.
    """

    def endpoints(self) -> Endpoints:
        found = metadata_of(self)
        return Endpoints(
            authorization=found.get("authorization_endpoint"),
            token=found.get("token_endpoint"),
            registration=found.get("registration_endpoint"),
        )


@wrong("CLR20-TOK-02")
class RefreshesWithoutScope(CredentialConsumer):
    """Leaves the scope out when it refreshes.

    RFC 6749 does not ask for it there; the security framework does.
    """

    def refresh(self, refresh_token: str) -> Response:
        return refresh(self.wire, self.endpoints().need("token"), self.client(), refresh_token)


@wrong("CLR20-TOK-08", consequences={"OAUTH-TOK-017": "what is revoked cannot be used at the next start"})
class RevokesWithoutHint(CredentialConsumer):
    """Revokes its token at the end, and does not say what kind of token it is.

    RFC 7009 calls the hint optional.
    """

    def run(self) -> None:
        """Do the task, and end the token."""
        super().run()
        url, tokens = metadata_of(self).get("revocation_endpoint", ""), self.tokens()
        if url:
            headers = {"Authorization": basic(self.client()), "Content-Type": _FORM}
            self.wire.send("POST", url, headers=headers, content=urlencode({"token": tokens.access_token}).encode())
            self.state.keep("tokens", self.owner, None)


def metadata_of(consumer: CredentialConsumer) -> dict[str, Any]:
    """What the provider says of itself by RFC 8414; empty where it does not."""
    parts = urlsplit(consumer.base.removesuffix(consumer.facts.base_path))
    known = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{parts.path}"
    response = consumer.wire.send("GET", known, headers={"Accept": "application/json"})
    return response.json_object() if response.status == 200 else {}
