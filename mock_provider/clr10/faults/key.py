"""KEY: public keys, embedded in profiles or served alone."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import READS, SCHEMA, Change, Node, document_fault, drop, put

_BEGIN, _END = "-----BEGIN {} KEY-----\n", "\n-----END {} KEY-----\n"
_SHORT = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDTNcQbQ/mcJXCAsqMou0Rp/IWd\n"
    "uU4D0puCJ3pexVwqAIEFqdW7WkNxfk1V8Bsqc+9GQgZKihLTk+Gto45Rqc7N2RKf\n"
    "iPVDW/l2qRTzZOTO0GdTiCX2eYSE4wrZwvyd/8zsLZYJoRoC2IkMZjT7WpUCntCk\n"
    "MNDOYMWvEN8WBLYIVQIDAQAB"
)
"""An RSA key of 1024 bits, whose private half is nowhere."""

_EVERYWHERE = (*READS, "getKey")


def _pem(content: str, kind: str = "PUBLIC") -> str:
    return _BEGIN.format(kind) + content + _END.format(kind)


def _guild(key: Node) -> bool:
    """The key of the issuer of signed assertions."""
    return str(key.get("id", "")).endswith("/keys/guild")


FAULTS = (
    document_fault(
        "key-owner-missing",
        "The key in a profile has no owner",
        "The key stands in the profile of its owner.\nThe member was thought to be needless.",
        "CLR10-KEY-001",
        Change("CryptographicKey", drop("owner"), _guild),
        operations=_EVERYWHERE,
        consequences=SCHEMA,
    ),
    document_fault(
        "key-served-without-pem",
        "A key is served as a JWK instead of PEM",
        "The key service knows JSON Web Keys only.\nThe member of CLR is left out.",
        "CLR10-KEY-001",
        Change("GetCryptographicKeyPayload", drop("publicKeyPem")),
        operations=("getKey",),
        consequences={
            "CLR10-HST-003": "the key that is served is no valid document either",
            "CLR10-KEY-005": "what is served is not the key that signs",
        },
    ),
    document_fault(
        "key-pem-escaped-twice",
        "The line breaks of a PEM are escaped twice",
        "The key is kept in an environment variable.\nIts \\n are never turned into line breaks.",
        "CLR10-KEY-002",
        Change("CryptographicKey", put("publicKeyPem", lambda text: text.replace("\n", "\\n")), _guild),
        operations=_EVERYWHERE,
        consequences={"CLR10-JWS-010": "no signature fits what is no key"},
    ),
    document_fault(
        "key-pem-without-frame",
        "publicKeyPem is bare base64",
        "The key comes from a store of DER keys.\nThe frame of PEM is left out.",
        "CLR10-KEY-002",
        Change("CryptographicKey", put("publicKeyPem", lambda text: "".join(text.splitlines()[1:-1])), _guild),
        operations=_EVERYWHERE,
        consequences={"CLR10-JWS-010": "no signature fits what is no key"},
    ),
    document_fault(
        "key-is-private",
        "publicKeyPem holds a private key",
        "The key pair is one file.\nThe profile publishes all of it.",
        "CLR10-KEY-003",
        Change("CryptographicKey", put("publicKeyPem", _pem("bm90IGEgcmVhbCBrZXk=", "PRIVATE")), _guild),
        operations=_EVERYWHERE,
        consequences={"CLR10-JWS-010": "no signature fits what is no public key"},
    ),
    document_fault(
        "key-of-another-owner",
        "The owner of a key is not the profile that has it",
        "The owner is the id of the service that made the key.\nThe profile is that of the school.",
        "CLR10-KEY-004",
        Change("CryptographicKey", put("owner", "https://signing.example/"), _guild),
        operations=READS,
    ),
    document_fault(
        "key-served-with-another-owner",
        "The owner of a key that is served is not the profile that signs",
        "The key service writes its own id into what it serves.\nThe copy in the profile is right.",
        "CLR10-KEY-004",
        Change("GetCryptographicKeyPayload", put("owner", "https://signing.example/"), _guild),
        operations=("getKey",),
    ),
    document_fault(
        "key-too-short",
        "An RSA key has 1024 bits",
        "The key was made years ago.\nNobody renewed it.",
        "CLR10-KEY-006",
        Change("CryptographicKey", put("publicKeyPem", _pem(_SHORT)), _guild),
        operations=_EVERYWHERE,
        consequences={"CLR10-JWS-010": "no signature fits another key"},
    ),
)
