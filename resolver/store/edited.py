"""What people's edits make of an entity: the one page that says what each operation does to it.

Reach for `applied` with what sources say of an entity, put together, and the operations that hold.
They are taken in the order of the journal:

- `create` sets every field that it gives and adds its aliases;
- `set` sets fields; one that is set to nothing is taken away, whatever sources say;
- `add` adds an alias, unless an equal one is there;
- `suppress` takes aliases of a text away, also those that a source brings later;
- `retire` takes the entity away, until it is created again.

An operation of an ID that nobody brings does nothing. `resolver.store.joining` has what `merge`,
`split`, `same` and `different` do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from resolver.model.edit import EDITS, Effect

_COLUMNS: Final = {"type": 2, "name": 3, "country": 4, "description": 5, "prominence": 6}
"""The place of each field in the row of an entity; its properties are in the last one."""

_ALIAS_KEYS: Final = ("text", "language", "kind", "valid_from", "valid_until", "source")
"""The wire form of an alias, in the order of a row."""


class Applied(NamedTuple):
    """An entity with its edits.

    Args:
        row: As of `resolver.store.composing.UnreadEntity.rows`.
        aliases: As there.
        fields: By field, `properties.` before the name of a property, the number of the change that
            it is as.
        added: By text, kind and both dates of an alias that somebody added, the number of the
            change.
    """

    row: tuple[Any, ...]
    aliases: list[tuple[Any, ...]]
    fields: Mapping[str, int]
    added: Mapping[tuple[str | None, ...], int]


def is_retired(effects: Iterable[Effect]) -> bool:
    """Whether somebody took the entity away of which effects are."""
    retired = False
    for effect in effects:
        if effect.operation.action in ("create", "retire"):
            retired = effect.operation.action == "retire"
    return retired


def created_row(entity_id: str, effects: Iterable[Effect]) -> tuple[Any, ...] | None:
    """The row of an entity that no source brings, before its edits; None if nobody created it."""
    for effect in effects:
        if effect.operation.action == "create":
            value = effect.operation.value
            return EDITS, entity_id, value["type"], value["name"], "", None, None, "{}"
    return None


def applied(
    row: Sequence[Any], aliases: Iterable[tuple[Any, ...]], effects: Iterable[Effect]
) -> Applied:
    """An entity with its edits.

    Args:
        row: What sources say, in one row.
        aliases: Its aliases, in order.
        effects: The operations that hold of it, in order.
    """
    editing = _Editing(row, aliases)
    for number, operation in effects:
        value = operation.value
        if operation.action == "create":
            editing.set(number, {key: each for key, each in value.items() if key != "aliases"})
            for alias in value.get("aliases", ()):
                editing.add(number, alias)
        elif operation.action == "set":
            editing.set(number, value)
        elif operation.action == "add":
            editing.add(number, value)
        elif operation.action == "suppress":
            editing.suppress(value)
    return editing.result()


class _Editing:
    """An entity while its edits are applied."""

    def __init__(self, row: Sequence[Any], aliases: Iterable[tuple[Any, ...]]) -> None:
        self._row = [*row]
        self._properties: dict[str, Any] = json.loads(row[-1])
        self._aliases = [*aliases]
        self._keys = {merged_by(each) for each in self._aliases}
        self._fields: dict[str, int] = {}
        self._added: dict[tuple[str | None, ...], int] = {}

    def set(self, number: int, value: Mapping[str, Any]) -> None:
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

    def add(self, number: int, value: Mapping[str, Any] | str) -> None:
        wire = {"text": value} if isinstance(value, str) else value
        alias = (EDITS, *[wire.get(key) for key in _ALIAS_KEYS])
        alias = (*alias[:3], alias[3] or "name", *alias[4:])
        key = merged_by(alias)
        if key not in self._keys:
            self._keys.add(key)
            self._aliases.append(alias)
            self._added[key] = number

    def suppress(self, value: Mapping[str, Any]) -> None:
        text, language = value["text"], value.get("language")
        self._aliases = [
            each
            for each in self._aliases
            if each[1] != text or (language is not None and each[2] != language)
        ]
        self._keys = {merged_by(each) for each in self._aliases}

    def result(self) -> Applied:
        self._row[-1] = json.dumps(self._properties, ensure_ascii=False)
        return Applied(tuple(self._row), self._aliases, self._fields, self._added)


def merged_by(alias: tuple[Any, ...]) -> tuple[str | None, ...]:
    """What the rows of aliases that are one have in common: text, kind and dates."""
    return alias[1], alias[3], alias[4], alias[5]
