"""Texts taken out of a journal: the one way in which it is changed in place.

Reach for `blank` to erase. A change of which nothing is left keeps its number and time, no more;
one that says other things too keeps those. All other tables of the database lose the rows in which
something that goes stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

import sqlalchemy as sql

from resolver.journal.named import name_key
from resolver.journal.rows import change_row, effect_rows, read_changes
from resolver.journal.schema import changes, effects, names, notes, subjects, touched
from resolver.journal.sought import Matches, Sought
from resolver.journal.writing import Writing
from resolver.model.edit import Change, Operation
from resolver.processes import in_blocks

_MAX_IDS: Final = 500
"""IDs that one statement binds at most."""


class Blanked(NamedTuple):
    """What was taken out.

    Args:
        changes: How many changes say less, or nothing any more.
        rows: How many rows of other tables are gone, such as questions that wait for a decision.
    """

    changes: int
    rows: int


def blank(writing: Writing, sought: Sought) -> Blanked:
    """Take IDs and texts out of a journal."""
    connection = writing._connection
    said = _less(read_changes(connection, sql.select(changes).order_by(changes.c.number)), sought)
    holding = {*connection.execute(sql.select(effects.c.number).distinct()).scalars()}
    for change in said:
        row = change_row(change)
        number = row.pop("number")
        connection.execute(changes.update().where(changes.c.number == number).values(**row))
        connection.execute(effects.delete().where(effects.c.number == number))
        if number in holding and (rows := effect_rows(change)):
            connection.execute(effects.insert(), rows)
        if change.kind == "erased":
            for table in (subjects, touched):
                connection.execute(table.delete().where(table.c.number == number))
    for some in in_blocks(sorted(sought.ids), _MAX_IDS):
        for table in (subjects, touched, names):
            connection.execute(table.delete().where(table.c.entity_id.in_(some)))
    for text in sought.names:
        connection.execute(names.delete().where(names.c.key == name_key(text)))
    return Blanked(len(said), _sweep(connection, sought))


def _less(all_of_them: Iterable[Change], sought: Sought) -> list[Change]:
    """The changes that say something that goes, as they are without it."""
    found, gone = list[Change](), set[int]()
    for change in all_of_them:
        left = without(change, sought)
        if change.undoes in gone:
            left = erased(change)
        if left is not change:
            found.append(left)
        if left.kind == "erased":
            gone.add(left.number)
    return found


def erased(change: Change) -> Change:
    """What is left of a change that says nothing any more."""
    return Change(change.number, change.at, "", "erased")


def without(change: Change, matches: Matches) -> Change:
    """A change without what goes; the change itself where it says nothing of that."""
    operations = tuple(_spared(change.operations, matches))
    around = [change.before, change.after, change.entity, change.reason]
    if operations == change.operations and not _mention(around, matches):
        return change
    if change.operations and not operations:
        return erased(change)
    entity, reason = change.entity, change.reason
    return replace(
        change,
        operations=operations,
        before=None,
        after=None,
        entity=None if entity is not None and matches.is_id(entity) else entity,
        reason=None if reason is not None and matches.mentions(reason) else reason,
    )


def _spared(operations: Iterable[Operation], matches: Matches) -> Iterator[Operation]:
    for operation in operations:
        value = _spared_value(operation, matches)
        if value is not None:
            yield operation if value == operation.value else operation._replace(value=value)


def _spared_value(operation: Operation, matches: Matches) -> Mapping[str, Any] | None:
    """The value of an operation without what goes; None where the operation goes."""
    action, value = operation.action, operation.value
    other = operation.other
    if action == "review":
        return None if _review_goes(value, matches) else value
    if matches.is_id(operation.target) or (other is not None and matches.is_id(other)):
        return None
    if action in ("add", "suppress"):
        return None if matches.is_name(value["text"]) else value
    if action in ("create", "set"):
        return _spared_fields(value, matches, is_whole=action == "create")
    return value


def _review_goes(value: Mapping[str, Any], matches: Matches) -> bool:
    ids = [value.get("means"), *(value.get("excludes") or ())]
    return matches.is_name(value["text"]) or any(each and matches.is_id(each) for each in ids)


def _spared_fields(
    value: Mapping[str, Any], matches: Matches, *, is_whole: bool
) -> dict[str, Any] | None:
    """Fields of an entity without what goes; of a whole one the first alias left is the name."""
    found = dict(value)
    aliases = [each for each in value.get("aliases", ()) if not matches.is_name(_text(each))]
    if aliases != list(value.get("aliases", ())):
        found["aliases"] = aliases
    if found.get("name") and matches.is_name(found["name"]):
        del found["name"]
        if is_whole and aliases:
            found["name"] = _text(aliases[0])
        elif is_whole:
            return None
    if found.get("description") and matches.mentions(found["description"]):
        del found["description"]
    if found.get("properties"):
        found["properties"] = {
            name: each and [one for one in each if not matches.is_name(one)]
            for name, each in found["properties"].items()
        }
    return found or None


def _text(alias: Mapping[str, Any] | str) -> str:
    return alias if isinstance(alias, str) else str(alias["text"])


def strings_in(value: object) -> Iterator[str]:
    """Every text in a value of JSON's types, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from strings_in(key)
            yield from strings_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings_in(each)


def _mention(value: object, matches: Matches) -> bool:
    return any(matches.is_id(text) or matches.mentions(text) for text in strings_in(value))


def _sweep(connection: sql.Connection, sought: Sought) -> int:
    """Remove rows in which something stands that goes, from all tables but those of changes."""
    count = 0
    for name in sql.inspect(connection).get_table_names():
        if name in _OF_CHANGES:
            continue
        table = sql.Table(name, sql.MetaData(), autoload_with=connection)
        keys = [*table.primary_key.columns]
        for row in connection.execute(sql.select(table)).all():
            if _mention([*row], sought):
                here = [key == row._mapping[key.name] for key in keys]
                connection.execute(table.delete().where(*here))
                count += 1
    return count


_OF_CHANGES: Final = frozenset(
    table.name for table in (changes, effects, subjects, touched, names, notes)
)
