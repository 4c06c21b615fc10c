"""Attacks with records, with what they lead to, and with the service description."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl

from mock_provider.clr20 import FACTS
from mock_provider.hostile.asgi import Attack, Scene, at
from mock_provider.hostile.model import HANG, LOOP, MEMORY, SHOWN, STRAYS, TRACE, Hostile, attacking
from mock_provider.hostile.texts import ESCAPES, MARKUP

MANY: Final = 1000
"""Records of a page."""

_METADATA: Final = "https://169.254.169.254/latest/meta-data/"
_LIST, _DISCOVERY = "getCredentials", "getServiceDescription"
_DOCUMENTS: Final = ("/issuers/", "/status/", "/refresh/", "/baked/", "/did.json", "/.well-known/did.json")
_KEY: Final = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
_POISONED: Final = 9
"""Nodes that each know all others: a reader that names them by trying each order tries 9! of them."""

Record = dict[str, Any]


def _records(make: Callable[[Scene, int], Record], many: int = MANY) -> Attack:
    """The list is one page of records that are made so."""

    @at(_LIST)
    async def attack(scene: Scene) -> None:
        if "body" not in scene.memory:
            records = [make(scene, number) for number in range(many)]
            scene.memory["body"] = json.dumps({"credential": records}).encode()
        await scene.answer(scene.memory["body"], x_total_count=str(many))

    return attack


def _record(number: int, **changes: Any) -> Record:
    """A small record that is right but for its proof, which no reader can know before it has looked."""
    subject = {"type": ["ClrSubject"], "id": f"urn:uuid:{number:08x}-0000-4000-8000-000000000001"}
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", FACTS.context_url, FACTS.envelopes["ob-v3p0"].context_url],
        "id": f"urn:uuid:{number:08x}-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "A record",
        "issuer": {"id": _KEY, "type": ["Profile"], "name": "Nobody"},
        "validFrom": "2024-01-01T00:00:00Z",
        "credentialSubject": subject,
        "proof": [_proof(f"{_KEY}#{_KEY.removeprefix('did:key:')}")],
        **changes,
    }


def _proof(method: str) -> Record:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2024-01-01T00:00:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "3" * 88,
    }


def _naming(origin: str, number: int) -> Record:
    """A record that leads to eight addresses, each of which no other record names."""
    host = origin.removeprefix("https://").replace(":", "%3A")
    issuer = f"did:web:{host}:lured:{number}"
    status = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1"}
    place = f"{origin}/lured/{number}"
    return _record(
        number,
        issuer={"id": issuer, "type": ["Profile"], "name": "Nobody", "image": {"id": f"{place}/i", "type": "Image"}},
        proof=[_proof(f"{issuer}#key"), _proof(f"{place}/key")],
        credentialStatus=[{**status, "statusListCredential": f"{place}/status"}],
        credentialSchema=[{"id": f"{place}/schema", "type": "1EdTechJsonSchemaValidator2019"}],
        refreshService={"id": f"{place}/refresh", "type": "1EdTechCredentialRefresh"},
        termsOfUse=[{"id": f"{place}/terms", "type": "Terms"}],
    )


def _leading(scene: Scene, number: int) -> Record:
    """Leads to the target itself, to another host, into the private network, and to contexts of all sorts, in turn."""
    place = (scene.origin, scene.elsewhere, _METADATA.removesuffix("/latest/meta-data/"))[number % 3]
    record = _naming(place, number)
    more = [f"{place}/contexts/{number}/{one}" for one in range(4)] if number % 4 == 3 else []
    return {**record, "@context": [*record["@context"], *more]}


def _odd_dids(scene: Scene, number: int) -> Record:
    host = scene.elsewhere.removeprefix("https://").replace(":", "%3A")
    names = (
        f"did:web:{host}%2F..%2F..%2Fetc%2Fpasswd",
        f"did:web:user%40{host}",
        "did:web:169.254.169.254:latest:meta-data",
        "did:web:..:..:etc",
        f"did:web:{host}%3Fa%3D1%23",
        "did:web:%00%0d%0aX-Injected%3A%20yes",
        "did:web:" + "a:" * 20_000,
        "did:web:\u202egro.live",
        "did:key:z" + "1" * 50_000,
        "did:key:",
        "did:web:[::1]",
        "did:jwk:" + "e" * 50_000,
    )
    name = names[number % len(names)]
    return _record(number, issuer={"id": name, "type": ["Profile"], "name": "Nobody"}, proof=[_proof(f"{name}#0")])


def _poisoned(_scene: Scene, number: int) -> Record:
    """Each record has nodes that are all alike, and texts that make it another record than the one before."""
    others = [
        {
            "id": f"_:b{one}",
            "type": ["Achievement"],
            "name": str(number),
            "related": [{"id": f"_:b{other}", "type": ["Related"]} for other in range(_POISONED) if other != one],
        }
        for one in range(_POISONED)
    ]
    record = _record(number)
    return {**record, "credentialSubject": {**record["credentialSubject"], "achievement": others}}


def _painted(_scene: Scene, number: int) -> Record:
    bad = f"{ESCAPES}{MARKUP}]]><!--"
    person = {"id": f"urn:x:{bad}", "type": ["Profile", bad], "name": bad, bad: bad}
    return _record(number, id=f"urn:x:{number}{bad}", name=bad, issuer=person, type=[bad], proof=[_proof(bad)])


@at(_LIST)
async def _same_page(scene: Scene) -> None:
    query = dict(parse_qsl(scene.scope["query_string"].decode("latin-1")))
    offset = int(text) if (text := query.get("offset", "0")).isdecimal() and len(text) < 9 else 0
    url = f"{scene.origin}{scene.scope['path']}?limit=1&offset="
    body = json.dumps({"credential": [_record(1)]}).encode()
    await scene.answer(body, link=f'<{url}{offset + 1}>; rel="next", <{url}0>; rel="first"', x_total_count="9" * 18)


@at(_LIST)
async def _deep_record(scene: Scene) -> None:
    depth = 95
    inner: Any = "end"
    for _ in range(depth):
        inner = {"type": ["Achievement"], "related": [inner], "@context": {"related": "urn:x:related"}}
    subject = {"type": ["ClrSubject"], "verifiableCredential": [inner], "achievement": [inner] * 20}
    body = json.dumps({"credential": [_record(number, credentialSubject=subject) for number in range(20)]}).encode()
    await scene.answer(body)


@at(_LIST)
async def _odd_tokens(scene: Scene) -> None:
    def part(value: Any) -> str:
        return urlsafe_b64encode(json.dumps(value).encode()).decode("ascii").rstrip("=")

    header = part({"alg": "RS256", "typ": "JWT", "jku": _METADATA, "x5u": _METADATA, "kid": _METADATA})
    modulus = urlsafe_b64encode(b"\xff" * 100_000).decode("ascii")
    slow = part({"alg": "RS256", "jwk": {"kty": "RSA", "n": modulus, "e": modulus}})
    nested = "[" * 90_000
    tokens = [
        f"{header}.{part(_record(1))}.AAAA",
        f"{slow}.{part(_record(2))}.{'A' * 1000}",
        f"{part({'alg': 'none'})}.{part(_record(3))}.",
        f"{urlsafe_b64encode(nested.encode()).decode()}.{urlsafe_b64encode(nested.encode()).decode()}.AA",
        "." * 100_000,
        "\ud800.\u202e.\x00",
        "a" * 1_000_000,
    ]
    await scene.answer(json.dumps({"compactJwsString": tokens}).encode())


async def _documents_away(scene: Scene) -> None:
    """Every other one redirects into the private network, the rest round a circle."""
    if not scene.scope["path"].startswith(_DOCUMENTS):
        await scene.go_on()
        return
    turn = scene.memory["turn"] = scene.memory.get("turn", 0) + 1
    here = f"{scene.origin}{scene.scope['path']}?turn={turn}"
    await scene.answer(b"", status=302, location=f"{_METADATA}{turn}" if turn % 2 else here)


async def _documents_drip(scene: Scene) -> None:
    if scene.scope["path"].startswith(_DOCUMENTS):
        await scene.answer((bytes([letter]) for letter in itertools.cycle(b'{"id": ')), pause=0.2)
        return
    await scene.go_on()


def _bomb() -> bytes:
    """A quarter of a gibibyte of bits in a quarter of a mebibyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1024 * 1024)
    return b"".join((*(packer.compress(zeros) for _ in range(256)), packer.flush()))


async def _bits(scene: Scene) -> None:
    """Lists that unpack without end: the one that an unpacker meets first, and one inside of it."""
    if not scene.scope["path"].startswith("/status/"):
        await scene.go_on()
        return
    bomb = scene.memory.setdefault("bomb", _bomb())
    packed = "u" + urlsafe_b64encode(gzip.compress(bomb) if "revo" not in scene.scope["path"] else bomb).decode("ascii")
    subject = {"id": f"{scene.origin}{scene.scope['path']}#list", "type": "BitstringStatusList"}
    subject |= {"statusPurpose": "revocation", "encodedList": packed.rstrip("=")}
    kind = ["VerifiableCredential", "BitstringStatusListCredential"]
    document = _record(1, id=f"{scene.origin}{scene.scope['path']}", type=kind, credentialSubject=subject)
    await scene.answer(json.dumps(document).encode())


@at(_DISCOVERY)
async def _huge_description(scene: Scene) -> None:
    await scene.changed(lambda body: body[:-1] + b', "x-more": "' + b"a" * 30_000_000 + b'"}')


@at(_DISCOVERY)
async def _round_description(scene: Scene) -> None:
    """References that lead to themselves, to each other, and to thousands of others that each name two."""
    doubling = {f"S{one}": {"allOf": [{"$ref": f"#/components/schemas/S{one + 1}"}] * 2} for one in range(2_000)}
    circle = {"Itself": {"$ref": "#/components/schemas/Itself"}, "There": {"$ref": "#/components/schemas/Back"}}
    schemas = {**doubling, **circle, "Back": {"$ref": "#/components/schemas/There"}, "Out": {"$ref": _METADATA}}

    def changed(body: bytes) -> bytes:
        document = json.loads(body)
        document["components"]["schemas"] = schemas
        document["components"]["securitySchemes"] |= {"Loop": {"$ref": "#/components/securitySchemes/Loop"}}
        document["paths"] |= {"/loop": {"$ref": "#/paths/~1loop"}, "/out": {"$ref": f"{_METADATA}paths"}}
        document["paths"] |= {f"/p{one}": {"get": {"operationId": MARKUP}} for one in range(5_000)}
        return json.dumps(document).encode()

    await scene.changed(changed)


@at(_DISCOVERY)
async def _description_away(scene: Scene) -> None:
    """A description whose flow leads into the private network, to files and to other protocols."""
    urls = {
        "authorizationUrl": f"{_METADATA}authorize",
        "tokenUrl": "http://169.254.169.254/token",
        "refreshUrl": "file:///etc/passwd",
        "x-imssf-registrationUrl": "https://[fe80::1]/register",
    }

    def painted(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: urls.get(name) or painted(entry) for name, entry in value.items()}
        return [painted(entry) for entry in value] if isinstance(value, list) else value

    await scene.changed(lambda body: json.dumps(painted(json.loads(body))).encode())


def _attacking(hostile_id: str, title: str, why: str, attack: Attack) -> Hostile:
    return replace(attacking(f"clr2-{hostile_id}", title, why, attack), settings={"standard": FACTS.id})


HOSTILE: tuple[Hostile, ...] = (
    _attacking("same-page", "Every page is the same, and has a next one", LOOP, _same_page),
    _attacking("addresses", "Records lead to thousands of addresses, here and elsewhere", STRAYS, _records(_leading)),
    _attacking("odd-dids", "Issuers have names that lead out of their host", STRAYS, _records(_odd_dids, 60)),
    _attacking("poison", "Records are graphs whose nodes are all alike", HANG, _records(_poisoned, 300)),
    _attacking("markup", "Records hold HTML and terminal escapes", SHOWN, _records(_painted, 3)),
    _attacking("deep-records", "Records are nested up to the limit, with a context on each level", HANG, _deep_record),
    _attacking("odd-tokens", "Compact tokens name keys elsewhere, or are none", TRACE, _odd_tokens),
    _attacking("documents-away", "Keys and lists redirect to a link-local address or round", STRAYS, _documents_away),
    _attacking("documents-drip", "Keys and lists come five bytes a second", HANG, _documents_drip),
    _attacking("status-bomb", "Status lists unpack to a quarter of a gibibyte", MEMORY, _bits),
    _attacking("huge-description", "The service description has thirty megabytes", MEMORY, _huge_description),
    _attacking("round-description", "The service description refers to itself", LOOP, _round_description),
    _attacking("description-away", "Its flow leads to link-local addresses and files", STRAYS, _description_away),
)
