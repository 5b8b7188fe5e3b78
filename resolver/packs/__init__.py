"""Sources of entities: what an importer promises, and which one reads what.

Reach for `open_pack` to read whatever lies at a path. A `Pack` is a `Source` (name, licence, digest
of its bytes) with a stream of records. Opening one reads what it says of itself. Iterating
`records()` reads the tables, and raises `BadSource` naming path, line and column at the first thing
that is wrong. An importer writes nothing.

- `pack`: a source with its records, which every importer returns.
- `directory`: a pack directory (pack.toml, entities.csv, aliases.csv, redirects.csv), as in
  `aliases/`.
- `redirects`: the redirects.csv of a pack directory.
- `jsonl`: one entity a line, plain or .gz.
- `table`: one CSV with a header.
"""

from __future__ import annotations

import stat
from importlib import resources
from pathlib import Path

from resolver.errors import BadSource
from resolver.model import REVIEWS
from resolver.packs.directory import open_directory
from resolver.packs.jsonl import open_jsonl
from resolver.packs.pack import Pack
from resolver.packs.table import open_table
from resolver.rows import readable

__all__ = ["Pack", "bundled", "open_pack"]


def open_pack(path: Path) -> Pack:
    """The source at a path: a directory, a .jsonl, .jsonl.gz or .csv file.

    Raises:
        BadSource: There is nothing, nothing that an importer can read, or a source with the name of
            the reviews.
    """
    pack = _opened(path)
    if pack.source.name == REVIEWS:
        raise BadSource(
            path,
            f"the name {REVIEWS!r} is that of the source which holds what people decided",
            "give the source another name",
        )
    return pack


def _opened(path: Path) -> Pack:
    with readable(path):
        mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return open_directory(path)
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return open_jsonl(path)
    if path.suffix == ".csv":
        return open_table(path)
    raise BadSource(
        path,
        "not a source that can be imported",
        "give a pack directory, a .jsonl or .jsonl.gz file, or a .csv file",
    )


def bundled() -> list[Path]:
    """The pack directories that come with the resolver, sorted by name."""
    package = Path(str(resources.files("resolver")))
    installed, checkout = package / "aliases", package.parent / "aliases"
    root = installed if installed.is_dir() else checkout
    return sorted(path.parent for path in root.glob("*/pack.toml"))
