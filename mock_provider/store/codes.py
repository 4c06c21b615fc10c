"""Authorization codes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import RowMapping


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code as it was issued; ``redeemed`` when a token was already given for it."""

    code_hash: str
    grant_id: str
    family: str
    client_id: str
    username: str
    redirect_uri: str
    scope: str
    challenge: str
    expires_at: int
    redeemed: bool


def code_in(row: RowMapping) -> Code:
    """The code in a row of the table."""
    members = {name: row[name] for name in Code.__slots__ if name != "redeemed"}
    return Code(**members, redeemed=row["redeemed_at"] is not None)
