"""Whole homes: sources into the store, and the store into the index that answers.

Reach for it to keep a home without the command line. Each call holds the home's lock while it
writes. All of a source is imported or nothing of it, and a compiled index is swapped in whole:
whatever goes wrong, what was there before still answers.

    done = import_sources(home, bundled(), wait_s=60)
    compile_home(home, wait_s=60)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from resolver.curate.compile import Compiled, compile_index
from resolver.curate.weights import home_weights, set_aside_weights
from resolver.engine import Resolver
from resolver.errors import (
    BadSource,
    HomeDenied,
    HomeError,
    HomeFormat,
    HomeMissing,
    IndexDamaged,
    IndexMissing,
    OtherWeights,
)
from resolver.home import Home
from resolver.match.score.weights import load_weights
from resolver.model import Record
from resolver.packs import Pack, bundled, open_pack
from resolver.progress import Advance, Progress, no_advance, no_progress
from resolver.store import Changes, Store, expect_store, open_store, prepared, store_exists
from resolver.text.fold import fold


class UnfoldableName(NamedTuple):
    """A name without a letter or digit: it is kept, and found letter by letter alone."""

    text: str
    entity_id: str


@dataclass(frozen=True, slots=True)
class ImportedSource:
    """What importing a source did.

    Args:
        name: The source's name.
        changes: What it added, updated, retired and left as is.
        unfoldable: Names that were read and fold to nothing.
    """

    name: str
    changes: Changes
    unfoldable: tuple[UnfoldableName, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What importing sources did.

    Args:
        sources: Each source, in the order given.
        orphans: IDs in the store that have aliases and that no source brings as an entity.
    """

    sources: tuple[ImportedSource, ...]
    orphans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What building a home did.

    Args:
        imported: The bundled packs; None where the store held entities already.
        compiled: The index.
    """

    imported: Imported | None
    compiled: Compiled


Report = Callable[[ImportedSource], None]
"""Called with each source as soon as it is in the store."""


def import_sources(
    home: Path,
    paths: Sequence[Path],
    *,
    wait_s: float,
    progress: Progress = no_progress,
    report: Report = lambda _: None,
) -> Imported:
    """Make the store of a home hold what sources say; the home is made where there is none.

    Args:
        home: The directory.
        paths: Pack directories, .jsonl, .jsonl.gz or .csv files.
        wait_s: Seconds to wait for another writer.
        progress: One stage a source, in records; how many there are is unknown.
        report: Called with each source as soon as it is in the store. Sources before one that
            fails stay imported.

    Raises:
        BadSource: Something in a source is wrong (names path, line and column), or two have one
            name.
        HomeError: The home is busy, damaged, of a later version or may not be written.
    """
    _refuse_same_names(paths)
    Home(home).make()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return _import(store, paths, progress, report)


def forget_source(home: Path, name: str, *, wait_s: float) -> Changes:
    """Remove a source, by its name, and all that it brought.

    Args:
        home: The directory.
        name: The source's name.
        wait_s: Seconds to wait for another writer.

    Raises:
        UnknownSource: No source has that name.
        HomeError: There is no home or nothing in it, or it cannot be written.
    """
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return store.forget(name)


def compile_home(home: Path, *, wait_s: float, progress: Progress = no_progress) -> Compiled:
    """Compile the store of a home into its current index, with the home's weights.

    Args:
        home: The directory.
        wait_s: Seconds to wait for another writer.
        progress: As `compile_index` reports it.

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index that was there still answers.
        HomeError: There is no home, or it cannot be written.
    """
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return _compile(store, home, progress)


def build_home(
    home: Path,
    *,
    wait_s: float,
    progress: Progress = no_progress,
    report: Report = lambda _: None,
) -> Built:
    """Import the bundled packs where the store of a home is empty, then compile it.

    Args:
        home: The directory; it is made where there is none.
        wait_s: Seconds to wait for another writer.
        progress: As `import_sources` and `compile_index` report it.
        report: As for `import_sources`.

    Raises:
        HomeError: As for `import_sources` and `compile_home`.
    """
    Home(home).make()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        empty = store.count() == 0
        imported = _import(store, bundled(), progress, report) if empty else None
        return Built(imported, _compile(store, home, progress))


def ensure_index(
    home: Path,
    *,
    wait_s: float,
    progress: Progress = no_progress,
    report: Report = lambda _: None,
    anew: Callable[[HomeError], None] = lambda _: None,
) -> Built | None:
    """Make a home have an index that can be opened; one that can be stays.

    A home without an index is built, as `build_home` does. Where none can be opened, for damage or
    because another version made it, the store is compiled anew; where that holds nothing, what is
    there may be all that is left of a table, and stays as it is.

    Args:
        home: The directory; it is made where there is none.
        wait_s: Seconds to wait for another writer.
        progress: As for `build_home`.
        report: As for `import_sources`.
        anew: Called with why no index can be opened, before the store is compiled anew.

    Returns:
        What was built; None where an index can be opened.

    Raises:
        HomeError: As for `build_home`; why the index cannot be opened, where it cannot be replaced.
    """
    try:
        Resolver.open(home).close()
    except (HomeMissing, IndexMissing):
        return build_home(home, wait_s=wait_s, progress=progress, report=report)
    except (IndexDamaged, HomeFormat) as unreadable:
        try:
            return _compile_anew(home, unreadable, wait_s, progress, anew)
        except HomeDenied:
            raise unreadable from None
    return None


def _compile(store: Store, home: Path, progress: Progress) -> Compiled:
    """Compile a store with the home's weights; those of another version are set aside."""
    aside = None
    try:
        weights = home_weights(home)
    except OtherWeights:
        aside, weights = set_aside_weights(home), load_weights()
    return replace(compile_index(store, home, weights, progress), set_aside=aside)


def _compile_anew(
    home: Path,
    unreadable: HomeError,
    wait_s: float,
    progress: Progress,
    anew: Callable[[HomeError], None],
) -> Built:
    if not store_exists(home):
        raise unreadable
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        if not store.count():
            raise unreadable
        anew(unreadable)
        return Built(None, _compile(store, home, progress))


def import_pack(store: Store, pack: Pack, advance: Advance = no_advance) -> ImportedSource:
    """Make an open store hold what a pack says, all of it or nothing of it.

    Args:
        store: The store, under the home's lock.
        pack: The pack.
        advance: Called with how many more records were read.

    Raises:
        BadSource: Something in it is wrong; names path, line and column.
    """
    unfoldable: list[UnfoldableName] = []

    def watched() -> Iterator[Record]:
        empty = True
        for record in pack.records():
            empty = False
            unfoldable.extend(_unfoldable(record))
            advance(1)
            yield record
        if empty:
            name = pack.source.name
            raise BadSource(name, "holds no entity", f"to remove a source: resolver forget {name}")

    changes = store.replace(pack.source, map(prepared, watched()))
    return ImportedSource(pack.source.name, changes, tuple(unfoldable))


def _import(store: Store, paths: Sequence[Path], progress: Progress, report: Report) -> Imported:
    done = []
    for path in paths:
        pack = open_pack(path)  # again, for its files may have changed while another wrote
        with progress(pack.source.name, None) as advance:
            done.append(import_pack(store, pack, advance))
        report(done[-1])
    return Imported(tuple(done), store.orphans())


def _refuse_same_names(paths: Sequence[Path]) -> None:
    """Two sources of one name would each take away what the other brought."""
    first: dict[str, Path] = {}
    for path, pack in [(path, open_pack(path)) for path in paths]:
        name = pack.source.name
        if first.setdefault(name, path) != path:
            raise BadSource(path, f"{first[name]} has the name {name!r} too", "rename one of them")


def _unfoldable(record: Record) -> Iterator[UnfoldableName]:
    for alias in record.names:
        if fold(alias.text) is None:
            yield UnfoldableName(alias.text, record.entity_id)
