"""The journal → the next top overlay of the index that answers.

Reach for `seen` after a change, to have answers know it. A `Publisher` is what the indexer uses: it
keeps what it needs for the next overlay. Whoever publishes holds the lock of the indexer
(`Home.indexer_lock`), and for the moment in which the index changes that of the index.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from resolver.curate.overlay import (
    LOCK_WAIT_S,
    MAX_TOP,
    Covers,
    Ground,
    is_of,
    laid,
)
from resolver.errors import HomeBusy, HomeError, HomeFormat, IndexDamaged, IndexMissing
from resolver.home import Home
from resolver.index import Index
from resolver.index.current import make_current
from resolver.index.format import current_snapshot, read_manifest
from resolver.indexing.growing import grow
from resolver.journal import Journal, Reading
from resolver.store import Store, open_store

MAX_SEGMENTS: Final = 8
"""Snapshots of an index at most: a base, and overlays. Each takes a question a little time."""

MANY_OVERLAYS: Final = 2
"""Overlays under the top from which on it is time to make one of them."""

_AGAIN_S: Final = 0.02
"""Seconds between two looks whether another process has published a change."""


class Publisher:
    """Publishes what people change of a home.

    Args:
        home: The home.
        store: Its store.
        sync: Whether what is published is on disk then. What is not, and is lost when the machine
            loses its power, the next publisher of the home makes again.
    """

    def __init__(self, home: Path, store: Store, *, sync: bool) -> None:
        self.through = 0
        """The number of the last change that the index has."""
        self.is_apart = False
        """Whether the base of the index has changes that are none of the journal: that is an older
        copy, and a new base is to be made."""
        self._home = home
        self._store = store
        self._sync = sync
        self._index: Index | None = None
        self._ground: Ground | None = None
        self._covers = Covers()
        self._named: str | None = None

    @property
    def behind(self) -> int:
        """How many changes are to be published, as far as that can be said without much work."""
        return self._store.journal.through - self.through

    @property
    def overlays(self) -> int:
        """How many overlays the next top stands on."""
        return 0 if self._ground is None else len(self._ground.index.segments) - 1

    def publish(self) -> bool:
        """Publish what is new; whether anything was.

        Raises:
            IndexMissing: Nothing was compiled yet.
            HomeError: There is no index that can be read, or the home cannot be written.
        """
        if self._is_current() and not self.behind:
            return False
        index_lock = Home(self._home).index_lock
        with Home(self._home).locked(wait_s=LOCK_WAIT_S, file=index_lock):
            with self._store.journal.reading() as reading:
                ground, healing = self._followed(reading)
                if reading.through == self.through and not healing:
                    return False
                covers = self._covers.with_all(Covers.since(reading, self.through))
                with laid(self._store, reading, ground, covers, sync=self._sync) as top:
                    make_current(self._home, top.fingerprint, sync=self._sync)
                self._covers, self.through = covers, reading.through
            self._named = top.fingerprint
        if len(self._covers.ids) > MAX_TOP and len(ground.index.segments) < MAX_SEGMENTS - 1:
            self._named = None  # what was the top is stood upon from now on
        return True

    def _is_current(self) -> bool:
        """Whether the index is as this left it."""
        with suppress(IndexDamaged):
            return self._named is not None and Index.current(self._home) == self._named
        return False

    def _followed(self, reading: Reading) -> tuple[Ground, bool]:
        """What the next top stands on, and whether the index is damaged or not of the journal; all
        as they are now."""
        if self._ground is not None and self._is_current():
            return self._ground, False
        index = Index.open(self._home, self._index)
        fits = is_of(index.manifest, reading)
        self._covers, below, self.through = _remade(index) if fits else _parted(index, reading)
        ground = Ground(below)
        ground.sources = index.manifest["sources"]
        self.is_apart = not is_of(below.segments[0].manifest, reading)
        self._index, self._ground, self._named = index, ground, index.fingerprint
        return ground, not fits or index.fallback is not None


class _Stand(NamedTuple):
    """What the next top of an index stands on.

    Args:
        covers: What it is about beside what changes.
        below: On what it stands.
        through: The number of the last change that both have.
    """

    covers: Covers
    below: Index
    through: int


def _remade(index: Index) -> _Stand:
    """That on which the top of an index stands, where that is small, or else the top."""
    through = index.manifest["through"]
    if len(index.segments) > 1:
        covers = Covers.of_top(index)
        if len(covers.ids) <= MAX_TOP or len(index.segments) >= MAX_SEGMENTS:
            return _Stand(covers, _below(index), through)
    return _Stand(Covers(), index, through)


def _parted(index: Index, reading: Reading) -> _Stand:
    """What of an index is of the journal or, where nothing is, its base: the journal is an older
    copy than the one that was published."""
    covers = Covers()
    while len(index.segments) > 1 and not is_of(index.manifest, reading):
        covers, index = covers.with_all(Covers.of_top(index)), _below(index)
    return _Stand(covers, index, index.manifest["through"] if is_of(index.manifest, reading) else 0)


def _below(index: Index) -> Index:
    """An index without its top."""
    return Index.read(index.folder.with_name(index.segments[-2].name), index)


def seen(home: Path, change: int, *, wait_s: float) -> bool:
    """Have the current index know a change; published here, where no indexer is at work.

    Args:
        home: The home.
        change: Its number.
        wait_s: Seconds to wait for another process that publishes.

    Returns:
        Whether the index has it. It has not where there is none that can be read, or where another
        process takes longer.

    Raises:
        HomeError: The home cannot be written.
    """
    until = time.monotonic() + wait_s
    while not _has(home, change):
        try:
            with Home(home).locked(wait_s=0, file=Home(home).indexer_lock):
                _publish_once(home)
            return True
        except (IndexMissing, IndexDamaged, HomeFormat):
            return False
        except HomeBusy:
            if time.monotonic() > until:
                return False
            time.sleep(_AGAIN_S)
    return True


def _has(home: Path, change: int) -> bool:
    """Whether the current index has a change."""
    try:
        manifest = read_manifest(current_snapshot(home))
    except HomeError:
        return False
    if manifest["through"] < change:
        return False
    with Journal.open(home) as journal, journal.reading() as reading:
        return is_of(manifest, reading)


def _publish_once(home: Path) -> None:
    with open_store(home) as store:
        publisher = Publisher(home, store, sync=True)
        publisher.publish()
    if publisher.overlays >= MANY_OVERLAYS or publisher.is_apart:
        grow(home)
