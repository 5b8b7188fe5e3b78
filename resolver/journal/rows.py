"""Changes and effects, to the rows of the tables and back. Reach for it to read either."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NotRequired, TypedDict

import sqlalchemy as sql

from resolver.journal.schema import effects
from resolver.model.edit import Change, Effect, Operation


class Said(TypedDict):
    """What the journal says of a change, as of `Change`; the time is now where none is given."""

    by: str
    at: NotRequired[str | None]
    entity: NotRequired[str | None]
    before: NotRequired[Mapping[str, Any] | None]
    after: NotRequired[Mapping[str, Any] | None]
    reason: NotRequired[str | None]


def change_of(row: sql.Row[Any]) -> Change:
    """A row of `changes`."""
    values = dict(row._mapping)
    values["operations"] = tuple([Operation(*each) for each in values["operations"]])
    return Change(**values)


def change_row(change: Change) -> dict[str, Any]:
    """A change as a row of `changes`."""
    row = change.to_dict()
    row["operations"] = [[*each] for each in change.operations]
    return row


def effect_rows(change: Change) -> list[dict[str, Any]]:
    """The rows of `effects` of a change that holds."""
    return [
        {
            "target": operation.target,
            "number": change.number,
            "position": position,
            "action": operation.action,
            "value": operation.value,
            "other": operation.other,
        }
        for position, operation in enumerate(change.operations)
    ]


_EFFECTS: Final = sql.select(effects).order_by(effects.c.number, effects.c.position)

_EFFECTS_OF: Final = _EFFECTS.where(effects.c.target.in_(sql.bindparam("ids", expanding=True)))


def read_effects(
    connection: sql.Connection, targets: Sequence[str] | None = None
) -> Iterator[Effect]:
    """Effects in the order of their changes: all, or those of some entities and questions."""
    found = (
        connection.execute(_EFFECTS)
        if targets is None
        else connection.execute(_EFFECTS_OF, {"ids": targets})
    )
    for row in found:
        yield Effect(row.number, Operation(row.target, row.action, row.value))


def read_changes(connection: sql.Connection, query: sql.Select[Any]) -> list[Change]:
    """The changes that a query of `changes` finds."""
    return [change_of(row) for row in connection.execute(query)]


def subjects_of(operations: Iterable[Operation]) -> set[str]:
    """The IDs of the entities which operations change, or might; of a review none."""
    found = {each.target for each in operations if each.action != "review"}
    found.update(each.other for each in operations if each.other is not None)
    return found


def spoken_of(operations: Sequence[Operation]) -> set[str]:
    """The IDs of the entities of which operations speak; of a review whom it means or excludes."""
    found = subjects_of(operations)
    for each in operations:
        if each.action == "review":
            found.update(each.value["excludes"], filter(None, [each.value["means"]]))
    return found


def undone(rows: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By each change that is undone, the first that did it and holds.

    Args:
        rows: Of each change that undoes another one its number, and that one's; the last first.
    """
    found: dict[int, int] = {}
    for number, undoes in rows:
        if number not in found:
            found[undoes] = number
    return found
