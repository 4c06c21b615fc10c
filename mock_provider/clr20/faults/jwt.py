"""JWT: records as compact JWS whose header, claims or signature are wrong."""

from __future__ import annotations

from conformance.issuing import Key
from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import put
from mock_provider.clr20.drafting import ISSUER, STRANGER
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Token
from mock_provider.encoding import from_base64url, to_base64url

library = Library()

_UNUSED = Key.from_seed("Ed25519", "a key that signs nothing")
_UNREADABLE = {"CLR20-SER-08": "an entry of compactJwsString is no compact JWS"}
_NO_KEY = {"CLR20-JWT-16": "no signature can be checked"}
library.add(
    document_fault(
        id="jwt-of-two-parts",
        title="A token has two parts",
        how="Unsigned tokens are made in tests.\nThe switch was on.",
        breaks=("CLR20-JWT-01",),
        making=Token(then=lambda text: text.rpartition(".")[0]),
        consequences={**_UNREADABLE, "CLR20-API-08": "a text of two parts is no compact JWS, and stands among them"},
    )
)

library.add(
    document_fault(
        id="jwt-padded",
        title="The parts of a token are padded",
        how="The encoder for base64url pads by default.\nA JWS has no padding.",
        breaks=("CLR20-JWT-01",),
        making=Token(then=lambda text: text.replace(".", "=.", 1)),
        consequences=_UNREADABLE,
    )
)

library.add(
    document_fault(
        id="jwt-without-alg",
        title="The header of a token has no alg",
        how="There is one algorithm in the whole system.\nIt goes without saying there.",
        breaks=("CLR20-JWT-02",),
        making=Token(header={"alg": None}),
        consequences=_NO_KEY,
    )
)

library.add(
    document_fault(
        id="jwt-alg-none",
        title="The alg of a token is none",
        how="The library was set up for tests.\nIt signs nothing.",
        breaks=("CLR20-JWT-03",),
        making=Token(header={"alg": "none"}),
        consequences=_NO_KEY,
    )
)

library.add(
    document_fault(
        id="jwt-of-a-shared-secret",
        title="The alg of a token is HS256",
        how="The default of the library was kept.\nIts secret is known to both sides of an internal call.",
        breaks=("CLR20-JWT-03",),
        making=Token(header={"alg": "HS256"}),
        consequences=_NO_KEY,
    )
)

library.add(
    document_fault(
        id="jwt-without-key",
        title="The header of a token names no key",
        how="There is one key.\nWho asks for it gets it by mail.",
        breaks=("CLR20-JWT-04",),
        making=Token(header={"kid": None}),
    )
)

library.add(
    document_fault(
        id="jwt-kid-is-a-name",
        title="kid is the name of a key in a set",
        how="kid is used as in OpenID Connect.\nThere it names a key in a set that everybody knows.",
        breaks=("CLR20-JWT-05",),
        making=Token(kid="key-1"),
    )
)

library.add(
    document_fault(
        id="jwt-private-key-in-header",
        title="jwk in the header has the private half of the key",
        how="The key is written as the library keeps it.\nNobody looked what is in it.",
        breaks=("CLR20-JWT-06",),
        making=Token(header={"jwk": _UNUSED.private_jwk()}),
    )
)

library.add(
    document_fault(
        id="jwt-typ-is-jose",
        title="typ of a token is JOSE",
        how="The serialisation is named, as the text of JWS has it.\nThe standard asks for JWT.",
        breaks=("CLR20-JWT-07",),
        making=Token(header={"typ": "JOSE"}),
    )
)

library.add(
    document_fault(
        id="jwt-further-header",
        title="The header of a token has a jku",
        how="The library writes where its keys are.\nThe standard lets four members in.",
        breaks=("CLR20-JWT-08",),
        making=Token(header={"jku": "https://keys.example/jwks.json"}),
    )
)

library.add(
    document_fault(
        id="jwt-iss-of-the-software",
        title="iss of a token is the software, not the issuer",
        how="One service signs for many schools.\nIt names itself.",
        breaks=("CLR20-JWT-09",),
        making=Token(claims={"iss": "https://software.example"}),
    )
)

library.add(
    document_fault(
        id="jwt-without-jti",
        title="A token has no jti",
        how="The claim is optional in RFC 7519.\nNobody set it.",
        breaks=("CLR20-JWT-10",),
        making=Token(claims={"jti": None}),
    )
)

library.add(
    document_fault(
        id="jwt-nbf-in-milliseconds",
        title="nbf of a token is in milliseconds",
        how="The clock of the language counts so.\nThe claim is in seconds.",
        breaks=("CLR20-JWT-11",),
        making=Token(claims={"nbf": 1767225600000}),
    )
)

library.add(
    document_fault(
        id="jwt-sub-of-another",
        title="sub of a token is the name of an account",
        how="The library sets sub to who is logged in.\nThe record is about somebody by another id.",
        breaks=("CLR20-JWT-12",),
        making=Token(claims={"sub": "urn:uuid:7d0f6f56-6d5f-4b53-9c35-5a1a7d1c2002"}),
    )
)

library.add(
    document_fault(
        id="jwt-exp-of-a-login",
        title="A token ends an hour after it was made, the record does not",
        how="The library gives each token an end.\nIt was made for logins.",
        breaks=("CLR20-JWT-13",),
        making=Token(lambda draft: draft.record.update(validUntil="2098-12-31T12:00:00Z"), claims={"exp": 4070908799}),
    )
)

library.add(
    document_fault(
        id="jwt-claim-vc",
        title="A record of VCDM 2.0 stands in the claim vc",
        how="The library was written for VCDM 1.1.\nOnly the contexts were changed.",
        breaks=("CLR20-JWT-14", "CLR20-JWT-15"),
        making=Token(form="vc"),
    )
)

library.add(
    document_fault(
        id="jwt-signed-by-another",
        title="The signature of a token is one of another key",
        how="The key was changed.\nkid still leads to the old one.",
        breaks=("CLR20-JWT-16",),
        making=Token(key=STRANGER, named=ISSUER),
    )
)


def _renamed(text: str) -> str:
    """The token with one letter of its payload changed."""
    head, payload, signature = text.split(".")
    body = from_base64url(payload).replace(b"Nordhaven", b"Nordwaven", 1)
    return f"{head}.{to_base64url(body)}.{signature}"


library.add(
    document_fault(
        id="jwt-payload-changed",
        title="The payload of a token was written anew after it was signed",
        how="A name was corrected in the store.\nThe signature is that of before.",
        breaks=("CLR20-JWT-16",),
        making=Token(then=_renamed),
    )
)


library.add(
    document_fault(
        id="jwt-key-replaced",
        title="The key of an issuer was changed at the address of the old one",
        how="Keys are changed once a year.\nTokens that were signed before lead to the new one.",
        breaks=("CLR20-JWT-16",),
        making=Token(put("record/issuer/id", "{root}/anew"), kid="{root}/anew/key"),
        hosted={"/anew/key": lambda place: place.keys[STRANGER].public_jwk()},
    )
)

library.add(
    document_fault(
        id="jwt-key-of-a-stranger",
        title="kid leads to a key of somebody else than the issuer",
        how="A service signs with its own key.\nNothing ties it to the school.",
        breaks=("CLR20-JWT-17",),
        making=Token(key=STRANGER),
    )
)

library.add(
    document_fault(
        id="jwt-kid-leads-to-a-page",
        title="kid leads to a page for people",
        how="The address of the key was moved.\nThe server answers all old ones with its start page.",
        breaks=("CLR20-JWT-05",),
        making=Token(kid="{root}/anew/key"),
        hosted={"/anew/key": lambda _: (200, "text/html", b"<!doctype html><title>Keys</title>")},
    )
)

library.add(
    document_fault(
        id="jwt-proof-beside-the-credential",
        title="A proof stands in a token beside the credential",
        how="The proof is added to what is there last.\nThat is the payload, not the credential.",
        breaks=("CLR20-JWT-18",),
        making=Token(form="vc", claims={"proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}}),
        consequences={
            "CLR20-JWT-14": "the credential is in the claim vc",
            "CLR20-JWT-15": "the credential is in the claim vc",
        },
    )
)

library.add(
    document_fault(
        id="jwt-key-in-header-alone",
        title="The header of a token has the key itself, and no kid",
        how="The key is sent along so that nobody has to fetch it.\nThat shows nothing about who signed.",
        breaks=("CLR20-JWT-20",),
        making=Token(put("record/issuer/id", "https://nordhaven.example"), kid="", jwk=True),
    )
)

FAULTS = library.faults
