"""The tables of the journal. A change to them raises `VERSION`, and `journal` migrates to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import JSON, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

VERSION: Final = 2
"""Of these tables, counted from 1. Since 2 `subjects` has the entities of which reviews speak."""

metadata = MetaData()

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),  # from 1, without gaps
    Column("at", Text, nullable=False),  # when, in UTC
    Column("by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("entity", Text),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("reason", Text),
    Column("undoes", Integer, index=True),
    Column("operations", JSON, nullable=False),  # list of target, action and value
)

subjects = Table(
    "subjects",
    metadata,
    Column("entity_id", Text, primary_key=True),  # of whom a change speaks
    Column("number", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

touched = Table(
    "touched",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("entity_id", Text, primary_key=True),  # whose record in an index it may change
    sqlite_with_rowid=False,
)

effects = Table(
    "effects",
    metadata,
    Column("target", Text, primary_key=True),  # an entity's ID, or a question's key
    Column("number", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),  # among the operations of the change
    Column("action", Text, nullable=False),
    Column("value", JSON, nullable=False),
    Column("other", Text),  # the other ID that the operation speaks of
    Index("effects_number", "number"),
    Index("effects_other", "other"),
    sqlite_with_rowid=False,
)
"""What follows from `changes`: the operations of those that are not undone."""

notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What a home remembers once, such as that the decisions of an older store were taken over."""

names = Table(
    "names",
    metadata,
    Column("key", Text, primary_key=True),  # `resolver.journal.named.name_key`
    Column("entity_id", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # of the last change since which it has the name
    sqlite_with_rowid=False,
)
"""Names that entities have since a change and had not before; no text of them."""

answers = Table(
    "answers",
    metadata,
    Column("by", Text, primary_key=True),  # whose key of a request it is
    Column("key", Text, primary_key=True),
    Column("at", Float, nullable=False, index=True),  # seconds since 1970
    Column("digest", Text, nullable=False),  # of the request
    Column("status", Integer, nullable=False),
    Column("headers", JSON, nullable=False),  # list of names and values
    Column("body", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""What requests were answered that may be sent again (`resolver.journal.once`)."""
asked = Table(
    "asked",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("type", Text),
    Column("country", Text, nullable=False),  # codes with spaces between
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("margin", Float, nullable=False),
    Column("candidates", JSON, nullable=False),  # list of ID and score
    Column("origin", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("closeness", Float, nullable=False),
    Column("first", Text, nullable=False),  # when, in UTC
    Column("last", Text, nullable=False),
    Index("asked_last", "last"),
)
"""Questions that were asked and had no match, those that are decided since among them."""

Index("asked_order", asked.c.count.desc(), asked.c.closeness.desc(), asked.c.number)
