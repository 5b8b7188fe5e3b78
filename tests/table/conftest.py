"""A table of a few entities in a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from resolver.model import Additions, Alias, Entity, Record, SameAs, Source
from resolver.store import open_store, prepared
from resolver.table import Table

PEOPLE: list[Record] = [
    Entity("a", "person", "Ana", (Alias("A"), Alias("Anna", "de")), ("ES",), "a chemist"),
    Entity("b", "person", "Ben", (Alias("B"), Alias("X")), properties={"born": "1960"}),
    Entity("c", "person", "Cem", (Alias("X", "tr", "acronym"),)),
]
OTHERS: list[Record] = [
    Entity("d", "person", "Dan", (Alias("D"),)),
    SameAs("a", ("d",)),
    Additions("c", (Alias("C2"),)),
]

Bring = Callable[[str, Iterable[Record]], None]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """Ana (who is Dan too), Ben and Cem."""
    with open_store(tmp_path) as store:
        for name, records in {"people": PEOPLE, "others": OTHERS}.items():
            store.replace(Source(name, "1"), map(prepared, records))
    with Table.open(tmp_path, by="ana") as opened:
        yield opened


@pytest.fixture
def bring(table: Table) -> Bring:
    """Import a source again."""

    def bring(name: str, records: Iterable[Record]) -> None:
        made = [prepared(each) for each in records]
        table.store.replace(Source(name, str(made)), made)

    return bring


def texts(table: Table, entity_id: str) -> set[str]:
    """All names of an entity."""
    entity = table.entity(entity_id).entity
    return {entity.name, *(each.text for each in entity.aliases)}
