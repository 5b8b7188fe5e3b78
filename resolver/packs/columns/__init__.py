"""Tables of any shape: which column says what, by a map in a small TOML beside the file.

Reach for `open_mapped` to read such a table, for `guessed_map` to have a map proposed, and for
`beside` to find the one that somebody wrote.

    people.csv
    people.toml

- `column_map`: the map, and its TOML.
- `map_file`: the TOML → the map.
- `headers`: what columns are called, in several languages.
- `guessing`: header and first rows → the map that they seem to need.
- `country_cells`: codes and names of countries → codes.
- `date_cells`: dates as people write them → ISO.
- `made_ids`: IDs of rows that have none.
- `mapped`: table and map → a source.
"""

from __future__ import annotations

from pathlib import Path

from resolver.errors import NoColumnMap
from resolver.lists.form import SaidForm, named_form, unpacked_name
from resolver.lists.reading import open_list
from resolver.packs.columns.column_map import ColumnMap
from resolver.packs.columns.guessing import contract_map, guessed_map
from resolver.packs.columns.map_file import read_map
from resolver.packs.columns.mapped import open_mapped, table_name
from resolver.packs.pack import Pack, expect_file
from resolver.packs.table import open_table

__all__ = [
    "ColumnMap",
    "beside",
    "guessed_map",
    "is_table",
    "open_any",
    "open_mapped",
    "read_map",
    "table_name",
]


def beside(path: Path) -> Path:
    """Where the map of a table is: `people.csv.gz` → `people.toml`."""
    return path.with_name(f"{table_name(path)}.toml")


def is_table(path: Path) -> bool:
    """Whether a file is named as a table is, or is one by the map beside it.

    CSV, TSV and Parquet are tables; JSONL and .txt are with a map.
    """
    kind = named_form(path.name)[0]
    by_name = (
        kind is not None
        and kind != "jsonl"
        and not unpacked_name(path.name.lower()).endswith(".txt")
    )
    return by_name or (kind is not None and beside(path).is_file())


def open_any(path: Path) -> Pack:
    """The source in a table: by the map beside it, else by a header in the contract's form.

    Args:
        path: A file that `is_table`.

    Raises:
        NoColumnMap: It needs a map; has the one that is proposed.
        BadSource: It cannot be read, or the map is wrong.
    """
    expect_file(path)
    written = beside(path)
    if written.is_file():
        return open_mapped(path, read_map(written), written)
    with open_list(path, name=str(path), said=SaidForm()) as reader:
        form, contract = reader.form, contract_map(reader.columns)
    if contract is None:
        what = "nothing says which of its columns is what"
        remedy = f"write {written.name} beside it, or: resolver import --yes {path}"
        raise NoColumnMap(path, what, remedy, guessed_map(path).to_toml())
    is_plain = (form.kind, form.compression, form.delimiter) == ("csv", "", ",")
    if is_plain and form.encoding in ("utf-8", "ascii"):
        return open_table(path)
    return open_mapped(path, contract)
