"""The next middle overlay, or the next base, made beside what goes on.

Reach for `grow` where the top of an index has become large. What is published meanwhile is laid
over what was made before that becomes current, so that nobody notices. A middle overlay that no
longer fits, for the table was compiled meanwhile, is thrown away.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn

from resolver.curate.homes import compile_home
from resolver.curate.overlay import Covers, Ground, is_of, laid, listed, settle
from resolver.errors import HomeBusy
from resolver.index import Index
from resolver.index.format import current_snapshot, read_manifest, stands_on
from resolver.journal import Reading
from resolver.keeping import end_with_input
from resolver.model.edit import EDITS
from resolver.processes import ONE_THREAD
from resolver.settings import Settings
from resolver.store import Store, open_store

MAX_MIDDLE: Final = 10_000
"""IDs that the overlays of a base may be about; then a new base is made."""

_MIN_MIDDLE: Final = 1_000
"""Of a small base they may be about so many, else about a third of it."""

_NICENESS: Final = 10
"""What the process yields to those that answer."""


def grow(home: Path) -> None:
    """Make a new base where its overlays hold much, else a new middle overlay of them.

    A base that has changes which are none of the journal is made anew however little they hold.

    Raises:
        HomeError: The home has no index, or cannot be written.
    """
    with open_store(home) as store:
        index = Index.open_current(home)
        with store.journal.reading() as reading:
            covers = _covers(index, reading)
            is_apart = not is_of(index.segments[0].manifest, reading)
        if (is_apart or _is_large(index, covers)) and not _is_imported_into(store, index):
            with suppress(HomeBusy):  # while somebody imports or compiles the middle grows on
                compile_home(home, wait_s=0, whole=True)
                return
        _grow_middle(store, index)


def main() -> NoReturn:
    """A process that grows the index of its environment's home once."""
    settings = Settings.from_environment(os.environ)
    end_with_input()
    os.environ.update(ONE_THREAD)
    _yield_processors()
    grow(settings.home)
    sys.exit(0)


def _yield_processors() -> None:
    """Take what processors others leave, and nothing else, where the system knows that."""
    os.nice(_NICENESS)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _covers(index: Index, reading: Reading) -> Covers:
    """What all that is laid over the base of an index is about, and what changed since."""
    covers = Covers.since(reading, index.manifest["through"])
    while len(index.segments) > 1:
        covers = covers.with_all(Covers.of_top(index))
        index = Index.read(index.folder.with_name(index.segments[-2].name), index)
    return covers


def _is_large(index: Index, covers: Covers) -> bool:
    """Whether so much is laid over a base that there is to be a new one."""
    entities = len(index.segments[0].entity_id)
    return len(covers.ids) > max(_MIN_MIDDLE, min(MAX_MIDDLE, entities // 3))


def _is_imported_into(store: Store, index: Index) -> bool:
    """Whether something was imported that is not compiled: that waits for whoever imported it."""
    return [*map(listed, store.sources())] != _imported(index.manifest["sources"])


def _imported(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in sources if each["name"] != EDITS]


def _grow_middle(store: Store, index: Index) -> None:
    home = Ground(index).home
    base = Ground.read(home, index.segments[0].name, index)
    sources = index.manifest["sources"]

    def fits() -> bool:
        """Whether nobody compiled the table meanwhile."""
        folder = current_snapshot(home)
        now = read_manifest(folder)["sources"]
        on = stands_on(folder)[-1]
        return on == base.index.fingerprint and _imported(now) == _imported(sources)

    with store.journal.reading() as reading:
        covers = _covers(index, reading)
        with laid(store, reading, base, covers, sources=sources) as middle:
            settle(store, home, middle.fingerprint, fits)
