"""OpenSanctions' targets.simple.csv, an entity a row. Reach for it to read one more column.

    id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,
    program_ids,dataset,first_seen,last_seen,last_change

Several values of a cell stand between semicolons. Columns may be missing or be others: they are
known by the header.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from resolver.model import COUNTRIES, Alias, Entity
from resolver.packs.cleaning import imo_of
from resolver.packs.followthemoney.schemata import TYPES
from resolver.packs.followthemoney.values import country_of, dates_of
from resolver.packs.pack import Located
from resolver.packs.rejects import Rejects
from resolver.packs.rows import published_rows
from resolver.rows import column_index, wrong_width

_NEEDED: Final = ("id", "schema", "name")

_FACTS: Final = {
    "birth_date": "birth_date",
    "identifiers": "identifier",
    "program_ids": "programme",
    "dataset": "dataset",
}
"""Columns that are facts, and what they are called here."""


def located_rows(path: Path, rejects: Rejects) -> Iterator[Located]:
    """The entities of a file.

    Args:
        path: The file; it may come packed.
        rejects: What becomes of rows that are wrong.

    Raises:
        BadSource: The header lacks a column, a row is wrong, or the file is damaged.
    """
    rows = published_rows(path, rejects)
    header = next((row.cells for row in rows), [])
    for name in _NEEDED:
        column_index(path, header, name)
    for line, cells in rows:
        with rejects.row(path, line, cells):
            if len(cells) != len(header):
                raise wrong_width(path, line, len(cells), len(header))
            row = dict(zip(header, cells, strict=True))
            type_ = TYPES.get(row["schema"])
            if type_ is None:
                rejects.leave_out(row["schema"])
            else:
                yield Located(_entity(row, type_), path, line)


def _entity(row: dict[str, str], type_: str) -> Entity:
    facts = {name: _several(row, column) for column, name in _FACTS.items()}
    facts["birth_date"] = dates_of(facts["birth_date"])
    if type_ == "vessel":
        facts["imo"] = [
            imo_of(value) or value
            for value in facts["identifier"]
            if value.upper().startswith("IMO")
        ]
    countries = set(map(country_of, _several(row, "countries")))
    return Entity(
        row["id"],
        type_,
        row["name"],
        tuple(map(Alias, _several(row, "aliases"))),
        tuple(countries & COUNTRIES),
        properties=facts,
    )


def _several(row: dict[str, str], name: str) -> list[str]:
    return [text for each in row.get(name, "").split(";") if (text := each.strip())]
