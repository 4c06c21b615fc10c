"""MOD: what badges and records bring along: evidence, endorsements, schemas, services, terms of use, pictures."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from conformance.issuing import as_jwt
from conformance.issuing.baking import plain_svg
from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import both, put
from mock_provider.clr20.drafting import BADGES, EXTENSIONS, ISSUER, W3C, Draft, Node, urn
from mock_provider.clr20.faults._documents import record_fault, token_fault
from mock_provider.clr20.making import Act, Proof, with_proofs

library = Library()

_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_VALIDATOR = "1EdTechJsonSchemaValidator2019"
_JPEG = "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQ=="


def _picture(where: str, address: str, **members: Any) -> Act:
    return put(where, {"id": address, "type": "Image", **members})


library.add(
    record_fault(
        id="mod-image-without-type",
        title="A picture has no type",
        how="The picture was a URL in an earlier version.\nThe object around it has an id alone.",
        breaks=("CLR20-MOD-34",),
        change=put("achievement/image", {"id": "{root}/images/logo"}),
    )
)

library.add(
    record_fault(
        id="mod-image-with-own-member",
        title="A picture has a member of its own",
        how="The width is known, so that it is written.\nPictures take no further members.",
        breaks=("CLR20-MOD-57",),
        change=put(
            "achievement/image", {"id": "{root}/images/logo", "type": "Image", "https://vocabulary.example/width": "64"}
        ),
    )
)

library.add(
    record_fault(
        id="mod-logo-is-a-jpeg",
        title="The picture of an issuer is a JPEG",
        how="The logo is a photograph.\nNobody converted it.",
        breaks=("CLR20-MOD-65",),
        change=_picture("badge/issuer/image", _JPEG),
    )
)

library.add(
    record_fault(
        id="mod-award-image-is-a-jpeg",
        title="The picture of a recipient's badge is a JPEG",
        how="Pictures are made smaller by a service.\nIt gives JPEG for whatever it takes.",
        breaks=("CLR20-MOD-66",),
        change=_picture("award/image", _JPEG),
    )
)

library.add(
    record_fault(
        id="mod-award-image-not-baked",
        title="The picture of a recipient's badge has no badge in it",
        how="The picture is that of the achievement.\nBaking was left for later.",
        breaks=("CLR20-MOD-60",),
        change=_picture("award/image", "data:image/svg+xml;base64," + b64encode(plain_svg().encode()).decode()),
    )
)

library.add(
    record_fault(
        id="mod-evidence-without-type",
        title="Evidence has no type",
        how="Evidence is a list of links here.\nThe type is not written.",
        breaks=("CLR20-MOD-49",),
        change=put("badge/evidence", [{"id": "{root}/works/1", "name": "A paper"}]),
    )
)


def _endorsement(draft: Draft, of: str) -> Node:
    """An endorsement of what has that id."""
    return {
        "@context": [W3C, BADGES],
        "id": urn(draft.identity, "endorsement"),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": draft.place.profile(),
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Well taught"},
    }


def _endorse(draft: Draft, endorsement: Node) -> None:
    draft.achievement["endorsement"] = [with_proofs(draft, endorsement, (Proof(),))]


def _without_name(draft: Draft) -> None:
    endorsement = _endorsement(draft, draft.achievement["id"])
    del endorsement["name"]
    _endorse(draft, endorsement)


library.add(
    record_fault(
        id="mod-endorsement-without-name",
        title="An endorsement has no name",
        how="Endorsements are comments here.\nThey have no title.",
        breaks=("CLR20-MOD-50",),
        change=_without_name,
    )
)

library.add(
    record_fault(
        id="mod-endorsement-of-something-else",
        title="An endorsement of an achievement is about something else",
        how="The endorser speaks of the whole school.\nIt is shown with each course.",
        breaks=("CLR20-MOD-52",),
        change=lambda draft: _endorse(draft, _endorsement(draft, "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e98")),
    )
)


def _badge_as_endorsement(draft: Draft) -> None:
    badge = {**draft.badge, "id": urn(draft.identity, "another badge")}
    key = draft.place.keys[ISSUER]
    draft.badge["endorsementJwt"] = [as_jwt(badge, key, kid=key.did_method)]


library.add(
    record_fault(
        id="mod-token-is-no-endorsement",
        title="A token in endorsementJwt holds a badge",
        how="Tokens of all kinds are in one table.\nThe query asks for the learner alone.",
        breaks=("CLR20-MOD-51",),
        change=_badge_as_endorsement,
    )
)


def _with_extensions(part: str, *acts: Act) -> Act:
    return both(put(f"{part}/@context", [W3C, BADGES, EXTENSIONS]), *acts)


library.add(
    record_fault(
        id="mod-schema-without-type",
        title="An entry of credentialSchema has no type",
        how="Only the URL of the schema is configured.\nThe type was left out.",
        breaks=("CLR20-MOD-53",),
        change=_with_extensions(
            "badge", put("badge/credentialSchema", [{"id": _SCHEMA, "type": _VALIDATOR}, {"id": _SCHEMA}])
        ),
    )
)

library.add(
    record_fault(
        id="mod-schema-of-another-class",
        title="A badge names the schema of endorsements",
        how="The URL was copied from the line below.\nNobody validated by it.",
        breaks=("CLR20-MOD-64",),
        change=_with_extensions(
            "badge",
            put(
                "badge/credentialSchema",
                [{"id": _SCHEMA.replace("achievement", "endorsement"), "type": _VALIDATOR}],
            ),
        ),
    )
)

library.add(
    record_fault(
        id="mod-refresh-service-without-id",
        title="A refresh service has no id",
        how="The address of the service is configured later.\nThe object is written already.",
        breaks=("CLR20-MOD-54",),
        change=_with_extensions("badge", put("badge/refreshService", {"type": "1EdTechCredentialRefresh"})),
    )
)

library.add(
    token_fault(
        id="mod-status-without-type",
        title="A status has no type",
        how="The status is the number of an entry.\nOf what kind it is goes without saying.",
        breaks=("CLR20-MOD-55",),
        change=put("badge/credentialStatus", {"id": "{root}/status/none#2"}),
    )
)

library.add(
    record_fault(
        id="mod-terms-without-type",
        title="Terms of use have no type",
        how="The terms are a page on the web.\nIts URL is all that is written.",
        breaks=("CLR20-MOD-56",),
        change=put("badge/termsOfUse", [{"id": "{root}/pages/terms"}]),
    )
)

library.add(
    token_fault(
        id="mod-extension-without-schema",
        title="A record has an extension without a schema",
        how="The context of the extension was written.\nThat a schema belongs to it was overlooked.",
        breaks=("CLR20-MOD-59",),
        change=both(
            put("record/@context/3", {"campus": "https://vocabulary.example/campus"}), put("subject/campus", "North")
        ),
    )
)

library.add(
    token_fault(
        id="mod-name-is-an-object",
        title="The name of a badge is an object with an id",
        how="Names are terms of a thesaurus here.\nThe library writes each as a node.",
        breaks=("CLR20-MOD-67",),
        change=put("badge/name", {"id": "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e97"}),
    )
)

FAULTS = library.faults
