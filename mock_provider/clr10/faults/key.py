"""KEY: public keys, embedded in profiles or served alone."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    put,
)
from mock_provider.clr10.operations import READS

library = Library()

_BEGIN, _END = "-----BEGIN {} KEY-----\n", "\n-----END {} KEY-----\n"
_EVERYWHERE = (*READS, "getKey")


def _guild(key: Node) -> bool:
    """The key of the issuer of signed assertions."""
    return str(key.get("id", "")).endswith("/keys/guild")


library.add(
    document_fault(
        id="key-owner-missing",
        title="The key in a profile has no owner",
        how="The key stands in the profile of its owner.\nThe member was thought to be needless.",
        breaks=("CLR10-KEY-001",),
        consequences=SCHEMA,
        operations=_EVERYWHERE,
        changes=[Change("CryptographicKey", drop("owner"), where=_guild)],
    )
)

library.add(
    document_fault(
        id="key-served-without-pem",
        title="A key is served as a JWK instead of PEM",
        how="The key service knows JSON Web Keys only.\nThe member of CLR is left out.",
        breaks=("CLR10-KEY-001",),
        consequences={
            "CLR10-HST-003": "the key that is served is not a valid document either",
            "CLR10-KEY-005": "what is served is not the key that signs",
        },
        operations=("getKey",),
        changes=[Change("GetCryptographicKeyPayload", drop("publicKeyPem"))],
    )
)

library.add(
    document_fault(
        id="key-pem-escaped-twice",
        title="The line breaks of a PEM are escaped twice",
        how="The key is kept in an environment variable.\nIts \\n are never turned into line breaks.",
        breaks=("CLR10-KEY-002",),
        consequences={"CLR10-JWS-010": "no signature fits what is not a key"},
        operations=_EVERYWHERE,
        changes=[Change("CryptographicKey", put("publicKeyPem", lambda text: text.replace("\n", "\\n")), where=_guild)],
    )
)

library.add(
    document_fault(
        id="key-pem-without-frame",
        title="publicKeyPem is bare base64",
        how="The key comes from a store of DER keys.\nThe frame of PEM is left out.",
        breaks=("CLR10-KEY-002",),
        consequences={"CLR10-JWS-010": "no signature fits what is not a key"},
        operations=_EVERYWHERE,
        changes=[
            Change("CryptographicKey", put("publicKeyPem", lambda text: "".join(text.splitlines()[1:-1])), where=_guild)
        ],
    )
)


def _pem(content: str, kind: str = "PUBLIC") -> str:
    return _BEGIN.format(kind) + content + _END.format(kind)


library.add(
    document_fault(
        id="key-is-private",
        title="publicKeyPem holds a private key",
        how="The key pair is one file.\nThe profile publishes all of it.",
        breaks=("CLR10-KEY-003",),
        consequences={"CLR10-JWS-010": "no signature fits what is not a public key"},
        operations=_EVERYWHERE,
        changes=[
            Change("CryptographicKey", put("publicKeyPem", _pem("bm90IGEgcmVhbCBrZXk=", "PRIVATE")), where=_guild)
        ],
    )
)

library.add(
    document_fault(
        id="key-served-is-private",
        title="A key that is served holds a private key",
        how="The key service reads the file of the key pair.\nThe copy in the profile is right.",
        breaks=("CLR10-KEY-003",),
        consequences={
            "CLR10-JWS-010": "no signature fits what is not a public key",
            "CLR10-KEY-005": "it is not the key that the profile has",
        },
        operations=("getKey",),
        changes=[Change("GetCryptographicKeyPayload", put("publicKeyPem", _pem("AAAA", "PRIVATE")))],
    )
)


library.add(
    document_fault(
        id="key-of-another-owner",
        title="The owner of a key is not the profile that has it",
        how="The owner is the id of the service that made the key.\nThe profile is that of the school.",
        breaks=("CLR10-KEY-004",),
        operations=READS,
        changes=[Change("CryptographicKey", put("owner", "https://signing.example/"), where=_guild)],
    )
)

library.add(
    document_fault(
        id="key-served-with-another-owner",
        title="The owner of a key that is served is not the profile that signs",
        how="The key service writes its own id into what it serves.\nThe copy in the profile is right.",
        breaks=("CLR10-KEY-004",),
        operations=("getKey",),
        changes=[Change("GetCryptographicKeyPayload", put("owner", "https://signing.example/"), where=_guild)],
    )
)

_SHORT = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDTNcQbQ/mcJXCAsqMou0Rp/IWd\n"
    "uU4D0puCJ3pexVwqAIEFqdW7WkNxfk1V8Bsqc+9GQgZKihLTk+Gto45Rqc7N2RKf\n"
    "iPVDW/l2qRTzZOTO0GdTiCX2eYSE4wrZwvyd/8zsLZYJoRoC2IkMZjT7WpUCntCk\n"
    "MNDOYMWvEN8WBLYIVQIDAQAB"
)
"""An RSA key of 1024 bits, whose private half is nowhere."""


library.add(
    document_fault(
        id="key-too-short",
        title="An RSA key has 1024 bits",
        how="The key was made years ago.\nNobody renewed it.",
        breaks=("CLR10-KEY-006",),
        consequences={"CLR10-JWS-010": "no signature fits another key"},
        operations=_EVERYWHERE,
        changes=[Change("CryptographicKey", put("publicKeyPem", _pem(_SHORT)), where=_guild)],
    )
)

FAULTS = library.faults
