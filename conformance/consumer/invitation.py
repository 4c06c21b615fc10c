"""What a consumer is told of a sitting: in its arguments, in its environment, or as a value in this process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Everything that a consumer may know of one start; the scenario is not among it.

    ``url`` is the API that it is given, ``origin`` what comes before the path of the edition, ``ca`` the PEM file of
    the authority to trust, ``state`` a folder that is empty at the first start of a sitting. ``client_id`` and
    ``client_secret`` are empty for a consumer that registers itself; one that does not finds ``authorization_url`` and
    ``token_url`` in the discovery document, or is told them. ``client_credentials`` says that the client acts for
    itself. ``outcome_file`` and ``outcome_url`` take what the consumer reports, ``document`` is the record to verify
    (``None``: none is handed over), ``browser`` is the program that logs in (empty: none). ``app`` is the application
    to call where the mock listens nowhere.
    """

    url: str
    origin: str
    ca: Path
    username: str
    password: str = field(repr=False)
    task: str
    state: Path
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    authorization_url: str = ""
    token_url: str = ""
    outcome_file: Path | None = None
    outcome_url: str = ""
    document: Path | None = None
    browser: str = ""
    client_credentials: bool = False
    app: ASGIApp | None = field(default=None, repr=False)

    def arguments(self, command: Iterable[str]) -> list[str]:
        """The command line with ``{url}`` and its like replaced; braces around any other word stay."""
        values = self._values()
        return [_PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), part) for part in command]

    def environment(self, *, authority: bool = True) -> dict[str, str]:
        """The variables that tell the same; with ``authority`` also those that libraries read for whom to trust."""
        told = {
            "CLR_URL": self.url,
            "CLR_ORIGIN": self.origin,
            "CLR_CA": str(self.ca),
            "CLR_USERNAME": self.username,
            "CLR_PASSWORD": self.password,
            "CLR_TASK": self.task,
            "CLR_STATE_DIR": str(self.state),
            "CLR_CLIENT_ID": self.client_id,
            "CLR_CLIENT_SECRET": self.client_secret,
            "CLR_AUTHORIZATION_URL": self.authorization_url if self.client_id else "",
            "CLR_TOKEN_URL": self.token_url if self.client_id else "",
            "CLR_OUTCOME_FILE": str(self.outcome_file or ""),
            "CLR_OUTCOME_URL": self.outcome_url,
            "CLR_DOCUMENT": str(self.document or ""),
            "CLR_CLIENT_CREDENTIALS": "true" if self.client_credentials else "",
            "BROWSER": self.browser,
        }
        trusted = dict.fromkeys(_AUTHORITY, str(self.ca)) if authority else {}
        return {name: value for name, value in (told | trusted).items() if value}

    def _values(self) -> Mapping[str, str]:
        return {
            "url": self.url,
            "origin": self.origin,
            "ca": str(self.ca),
            "username": self.username,
            "password": self.password,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "authorization_url": self.authorization_url,
            "token_url": self.token_url,
            "state": str(self.state),
            "task": self.task,
            "outcome": str(self.outcome_file or ""),
            "outcome_url": self.outcome_url,
            "document": str(self.document or ""),
        }


_AUTHORITY = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
"""Variables by which OpenSSL, requests, curl and Node are told whom to trust."""
