"""Whole homes: sources into the store, and the store into the index that answers.

Reach for it to keep a home without the command line. Each call holds the home's lock while it
writes. All of a source is imported or nothing of it, and a compiled index is swapped in whole:
whatever goes wrong, what was there before still answers.

    done = import_sources(home, bundled(), wait_s=60)
    compile_home(home, wait_s=60)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from resolver.atomic import whole_file
from resolver.curate.compile import Compiled, compile_index
from resolver.curate.importing import ImportedSource, import_pack, total_of
from resolver.curate.overlay import listed
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
from resolver.model.edit import EDITS
from resolver.packs import Pack, bundled, entry_named, open_source
from resolver.packs.rejects import RejectFile
from resolver.progress import Advance, Progress, no_progress
from resolver.store import Changes, Store, expect_store, open_store, store_exists


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
    sources: Sequence[str | Path],
    *,
    wait_s: float,
    skip_bad: bool = False,
    progress: Progress = no_progress,
    report: Report = lambda _: None,
) -> Imported:
    """Make the store of a home hold what sources say; the home is made where there is none.

    Args:
        home: The directory.
        sources: Paths, or names of packs, as `resolver.packs.open_source` takes them.
        wait_s: Seconds to wait for another writer.
        skip_bad: Whether rows that are wrong are left out, and written to `Home.rejects`.
        progress: One stage a source: in bytes of its files where it is read in blocks, else in
            records, and how many there are is unknown.
        report: Called with each source as soon as it is in the store. Sources before one that
            fails stay imported.

    Raises:
        BadSource: Something in a source is wrong (names path, line and column), or two have one
            name.
        HomeError: The home is busy, damaged, of a later version or may not be written.
    """
    _refuse_same_names(sources)
    Home(home).make()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        work = partial(_import_one, store, Home(home), progress, skip_bad)
        return _import_all(store, sources, work, report)


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


def compile_home(
    home: Path, *, wait_s: float, progress: Progress = no_progress, whole: bool = False
) -> Compiled:
    """Compile the store of a home into its current index, with the home's weights.

    Args:
        home: The directory.
        wait_s: Seconds to wait for another writer.
        progress: As `compile_index` reports it.
        whole: Whether it is no overlay, however little changed.

    Raises:
        StoreEmpty: There is no entity.
        DiskFull: No space is left; the index that was there still answers.
        HomeError: There is no home, or it cannot be written.
    """
    expect_store(home)
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        return _compile(store, home, progress, whole=whole)


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
        work = partial(_import_one, store, Home(home), progress, False)
        imported = _import_all(store, bundled(), work, report) if empty else None
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


def ensure_table(
    home: Path,
    source: str | Path,
    *,
    wait_s: float,
    progress: Progress = no_progress,
    report: Report = lambda _: None,
) -> tuple[Imported, Compiled | None]:
    """Make a home answer from what a source says now; what people changed in the home stays.

    Args:
        home: The directory; it is made where there is none.
        source: As for `import_sources`.
        wait_s: Seconds to wait for another writer.
        progress: As `import_sources` and `compile_index` report it.
        report: As for `import_sources`.

    Returns:
        What importing did, and the index; None where the one that is there says the same.

    Raises:
        BadSource: Something in the source is wrong; what answered before is as it was.
        HomeError: As for `import_sources` and `compile_home`.
    """
    open_source(source)  # makes no home for what is no source
    Home(home).make()
    with Home(home).locked(wait_s=wait_s), open_store(home) as store:
        work = partial(_import_one, store, Home(home), progress, False)
        imported = _import_all(store, [source], work, report)
        return imported, None if _is_compiled(store, home) else _compile(store, home, progress)


def _is_compiled(store: Store, home: Path) -> bool:
    """Whether the current index can be opened, and is of the very sources of the store."""
    try:
        with Resolver.open(home) as opened:
            indexed = [each for each in opened.sources if each["name"] != EDITS]
            return opened.fallback is None and indexed == [*map(listed, store.sources())]
    except (IndexMissing, IndexDamaged, HomeFormat):
        return False


def _compile(store: Store, home: Path, progress: Progress, *, whole: bool = False) -> Compiled:
    """Compile a store with the home's weights; those of another version are set aside."""
    aside = None
    try:
        weights = home_weights(home)
    except OtherWeights:
        aside, weights = set_aside_weights(home), load_weights()
    done = compile_index(store, home, weights, progress, whole=whole)
    return replace(done, set_aside=aside, left_aside=store.joined().left_aside)


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


def _import_all(
    store: Store,
    sources: Sequence[str | Path],
    import_one: Callable[[Pack], ImportedSource],
    report: Report,
) -> Imported:
    done = []
    for written in sources:
        # Opened again, for its files may have changed while another process wrote.
        done.append(import_one(open_source(written)))
        report(done[-1])
    return Imported(tuple(done), store.orphans())


def _import_one(
    store: Store, home: Home, progress: Progress, skip_bad: bool, pack: Pack
) -> ImportedSource:
    """Import a pack; what was left out of it before is forgotten."""
    path = home.rejects(pack.source.name)
    with progress(pack.source.name, total_of(pack)) as advance:
        if not skip_bad:
            done = import_pack(store, pack, advance)
        else:
            path.parent.mkdir(exist_ok=True)
            done = _import_skipping(store, pack, advance, path)
    if done.rejected:
        return replace(done, rejects=path)
    path.unlink(missing_ok=True)
    return done


def _import_skipping(store: Store, pack: Pack, advance: Advance, path: Path) -> ImportedSource:
    """Import a pack without its rows that are wrong; a file has them, also where that fails."""
    with whole_file(path) as part, RejectFile(part, path) as rejects:
        try:
            return import_pack(store, pack, advance, rejects)
        except BadSource as error:
            if not rejects.count:
                raise
            failed = error
    raise failed


def _refuse_same_names(sources: Sequence[str | Path]) -> None:
    """Two sources of one name would each take away what the other brought."""
    first: dict[str, str | Path] = {}
    for written, pack in [(written, open_source(written)) for written in sources]:
        name = pack.source.name
        if first.setdefault(name, written) == written:
            continue
        if entry_named(name) is not None:
            what = f"this and {first[name]} are both the source {name!r}"
            raise BadSource(written, what, "import one of them")
        what = f"{first[name]} has the name {name!r} too"
        raise BadSource(written, what, "rename one of them")
