"""The steps of the reference verifier that need nobody else: what it makes of an item that it has in hand."""

from __future__ import annotations

from hashlib import md5, sha256
from pathlib import Path
from typing import Any

import pytest

from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.verifying.values import Item, NotTakenError
from conformance.traffic.assignment import Assignment

HOME = "https://guild.test/profile"
HERE, ELSEWHERE = "https://guild.test/assertions/1", "https://other.test/assertions/1"


@pytest.fixture
def verifier(tmp_path: Path) -> Any:
    made = ClrConsumer(Assignment("https://provider.test", "verify", "mira", "secret", state=tmp_path))
    yield made
    made.close()


def assertion(**members: Any) -> Item:
    achievement = {"issuer": {"id": HOME, "verification": members.pop("scope", None)}}
    return Item("Assertion", {"id": HERE, "achievement": achievement, **members})


@pytest.mark.parametrize(
    ("scope", "item_id", "inside"),
    [
        (None, HERE, True),
        (None, "https://GUILD.test:8443/a", True),
        (None, ELSEWHERE, False),
        ({"startsWith": ["https://guild.test/"]}, HERE, True),
        ({"startsWith": ["https://x.test/", "https://other.test/"]}, ELSEWHERE, True),
        ({"startsWith": ["https://guild.test/awards/"]}, HERE, False),
        ({"allowedOrigins": ["other.test"]}, ELSEWHERE, True),
        ({"allowedOrigins": ["guild.test"]}, ELSEWHERE, False),
        ({"startsWith": ["https://other.test/"], "allowedOrigins": ["guild.test"]}, ELSEWHERE, False),
        ({"startsWith": "https://", "allowedOrigins": 4}, HERE, True),
        ("everywhere", ELSEWHERE, False),
    ],
)
def test_an_issuer_hosts_items_where_its_profile_says(verifier: Any, scope: Any, item_id: str, inside: bool) -> None:
    item = assertion(scope=scope, id=item_id)
    if inside:
        verifier.check_scope(item)
    else:
        with pytest.raises(NotTakenError):
            verifier.check_scope(item)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (None, ""),
        ("2999-01-01T00:00:00Z", ""),
        ("2999-01-01", ""),
        ("2020-01-01T00:00:00+02:00", "expired"),
        ("2020-01-01", "expired"),
        ("some day", "unverified"),
    ],
)
def test_the_last_day_is_one_with_or_without_a_zone(verifier: Any, text: Any, state: str) -> None:
    value = {} if text is None else {"expires": text}
    if not state:
        verifier.check_expiry(value)
        return
    with pytest.raises(NotTakenError) as raised:
        verifier.check_expiry(value)
    assert raised.value.state == state


def named(kind: str, identity: str, **members: Any) -> dict[str, Any]:
    return {"type": kind, "identity": identity, "hashed": "$" in identity, **members}


EMAIL = "Zoë@Learners.example"


def digest(text: str) -> str:
    return f"sha256${sha256(text.encode()).hexdigest()}"


@pytest.mark.parametrize(
    ("recipient", "same"),
    [
        (named("email", "zoë@learners.example"), True),
        (named("email", "other@learners.example"), False),
        (named("studentId", "nh-1"), False),
        (named("email", digest(EMAIL)), True),
        (named("email", digest(f"{EMAIL}K3x9"), salt="K3x9"), True),
        (named("email", digest(EMAIL).upper().replace("SHA256", "sha256")), True),
        (named("email", f"md5${md5(EMAIL.encode(), usedforsecurity=False).hexdigest()}"), True),
        (named("email", digest(EMAIL), salt="K3x9"), False),
        (named("email", digest(f"K3x9{EMAIL}"), salt="K3x9"), False),
        (named("email", f"crc32${EMAIL}"), False),
        (named("url", "https://nobody.test"), True),
        ("mira", True),
    ],
)
def test_the_recipient_is_compared_with_what_the_learner_is_known_by(verifier: Any, recipient: Any, same: bool) -> None:
    learner = {"email": EMAIL, "studentId": "NH-1"}
    if same:
        verifier.check_recipient({"recipient": recipient}, learner)
    else:
        with pytest.raises(NotTakenError):
            verifier.check_recipient({"recipient": recipient}, learner)


@pytest.mark.parametrize(
    ("change", "differs"),
    [({}, False), ({"@context": "https://a.test"}, False), ({"id": ELSEWHERE}, False), ({"role": "Lead"}, True)],
)
def test_copies_differ_in_what_they_say(verifier: Any, change: Any, differs: bool) -> None:
    item = assertion()
    copy = {**item.value, **change}
    if differs:
        with pytest.raises(NotTakenError):
            verifier.compare(item, copy)
    else:
        verifier.compare(item, copy)
