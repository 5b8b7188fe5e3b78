"""Header and first rows → the map that they seem to need. Reach for `guessed_map` to propose one.

The guess is careful: a column is the ID, the type, the country or the count only if its header and
its values both say so. What nothing is known of is a property, by the name of its column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from resolver.errors import BadSource
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.model import TYPES
from resolver.packs.columns.column_map import AliasColumn, ColumnMap, Texts
from resolver.packs.columns.country_cells import countries_of
from resolver.packs.columns.headers import Header, plain_header, rank, read_header
from resolver.packs.columns.made_ids import slug
from resolver.packs.columns.mapped import SAMPLE_ROWS, table_name
from resolver.packs.table import OWN, REQUIRED, SEPARATOR

_MAX_ID: Final = 64
"""Characters that an ID has at most, where it is guessed to be one."""

_MIN_COUNTRIES: Final = 0.5
"""Share of cells that are countries, from which a column that is called so is one of countries.
What its other cells say is kept too, as a property."""

_NEARLY_ALL: Final = 0.9
"""Share of rows from which a column says something of each. The rows that it says nothing of, or
nothing of their own as an ID is, are wrong: an import names them."""

_NAMES: Final = ("name", *(f"name of {each}" for each in TYPES), "label")
"""Roles of columns that may be the name, the surest first."""

_PARTS: Final = ("first name", "last name")
"""Roles of columns that make the name together."""

_OF_TYPE: Final = {
    "person": {"birth_date", "death_date", "birth_place", "gender", "first_name", "last_name"},
    "place": {"latitude", "longitude", "admin1", "admin2", "postal_code", "timezone"},
    "organization": {"legal_form", "lei", "founded", "industry", "headquarters", "vat_id"},
    "vessel": {"imo", "imo_number", "mmsi", "flag", "call_sign", "tonnage"},
}
"""Properties that entities of one type alone have."""

_NUMBER: Final = re.compile(r"\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the sample: its name, what its header says, its cells that are not empty."""

    name: str
    header: Header
    cells: Texts

    @property
    def role(self) -> str:
        return self.header.role


def guessed_map(path: Path) -> ColumnMap:
    """The map that a table seems to need.

    Args:
        path: The table: CSV, TSV, JSONL of flat objects, Parquet.

    Raises:
        BadSource: It cannot be read, has no row, or no column looks like a name.
    """
    with open_list(path, name=str(path), said=SaidForm()) as reader:
        read = list(islice(reader.rows(), SAMPLE_ROWS))
        columns = reader.columns
    if not read:
        raise BadSource(path, "the table has no row", "put one below the header")
    rows = [[cell.strip() for cell in row.cells] for row in read if row.error is None]
    if not rows:
        raise BadSource(path, str(read[0].error), "mend the row", line=read[0].line)
    known = Counter(columns)
    sample = [
        _Column(name, read_header(name), tuple([row[at] for row in rows if row[at]]))
        for at, name in enumerate(columns)
        if name and known[name] == 1
    ]
    found = _with_name(path, sample, [name for name, count in known.items() if count > 1])
    rest = [each for each in sample if each.name not in found.name]
    found = _with_facts(found, rest, table_name(path), len(rows))
    if found.id is None:
        return replace(found, id_from=_apart(found, columns, rows))
    return found


def contract_map(columns: Sequence[str]) -> ColumnMap | None:
    """The map of a header in the contract's form: id, type, name …; None for any other."""
    if not set(REQUIRED) <= set(columns):
        return None
    own = {name: name for name in ("id", "type", "country", "description", "prominence")}
    return ColumnMap(
        name=("name",),
        **{key: name for key, name in own.items() if name in columns},  # type: ignore[arg-type] # texts
        aliases=(AliasColumn("aliases"),) if "aliases" in columns else (),
        properties=tuple((name, (name,)) for name in columns if name not in OWN),
    )


def _with_name(path: Path, sample: Sequence[_Column], repeated: Sequence[str]) -> ColumnMap:
    """A map of the name, and of the type that its header says."""
    names = [each for each in sample if each.role in _NAMES and each.cells]
    parts = [each for part in _PARTS if (each := _first(sample, part)) is not None]
    if len(parts) == len(_PARTS) and not any(each.role == _NAMES[0] for each in names):
        return ColumnMap(name=tuple(each.name for each in parts), fixed_type="person")
    _expect_once(path, repeated, min([_NAMES.index(each.role) for each in names], default=None))
    if names:
        most = max(len(each.cells) for each in names)
        best = min([each for each in names if len(each.cells) >= _NEARLY_ALL * most], key=_as_name)
        of_type = best.role.removeprefix("name of ")
        return ColumnMap(name=(best.name,), fixed_type=of_type if of_type in TYPES else None)
    if len(sample) == 1:
        return ColumnMap(name=(sample[0].name,))
    called = ", ".join(each.name for each in sample)
    remedy = f'write {table_name(path)}.toml beside it: [columns], then name = "…", one of {called}'
    raise BadSource(path, "no column looks like a name", remedy)


def _expect_once(path: Path, repeated: Iterable[str], found: int | None) -> None:
    """Refuse a table that has a header twice which says the name more surely than what was found.

    Args:
        path: The table.
        repeated: The headers that it has more than once.
        found: Where the surest other one stands in `_NAMES`; None where there is none.
    """
    surer = _NAMES[:found] if found is not None else (*_NAMES, *_PARTS)
    for name in repeated:
        if read_header(name).role in surer:
            what = f"more than one column is called {name!r}"
            raise BadSource(path, what, "call each of them otherwise")


def _as_name(column: _Column) -> tuple[int, int, int]:
    """How a column stands among those that may be the name; the least is the surest.

    One without a language goes before one in English, and that before others.
    """
    language = column.header.language
    foreign = 0 if language is None else 1 if language == "en" else 2
    surest = _NAMES.index(column.role), rank(column.role, column.header.plain)
    return foreign, *surest


def _first(sample: Iterable[_Column], role: str) -> _Column | None:
    return next((each for each in sample if each.role == role), None)


def _with_facts(
    found: ColumnMap, sample: Sequence[_Column], table: str, row_count: int
) -> ColumnMap:
    """The map with what the columns beside the name say."""
    single = {
        "id": _id_column(sample, row_count),
        "type": _first(filter(_is_types, sample), "type"),
        "country": _first(filter(_is_countries, sample), "country"),
        "description": _first(sample, "description"),
        "prominence": _first(filter(_is_counts, sample), "prominence"),
    }
    taken: dict[str, Any] = {
        key: column.name for key, column in single.items() if column is not None
    }
    rest = [each for each in sample if each.name not in taken.values()]
    aliases = [each for each in rest if each.role == "name" or each.role.startswith("alias")]
    properties = _properties(each for each in rest if each not in aliases)
    named_type = found.fixed_type or _type_by(properties)
    return replace(
        found,
        **taken,
        id_prefix=_id_prefix(single["id"], table),
        fixed_type=None if "type" in taken else named_type,
        aliases=tuple(map(_alias_column, aliases)),
        properties=tuple(properties.items()),
    )


def _id_column(sample: Iterable[_Column], row_count: int) -> _Column | None:
    """The column of an ID: nearly each row has one, of its own, short and without spaces."""
    fitting = [
        each
        for each in sample
        if each.role == "id"
        and len(set(each.cells)) >= _NEARLY_ALL * row_count
        and all(len(cell) <= _MAX_ID and " " not in cell for cell in each.cells)
    ]
    return min(fitting, key=lambda each: rank("id", each.header.plain), default=None)


def _id_prefix(column: _Column | None, table: str) -> str:
    """What tells made IDs and numbers of this table from those of others."""
    if column is not None and not all(cell.isdigit() for cell in column.cells):
        return ""
    return f"{slug(table) or 'row'}-"


def _is_types(column: _Column) -> bool:
    return bool(column.cells) and all(cell.lower() in TYPES for cell in column.cells)


def _is_countries(column: _Column) -> bool:
    said = Counter(column.cells)
    known = sum(count for cell, count in said.items() if countries_of(cell).codes)
    return known >= _MIN_COUNTRIES * said.total()


def _is_counts(column: _Column) -> bool:
    return bool(column.cells) and all(_NUMBER.fullmatch(cell) for cell in column.cells)


def _alias_column(column: _Column) -> AliasColumn:
    _, _, kind = column.role.partition("alias ")
    counts = {sign: sum(sign in cell for cell in column.cells) for sign in (SEPARATOR, ";")}
    separator = max(counts, key=counts.__getitem__)  # the first of equals
    return AliasColumn(column.name, column.header.language, kind or "name", separator)


def _properties(columns: Iterable[_Column]) -> dict[str, Texts]:
    """The properties by name; columns with numbers after one word are one property."""
    found: dict[str, Texts] = {}
    for column in columns:
        name = _property_name(column)
        found[name] = (*found.get(name, ()), column.name)
    return found


def _property_name(column: _Column) -> str:
    _, _, known = column.role.partition("property ")
    if known:
        return known
    is_one_of_some = column.header.has_number and not column.role
    plain = column.header.plain if is_one_of_some else plain_header(column.name)
    name = plain.replace(" ", "_")[:100] or "column"
    return f"{name}_given" if name in OWN else name


def _type_by(properties: Mapping[str, Texts]) -> str | None:
    """The type that the properties speak for, where they speak for one."""
    said = [each for each, names in _OF_TYPE.items() if not names.isdisjoint(properties)]
    return said[0] if len(said) == 1 else None


def _apart(found: ColumnMap, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Texts:
    """Columns that tell rows of one name apart: as few as the sample needs, the steadiest first."""
    at = {name: place for place, name in enumerate(columns)}
    chosen: list[str] = []
    count = _different(found.name, at, rows)
    for column in _steady(found):
        if count == len(rows):
            break
        more = _different([*found.name, *chosen, column], at, rows)
        if more > count:
            chosen.append(column)
            count = more
    return tuple(chosen)


def _steady(found: ColumnMap) -> Iterator[str]:
    """Columns whose cells hardly change, first those that change least."""
    properties = dict(found.properties)
    for name in ("birth_date", "latitude", "longitude"):
        yield from properties.pop(name, ())
    if found.country is not None:
        yield found.country
    for columns in properties.values():
        yield from columns


def _different(names: Sequence[str], at: Mapping[str, int], rows: Iterable[Sequence[str]]) -> int:
    places = [at[name] for name in names]
    return len({tuple([row[place] for place in places]) for row in rows})
