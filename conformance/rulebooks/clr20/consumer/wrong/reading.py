"""Consumers that read records wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.rulebooks.clr20.consumer.client import CredentialConsumer
from conformance.rulebooks.clr20.consumer.register import wrong


@wrong("CLR20-API-57")
class SinceWithoutZone(CredentialConsumer):
    """Sends since without its zone.

    The moment comes from a database column that has none.
    """

    def first_page(self, since: str | None) -> str:
        return super().first_page(since and since.replace("T", " ").rstrip("Z"))


@wrong("CLR20-API-58")
class TokensUnread(CredentialConsumer):
    """Reads the records with a proof, and leaves the tokens where they are.

    The first provider had none, and the second array was taken for an index.
    """

    def take(self, page: Mapping[str, Any]) -> None:
        super().take({"credential": page.get("credential")})


@wrong(
    "CLR20-API-59",
    consequences=dict.fromkeys(("OAUTH-HTTP-008", "OAUTH-HTTP-009"), "it falls over a page in the middle of a walk"),
)
class NeedsBothArrays(CredentialConsumer):
    """Falls over a page that lacks one of the two arrays.

    page["compactJwsString"], since it was there in every example.
    """

    def take(self, page: Mapping[str, Any]) -> None:
        super().take({"credential": page["credential"], "compactJwsString": page["compactJwsString"]})


@wrong("CLR20-API-61")
class AsksForJsonLd(CredentialConsumer):
    """Asks for application/ld+json alone.

    That is what CLR 1.0 wanted, and an example of Open Badges 3.0 prints it.
    """

    accept = "application/ld+json"


@wrong("CLR20-CRT-10")
class SkipsProfile(CredentialConsumer):
    """Never reads the profile.

    Each record names its learner.
    """

    def claims(self) -> tuple[str, ...]:
        return tuple(claim for claim in super().claims() if claim != "profile")

    def profile(self) -> Mapping[str, Any] | None:
        return None
