"""RS256 verifications per second: our check of a compact JWS beside joserfc alone, on the same tokens."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.jwk import RSAKey

from conformance.trust.signature import check

HEADER = {"alg": "RS256", "kid": "https://records.example/keys/1", "typ": "JWT"}
SECONDS = 1.5


def run() -> None:
    """Print verifications per second for a small and a large payload, and the ratio."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    signing = RSAKey.import_key(private)
    public = RSAKey.import_key(pem)
    registry = jws.JWSRegistry(algorithms=["RS256"])
    registry.max_header_length = registry.max_payload_length = 10**8
    for size in (1_000, 20_000):
        payload = json.dumps({"text": "x" * size}).encode()
        token = jws.serialize_compact(HEADER, payload, signing, registry=registry)
        ours = per_second(lambda token=token: check(token, HEADER, pem))  # type: ignore[misc]
        alone = per_second(lambda token=token: jws.deserialize_compact(token, public, registry=registry))  # type: ignore[misc]
        assert check(token, HEADER, pem).fits
        print(f"{size:7,} bytes  check {ours:8,.0f}/s   joserfc alone {alone:8,.0f}/s   ratio {ours / alone:.2f}")


def per_second(work: Callable[[], object]) -> float:
    """Calls per second, over ``SECONDS``."""
    work()
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        work()
        count += 1
    return count / elapsed


if __name__ == "__main__":
    run()
