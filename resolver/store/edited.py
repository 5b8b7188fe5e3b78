"""What people's edits make of an entity: the one page that says what each operation does to it.

Reach for `applied` with what sources say of an entity, put together, the operations that hold, and
what was merged into it. They are taken in the order of the journal:

- `create` sets every field that it gives and adds its aliases;
- `set` sets fields; one that is set to nothing is taken away, whatever sources say;
- `add` adds an alias, unless an equal one is there;
- `suppress` takes aliases of a text away, also those that a source brings later;
- `retire` takes the entity away with all that it was; created again, it begins anew;
- what is merged into it adds its name and its aliases, and what the entity lacks.

An operation of an ID that nobody brings does nothing, until it is merged: then its aliases count.
`resolver.store.joining` has whom `merge`, `split`, `same` and `different` make one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from resolver.model.edit import EDITS, Effect, Operation

_COLUMNS: Final = {"type": 2, "name": 3, "country": 4, "description": 5, "prominence": 6}
"""The place of each field in the row of an entity; its properties are in the last one."""

_ALIAS_KEYS: Final = ("text", "language", "kind", "valid_from", "valid_until", "source")
"""The wire form of an alias, in the order of a row."""


class Applied(NamedTuple):
    """An entity with its edits.

    Args:
        row: As of `resolver.store.composing.UnreadEntity.rows`; None where nobody brings one.
        aliases: As there.
        fields: By field, `properties.` before the name of a property, the number of the change that
            it is as.
        added: By text, kind and both dates of an alias that somebody added, the number of the
            change.
    """

    row: tuple[Any, ...] | None
    aliases: list[tuple[Any, ...]]
    fields: Mapping[str, int]
    added: Mapping[tuple[str | None, ...], int]


def created_row(entity_id: str, effects: Iterable[Effect]) -> tuple[Any, ...] | None:
    """The row of an entity that no source brings, before its edits; None if nobody created it."""
    for effect in effects:
        if effect.operation.action == "create":
            value = effect.operation.value
            return EDITS, entity_id, value["type"], value["name"], "", None, None, "{}"
    return None


Arrival = tuple[int, Applied]
"""The number of a merge, and what it merged, with the edits of that."""


def applied(
    row: Sequence[Any] | None,
    aliases: Iterable[tuple[Any, ...]],
    effects: Sequence[Effect],
    merged: Sequence[Arrival] = (),
) -> Applied:
    """An entity with its edits.

    Args:
        row: What sources say, in one row; None where nobody brings one.
        aliases: Its aliases, in order.
        effects: The operations that hold of it, in order.
        merged: What was merged into it.
    """
    editing = _Editing(row, aliases)
    events: list[tuple[int, Operation | Applied]] = [*effects, *merged]
    for number, event in sorted(events, key=itemgetter(0)):
        if isinstance(event, Applied):
            editing.take(number, event)
        else:
            editing.apply(number, event)
    return editing.result()


class _Editing:
    """An entity while its edits are applied."""

    def __init__(self, row: Sequence[Any] | None, aliases: Iterable[tuple[Any, ...]]) -> None:
        self._row = None if row is None else [*row]
        self._properties: dict[str, Any] = {} if row is None else json.loads(row[-1])
        self._aliases = [*aliases]
        self._keys = set(map(merged_by, self._aliases))
        self._fields: dict[str, int] = {}
        self._added: dict[tuple[str | None, ...], int] = {}

    def apply(self, number: int, operation: Operation) -> None:
        value = operation.value
        if operation.action == "create":
            self._set(number, {key: each for key, each in value.items() if key != "aliases"})
            for alias in value.get("aliases", ()):
                self._add(number, _alias_row(alias))
        elif operation.action == "set":
            self._set(number, value)
        elif operation.action == "add":
            self._add(number, _alias_row(value))
        elif operation.action == "suppress":
            self._suppress(value)
        elif operation.action == "retire":
            self._clear()

    def take(self, number: int, merged: Applied) -> None:
        """Add what was merged by a change."""
        names = [*merged.aliases]
        if merged.row is not None and self._row is not None:
            self._fill(self._row, merged.row, merged.fields)
            name = (merged.row[0], merged.row[3], None, "name", None, None, None)
            if "name" in merged.fields:
                name = EDITS, *name[1:]
            names.insert(0, name)
        for alias in names:
            named = merged_by(alias)
            by = merged.added.get(named, merged.fields.get("name", number))
            self._add(by if alias[0] == EDITS else None, alias)

    def _fill(self, mine: list[Any], row: tuple[Any, ...], fields: Mapping[str, int]) -> None:
        """Have what another row says and this one lacks, unless somebody cleared it."""
        lacking = [
            key
            for key in ("country", "description", "prominence")
            if mine[_COLUMNS[key]] in (None, "") and key not in self._fields
        ]
        for key in lacking:
            mine[_COLUMNS[key]] = row[_COLUMNS[key]]
        properties: dict[str, Any] = json.loads(row[-1])
        more = {
            name: values
            for name, values in properties.items()
            if name not in self._properties and f"properties.{name}" not in self._fields
        }
        self._properties |= more
        had = {*lacking, *(f"properties.{name}" for name in more)}
        self._fields |= {key: by for key, by in fields.items() if key in had}

    def _set(self, number: int, value: Mapping[str, Any]) -> None:
        if self._row is None:
            return
        for key, given in value.items():
            if key == "properties":
                for name, values in given.items():
                    self._set_property(number, name, values)
                continue
            self._fields[key] = number
            self._row[_COLUMNS[key]] = " ".join(given or ()) if key == "country" else given

    def _set_property(self, number: int, name: str, values: list[str] | None) -> None:
        self._fields[f"properties.{name}"] = number
        if values:
            self._properties[name] = values
        else:
            self._properties.pop(name, None)

    def _add(self, number: int | None, alias: tuple[Any, ...]) -> None:
        key = merged_by(alias)
        if key not in self._keys:
            self._keys.add(key)
            self._aliases.append(alias)
            if number is not None:
                self._added[key] = number

    def _suppress(self, value: Mapping[str, Any]) -> None:
        text, any_language = value["text"], "language" not in value
        language = value.get("language")
        self._put_aliases(
            [
                each
                for each in self._aliases
                if each[1] != text or not (any_language or each[2] == language)
            ]
        )

    def _clear(self) -> None:
        if self._row is not None:
            entity_id, entity_type, name = self._row[1:4]
            self._row = [EDITS, entity_id, entity_type, name, "", None, None, "{}"]
        self._properties = {}
        self._fields = {}
        self._put_aliases([])

    def _put_aliases(self, aliases: list[tuple[Any, ...]]) -> None:
        self._aliases = aliases
        self._keys = set(map(merged_by, aliases))
        self._added = {key: by for key, by in self._added.items() if key in self._keys}

    def result(self) -> Applied:
        row = self._row
        if row is not None:
            row[-1] = json.dumps(self._properties, ensure_ascii=False)
        return Applied(
            None if row is None else tuple(row), self._aliases, self._fields, self._added
        )


def _alias_row(value: Mapping[str, Any] | str) -> tuple[Any, ...]:
    wire = {"text": value} if isinstance(value, str) else value
    text, language, kind, *rest = [wire.get(key) for key in _ALIAS_KEYS]
    return EDITS, text, language, kind or "name", *rest


def merged_by(alias: tuple[Any, ...]) -> tuple[str | None, ...]:
    """What the rows of aliases that are one have in common: text, kind and dates."""
    return alias[1], alias[3], alias[4], alias[5]
