"""Names that entities have since a change and had not before: what an index may not show yet.

Reach for it to find an entity by its name before any index has it. Names are equal here as they are
in an index (`resolver.text.keys`). Kept is a digest of each, no text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import sqlalchemy as sql

from resolver.journal.schema import names
from resolver.processes import in_blocks
from resolver.text.keys import form_of, hash64, match_key

_MAX_KEYS: Final = 300
"""Keys that one statement binds at most."""

_PUT: Final = names.insert().prefix_with("OR REPLACE")

_SINCE: Final = sql.select(names.c.entity_id).where(
    names.c.key.in_(sql.bindparam("keys", expanding=True)), names.c.number > sql.bindparam("after")
)


class Named(NamedTuple):
    """A name of an entity."""

    text: str
    entity_id: str


def name_key(text: str) -> str:
    """What equal names have in common: the digest of their match key, 16 digits."""
    return f"{hash64(match_key(form_of(text))):016x}"


def put_names(connection: sql.Connection, gained: Iterable[Named], number: int) -> None:
    """Note that entities have names since a change.

    Args:
        connection: In a transaction that writes.
        gained: The names.
        number: Of the change.
    """
    rows = {(name_key(text), entity_id) for text, entity_id in gained}
    if rows:
        values = [{"key": key, "entity_id": each, "number": number} for key, each in sorted(rows)]
        connection.execute(_PUT, values)


def named_since(connection: sql.Connection, texts: Iterable[str], after: int) -> set[str]:
    """IDs of entities that have one of some names only since a change.

    Args:
        connection: In a transaction.
        texts: The names.
        after: The number of the change before.
    """
    found: set[str] = set()
    for keys in in_blocks(sorted({name_key(each) for each in texts}), _MAX_KEYS):
        found.update(connection.execute(_SINCE, {"keys": keys, "after": after}).scalars())
    return found
