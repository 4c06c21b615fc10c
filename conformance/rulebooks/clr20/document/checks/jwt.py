"""VC-JWT: what headers and claims say, without verifying them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.document.findings import Note, shown
from conformance.document.nodes import Key, Node
from conformance.document.registry import WHOLE, Found
from conformance.document.schema import pointer
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.claims import Departure, Fault, departures
from conformance.rulebooks.clr20.document.model import CREDENTIALS, LISTS
from conformance.rulebooks.clr20.document.reading import VC_1, VC_2, first_context
from conformance.rulebooks.clr20.document.register import check

KNOWN_HEADERS: Final = frozenset({"alg", "kid", "jwk", "typ"})
PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
"""Members of a JWK that only whoever signs may know."""

_SECRETS: Final = frozenset({"NONE", "HS256", "HS384", "HS512"})
_SEEN: Final = frozenset({"vc+jwt", "vc+ld+jwt", "vc+ld+json+jwt", "vc+sd-jwt", "jwt", "application/vc+jwt"})
"""Values of typ that newer texts of the W3C and common libraries write."""


def signed(document: Document) -> Iterator[tuple[Node, Token]]:
    """The credentials that are the payload of a token, each with its token."""
    kinds = (*CREDENTIALS, *LISTS)
    nodes = (node for kind in kinds for node in document.nodes.get(kind, ()) if node.token is not None)
    return ((node, node.token) for node in nodes if node.token is not None)


def of_1edtech(token: Token) -> bool:
    """True unless the token is a status list: those are of the W3C, which asks for none of the claims and headers."""
    return token.class_name not in LISTS


def is_old(node: Node) -> bool:
    """True for a credential of VCDM 1.1, by its first context."""
    return first_context(node.value) == VC_1


def _tokens(document: Document) -> list[Token]:
    return document.tokens


def _place(token: Token) -> str:
    """Where the text of a token stands, without the part that leads into its payload."""
    return token.pointer() if token.key else ""


def _claims(node: Node, *path: str | int) -> str:
    """Where a claim of the payload stands: beside the credential where that is inside ``vc``."""
    here = node.pointer()
    return here[: len(here) - len(node.inside)] + pointer(path)


def _finding(token: Token, message: str, expected: str, actual: str) -> Finding:
    return Finding("", message, expected, actual, _place(token))


def _headers(document: Document) -> Iterator[tuple[Token, Mapping[str, Any]]]:
    return ((token, token.header) for token in document.tokens if token.header is not None)


@check("CLR20-JWT-01", WHOLE, met=_tokens)
def tokens_are_jws_over_json(document: Document) -> Iterator[Finding]:
    """A token has three base64url parts, the first two of them JSON objects in UTF-8."""
    for token in document.tokens:
        if token.header is None or token.payload is None:
            why = token.header_problem or token.payload_problem or "it does not have three base64url parts"
            yield _finding(token, "A VC-JWT cannot be read", "header.payload.signature over JSON objects", why)


@check("CLR20-JWT-02", WHOLE, met=_tokens)
def headers_have_alg(document: Document) -> Iterator[Finding]:
    """The header names its algorithm."""
    for token, header in _headers(document):
        if not isinstance(header.get("alg"), str):
            actual = shown(header["alg"]) if "alg" in header else "absent"
            yield _finding(token, "The header of a VC-JWT has no alg", "the name of an algorithm", actual)


@check("CLR20-JWT-03", WHOLE, met=_tokens)
def algorithms_are_asymmetric(document: Document) -> Iterator[Finding]:
    """alg is neither none nor an algorithm of shared secrets."""
    for token, header in _headers(document):
        algorithm = header.get("alg")
        if isinstance(algorithm, str) and algorithm.upper() in _SECRETS:
            message = "A VC-JWT is not signed with a private key: anyone can make it"
            yield _finding(token, message, "RS256, ES256 or EdDSA", algorithm)


@check("CLR20-JWT-04", WHOLE, met=_tokens)
def headers_name_a_key(document: Document) -> Iterator[Finding]:
    """The header has kid or jwk."""
    for token, header in _headers(document):
        if "kid" not in header and "jwk" not in header:
            yield _finding(token, "The header of a VC-JWT names no key", "kid or jwk", "neither")


@check("CLR20-JWT-05", WHOLE, met=lambda document: any("kid" in header for _, header in _headers(document)))
def the_kid_is_a_uri(document: Document) -> Iterator[Finding]:
    """kid is a URI: a plain name leads nowhere."""
    for token, header in _headers(document):
        kid = header.get("kid")
        if "kid" in header and not (isinstance(kid, str) and _is_uri(kid)):
            yield _finding(token, "The kid of a VC-JWT is not a URI", "a URL or DID URL of the key", shown(kid))


def _is_uri(text: str) -> bool:
    scheme, colon, rest = text.partition(":")
    return bool(colon and rest and scheme[:1].isalpha() and scheme.isascii() and not any(map(str.isspace, text)))


@check("CLR20-JWT-06", WHOLE, met=lambda document: any("jwk" in header for _, header in _headers(document)))
def the_jwk_is_public(document: Document) -> Iterator[Finding]:
    """jwk has no private members."""
    for token, header in _headers(document):
        private = private_members(header)
        if private:
            message = "The header of a VC-JWT gives its private key away"
            yield _finding(token, message, "the public members alone", ", ".join(private))


def private_members(header: Mapping[str, Any]) -> list[str]:
    """The members of the ``jwk`` in a header that only whoever signs may know."""
    jwk = header.get("jwk")
    return sorted(PRIVATE & jwk.keys()) if isinstance(jwk, dict) else []


@check("CLR20-JWT-07", WHOLE, met=lambda document: any("typ" in header for _, header in _headers(document)))
def the_typ_is_jwt(document: Document) -> Iterator[Finding | Note]:
    """typ is JWT; what newer texts of the W3C write is a note."""
    for token, header in _headers(document):
        typ = header.get("typ", "JWT")
        if typ == "JWT":
            continue
        if isinstance(typ, str) and typ.lower() in _SEEN:
            if of_1edtech(token):
                yield Note(_finding(token, "The typ of a VC-JWT is that of another text", "JWT", typ))
        else:
            yield _finding(token, "The typ of a VC-JWT is not JWT", "JWT", shown(typ))


@check("CLR20-JWT-08", WHOLE, met=_tokens)
def headers_have_nothing_else(document: Document) -> Iterator[Finding | Note]:
    """The header has alg, kid, jwk and typ alone; ``cty`` of VC-JOSE-COSE is a note."""
    for token, header in _headers(document):
        others = sorted(header.keys() - KNOWN_HEADERS)
        message = "The header of a VC-JWT has other members"
        if others == ["cty"] and header["cty"] in ("vc", "vc+ld+json"):
            if of_1edtech(token):
                yield Note(_finding(token, message, "alg, kid, jwk and typ", "cty"))
        elif others:
            yield _finding(token, message, "alg, kid, jwk and typ", shown(", ".join(others)))


@check("CLR20-JWT-09", WHOLE, met=_tokens)
def the_iss_is_the_issuer(document: Document) -> Found:
    """iss is the id of the issuer."""
    return _departures(document, "iss")


@check("CLR20-JWT-10", WHOLE, met=_tokens)
def the_jti_is_the_id(document: Document) -> Found:
    """jti is the id of the credential."""
    return _departures(document, "jti")


@check("CLR20-JWT-11", WHOLE, met=_tokens)
def the_nbf_is_valid_from(document: Document) -> Found:
    """nbf is validFrom in seconds."""
    return _departures(document, "nbf")


@check("CLR20-JWT-12", WHOLE, met=_tokens)
def the_sub_is_the_subject(document: Document) -> Found:
    """sub is the id of the subject; many issuers leave it out, which is a note."""
    for found in _departures(document, "sub"):
        absent = isinstance(found, Finding) and found.actual == _ABSENT
        yield Note(found) if absent and isinstance(found, Finding) else found


@check("CLR20-JWT-13", WHOLE, met=_tokens)
def the_exp_is_valid_until(document: Document) -> Found:
    """exp is validUntil in seconds."""
    return _departures(document, "exp")


_ABSENT: Final = "absent"
_MESSAGES: Final[Mapping[Fault, str]] = {
    Fault.ABSENT: "The payload of a VC-JWT has no claim {}",
    Fault.FORM: "The claim {} of a VC-JWT has another type",
    Fault.DIFFERS: "The claim {} of a VC-JWT is not what its credential says",
}


def _departures(document: Document, claim: str) -> Iterator[Finding | Note]:
    for node, token in signed(document):
        claims = token.payload or {}
        for each in departures(claims, node.value, old=is_old(node)):
            if each.claim == claim and (each.fault is not Fault.ABSENT or of_1edtech(token)):
                yield _departure(node, claims, each)


def _departure(node: Node, claims: Mapping[str, Any], each: Departure) -> Finding:
    member = "/".join(map(str, each.member))
    actual = shown(claims[each.claim]) if each.claim in claims else _ABSENT
    message = _MESSAGES[each.fault].format(each.claim)
    return Finding("", message, f"what {member} says", actual, _claims(node, each.claim))


@check("CLR20-JWT-14", WHOLE, met=_tokens)
def the_credential_is_where_its_version_says(document: Document) -> Iterator[Finding]:
    """A credential of VCDM 2.0 is the payload, one of VCDM 1.1 is in the claim vc."""
    for node, token in signed(document):
        problem = form_problem(node, token)
        if problem:
            message = "A credential in a VC-JWT stands where its version does not have it"
            yield Finding("", message, "VCDM 2.0: the payload itself; VCDM 1.1: the claim vc", problem, _claims(node))


def form_problem(node: Node, token: Token) -> str:
    """How payload and first context disagree, in words; empty when they agree."""
    first = first_context(node.value)
    claims = token.payload or {}
    if first == VC_2 and "vc" in claims:
        return "VCDM 2.0, and there is a claim vc"
    if first == VC_1 and not node.inside:
        return "VCDM 1.1, and the credential is the payload"
    return ""


@check("CLR20-JWT-18", WHOLE, met=_tokens)
def embedded_proofs_are_inside(document: Document) -> Iterator[Finding]:
    """A proof beside the token is in the credential that the token signs."""
    for node, token in signed(document):
        place: Key = ("proof",)
        outside = bool(node.inside) and "proof" in (token.payload or {})
        if outside or "proof" in (token.header or {}):
            message = "A VC-JWT has a proof outside its credential"
            yield Finding("", message, "the proof as a member of the credential", "proof", _claims(node, *place))


@check("CLR20-JWT-19", WHOLE, met=_tokens)
def the_proof_may_be_left_out(_document: Document) -> Found:
    """A freedom: nothing can break it."""
    return ()
