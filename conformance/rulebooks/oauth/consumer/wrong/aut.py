"""Consumers whose authorization requests are wrong, or who believe any redirect."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from conformance.oauth import AuthorizationRequest, AuthorizationResult, RedirectResult, RegisteredClient
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.register import wrong
from conformance.traffic.assignment import RefusedError


@wrong("OAUTH-AUT-002")
class AsksForToken(OAuthClient):
    """Asks for a token at the authorization endpoint.

    The implicit grant of old single-page applications.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        return super().authorization_request(client).changed(response_type="token")


@wrong("OAUTH-AUT-003")
class ForeignClientId(OAuthClient):
    """Sends another client id than the one that it was given.

    The name of the application stands where the id belongs.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        return super().authorization_request(client).changed(client_id="our-wallet")


@wrong("OAUTH-AUT-004")
class ChangedRedirect(OAuthClient):
    """Adds a parameter to the redirect URI that it has registered.

    It wants to know later which provider sent the learner back.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        return super().authorization_request(client).changed(redirect_uri=f"{client.redirect_uri}?provider=1")


@wrong("OAUTH-AUT-005", tasks=("write",))
class ScopesByComma(OAuthClient):
    """Joins its scopes by commas.

    Some large providers take both, so that nobody noticed.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        request = super().authorization_request(client)
        return request.changed(scope=request.params["scope"].replace(" ", ","))


@wrong("OAUTH-AUT-006")
class ConstantState(OAuthClient):
    """Sends the same state each time.

    The state was needed to pass validation, and a constant passes it.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        return super().authorization_request(client).changed(state="0123456789abcdef0123456789abcdef")


@wrong("OAUTH-AUT-007")
class PlainChallenge(OAuthClient):
    """Sends its verifier itself as the challenge.

    The method "plain" spares a hash.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        request = super().authorization_request(client)
        return request.changed(code_challenge=request.verifier, code_challenge_method="plain")


@wrong("OAUTH-AUT-019")
class StateNotCompared(OAuthClient):
    """Takes a code without comparing the state.

    The callback reads "code" and nothing else.
    """

    def compare_state(self, request: AuthorizationRequest, result: RedirectResult) -> None:
        """It does not."""


@wrong("OAUTH-AUT-020")
class CodeOfAnError(OAuthClient):
    """Takes the code of a redirect that brings an error and no code to the token endpoint.

    The callback reads "code" and never looks at "error".
    """

    def code(self, request: AuthorizationRequest, result: AuthorizationResult) -> str:
        if isinstance(result, RedirectResult) and result.error:
            return str(result.code)
        return super().code(request, result)


@wrong("OAUTH-AUT-020")
class ErrorWithoutWord(OAuthClient):
    """Ends without a word when the redirect brings an error.

    The learner has said no, and that was thought to be no error of the program's.
    """

    def code(self, request: AuthorizationRequest, result: AuthorizationResult) -> str:
        if isinstance(result, RedirectResult) and result.error:
            raise _SaidNoError
        return super().code(request, result)

    def run(self) -> None:
        """Do the task, or nothing."""
        with suppress(_SaidNoError):
            super().run()  # type: ignore[misc]  # of the consumer that this is mixed into


class _SaidNoError(Exception):
    """The learner has said no."""


@wrong("OAUTH-AUT-021")
class StrictRedirect(OAuthClient):
    """Refuses a redirect with a parameter that it does not know.

    The callback is generated from a schema that allows code and state only.
    """

    def compare_state(self, request: AuthorizationRequest, result: RedirectResult) -> None:
        super().compare_state(request, result)
        unknown = {*result.params} - {"code", "state", "scope", "iss", "error", "error_description", "error_uri"}
        if unknown:
            raise RefusedError(f"unexpected parameters: {', '.join(sorted(unknown))}")


@wrong("OAUTH-AUT-022")
class IssuerNotCompared(OAuthClient):
    """Takes a code in the name of another issuer.

    The library is older than RFC 9207.
    """

    def compare_issuer(self, result: RedirectResult) -> None:
        """It does not."""


@wrong("OAUTH-TOK-004")
class ForeignVerifier(OAuthClient):
    """Sends the verifier of another flow.

    One variable for all learners: the flow that began last wins.
    """

    def authorization_request(self, client: RegisteredClient) -> AuthorizationRequest:
        request = super().authorization_request(client)
        return replace(request, verifier=super().authorization_request(client).verifier)
