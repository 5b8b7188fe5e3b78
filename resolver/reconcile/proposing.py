"""The properties that entities of a type have, those that most of them have first.

They are counted over some entities that are evenly spread over the table, so that it takes as long
whatever its size; over all of them where they are few.
"""

from __future__ import annotations

from resolver.engine import Resolver
from resolver.reconcile.columns import SAMPLE, filled, named_column
from resolver.reconcile.scope import Scope
from resolver.reconcile.types import Named, types_of


def proposed(
    resolver: Resolver, scope: Scope, type_id: str | None = None, limit: int | None = None
) -> list[Named]:
    """The properties that entities of a type have.

    Args:
        resolver: On the index that answers.
        scope: The service that is asked; its type and source narrow the entities.
        type_id: The type; None for that of the scope. All entities count where there is no such.
        limit: How many at most; None or 0 for all.
    """
    wanted = type_id if type_id is not None else scope.type
    known = wanted if wanted in types_of(resolver) else None
    records = resolver.sample(SAMPLE, known)
    of_source = [each for each in records if scope.source in (None, *each["sources"])]
    counts = filled(resolver, of_source or records)
    all_seen = len(records) < SAMPLE
    ordered = sorted(counts, key=lambda each: (-counts[each], -_entities(resolver, each)))
    there = [each for each in ordered if counts[each] or not all_seen]
    return [named_column(each) for each in there[: limit or None]]


def _entities(resolver: Resolver, column_id: str) -> int:
    """How many entities of any type have a property of the table; 0 for other columns."""
    entry = resolver.fields.get(f".{column_id}")
    return 0 if entry is None else entry["entities"]
