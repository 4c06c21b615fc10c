"""Credentials of each class as drafts: records, badges, endorsements, status lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mock_provider.clr20.content.issuers import Issuer
from mock_provider.clr20.content.learners import Learner
from mock_provider.clr20.content.site import Node

V2: Final = "https://www.w3.org/ns/credentials/v2"
V1: Final = "https://www.w3.org/2018/credentials/v1"
CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY: Final = "https://w3id.org/security/data-integrity/v1"
ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"

_OF_EXTENSIONS: Final = ("credentialSchema", "refreshService", "credentialStatus")
_SCHEMAS: Final = "https://purl.imsglobal.org/spec/"


def record(
    learner: Learner, identifier: str, name: str, issuer: Issuer, *, since: str, badges: list[Node], **members: Any
) -> Node:
    """A record that holds these badges.

    Of the members ``subject`` adds to its subject, and ``contexts`` stand behind the usual ones.
    """
    subject = {"id": learner.id, "type": ["ClrSubject"], **members.pop("subject", {}), "verifiableCredential": badges}
    about = {"id": identifier, "name": name, "issuer": issuer.profile, "validFrom": since}
    return _credential("ClrCredential", [CLR, OB], about, subject, members)


def badge(learner: Learner, identifier: str, achievement: Node, issuer: Issuer, *, since: str, **members: Any) -> Node:
    """A badge for an achievement, signed by the first key of its issuer; ``subject`` adds to its subject."""
    kind = members.pop("kind", "AchievementCredential")
    subject = {"id": learner.id, "type": ["AchievementSubject"], **members.pop("subject", {})}
    made = {"proof": [issuer.seal(since)], **members}
    about = {"id": identifier, "name": achievement["name"], "issuer": issuer.profile, "validFrom": since}
    return _credential(kind, [OB], about, {**subject, "achievement": achievement}, made)


def endorsement(identifier: str, of: str, comment: str, issuer: Issuer, *, since: str, **members: Any) -> Node:
    """An endorsement of what has the id ``of``; without a proof, which is for whoever puts it in its place."""
    subject = {"id": of, "type": ["EndorsementSubject"], "endorsementComment": comment}
    about = {"id": identifier, "name": "Endorsement", "issuer": issuer.profile, "validFrom": since}
    return _credential("EndorsementCredential", [OB], about, subject, members)


def status_list(address: str, purpose: str, encoded: str, issuer: Issuer, *, since: str) -> Node:
    """A status list with these bits; without a proof."""
    subject = {"id": f"{address}#list", "type": "BitstringStatusList", "statusPurpose": purpose}
    return {
        "@context": [V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": since,
        "credentialSubject": {**subject, "encodedList": encoded},
    }


def entry(address: str, purpose: str, index: int) -> Node:
    """What a credential names its place in a status list with."""
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def schema_of(kind: str) -> list[Node]:
    """The standard's own schema for a class, as credentials name it."""
    tail = "clr/v2p0/schema/json/clr_v2p0_clrcredential" if kind == "record" else _OB_SCHEMA
    return [{"id": f"{_SCHEMAS}{tail}_schema.json", "type": "1EdTechJsonSchemaValidator2019"}]


_OB_SCHEMA: Final = "ob/v3p0/schema/json/ob_v3p0_achievementcredential"


def of_1_1(credential: Node, *contexts: str) -> Node:
    """The same credential by VCDM 1.1: another first context, other names of its dates."""
    names = {"validFrom": "issuanceDate", "validUntil": "expirationDate"}
    renamed = {names.get(name, name): value for name, value in credential.items()}
    return {**renamed, "@context": [V1, *credential["@context"][1:], *contexts]}


def _credential(kind: str, contexts: list[str], about: Node, subject: Node, members: Mapping[str, Any]) -> Node:
    extended = [EXTENSIONS] if any(_is_extended(members.get(member)) for member in _OF_EXTENSIONS) else []
    more = [*extended, *members.get("contexts", ())]
    proof = {"proof": members["proof"]} if "proof" in members else {}
    return {
        "@context": [V2, *contexts, *more],
        "id": about["id"],
        "type": ["VerifiableCredential", kind],
        **about,
        **{member: value for member, value in members.items() if member not in ("proof", "contexts")},
        "credentialSubject": subject,
        **proof,
    }


def _is_extended(value: Any) -> bool:
    """True when a member has a type that the context of extensions defines."""
    nodes = value if isinstance(value, list) else [value]
    return any(isinstance(node, Mapping) and str(node.get("type")).startswith("1EdTech") for node in nodes)
