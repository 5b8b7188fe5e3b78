"""The tables of the store, and how an older store becomes a current one.

The version is SQLite's `user_version`. A store of a later version is refused; an older one is
brought up by `MIGRATIONS`, one statement list a version, in one transaction.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

VERSION: Final = 2

MIGRATIONS: Final[dict[int, tuple[str, ...]]] = {
    1: (
        "CREATE TABLE base (fingerprint TEXT NOT NULL PRIMARY KEY)",
        "CREATE TABLE changed (entity_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID",
    ),
}
"""From the version before → statements."""

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
)

entities = Table(
    "entities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, ForeignKey("sources.name"), nullable=False),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),  # codes with spaces between
    Column("description", Text),
    Column("prominence", Float),
    Column("properties", Text, nullable=False),  # JSON object of lists
    Index("entities_source", "source"),
    sqlite_with_rowid=False,
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
    Column("origin", Text),  # where the fact comes from
    Index("aliases_source", "source"),
    sqlite_with_rowid=False,
)

contents = Table(
    "contents",
    metadata,
    Column("source", Text, ForeignKey("sources.name"), primary_key=True),
    Column("entity_id", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # of all that the source says of the entity
    sqlite_with_rowid=False,
)

base = Table(
    "base",
    metadata,
    Column("fingerprint", Text, primary_key=True),  # of the last index compiled whole, in one row
)

changed = Table(
    "changed",
    metadata,
    Column("entity_id", Text, primary_key=True),  # another than it was, or gone, since the base
    sqlite_with_rowid=False,
)
