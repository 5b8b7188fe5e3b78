"""What is said of one thing by several sources, and under several IDs, put together to one entity.

Reach for `UnreadEntity.read` to have the entity. Where there are several rows, they come in the
order in which their sources came into the home, those of one source by ID, and the rule is:

- the first row is the survivor's: its ID, type and name stay;
- description, prominence, countries, and each property are of the first row that has one;
- aliases are those of all, each once, those of the first row's source and ID before the others;
- the names of later rows become aliases, in a language that is not known.

What people edited comes on top of that (`resolver.store.edited`). `resolver.store.joining` says
which IDs are one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from resolver.model import Alias, Entity
from resolver.model.edit import EDITS, Effect
from resolver.store.edited import Applied, Arrival, applied

_NONE: Final[Mapping[Any, Any]] = MappingProxyType({})


_FIELDS: Final = ("country", "description", "prominence")
"""The fields of a row from its fifth on."""


class OtherId(NamedTuple):
    """An ID that leads to an entity.

    Args:
        id: The ID.
        by: What declares it: `same_as`, `redirect` or `merge`.
        source: Who declares it; `edits` where somebody said so.
    """

    id: str
    by: str
    source: str


class StoredEntity(NamedTuple):
    """An entity with all its aliases, and where they come from.

    Args:
        entity: The entity.
        sources: The names of its sources; that of its ID, type and name comes first.
        packs: Of each alias the name of its source.
        other_ids: Other IDs that lead to it.
        changes: By field that somebody set the number of the change, as `Applied.fields`.
        added: By place among the aliases the number of the change that added it.
        fields: By field that is not of the first source, that source's name; keys as of `changes`.
    """

    entity: Entity
    sources: tuple[str, ...]
    packs: tuple[str, ...]
    other_ids: tuple[OtherId, ...] = ()
    changes: Mapping[str, int] = _NONE
    added: Mapping[int, int] = _NONE
    fields: Mapping[str, str] = _NONE

    def record(self) -> dict[str, Any]:
        """What an index keeps of it: its wire form, its sources, and the other IDs.

        An alias that is not of the first source says of which it is: its `pack`; fields likewise in
        `packs`. What somebody edited says by which change: an alias as its `change`, fields in
        `changes`.
        """
        record = self.entity.to_dict()
        first = self.sources[0]
        if len(self.sources) > 1:
            for alias, pack in zip(record.get("aliases", ()), self.packs, strict=True):
                if pack != first:
                    alias["pack"] = pack
        for place, number in self.added.items():
            record["aliases"][place]["change"] = number
        record["sources"] = self.sources
        if self.fields:
            record["packs"] = dict(self.fields)
        if self.changes:
            record["changes"] = dict(self.changes)
        if self.other_ids:
            record["other_ids"] = [each._asdict() for each in self.other_ids]
        return record


class UnreadEntity(NamedTuple):
    """An entity as a store has it, before it is checked: what goes from one process to another.

    Args:
        rows: Of each the source, ID, type, name, countries (codes with spaces between),
            description, prominence, and properties (JSON); the survivor's is the first.
        aliases: Of each the source, the text, language, kind, both dates and origin; in order.
        other_ids: Other IDs that lead to it.
        effects: What people edited of it, in order.
        merged: What people merged into it.
    """

    rows: list[tuple[Any, ...]]
    aliases: list[tuple[Any, ...]]
    other_ids: tuple[OtherId, ...] = ()
    effects: tuple[Effect, ...] = ()
    merged: tuple[Arrival, ...] = ()

    def read(self) -> StoredEntity:
        """The entity; raises ValueError or InvalidInput where somebody else wrote it."""
        if not (self.effects or self.merged):
            return self._read(self if len(self.rows) == 1 else self._composed())
        return self._read(self, self.edited())

    def edited(self) -> Applied:
        """What its edits make of it."""
        whole = self if len(self.rows) < 2 else self._composed()
        return applied(next(iter(whole.rows), None), whole.aliases, self.effects, self.merged)

    def _read(self, whole: UnreadEntity, done: Applied | None = None) -> StoredEntity:
        """The entity.

        Args:
            whole: The same with one row, if nothing was edited.
            done: What edits make of it, if anything was.
        """
        row = whole.rows[0] if done is None else done.row
        named = whole.aliases if done is None else done.aliases
        if row is None:
            raise ValueError("an entity has no row")
        source, entity_id, entity_type, name, country, description, prominence, properties = row
        aliases = tuple([Alias(*each) for _, *each in named])
        entity = Entity(
            id=entity_id,
            type=entity_type,
            name=name,
            aliases=aliases,
            country=tuple(country.split()),
            description=description,
            prominence=prominence,
            properties=json.loads(properties),
        )
        packs = [pack for pack, *_ in named]
        edits = [EDITS] if done is not None and done.fields else []
        sources = tuple(dict.fromkeys([source, *packs, *edits]))
        if len(sources) == 1 and done is None:
            return StoredEntity(entity, sources, sources * len(entity.aliases), self.other_ids)
        first: dict[tuple[str | None, ...], str] = {}
        for alias, pack in zip(aliases, packs, strict=True):
            first.setdefault(_merged_by(alias), pack)
        kept = tuple([first[_merged_by(alias)] for alias in entity.aliases])
        if done is None:
            return StoredEntity(
                entity, sources, kept, self.other_ids, fields=self._sources_of_fields(())
            )
        added = {
            place: done.added[_merged_by(alias)]
            for place, alias in enumerate(entity.aliases)
            if _merged_by(alias) in done.added
        }
        fields = self._sources_of_fields(done.fields)
        return StoredEntity(entity, sources, kept, self.other_ids, done.fields, added, fields)

    def _sources_of_fields(self, edited: Collection[str]) -> Mapping[str, str]:
        """The fields that are not of the first row's source, unless edited: their sources."""
        first, *later = self.rows
        found: dict[str, str] = {}
        known = {*edited, *_said(first)}
        for row in later:
            for key in _said(row):
                if key not in known and row[0] != first[0]:
                    found[key] = row[0]
                known.add(key)
        return found

    def _composed(self) -> UnreadEntity:
        """The same with one row."""
        first, *later = self.rows
        whole = list(first)
        properties: dict[str, Any] = {}
        for row in reversed(self.rows):
            properties |= json.loads(row[-1])
        for column in (4, 5, 6):  # the country, the description, the prominence
            said = (row[column] for row in self.rows if row[column] not in (None, ""))
            whole[column] = next(said, first[column])
        whole[-1] = json.dumps(properties, ensure_ascii=False)
        names = [(row[0], row[3], None, "name", None, None, None) for row in later]
        return self._replace(rows=[tuple(whole)], aliases=[*self.aliases, *names])


def _said(row: tuple[Any, ...]) -> list[str]:
    """The fields of which a row says something, but for its ID, type and name."""
    said = [key for key, value in zip(_FIELDS, row[4:7], strict=True) if value not in (None, "")]
    return said + [f"properties.{name}" for name in json.loads(row[-1])]


def _merged_by(alias: Alias) -> tuple[str | None, ...]:
    """What aliases of an entity that are one have in common."""
    return alias.text, alias.kind, alias.valid_from, alias.valid_until
