"""What a registration is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, typed
from mock_provider.oauth.faults._responses import error, good, members, without

library = Library()
REGISTER = ("register",)
_OWN = ("client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at")


def _wants_form(response: Response) -> None:
    if "json" in response.request.headers.get("content-type", ""):
        error(415, "invalid_request")(response)


library.add(
    Fault(
        id="reg-json-refused",
        title="Registration takes forms only",
        how="The endpoint was written like the token endpoint.\nA JSON body is an unsupported media type there.",
        breaks=("OAUTH-REG-001",),
        operations=REGISTER,
        on_response=_wants_form,
    )
)


def _numbered(response: Response) -> None:
    number = response.memory["number"] = response.memory.get("number", 4710) + 1
    members(client_id=number)(response)


library.add(
    Fault(
        id="reg-id-is-number",
        title="client_id is a number",
        how="The primary key of the table is handed out as it is.\nRFC 7591 has a string.",
        breaks=("OAUTH-REG-001",),
        operations=REGISTER,
        on_response=good(_numbered),
    )
)


library.add(
    Fault(
        id="reg-no-client-id",
        title="The registration response lacks client_id",
        how="The id is called clientId in the data class.\nThe serializer does not rename it.",
        breaks=("OAUTH-REG-001",),
        consequences={"OAUTH-REG-003": "client_id is one of the members that must be there"},
        operations=REGISTER,
        on_response=members(client_id=None),
    )
)


library.add(
    Fault(
        id="reg-status-200",
        title="A registration is answered 200",
        how="The framework answers 200 by default.\nNobody changed that.",
        breaks=("OAUTH-REG-002",),
        operations=REGISTER,
        on_response=good(lambda response: setattr(response, "status", 200)),
    )
)


library.add(
    Fault(
        id="reg-answer-is-text",
        title="The registration response is sent as text/html",
        how="The JSON is printed by a page of the portal.\nIts media type is that of pages.",
        breaks=("OAUTH-REG-002",),
        operations=REGISTER,
        on_response=good(typed("text/html; charset=utf-8")),
    )
)


library.add(
    Fault(
        id="reg-no-secret",
        title="The registration response lacks client_secret",
        how="The secret is shown on a page of the portal only.\nA client that registers by itself never sees it.",
        breaks=("OAUTH-REG-003",),
        consequences={"OAUTH-TOK-009": "without a secret no request for a token goes through"},
        operations=REGISTER,
        on_response=members(client_secret=None),
    )
)


library.add(
    Fault(
        id="reg-no-time-of-issue",
        title="The registration response lacks client_id_issued_at",
        how="RFC 7591 calls the member optional.\nThe profile of the standard does not.",
        breaks=("OAUTH-REG-003",),
        operations=REGISTER,
        on_response=members(client_id_issued_at=None),
    )
)


library.add(
    Fault(
        id="reg-no-expiry",
        title="The registration response lacks client_secret_expires_at",
        how="Secrets never expire here, so nothing was written.\nThe member is 0 then.",
        breaks=("OAUTH-REG-003",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=None),
    )
)


def _own_members(response: Response) -> None:
    response.json = {name: value for name, value in response.json.items() if name in _OWN}


library.add(
    Fault(
        id="reg-metadata-not-repeated",
        title="The registration response has the new members only",
        how="The developers thought that the client knows what it sent.\nIt does not know what became of it.",
        breaks=("OAUTH-REG-004",),
        operations=REGISTER,
        on_response=good(_own_members),
    )
)


library.add(
    Fault(
        id="reg-name-not-repeated",
        title="The registration response forgets software_id and software_version",
        how="The table has no columns for them.\nWhat was not stored cannot be repeated.",
        breaks=("OAUTH-REG-004",),
        operations=REGISTER,
        on_response=members(software_id=None, software_version=None),
    )
)


def _member(name: str, change: Callable[[Any], Any]) -> Change:
    return good(lambda response: members(**{name: change(response.json[name])})(response))


library.add(
    Fault(
        id="reg-time-in-milliseconds",
        title="client_id_issued_at is in milliseconds",
        how="The clock of the language counts milliseconds.\nIts value was written as it is.",
        breaks=("OAUTH-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", lambda value: value * 1000),
    )
)


def _text_time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


library.add(
    Fault(
        id="reg-time-as-text",
        title="client_id_issued_at is a date in text",
        how="The serializer writes all times as ISO 8601.\nHere a number is due.",
        breaks=("OAUTH-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", _text_time),
    )
)


library.add(
    Fault(
        id="reg-time-with-fraction",
        title="client_id_issued_at has a fraction",
        how="The clock of the language gives seconds as a float.\nNobody rounds it.",
        breaks=("OAUTH-REG-005",),
        operations=REGISTER,
        on_response=_member("client_id_issued_at", lambda value: value + 0.25),
    )
)


library.add(
    Fault(
        id="reg-expiry-is-lifetime",
        title="client_secret_expires_at is a lifetime instead of a time",
        how="It was read as expires_in of token responses.\nA year is written as 31536000.",
        breaks=("OAUTH-REG-005",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=31_536_000),
    )
)


library.add(
    Fault(
        id="reg-expiry-minus-one",
        title="client_secret_expires_at is -1 for never",
        how="-1 stands for never all over the code.\nThe standard has 0.",
        breaks=("OAUTH-REG-005",),
        operations=REGISTER,
        on_response=members(client_secret_expires_at=-1),
    )
)


def _same_for_all(response: Response) -> None:
    made = response.json
    first = response.memory.setdefault("first", {name: made[name] for name in ("client_id", "client_secret")})
    members(**first)(response)


library.add(
    Fault(
        id="reg-same-id-for-all",
        title="All clients get the same client_id",
        how="The tenant has a client already.\nIts id and secret are handed out again to anybody who asks.",
        breaks=("OAUTH-REG-006",),
        consequences={
            "OAUTH-AUT-014": "who asks for fewer scopes is the client that has more",
            "OAUTH-RVK-001": "the grant goes by the name of the first client",
        },
        operations=REGISTER,
        on_response=good(_same_for_all),
    )
)


library.add(
    Fault(
        id="reg-may-be-cached",
        title="The registration response has no Cache-Control",
        how="The header was set for the token endpoint only.\nA secret is in this answer too.",
        breaks=("OAUTH-REG-007",),
        operations=REGISTER,
        on_response=without("cache-control"),
    )
)


library.add(
    Fault(
        id="reg-no-cache-is-no-no-store",
        title="The registration response says no-cache instead of no-store",
        how="The names sound alike.\nno-cache lets a cache keep the secret.",
        breaks=("OAUTH-REG-007",),
        operations=REGISTER,
        on_response=lambda response: response.headers.update({"cache-control": "no-cache"}),
    )
)


FAULTS = library.faults
