"""Sources of entities: what an importer promises, and which one reads what.

Reach for `open_source` to read what somebody names: a pack of the catalogue, or a path; and for
`open_pack` to read whatever lies at a path. A `Pack` is a `Source` (name, licence, digest of its
bytes) with a stream of records. Opening one reads what it says of itself. Iterating `records()`
reads the tables, and raises `BadSource` naming path, line and column at the first thing that is
wrong. An importer writes nothing, and downloads nothing.

- `rejects`: what becomes of rows of which no record can be made.
- `seen`: which IDs a source has brought, and where.
- `pack`: a source with its records, which every importer returns.
- `entry`: a pack as the catalogue lists it.
- `catalogue`: every pack that can be had.

Tables of somebody's own:

- `directory`: a pack directory (pack.toml, and tables of entities, aliases and IDs), as in
  `aliases/`.
- `redirects`: the redirects.csv of a pack directory.
- `same_as`: the same_as.csv of a pack directory.
- `jsonl`: one entity a line, plain or packed.
- `table`: one CSV with a header.
- `columns`: tables of any shape, by a map of their columns.

Tables of the world, a family of packs each:

- `places`: places of the world, out of what pip installs or GeoNames' own files.
- `territories`: countries and their units, by ISO 3166, in all languages.
- `sanctions`: the sanctions lists of the United States, the United Nations, the EU, the UK.
- `followthemoney`: entities of FollowTheMoney and OpenSanctions.
- `ror`: research organizations, from a dump of ROR.
- `companies`: tables of companies.
- `wikidata`: items of Wikidata, from its JSON dump.

What they read and write with:

- `toml_text`: TOML that people write beside a source, read and written.
- `written`: records → a pack directory.
- `cleaning`: texts without what does not belong to them.
- `dates`: what a source says of a date → the dates that are meant.
- `looking`: what lies at a path, as far as its first bytes show; also where no pack reads it.
- `libraries`: the libraries that a pack is read out of, with their versions.
- `unpacking`: the bytes of a file, unpacked and counted.
- `lines`: the lines of a file, many at a time.
- `rows`: the rows of a CSV.
- `json_values`: the values of one large JSON array or object.
- `xml_records`: the records of one large XML file.
- `succession`: what became of IDs that are no more.
- `claims`: which entities of a source claim an ID.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Final

from resolver.errors import BadSource
from resolver.lists.form import named_form
from resolver.model import REVIEWS
from resolver.model.edit import EDITS
from resolver.packs.catalogue import bundled, catalogue, entry_named, recognised
from resolver.packs.columns import beside, is_table, open_any
from resolver.packs.directory import open_directory
from resolver.packs.jsonl import is_jsonl, open_jsonl
from resolver.packs.looking import unread
from resolver.packs.pack import Pack
from resolver.rows import readable

__all__ = [
    "Pack",
    "bundled",
    "catalogue",
    "entry_named",
    "is_own_table",
    "open_pack",
    "open_source",
]

_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def open_source(written: str | Path) -> Pack:
    """The source that somebody names: what lies at the path, else the pack of that name.

    Raises:
        BadSource: There is neither, or what the pack needs is not there.
    """
    path = Path(written)
    if path.exists() or isinstance(written, Path):
        return open_pack(path)
    if _ADDRESS.match(written):
        raise BadSource(
            written, "an address, and nothing is downloaded", "download it, then give the file"
        )
    entry = entry_named(written)
    if entry is None and {"/", "."} & set(written):
        return open_pack(path)  # which says what is wrong with it
    if entry is None:
        raise BadSource(
            written, "neither a file nor a pack", "to see what there is: resolver packs"
        )
    if entry.open_installed is None:
        raise BadSource(
            written,
            f"the pack needs {entry.needs}",
            f"get it from {entry.origin}, and give its path",
        )
    return entry.open_installed()


def open_pack(path: Path) -> Pack:
    """The source at a path: a directory, entity JSONL (also packed), or a table of any shape.

    Raises:
        NoColumnMap: A table needs a map of its columns; has the one that is proposed.
        BadSource: There is nothing, nothing that an importer can read, or a source with the name of
            what people changed or decided.
    """
    pack = _opened(path)
    if pack.source.name in (EDITS, REVIEWS):
        raise BadSource(
            path,
            f"the name {pack.source.name!r} is that of what people changed or decided",
            "give the source another name",
        )
    if path.is_file():
        _refuse_name_of_a_pack(path, pack.source.name)
    return pack


def _refuse_name_of_a_pack(path: Path, name: str) -> None:
    """A file of somebody's own would take away what a pack of its name brought."""
    if recognised(path) is None and entry_named(name) is not None:
        raise BadSource(path, f"the pack {name} would be replaced by it", "rename the file")


def is_own_table(path: Path) -> bool:
    """Whether what lies at a path is a table of somebody's own, which may need a map."""
    return path.is_file() and recognised(path) is None and is_table(path)


def _opened(path: Path) -> Pack:
    with readable(path):
        mode = path.stat().st_mode
    entry = recognised(path)
    if entry is not None and entry.open is not None:
        return entry.open(path)
    if stat.S_ISDIR(mode):
        return open_directory(path)
    if is_table(path):
        return open_any(path)
    if is_jsonl(path):
        return open_jsonl(path)
    if named_form(path.name)[0] is not None:  # as a .txt is
        remedy = f"write {beside(path).name} beside it, which says which of its columns is what"
        raise BadSource(path, "no table, as far as its name says", remedy)
    raise unread(path)
