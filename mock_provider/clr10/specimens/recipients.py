"""Hosted assertions whose recipient is hashed: with salt, without, beyond ASCII, and one that is somebody else."""

from __future__ import annotations

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.site import hashed
from mock_provider.clr10.specimens.desk import Desk, changed, right
from mock_provider.clr10.specimens.hosted import PLACE
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def recipient_hash(mock: MockServer, claims: frozenset[str]) -> Laid:
    """Three recipients that are the learner, and one that is not."""
    desk = Desk(mock, claims)
    issuer, email, learner = (
        desk.issuer("guild"),
        desk.learner["email"],
        {**desk.learner, "studentId": "Zoë-Ångström-7"},
    )

    def lay(recipient: Node, twin: Node | None = None) -> Node:
        item = desk.hosted(issuer, desk.name(), recipient=recipient)
        told = "its recipient is the hash of another address"
        specimen = changed(item, PLACE, told, twin=twin) if twin else right(item, PLACE, fetches=[item["id"]])
        desk.record([specimen], assertions=[item], learner=learner)
        return item

    salted = lay(_named("email", email, "K3x9"))
    lay(_named("email", email))
    lay(_named("studentId", learner["studentId"], "Grüße"))
    lay(_named("email", f"another-{email}", "K3x9"), salted)
    return desk.laid("recipient-hash")


def _named(kind: str, value: str, salt: str = "") -> Node:
    salted = {"salt": salt} if salt else {}
    return {"type": kind, "identity": hashed(value, salt), "hashed": True, **salted}
