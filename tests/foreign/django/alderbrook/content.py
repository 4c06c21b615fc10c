"""People of Alderbrook and their records, made afresh for each run."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model, get_application_model, get_grant_model

from alderbrook import signing
from alderbrook.answers import CONTEXT
from alderbrook.models import Item, Record
from alderbrook.switches import house, right, wrong

SPACE = uuid.UUID("6f0c2f0a-9d5b-4d36-9e3e-0b6b8b6f2d11")
PEOPLE = {
    "pdelacroix": ("Papillon?8", "Philippa", "Delacroix", "AB-10042"),
    "j.nakamura@alderbrook.example": ("s3cret; phrase", "Jun", "Nakamura", "AB-10117"),
    "amoreau": ("Œuvre d'art=1", "Adèle", "Moreau", "AB-10250"),
}
OWNER, SECOND, EMPTY = PEOPLE
COURSES = (
    ("STR 210", "Structures II", "A"),
    ("GEO 115", "Soils and Rock", "B"),
    ("DRW 101", "Technical Drawing", "C"),
)


def urn(name: str) -> str:
    """An id that stays the same from start to start."""
    return uuid.uuid5(SPACE, name).urn


def stamp(year: int, month: int, day: int, hour: int = 9, minute: int = 30) -> str:
    """A moment of Denver as Django's JSON encoder prints it."""
    moment = datetime(year, month, day, hour, minute, 15, 250_000, ZoneInfo("America/Denver"))
    if wrong("naive-times"):
        return str(moment.replace(tzinfo=None))
    return str(DjangoJSONEncoder().default(moment if right("local-times") else moment.astimezone(ZoneInfo("UTC"))))


def organization() -> dict[str, Any]:
    """The profile that publishes, issues and signs."""
    return {
        "id": f"{house.root}/organization",
        "type": "Profile",
        "name": "Alderbrook Polytechnic",
        "official": "H. Castellanos, Registrar",
        "url": f"{house.root}/organization",
        "email": "registrar@alderbrook.example",
        "revocationList": f"{house.base}/revocations/withdrawn",
        "publicKey": key(),
        "verification": {"type": "Verification", "startsWith": [f"{house.base}/", "urn:uuid:"]},
    }


def key() -> dict[str, Any]:
    """The key that signs."""
    return {
        "id": f"{house.base}/keys/{signing.KEY_NAME}",
        "type": "CryptographicKey",
        "owner": f"{house.root}/organization",
        "publicKeyPem": signing.public_pem(),
    }


def learner(name: str) -> dict[str, Any]:
    """The profile of a person."""
    _, given, family, number = PEOPLE[name]
    return {
        "id": urn(name),
        "type": "Profile",
        "name": f"{given} {family}",
        "givenName": given,
        "familyName": family,
        "studentId": number,
    }


def course(code: str, title: str, credit: float) -> dict[str, Any]:
    """An achievement with a grade."""
    return {
        "id": urn(f"course {code}"),
        "type": "Achievement",
        "achievementType": "Course",
        "name": title,
        "humanCode": code,
        "creditsAvailable": str(credit) if wrong("decimal-strings") else credit,
        "issuer": organization(),
        "requirement": {"type": "Criteria", "narrative": "Pass the **studio review** and the written examination."},
        "resultDescriptions": [
            {
                "id": urn(f"grade {code}"),
                "type": "ResultDescription",
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValues": ["F", "D", "C", "B", "A"],
                "requiredValue": "C",
            }
        ],
    }


def assertion(name: str, code: str, title: str, grade: str, *, signed: bool = False) -> dict[str, Any]:
    """A passed course, hosted or to be signed."""
    if signed:
        vouched: dict[str, Any] = {"type": "Signed", "creator": key()["id"]}
    else:
        vouched = {"type": "Hosted"}
    slug = f"{PEOPLE[name][3]}-{code}".lower().replace(" ", "")
    return {
        "id": urn(slug) if signed else f"{house.base}/assertions/{slug}",
        "type": "Assertion",
        "issuedOn": stamp(2023, 6, 9),
        "term": "Spring 2023",
        "creditsEarned": 3.0,
        "recipient": {"type": "studentId", "identity": PEOPLE[name][3], "hashed": False},
        "achievement": course(code, title, 3.0),
        "results": [
            {"type": "Result", "resultDescription": urn(f"grade {code}"), "value": grade},
        ],
        "verification": vouched,
    }


def endorsement(slug: str, about: str, *, signed: bool = False) -> dict[str, Any]:
    """What a firm says of an assertion; hosted and signed by the office, which keeps its books."""
    made = {
        "id": urn(slug) if signed else f"{house.base}/endorsements/{slug}",
        "type": "Endorsement",
        "issuedOn": stamp(2023, 7, 3),
        "issuer": organization(),
        "claim": {
            "id": urn("nobody") if wrong("endorsement-of-nothing") else about,
            "type": "EndorsementClaim",
            "endorsementComment": "We saw the *model bridge* carry its load.",
        },
        "verification": {"type": "Signed", "creator": key()["id"]} if signed else {"type": "Hosted"},
    }
    return made


def _record(name: str, slug: str, title: str, issued: str, assertions: list[dict[str, Any]]) -> dict[str, Any]:
    """A CLR around assertions."""
    held: Any = assertions[0] if wrong("one-as-object") and len(assertions) == 1 else assertions
    return {
        "id": urn(slug) if right("urn-ids") else f"{house.base}/clrs/{slug}",
        "type": "Clr",
        "name": title,
        "issuedOn": issued,
        "partial": True,
        "learner": learner(name),
        "publisher": organization(),
        "assertions": held,
    }


def sourced_id(clr_id: str) -> str:
    """The last segment of an id that is a URL of ours, else the whole id."""
    return clr_id.removeprefix(f"{house.base}/clrs/")


def _hosted(name: str, number: int) -> None:
    codes = [
        ("STR 210", "Structures II", "A"),
        ("GEO 115", "Soils and Rock", "B"),
        ("DRW 101", "Technical Drawing", "C"),
    ]
    code, title, grade = codes[number % 3]
    one = assertion(name, code, title, grade)
    said = endorsement(f"{PEOPLE[name][3]}-{number}".lower(), one["id"])
    clr = _record(
        name, f"{PEOPLE[name][3]}-{number}".lower(), f"Record {number} of studies", stamp(2023, 8, 1 + number), [one]
    )
    if right("urn-ids"):
        one |= {"id": urn(one["id"])}
        del one["verification"]
    else:
        one["endorsements"] = [said]
        clr["verification"] = {"type": "Hosted"}
        kept = {**one, "id": f"{one['id']}-v2"} if wrong("hosted-stale-id") else one
        Item.objects.create(kind="assertions", sourced_id=one["id"].rpartition("/")[2], document=kept)
        Item.objects.create(kind="endorsements", sourced_id=said["id"].rpartition("/")[2], document=said)
    keep(name, clr)


def _signed(name: str) -> None:
    """A record that is signed as a whole, with signed parts."""
    one = assertion(name, "SUR 330", "Surveying", "A", signed=True)
    said = endorsement(f"said of {name}", one["id"], signed=True)
    slug = f"{PEOPLE[name][3]}-diploma".lower()
    clr = _record(name, slug, "Diploma in Civil Works", stamp(2024, 5, 17), []) | {
        "id": urn(slug),
        "signedAssertions": [signing.sign({"@context": CONTEXT, **one})],
        "signedEndorsements": [signing.sign({"@context": CONTEXT, **said})],
        "verification": {"type": "Signed", "creator": key()["id"]},
    }
    del clr["assertions"]
    keep(name, clr, signing.sign({"@context": CONTEXT, **clr}))


def keep(name: str, clr: dict[str, Any], token: str = "", **more: Any) -> None:
    """Put a record into the books."""
    owner = get_user_model().objects.get(username=name)
    issued = datetime.fromisoformat(clr["issuedOn"])
    if timezone.is_naive(issued):
        issued = timezone.make_aware(issued)
    Record.objects.create(
        owner=owner, sourced_id=sourced_id(clr["id"]), issued=issued, document=clr, token=token, **more
    )


def _withdrawn() -> tuple[str, str]:
    """A revoked record and a revoked assertion; their URLs."""
    one = assertion(OWNER, "HYD 220", "Hydraulics", "D")
    clr = _record(OWNER, "ab-10042-withdrawn", "A record sent to the wrong address", stamp(2022, 2, 2), [one])
    clr |= {"id": f"{house.base}/clrs/ab-10042-withdrawn", "revoked": True, "revocationReason": "Sent in error"}
    keep(OWNER, clr, revoked=True, shown=False)
    cut = {"id": one["id"], "type": "Assertion", "revoked": True, "revocationReason": "Wrong grade"}
    Item.objects.create(kind="assertions", sourced_id=one["id"].rpartition("/")[2], document=cut, revoked=True)
    listed: list[Any] = [clr["id"], one["id"]]
    if wrong("list-of-objects"):
        listed = [{"id": one, "revocationReason": "Sent in error"} for one in listed]
    Item.objects.create(
        kind="revocations",
        sourced_id="withdrawn",
        document={
            "id": f"{house.base}/revocations/withdrawn",
            "type": "RevocationList",
            "issuer": f"{house.root}/organization",
            "revokedAssertions": listed,
        },
    )
    return clr["id"], one["id"]


@transaction.atomic
def start_over() -> dict[str, Any]:
    """Empty the books and fill them again; what the driver has to know of them."""
    for model in (Record, Item, Session, get_grant_model(), get_access_token_model(), get_application_model()):
        model.objects.all().delete()
    users = get_user_model().objects
    if not users.exists():
        for name, (password, given, family, _) in PEOPLE.items():
            users.create_user(name, password=password, first_name=given, last_name=family)
    for name, count in ((OWNER, 4), (SECOND, 2)):
        for number in range(0 if right("signed-only") else count):
            _hosted(name, number)
        for _ in range(0 if right("hosted-only") else 1):
            _signed(name)
    if right("signed-only"):
        _another_signed()
    Item.objects.create(kind="keys", sourced_id=signing.KEY_NAME, document=key())
    clr, one = _withdrawn()
    return {
        "data": {"revoked_clr": clr, "revoked_assertion": one},
        "tokens": [_token(OWNER, scope) for scope in ("readonly", "replace", "delete")],
        "second_tokens": [_token(SECOND, "readonly")],
    }


def _another_signed() -> None:
    clr = _record(OWNER, "x", "Certificate of Site Safety", stamp(2024, 6, 2), []) | {
        "id": urn("safety"),
        "signedAssertions": [
            signing.sign({"@context": CONTEXT, **assertion(OWNER, "SAF 010", "Site Safety", "B", signed=True)})
        ],
        "verification": {"type": "Signed", "creator": key()["id"]},
    }
    del clr["assertions"]
    keep(OWNER, clr, signing.sign({"@context": CONTEXT, **clr}))


def _token(name: str, scope: str) -> dict[str, Any]:
    """A token handed out beforehand, with one scope."""
    value = uuid.uuid4().hex
    get_access_token_model().objects.create(
        user=get_user_model().objects.get(username=name),
        token=value,
        expires=timezone.now() + timedelta(hours=2),
        scope=f"https://purl.imsglobal.org/spec/clr/v1p0/scope/{scope}",
    )
    return {"access_token": value, "scopes": [scope]}
