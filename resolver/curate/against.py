"""A list as the table that is asked: one file in, a home out.

Reach for it to resolve one list against another, without a home of one's own. The home is kept in a
cache, so that the same file is compiled once; it is named by the bytes of the file and the code.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from resolver.curate.compile import compile_index
from resolver.curate.homes import import_pack
from resolver.errors import BadSource, HomeError
from resolver.home import Home
from resolver.index import Index
from resolver.lists.form import SaidForm
from resolver.lists.reading import open_list
from resolver.match.score.weights import load_weights
from resolver.model import Source
from resolver.packs import Pack
from resolver.packs.pack import Located, digest
from resolver.packs.table import entity_of
from resolver.progress import Progress, no_progress
from resolver.rows import column_index, placed
from resolver.store import open_store

Say = Callable[[str], None]

KEPT: Final = 5
"""Homes that a cache keeps: those used last."""

_NEEDED: Final = ("id", "name")


def no_word(_: str) -> None:
    """Says nothing."""


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where such homes are kept: the user's cache (XDG Base Directory Specification)."""
    home = environment.get("HOME", tempfile.gettempdir())
    base = environment.get("XDG_CACHE_HOME") or Path(home, ".cache")
    return Path(base, "alias-resolver")


def home_against(
    path: Path,
    cache: Path,
    *,
    say: Say = no_word,
    warn: Say = no_word,
    progress: Progress = no_progress,
) -> Path:
    """The home of a list that has at least the columns `id` and `name`.

    `type` (else everything is `other`), `aliases`, `country`, `description` and `prominence` are as
    in a source; every other column is a property. Cells with several values have `|` between.

    Args:
        path: The list: CSV, TSV, JSONL or Parquet.
        cache: Where homes are kept.
        say: Called with what is done, where that takes its time.
        warn: Called with what is doubtful in how the list is read.
        progress: As `compile_index` reports it.

    Raises:
        BadSource: The list is not such a table; names line and column.
        DiskFull: There is no space for it.
    """
    pack = _pack(path, warn)
    home = cache / f"{pack.source.digest}-{_weights_digest()}"
    if not _is_whole(home):
        say(f"compiling {path}, once")
        _build(pack, home, progress)
    os.utime(home)
    _forget_old(cache)
    return home


def _pack(path: Path, warn: Say) -> Pack:
    """A list as a source."""
    name = path.name.partition(".")[0] or path.name
    source = Source(name=name, digest=digest([path]))
    return Pack(source, path.stat().st_size, lambda: _records(path, warn))


def _records(path: Path, warn: Say) -> Iterator[Located]:
    with open_list(path, name=str(path), said=SaidForm(), wanted=_NEEDED) as reader:
        for warning in reader.warnings:
            warn(warning)
        for column in _NEEDED:
            column_index(path, list(reader.columns), column)
        count = 0
        for row in reader.rows():
            if not row.is_asked:
                raise BadSource(path, row.error or "not a row", "mend the row", line=row.line)
            if any(cell.strip() for cell in row.cells):
                cells = dict(zip(reader.columns, map(str.strip, row.cells), strict=True))
                cells["type"] = cells.get("type") or "other"
                with placed(path, row.line):
                    entity = entity_of(cells)
                count += 1
                yield Located(entity, path, row.line)
        if not count:
            raise BadSource(path, "the table has no row", "give one with the columns id and name")


def _weights_digest() -> str:
    """What tells the weights that come with the resolver from those of another version."""
    weights = json.dumps(load_weights().to_dict(), sort_keys=True)
    return hashlib.blake2b(weights.encode(), digest_size=4).hexdigest()


def _is_whole(home: Path) -> bool:
    with suppress(HomeError):
        Index.open(home)
        return True
    return False


def _build(pack: Pack, home: Path, progress: Progress) -> None:
    """Import and compile beside the home, which then appears as a whole."""
    home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="new-", dir=home.parent) as folder:
        new = Path(folder, "home")
        Home(new).make()
        with Home(new).locked(wait_s=0), open_store(new) as store:
            import_pack(store, pack)
            compile_index(store, new, load_weights(), progress)
        shutil.rmtree(home, ignore_errors=True)
        with suppress(FileExistsError):  # another process was as fast
            new.rename(home)


def _forget_old(cache: Path) -> None:
    homes = [path for path in cache.iterdir() if not path.name.startswith("new-")]
    for path in sorted(homes, key=lambda each: -each.stat().st_mtime)[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
