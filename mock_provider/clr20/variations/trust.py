"""How records are signed, where keys are, and how status lists are kept."""

from __future__ import annotations

import json
from typing import Any

from conformance.issuing import as_jwt, selective
from conformance.issuing.lists import LEAST, bits, encoded_list
from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import put
from mock_provider.clr20.drafting import ISSUER, OTHER, Draft, Node, Place
from mock_provider.clr20.making import Act, Proof, Signed, Token, with_proofs
from mock_provider.clr20.own_issuer import ISSUER_PATH, METHOD, controller, entry, hosting, listed
from mock_provider.clr20.variations._documents import document_variation

library = Library()


def _proof_alone(draft: Draft) -> None:
    draft.record["proof"] = draft.record["proof"][0]


library.add(
    document_variation(
        id="var-record-proof-alone",
        title="The proof of a record stands without an array",
        how="There is one proof.\nCLR20-SER-03: proof may be a bare value.",
        making=Signed(then=_proof_alone),
    )
)

library.add(
    document_variation(
        id="var-record-two-proofs",
        title="A record has two proofs of one key",
        how="It was signed again at the turn of the year.\nCLR20-DI-12: any valid one is enough.",
        making=Signed(proofs=(Proof(), Proof(created="2026-01-01T08:00:00Z"))),
    )
)

_HERE = put("record/issuer/id", f"{{root}}{ISSUER_PATH}")


def _two_keys(place: Place) -> Node:
    document = controller(place)
    own = document["id"]
    second = {
        "id": f"{own}#key-2",
        "type": "Multikey",
        "controller": own,
        "publicKeyMultibase": place.keys[OTHER].multibase,
    }
    return {
        **document,
        "verificationMethod": [*document["verificationMethod"], second],
        "assertionMethod": [*document["assertionMethod"], f"{own}#key-2"],
    }


_BOTH = ("/issuer", "/validFrom", "/validUntil", "/awardedDate", "/name", "/id", "/credentialSubject")


def _two_suites(draft: Draft) -> None:
    """The badge with a proof of which all is disclosed, and with one over the same."""
    badge = draft.badge
    badge["issuer"]["id"] = own = f"{draft.place.root}{ISSUER_PATH}"
    del draft.award["result"], draft.achievement["resultDescription"]
    moment, key = draft.identity.valid_from, draft.place.keys[OTHER]
    whole = selective.base(badge, key, f"{own}#key-2", mandatory=_BOTH, created=moment, seed=draft.identity.id)
    shown = selective.derived(whole, [])
    plain = with_proofs(draft, badge, (Proof(method=METHOD),))
    draft.subject["verifiableCredential"][0] = {**plain, "proof": [*plain["proof"], shown["proof"]]}


library.add(
    document_variation(
        id="var-record-two-suites",
        title="A badge has proofs of two suites by two keys of its issuer",
        how="One is for readers that know the other curve only.\nCLR20-DI-12: any valid one is enough.",
        making=Signed(_two_suites),
        hosted={ISSUER_PATH: _two_keys},
    )
)


library.add(
    document_variation(
        id="var-record-issuer-by-did-jwk",
        title="The issuer of a record is a did:jwk",
        how="The library knows JWKs.\nCLR20-DI-09: a verifier may follow DIDs.",
        making=Signed(put("record/issuer/id", "{jwk}"), proofs=(Proof(method="{jwk}#0"),)),
    )
)


def _jwk_document(place: Place) -> Node:
    own = f"{place.root}{ISSUER_PATH}"
    key = {
        "id": f"{own}#key-1",
        "type": "JsonWebKey",
        "controller": own,
        "publicKeyJwk": place.keys[ISSUER].public_jwk(),
    }
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
    return controller(place, **{"@context": contexts, "verificationMethod": [key]})


library.add(
    document_variation(
        id="var-record-key-as-jwk",
        title="The key in the document of an issuer is a JsonWebKey",
        how="All keys of the house are JWKs.\nThe text of W3C on controlled identifiers has both forms.",
        making=Signed(_HERE, proofs=(Proof(method=METHOD),)),
        hosted={ISSUER_PATH: _jwk_document},
    )
)


def _key_document(place: Place) -> Node:
    url = f"{place.root}/other/key"
    return place.keys[ISSUER].multikey(url, f"{place.root}{ISSUER_PATH}")


def _listing_it(place: Place) -> Node:
    return controller(place, assertionMethod=[f"{place.root}/other/key"], verificationMethod=[_key_document(place)])


library.add(
    document_variation(
        id="var-record-key-in-a-document-of-its-own",
        title="verificationMethod leads to a document of the key alone",
        how="Each key has a page of its own.\nCLR20-DI-09: the URL leads to a key document or a controller document.",
        making=Signed(_HERE, proofs=(Proof(method="{root}/other/key"),)),
        hosted={ISSUER_PATH: _listing_it, "/other/key": _key_document},
    )
)


def _sealed(draft: Draft) -> None:
    draft.record = json.loads(Signed().make(draft))


library.add(
    document_variation(
        id="var-token-with-a-proof-inside",
        title="A token holds a record that has an embedded proof, too",
        how="The record is kept with its proof and put into a token on the way.\nCLR20-JWT-18: inside of the payload.",
        making=Token(_sealed),
    )
)


library.add(
    document_variation(
        id="var-token-without-typ",
        title="The header of a token has no typ",
        how="The library does not write it.\nCLR20-JWT-07: JWT where it is there.",
        making=Token(header={"typ": None}),
    )
)

library.add(
    document_variation(
        id="var-token-key-twice",
        title="The header of a token has both kid and jwk",
        how="Who cannot fetch the key finds it in the header.\nCLR20-JWT-04: kid or jwk.",
        making=Token(jwk=True),
    )
)


def _status(**members: object) -> Act:
    return put("badge/credentialStatus", entry(**members))


def _long(place: Place) -> Node:
    return listed(place, subject={"encodedList": encoded_list(bits({5: 1}, 2 * LEAST))})


library.add(
    document_variation(
        id="var-status-list-long",
        title="A status list has twice as many entries as it has to have",
        how="There are many students.\nBitstring Status List: 16 KiB at least.",
        making=Signed(_status(statusListIndex="200000")),
        hosted=hosting(_long),
    )
)

library.add(
    document_variation(
        id="var-status-list-of-two-purposes",
        title="A status list is for revocation and for suspension",
        how="One list serves both.\nBitstring Status List: statusPurpose is one or more.",
        making=Signed(_status(statusPurpose="suspension")),
        hosted=hosting(lambda place: listed(place, subject={"statusPurpose": ["revocation", "suspension"]})),
    )
)

library.add(
    document_variation(
        id="var-status-list-with-ttl",
        title="A status list says how long it may be kept, and has no end",
        how="The list is written anew each hour.\nttl is in milliseconds, and validUntil optional.",
        making=Signed(_status()),
        hosted=hosting(lambda place: listed(place, subject={"ttl": 3600000})),
    )
)


def _token_list(place: Place) -> Any:
    key = place.keys[ISSUER]
    token = as_jwt(listed(place, signed=False), key, kid=key.did_method)
    return 200, "application/vc+jwt", token.encode()


library.add(
    document_variation(
        id="var-status-list-is-a-token",
        title="A status list is a JWT",
        how="All credentials of the house are tokens.\nBitstring Status List: a verifiable credential of any form.",
        making=Signed(_status()),
        hosted=hosting(_token_list),
    )
)


def _messages(place: Place) -> Node:
    string = encoded_list(bits({5: 1}, LEAST, 2))
    return listed(place, subject={"statusPurpose": "message", "encodedList": string})


library.add(
    document_variation(
        id="var-status-list-of-messages",
        title="A status list has messages in two bits each",
        how="Revocation is not the only state.\nCLR20-VER-26: a size above 1 comes with a message for each value.",
        making=Signed(
            _status(
                statusPurpose="message",
                statusSize=2,
                statusMessage=[{"status": hex(value), "message": text} for value, text in enumerate("abcd")],
                statusListIndex="7",
            )
        ),
        hosted=hosting(_messages),
    )
)

VARIATIONS = library.variations
