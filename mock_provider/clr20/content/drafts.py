"""Records before they are signed, and how each is: to change one and sign it anew, change its draft.

A draft is plain JSON in which secured objects say how they become so:

- ``{…, "proof": [{"$seal": {"key": …, "method": …, "suite": …, "created": …}}]}``: an embedded proof, made over the
  object as it then is. ``suite`` is eddsa-rdfc-2022 when left out; ``more`` are further options of the proof;
  ``mandatory`` and ``derive`` are what a proof of ecdsa-sd-2023 discloses. A proof that is not a seal stays as it is.
- ``{"$token": {"of": {…}, "key": …, "kid": …}}``: a compact JWS in its place. ``jwk`` true puts the public key into the
  header; ``header`` and ``claims`` replace or add members, and null leaves one out; ``form`` is where the credential
  stands (``credential`` or ``vc``), by default as its first context says.

Signing goes from the inside out. Keys are named as in ``content.keys``. A behaviour that serves a changed record does

    draft = draft_of(response.request, identifier)
    inner(draft)["name"] = 7
    body = sign(draft, keys_at_hand(response.request))
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from mock_provider.clr20.content.keys import ROOT, Keys
from mock_provider.clr20.store.hosted import draft_in
from mock_provider.encoding import to_json

if TYPE_CHECKING:
    from mock_provider.behaviour.exchange import Request

SEAL: Final = "$seal"
TOKEN: Final = "$token"
_REMEMBERED: Final = 4096

_memory: OrderedDict[bytes, str] = OrderedDict()


def seal(key: str, method: str, suite: str = "eddsa-rdfc-2022", **others: Any) -> dict[str, Any]:
    """What stands in a draft for a proof by that key."""
    return {SEAL: {"key": key, "method": method, "suite": suite, **others}}


def token(of: Mapping[str, Any], key: str, **others: Any) -> dict[str, Any]:
    """What stands in a draft for a credential as a compact JWS."""
    return {TOKEN: {"of": of, "key": key, **others}}


def inner(draft: Mapping[str, Any]) -> Any:
    """The credential of a draft, be it one with a proof or one in a token; open to change."""
    return draft[TOKEN]["of"] if TOKEN in draft else draft


def signed(draft: Any, keys: Keys) -> Any:
    """The draft with all its proofs and tokens made; what it holds beside them is as before.

    Raises ``conformance.errors.UsageFault`` for what no suite can sign.
    """
    if isinstance(draft, list):
        return [signed(entry, keys) for entry in draft]
    if not isinstance(draft, Mapping):
        return draft
    if TOKEN in draft:
        return _token({**draft[TOKEN], "of": signed(draft[TOKEN]["of"], keys)}, keys)
    made = {name: value if name == "proof" else signed(value, keys) for name, value in draft.items()}
    if "proof" not in made:
        return made
    return _proved(made, keys)


def draft_of(request: Request, identifier: str) -> Any:
    """A draft to change, of the record with that id or the document at that URL; ``None`` for what others made."""
    return draft_in(request.database, identifier) if request.database is not None else None


def keys_at_hand(request: Request) -> Keys:
    """The keys of the mock that answers a request; raises ``LookupError`` without a mock behind."""
    if request.signing_key is None:
        raise LookupError("there is no mock behind this request")
    return Keys(request.signing_key(ROOT))


def sign(draft: Any, keys: Keys) -> bytes:
    """The signed draft as it is served: JSON, or the letters of the compact JWS."""
    value = signed(draft, keys)
    return value.encode("ascii") if isinstance(value, str) else to_json(value)


def _proved(document: dict[str, Any], keys: Keys) -> dict[str, Any]:
    proofs = document["proof"]
    several = isinstance(proofs, list)
    plain = {name: value for name, value in document.items() if name != "proof"}
    made: list[Any] = []
    for proof in proofs if several else [proofs]:
        if not isinstance(proof, Mapping) or SEAL not in proof:
            made.append(deepcopy(proof))
            continue
        found = _sealed(plain, proof[SEAL], keys)
        plain = {name: value for name, value in found.items() if name != "proof"}
        made.append(found["proof"])
    # In the place where the seal stood, so that the members keep their order.
    return {
        name: (made if several else made[0]) if name == "proof" else plain[name] for name in _order(document, plain)
    }


def _order(document: Mapping[str, Any], plain: Mapping[str, Any]) -> list[str]:
    return [name for name in document if name == "proof" or name in plain]


def _sealed(plain: Mapping[str, Any], about: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The document with that proof; of ecdsa-sd-2023 what is disclosed of it."""
    made: dict[str, Any] = json.loads(_remembered(plain, about, keys, _make_proof))
    return made if "derive" in about else {**plain, **made}


def _make_proof(plain: Mapping[str, Any], about: Mapping[str, Any], keys: Keys) -> str:
    from conformance.issuing import sign as with_proof
    from conformance.issuing.selective import base, derived

    key, suite, method = keys[about["key"]], about.get("suite", "eddsa-rdfc-2022"), about["method"]
    created, purpose = about.get("created"), about.get("purpose", "assertionMethod")
    if "derive" in about:
        mandatory = tuple(about["mandatory"])
        whole = base(plain, key, method, mandatory=mandatory, created=created, purpose=purpose, seed=about["key"])
        return json.dumps(derived(whole, about["derive"]))
    made = with_proof(plain, suite, key, method, created=created, purpose=purpose, more=about.get("more", {}))
    return json.dumps({"proof": made["proof"]})


def _token(about: Mapping[str, Any], keys: Keys) -> str:
    return _remembered(about["of"], {name: value for name, value in about.items() if name != "of"}, keys, _make_token)


def _make_token(of: Mapping[str, Any], about: Mapping[str, Any], keys: Keys) -> str:
    from conformance.issuing import as_jwt

    return as_jwt(
        of,
        keys[about["key"]],
        kid=about.get("kid", ""),
        jwk=about.get("jwk", False),
        form=about.get("form"),
        header=about.get("header", {}),
        claims=about.get("claims", {}),
    )


def _remembered(plain: Mapping[str, Any], about: Mapping[str, Any], keys: Keys, make: Any) -> str:
    """What was made of the same before: what a change leaves alone need not be signed again."""
    asked = sha256(json.dumps([plain, about, keys.mark]).encode()).digest()
    known = _memory.get(asked)
    if known is None:
        known = _memory[asked] = make(plain, about, keys)
        if len(_memory) > _REMEMBERED:
            _memory.popitem(last=False)
    return known
