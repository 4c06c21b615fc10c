"""The office's books: records and what they hold, and what a client said of itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Record(models.Model):  # type: ignore[misc]
    """One CLR of one person, as a document or as a signed token."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    sourced_id = models.CharField(max_length=400, db_index=True)
    issued = models.DateTimeField()
    document = models.JSONField()
    token = models.TextField(blank=True)
    revoked = models.BooleanField(default=False)
    shown = models.BooleanField(default=True)

    class Meta:
        app_label = "alderbrook"
        ordering = ("-issued", "pk")


class Item(models.Model):  # type: ignore[misc]
    """A hosted assertion, endorsement, key or revocation list."""

    kind = models.CharField(max_length=20)
    sourced_id = models.CharField(max_length=400)
    document = models.JSONField()
    revoked = models.BooleanField(default=False)

    class Meta:
        app_label = "alderbrook"


class Registration(models.Model):  # type: ignore[misc]
    """What a client told when it registered itself."""

    application = models.OneToOneField("oauth2_provider.Application", on_delete=models.CASCADE)
    metadata = models.JSONField()

    class Meta:
        app_label = "alderbrook"

    @property
    def scopes(self) -> list[str]:
        """The scopes that the client may ask for."""
        told: Any = self.metadata.get("scope", "")
        return str(told).split()
