"""Requests as Authlib's core reads them, and who sends them."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from authlib.oauth2.rfc6749 import (
    InvalidClientError,
    InvalidRequestError,
    JsonRequest,
    OAuth2Payload,
    OAuth2Request,
)
from starlette.datastructures import Headers

from mock_provider.oauth.messages import Parameters, basic_credentials


class ClientAuthenticationError(InvalidClientError):  # type: ignore[misc]
    """401 with the challenge that RFC 6749 section 5.2 and RFC 7617 ask for."""

    status_code = 401

    def get_headers(self) -> list[tuple[str, str]]:
        """Authlib's JSON headers and the challenge."""
        headers = [pair for pair in super().get_headers() if pair[0] != "WWW-Authenticate"]
        return [*headers, ("WWW-Authenticate", 'Basic realm="OAuth client", charset="UTF-8"')]


class _Payload(OAuth2Payload):  # type: ignore[misc]
    def __init__(self, parameters: Parameters) -> None:
        self._data: dict[str, str] = {}
        self._lists: dict[str, list[str]] = {}
        for name, value in parameters.pairs:
            self._data.setdefault(name, value)
            self._lists.setdefault(name, []).append(value)

    @property
    def data(self) -> dict[str, str]:
        return self._data

    @property
    def datalist(self) -> dict[str, list[str]]:
        return self._lists


class ProtocolRequest(OAuth2Request):  # type: ignore[misc]
    """A request as Authlib's core reads it: the query of an authorization request, or the form of any other."""

    def __init__(self, method: str, url: str, headers: Headers, parameters: Parameters) -> None:
        super().__init__(method, url, headers=headers)
        self.parameters = parameters
        self.payload = _Payload(parameters)

    @property
    def args(self) -> dict[str, str]:
        """The first value of each parameter."""
        return self.payload.data

    @property
    def form(self) -> dict[str, str]:
        """The first value of each parameter."""
        return self.payload.data


class RegistrationRequest(JsonRequest):  # type: ignore[misc]
    """A registration request with its decoded JSON body."""

    def __init__(self, url: str, headers: Mapping[str, str], body: object) -> None:
        super().__init__("POST", url, headers)
        self.payload = SimpleNamespace(data=body)


def wants_consent(request: ProtocolRequest) -> bool:
    """True when the client wants the user to be asked anew (OpenID Connect Core 1.0, 3.1.2.1: words with blanks)."""
    return "consent" in str(request.payload.data.get("prompt", "")).split()


def credentials_of(request: ProtocolRequest) -> tuple[str, str]:
    """Client id and secret by HTTP Basic; raises the errors of RFC 6749 section 5.2, which say what came instead."""
    headers = request.headers.getlist("authorization")
    in_body = "client_secret" in request.form
    if len(headers) > 1:
        raise InvalidRequestError("there is more than one Authorization header")
    if headers and in_body:
        raise InvalidRequestError("the client authenticates twice: by the Authorization header and by client_secret")
    if not headers:
        came = "client_secret came in the body" if in_body else "there is no Authorization header"
        raise ClientAuthenticationError(f"{came}; authenticate with HTTP Basic")
    credentials = basic_credentials(headers[0])
    if credentials is None:
        basic = headers[0].lower().startswith("basic ")
        came = "what follows Basic is not the Base64 of client_id:client_secret" if basic else "the scheme is not Basic"
        raise ClientAuthenticationError(f"{came}; authenticate with HTTP Basic")
    return credentials
