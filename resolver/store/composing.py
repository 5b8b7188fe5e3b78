"""What is said of one thing by several sources, and under several IDs, put together to one entity.

Reach for `UnreadEntity.read` to have the entity. Where there are several rows, they come in the
order in which their sources came into the home, those of one source by ID, and the rule is:

- the first row is the survivor's: its ID, type and name stay;
- description, prominence, countries, and each property are of the first row that has one;
- aliases are those of all, each once, those of the first row's source and ID before the others;
- the names of later rows become aliases, in a language that is not known.

`resolver.store.joining` says which IDs are one.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from resolver.model import Alias, Entity


class OtherId(NamedTuple):
    """An ID that leads to an entity.

    Args:
        id: The ID.
        by: What declares it: `same_as` or `redirect`.
        source: Who declares it.
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
    """

    entity: Entity
    sources: tuple[str, ...]
    packs: tuple[str, ...]
    other_ids: tuple[OtherId, ...] = ()

    def record(self) -> dict[str, Any]:
        """What an index keeps of it: its wire form, its sources, and the other IDs.

        An alias that is not of the first source says of which it is: its `pack`.
        """
        record = self.entity.to_dict()
        first = self.sources[0]
        if len(self.sources) > 1:
            for alias, pack in zip(record.get("aliases", ()), self.packs, strict=True):
                if pack != first:
                    alias["pack"] = pack
        record["sources"] = self.sources
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
    """

    rows: list[tuple[Any, ...]]
    aliases: list[tuple[Any, ...]]
    other_ids: tuple[OtherId, ...] = ()

    def read(self) -> StoredEntity:
        """The entity; raises ValueError or InvalidInput where somebody else wrote it."""
        if len(self.rows) > 1:
            return self._composed().read()
        source, entity_id, entity_type, name, country, description, prominence, properties = (
            self.rows[0]
        )
        aliases = tuple([Alias(*each) for _, *each in self.aliases])
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
        packs = [pack for pack, *_ in self.aliases]
        sources = tuple(dict.fromkeys([source, *packs]))
        if len(sources) == 1:
            return StoredEntity(entity, sources, sources * len(entity.aliases), self.other_ids)
        first: dict[tuple[str | None, ...], str] = {}
        for alias, pack in zip(aliases, packs, strict=True):
            first.setdefault(_merged_by(alias), pack)
        kept = tuple([first[_merged_by(alias)] for alias in entity.aliases])
        return StoredEntity(entity, sources, kept, self.other_ids)

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
        return UnreadEntity([tuple(whole)], [*self.aliases, *names], self.other_ids)


def _merged_by(alias: Alias) -> tuple[str | None, ...]:
    """What aliases of an entity that are one have in common."""
    return alias.text, alias.kind, alias.valid_from, alias.valid_until
