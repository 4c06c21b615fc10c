"""A verifier of CLR 1.0 records with httpx and joserfc: is each item in a file what it says?

python verifier.py record.json [outcome.json]
Exit code: 0 every item is verified, 20 one of them is not. What it makes of each goes to the second file, if any.
"""

import base64
import hashlib
import json
import ssl
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from joserfc import jwk, jws
from joserfc.errors import JoseError

JSON_LD = "application/ld+json"
LARGEST = 16 * 1024 * 1024
DEEPEST = 40
HTTP = {"verify": ssl.create_default_context(), "timeout": 10.0}  # SSL_CERT_FILE names a private authority
KEYS = {"RS": "RSA", "PS": "RSA", "ES": "EC"}
ALGORITHMS = [f"{kind}{size}" for kind in KEYS for size in (256, 384, 512)]  # none of them takes a shared secret

REQUIRED = {
    "Clr": ("id", "issuedOn", "learner", "publisher"),
    "Assertion": ("id", "recipient", "achievement"),
    "Endorsement": ("id", "issuedOn", "claim", "issuer"),
    "Achievement": ("id", "achievementType", "name", "issuer"),
    "Result": ("resultDescription",),
    "CryptographicKey": ("id", "owner", "publicKeyPem"),
}
INSIDE = {"achievement": "Achievement", "results": "Result"}


class NotVerified(Exception):
    """An item is not taken as verified."""

    def __init__(self, state, reason):
        super().__init__(reason)
        self.state = state


def no(reason):
    return NotVerified("unverified", reason)


class Verifier:
    def __init__(self, http):
        self.http, self.answers, self.learner = http, {}, {}

    def record(self, text):
        """What it makes of a record and of each item in it, in the form of an outcome."""
        try:
            clr = json.loads(text) if text[:1] == "{" else payload(text.strip())
        except NotVerified as why:
            return [{"id": "", "state": why.state, "reason": str(why)}]
        self.learner = clr.get("learner") or {}
        token = "" if text[:1] == "{" else text.strip()
        own = self.row("", "Clr", clr, token) if token else None  # a hosted CLR is shown to those who log in
        items = [self.opened(*found) for found in within(clr, "")]
        vouched = own is not None and own["state"] == "verified"
        return [*([own] if own else []), *(self.row(*found, vouched=vouched) for found in flat(items))]

    def opened(self, place, kind, given):
        """An item with what endorses it: its place, its class, the item, and the token that it came in."""
        if isinstance(given, dict):
            return [(place, kind, given, ""), *self.endorsements(kind, given, place)]
        try:
            item = payload(given)
        except NotVerified:
            return [(place, kind, {}, given)]
        return [(place, kind, item, given), *self.endorsements(kind, item, place)]

    def endorsements(self, kind, item, place):
        found = within(item, place) if kind == "Assertion" else ()
        return [each for one in found for each in self.opened(*one)]

    def row(self, place, kind, item, token, *, vouched=False):
        name = item.get("id") if isinstance(item.get("id"), str) else place
        try:
            if item.get("revoked") is True:
                raise NotVerified("revoked", "it says itself that it is revoked")
            if token:
                self.signed(kind, item, token)
            else:
                self.plain(kind, item, vouched)
        except NotVerified as why:
            return {"id": name, "state": why.state, "reason": str(why)}
        return {"id": name, "state": "verified"}

    # hosted: the copy at its id is the truth

    def plain(self, kind, item, vouched):
        method = member(item, "verification", "type")
        if method not in ("Hosted", "HostedBadge"):
            if method or not vouched:
                raise no("it names no way by which it can be verified")
            return
        url, issuer = str(item.get("id")), issuer_of(kind, item)
        if urlsplit(url).scheme != "https":
            raise no("its id is not a URL at which there could be a copy")
        if not is_within(url, issuer):
            raise no("its id is not where the items of its issuer are")
        copy = self.fetched(url)
        if copy == 410 or (isinstance(copy, dict) and copy.get("revoked") is True):
            raise NotVerified("revoked", "its issuer has withdrawn it")
        if not isinstance(copy, dict):
            raise no("there is no copy at its id")
        if {**item, "@context": 0} != {**copy, "@context": 0}:
            raise no("the copy at its id says otherwise")
        in_time(copy)
        self.for_learner(copy)

    # signed: by the key that its issuer owns, and not on its list

    def signed(self, kind, item, token):
        if payload(token) != item or not complete(kind, item):
            raise no("it lacks what the standard requires")
        issuer = issuer_of(kind, item)
        fits(token, self.key(item, issuer))
        listed = self.fetched(issuer.get("revocationList")) if issuer.get("revocationList") else {}
        if not isinstance(listed, dict):
            raise no("the revocation list of its issuer does not come")
        if listed and listed.get("issuer") != issuer.get("id"):
            raise no("the revocation list is not its issuer's")
        if item.get("id") in (listed.get("revokedAssertions") or ()):
            raise NotVerified("revoked", "it is on the revocation list of its issuer")
        in_time(item)
        self.for_learner(item)

    def key(self, item, issuer):
        """The key of its issuer, as it is published at its URL."""
        own = member(issuer, "publicKey", "id") or issuer.get("publicKey")
        named = member(item, "verification", "creator") or own
        if not isinstance(named, str) or named != own:
            raise no("it is signed by a key that is not its issuer's")
        key = self.fetched(named)
        if not isinstance(key, dict) or not complete("CryptographicKey", key):
            raise no("the key of its issuer does not come")
        if key["id"] != named or key["owner"] != issuer.get("id"):
            raise no("the key belongs to somebody else")
        return key["publicKeyPem"]

    # both

    def for_learner(self, item):
        recipient = item.get("recipient") or {}
        ours = self.learner.get(recipient.get("type"))
        if not isinstance(ours, str):
            return
        identity = str(recipient.get("identity"))
        if recipient.get("hashed"):
            kind, _, identity = identity.partition("$")
            if kind not in ("sha256", "md5"):
                raise no("its recipient is hashed by a method that is not known")
            ours = hashlib.new(kind, f"{ours}{recipient.get('salt') or ''}".encode()).hexdigest()
        if identity != ours:
            raise no("it was awarded to somebody else")

    def fetched(self, url):
        """The JSON object at a URL, else the status; ``None`` when nothing comes."""
        if url not in self.answers:
            self.answers[url] = self.fetch(str(url))
        return self.answers[url]

    def fetch(self, url):
        body = bytearray()
        try:
            with self.http.stream("GET", url, headers={"Accept": JSON_LD}) as answer:
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > LARGEST:
                        return None
        except (httpx.HTTPError, httpx.InvalidURL):
            return None
        found = parsed(bytes(body)) if answer.status_code == 200 else None
        return found if isinstance(found, dict) else answer.status_code


def within(node, place, depth=0):
    """The assertions and endorsements in a node, with their places; those in an assertion belong to that."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in pairs if depth < DEEPEST else ():
        kind = {"assertions": "Assertion", "endorsements": "Endorsement"}.get(plain_name(name))
        if kind:
            yield from ((f"{place}/{name}/{at}", kind, each) for at, each in enumerate(value or ()))
        else:
            yield from within(value, f"{place}/{name}", depth + 1)


def plain_name(name):
    return {"signedAssertions": "assertions", "signedEndorsements": "endorsements"}.get(name, name)


def flat(lists):
    return [each for one in lists for each in one]


def parsed(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def payload(token):
    """What a compact JWS holds; nothing of it is verified yet."""
    parts = str(token).split(".")
    try:
        header, body = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2])
    except (ValueError, RecursionError):
        raise no("the token cannot be read") from None
    if len(parts) != 3 or not isinstance(header, dict) or not isinstance(body, dict):
        raise no("the token is not one of three parts with JSON objects")
    return body


def fits(token, pem):
    """The algorithm is one of ours, and the key alone decides: what else the header offers is not looked at."""
    try:
        header = json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))
        if header.get("alg") not in ALGORITHMS:
            raise no("it is signed by an algorithm that proves nothing")
        key = jwk.import_key(pem, KEYS[header["alg"][:2]])
        jws.deserialize_compact(token, key, algorithms=[header["alg"]])
    except (JoseError, ValueError, TypeError) as error:
        raise no(f"the signature does not fit: {error}") from None


def complete(kind, node):
    if not isinstance(node, dict) or any(node.get(name) is None for name in REQUIRED[kind]):
        return False
    inner = {name: node.get(name) for name in INSIDE if node.get(name) is not None}
    return all(complete(INSIDE[name], each) for name, value in inner.items() for each in listed_in(value))


def listed_in(value):
    return value if isinstance(value, list) else [value]


def member(node, *names):
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def issuer_of(kind, item):
    path = {"Clr": ("publisher",), "Assertion": ("achievement", "issuer"), "Endorsement": ("issuer",)}[kind]
    found = member(item, *path)
    return found if isinstance(found, dict) else {}


def is_within(url, issuer):
    """True when the issuer says that its items are there; without a word of it on the host of the issuer."""
    scope = issuer.get("verification") or {}
    prefixes, hosts = scope.get("startsWith") or (), scope.get("allowedOrigins") or ()
    if not prefixes and not hosts:
        return urlsplit(url).hostname == urlsplit(str(issuer.get("id"))).hostname
    return (not prefixes or url.startswith(tuple(prefixes))) and (not hosts or urlsplit(url).hostname in hosts)


def in_time(item):
    try:
        until = datetime.fromisoformat(item["expires"]) if item.get("expires") else None
    except (ValueError, TypeError):
        raise no("nobody can tell when it expires") from None
    if until and (until if until.tzinfo else until.replace(tzinfo=UTC)) <= datetime.now(UTC):
        raise NotVerified("expired", f"it has expired on {item['expires']}")


def main():
    document, *outcome = sys.argv[1:]
    with httpx.Client(**HTTP) as http:
        rows = Verifier(http).record(Path(document).read_text(encoding="utf-8"))
    for row in rows:
        print(row["state"], row["id"], row.get("reason", ""), sep="\t")
    if outcome:
        Path(outcome[0]).write_text(json.dumps({"result": "done", "records": rows}), encoding="utf-8")
    return 0 if all(row["state"] == "verified" for row in rows) else 20


if __name__ == "__main__":
    sys.exit(main())
