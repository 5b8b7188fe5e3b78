"""A table and its map → a source. Reach for `open_mapped` to read a table of any shape.

Whatever `resolver.lists` reads is such a table: CSV with any delimiter and in any encoding, TSV,
JSONL of flat objects, Parquet; plain, .gz, .bz2 or .zst.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource, InvalidInput
from resolver.lists.form import SaidForm, named_form, unpacked_name
from resolver.lists.reader import ListReader, Row
from resolver.lists.reading import open_list
from resolver.model import TYPES, Alias, Entity, Source
from resolver.packs.columns.column_map import ColumnMap, Texts
from resolver.packs.columns.country_cells import UNKNOWN_COUNTRY, countries_of, no_countries
from resolver.packs.columns.date_cells import is_date_property, iso_date, no_dates
from resolver.packs.columns.made_ids import MadeIds
from resolver.packs.pack import Located, Pack, digest, expect_file
from resolver.packs.rejects import Rejects
from resolver.packs.table import listed

VERSION: Final = "columns 1"
"""Of this importer: raised where it makes something else of the same bytes."""

SAMPLE_ROWS: Final = 1_000
"""Rows that are looked at before an import."""

_KEPT: Final = 4_096
"""Different cells of countries that are remembered."""

_Entity = Callable[[Sequence[str]], Entity | None]


def table_name(path: Path) -> str:
    """What a table is called as a source: `people.csv.gz` → people."""
    name = unpacked_name(path.name)
    stem = name.rpartition(".")[0]
    return stem if stem and named_form(name)[0] is not None else name


def open_mapped(path: Path, column_map: ColumnMap, written: Path | None = None) -> Pack:
    """The source in a table, named by the file's stem.

    Args:
        path: The file.
        column_map: Which column says what.
        written: The file of the map, for errors of it; None where nobody wrote one.

    Raises:
        BadSource: The table cannot be read, or lacks a column of the map.
    """
    expect_file(path)
    with _opened(path, column_map) as reader:
        _check_columns(reader.columns, column_map, written or path)
        warnings = *reader.warnings, *_cell_warnings(path, reader, column_map)
    made_by = f"{VERSION}\n{column_map.to_toml()}"
    about: dict[str, Any] = dict(column_map.about)
    source = Source(name=table_name(path), digest=digest([path], made_by), **about)
    read = partial(_records, path, column_map)
    return Pack(source, path.stat().st_size, read, warnings=warnings)


def _cell_warnings(path: Path, reader: ListReader, column_map: ColumnMap) -> Iterator[str]:
    """What is doubtful in the columns of dates and countries, as far as the first rows show."""
    dated = [
        (column, reader.columns.index(column))
        for name, columns in column_map.properties
        if is_date_property(name)
        for column in columns
    ]
    country = column_map.country
    sample = islice(reader.rows(), SAMPLE_ROWS) if dated or country is not None else ()
    rows = [row.cells for row in sample if row.error is None]
    for column, place in dated:
        cells = [text for row in rows for text in listed(row[place].strip())]
        warning = no_dates(column, cells)
        if warning is not None:
            yield f"{path}: {warning}"
    if country is not None:
        place = reader.columns.index(country)
        warning = no_countries(country, [row[place].strip() for row in rows])
        if warning is not None:
            yield f"{path}: {warning}"


def _opened(path: Path, column_map: ColumnMap) -> AbstractContextManager[ListReader]:
    wanted = tuple(column for column, _ in column_map.columns())
    return open_list(path, name=str(path), said=SaidForm(), wanted=wanted)


def _check_columns(columns: Sequence[str], column_map: ColumnMap, where: Path) -> None:
    for column, key in column_map.columns():
        if columns.count(column) != 1:
            has = "no column" if column not in columns else "more than one column"
            remedy = f"the columns are {', '.join(columns)}"
            raise BadSource(where, f"the table has {has} {column!r}", remedy, column=key)


def _records(path: Path, column_map: ColumnMap, rejects: Rejects) -> Iterator[Located]:
    with _opened(path, column_map) as reader:
        entity_of = _maker(path, reader.columns, column_map)
        for row in reader.rows():
            try:
                entity = _entity(path, row, entity_of)
            except InvalidInput as error:
                raw = row.raw or json.dumps(row.cells, ensure_ascii=False)
                with rejects.row(path, row.line, raw):
                    raise error
                continue
            if entity is not None:
                yield Located(entity, path, row.line)


def _entity(path: Path, row: Row, entity_of: _Entity) -> Entity | None:
    """The entity of a row; None where it is blank or repeats another."""
    if row.error is not None:
        raise BadSource(path, row.error, "mend the row", line=row.line)
    cells = [cell.strip() for cell in row.cells]
    return entity_of(cells) if any(cells) else None


def _maker(path: Path, columns: Sequence[str], column_map: ColumnMap) -> _Entity:
    """What makes an entity of the stripped cells of a row."""
    at = {name: place for place, name in enumerate(columns)}
    id_of = _id_maker(path, at, column_map)
    type_of = _type_maker(at, column_map)
    facts_of = _facts_maker(at, column_map)
    aliases_of = _alias_maker(at, column_map)
    name_of = _name_maker(at, column_map)
    description = _place(at, column_map.description)
    prominence = _place(at, column_map.prominence)

    def entity_of(cells: Sequence[str]) -> Entity | None:
        name = name_of(cells)
        entity_id = id_of(name, cells)
        if entity_id is None:
            return None
        country, properties = facts_of(cells)
        return Entity(
            id=entity_id,
            type=type_of(cells),
            name=name,
            aliases=aliases_of(cells),
            country=country,
            description=None if description is None else cells[description],
            prominence=None if prominence is None else cells[prominence],  # type: ignore[arg-type] # Entity reads the number
            properties=properties,
        )

    return entity_of


def _place(at: dict[str, int], column: str | None) -> int | None:
    return None if column is None else at[column]


def _name_maker(at: dict[str, int], column_map: ColumnMap) -> Callable[[Sequence[str]], str]:
    places = [at[name] for name in column_map.name]
    return lambda cells: " ".join(filter(None, [cells[place] for place in places]))


def _id_maker(
    path: Path, at: dict[str, int], column_map: ColumnMap
) -> Callable[[str, Sequence[str]], str | None]:
    prefix = column_map.id_prefix
    if column_map.id is not None:
        place = at[column_map.id]
        return lambda _, cells: prefix + cells[place] if cells[place] else ""
    apart = [at[column] for column in column_map.id_from]
    name_of = _name_maker(at, column_map)
    made = MadeIds(prefix)
    with _opened(path, column_map) as reader:
        for row in reader.rows():
            cells = [] if row.error else [cell.strip() for cell in row.cells]
            if any(cells):
                made.note(name_of(cells), [cells[place] for place in apart], cells)
    return lambda name, cells: made.of_row(name, [cells[place] for place in apart], cells)


def _type_maker(at: dict[str, int], column_map: ColumnMap) -> Callable[[Sequence[str]], str]:
    fixed = column_map.fixed_type or "other"
    if column_map.type is None:
        return lambda _: fixed
    place = at[column_map.type]
    known = {each: each for each in TYPES}

    def type_of(cells: Sequence[str]) -> str:
        return known.get(cells[place].lower(), cells[place]) or fixed

    return type_of


def _alias_maker(
    at: dict[str, int], column_map: ColumnMap
) -> Callable[[Sequence[str]], tuple[Alias, ...]]:
    columns = [(at[each.column], each) for each in column_map.aliases]

    def aliases_of(cells: Sequence[str]) -> tuple[Alias, ...]:
        return tuple(
            [
                Alias(text, column.language, column.kind)
                for place, column in columns
                if cells[place]
                for text in listed(cells[place], column.separator)
            ]
        )

    return aliases_of


def _facts_maker(
    at: dict[str, int], column_map: ColumnMap
) -> Callable[[Sequence[str]], tuple[Texts, dict[str, Texts]]]:
    """What makes the countries and the properties of a row."""
    columns = [
        (name, [at[each] for each in names], is_date_property(name))
        for name, names in column_map.properties
    ]
    place = _place(at, column_map.country)
    fixed = () if column_map.fixed_country is None else (column_map.fixed_country,)
    codes_of = lru_cache(_KEPT)(countries_of)

    def facts_of(cells: Sequence[str]) -> tuple[Texts, dict[str, Texts]]:
        properties = {
            name: tuple(
                [
                    iso_date(text) if is_date else text
                    for each in places
                    for text in listed(cells[each])
                ]
            )
            for name, places, is_date in columns
        }
        if place is None or not cells[place]:
            return fixed, properties
        codes, unknown = codes_of(cells[place])
        if unknown:
            properties[UNKNOWN_COUNTRY] = properties.get(UNKNOWN_COUNTRY, ()) + unknown
        return codes, properties

    return facts_of
