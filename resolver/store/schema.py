"""The tables of the store. A change to them raises `VERSION`, and each back-end migrates to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION: Final = 6
"""Of these tables, counted from 1."""

MAX_IDS: Final = 500
"""IDs that one statement binds at most."""

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("title", Text),
    Column("licence", Text),
    Column("attribution", Text),
    Column("origin", Text),
    Column("version", Text),
    Column("digest", Text, nullable=False),  # of the bytes that were imported
    Column("fields", JSON, nullable=False, server_default="[]"),  # pairs of a property and a kind
    Column("schemes", JSON, nullable=False, server_default="[]"),  # of public identifiers
    Column("position", Integer, nullable=False, server_default="0"),  # the lower, the earlier came
)

entities = Table(
    "entities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),  # codes with spaces between
    Column("description", Text),
    Column("prominence", Float),
    Column("properties", Text, nullable=False),  # JSON object of lists
)

aliases = Table(
    "aliases",
    metadata,
    Column("entity_id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("position", Integer, primary_key=True),  # order within the source's row
    Column("text", Text, nullable=False),
    Column("language", Text),
    Column("kind", Text, nullable=False),
    Column("valid_from", Text),
    Column("valid_until", Text),
    Column("origin", Text),  # where the alias was taken from
)

contents = Table(
    "contents",
    metadata,
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("entity_id", Text, primary_key=True),
    Column("is_same_as", Boolean, primary_key=True),  # a `SameAs` stands beside what else is said
    Column("digest", LargeBinary, nullable=False),  # of all that the source says of the entity
)

base = Table(
    "base",
    metadata,
    Column("fingerprint", Text, primary_key=True),  # of the last index compiled whole, in one row
)

changed = Table(
    "changed",
    metadata,
    Column("entity_id", Text, primary_key=True),  # added, updated or retired since the base
)

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True),  # of what sources say, in one row
)

redirects = Table(
    "redirects",
    metadata,
    Column("old_id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("id", Text, nullable=False),
    Index("redirects_id", "id"),
)

same_as = Table(
    "same_as",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("other", Text, primary_key=True),
    Index("same_as_other", "other"),
)

seen = Table(
    "seen",
    MetaData(),  # it is there while an import runs, and in its own connection alone
    Column("entity_id", Text, primary_key=True),  # what a source brings, old or new
    Column("is_same_as", Boolean, primary_key=True),
    prefixes=["TEMPORARY"],
)
