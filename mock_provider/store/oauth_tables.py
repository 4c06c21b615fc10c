"""The tables of the authorization server: clients, grants, codes and tokens.

Codes, tokens and client secrets are kept as SHA-256 digests.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, String, Table, Text, UniqueConstraint

from mock_provider.store.database import metadata

clients = Table(
    "oauth_clients",
    metadata,
    Column("client_id", String(200), primary_key=True),
    Column("secret_hash", String(64), nullable=False),
    Column("metadata", JSON, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("acts_for", String(100)),
)

grants = Table(
    "oauth_grants",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(100), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("scope", Text, nullable=False),
    # Milliseconds, so that the newest of several grants of one second is known.
    Column("granted_ms", BigInteger, nullable=False),
    UniqueConstraint("username", "client_id"),
)

codes = Table(
    "oauth_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("grant_id", String(64), nullable=False),
    Column("family", String(64), nullable=False),
    Column("client_id", String(200), nullable=False),
    Column("username", String(100), nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("challenge", String(128), nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("redeemed_at", BigInteger),
)

tokens = Table(
    "oauth_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(7), nullable=False),
    Column("grant_id", String(64), index=True),
    Column("family", String(64), nullable=False, index=True),
    Column("client_id", String(200), nullable=False),
    Column("username", String(100)),
    Column("scope", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("rotated_at", BigInteger),
    Column("revoked_at", BigInteger),
)
