"""Which snapshot answers: one is made current, and old ones go.

Reach for `make_current` with a snapshot that has its name; one process at a time does that, and
holds the lock of the index (`Home.index_lock`). `resolver.index.draft` makes snapshots. A folder
that somebody holds is not removed, whatever its name.
"""

from __future__ import annotations

import errno
import fcntl
import functools
import os
import shutil
import time
import uuid
import weakref
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from resolver.atomic import FULL
from resolver.errors import DiskFull, HomeError
from resolver.home import Home
from resolver.index.columns import COLUMNS, Column
from resolver.index.format import (
    MANIFEST,
    current_snapshot,
    read_snapshot,
    snapshots,
    stands_on,
)

OVERLAYS_STAY_S: Final = 10.0
"""Seconds that an overlay stays at least: whoever was given its name may still open it."""

DRAFTS: Final = ".draft"
"""How the names of folders begin that are no snapshots yet, or no more."""


def make_current(
    home: Path, fingerprint: str, columns: Iterable[Column] = COLUMNS, *, sync: bool = True
) -> None:
    """Make a snapshot the current one; the caller holds the lock of the index.

    Of the others one stays, that an opening can fall back to.

    Args:
        home: Where it is.
        fingerprint: Its name. It and all that it stands on is whole.
        columns: The columns that it may have.
        sync: Whether that is on disk when it is done.

    Raises:
        DiskFull: No space is left; the current snapshot stays.
        HomeDenied: The home may not be written.
    """
    place = Home(home)
    before = _named(place)
    try:
        _swap(place, fingerprint, sync=sync)
    except OSError as error:
        raise write_error(error, place) from error
    _remove_old(place, fingerprint, before, tuple(columns))


def _remove_old(home: Home, current: str, before: str | None, columns: Collection[Column]) -> None:
    """Remove all snapshots but the current one, a whole one beside it, and those below both.

    The one beside it is the one that was current before or, where that is damaged or the same, the
    newest other one. Where none is whole, none is removed, nor what somebody holds, nor an overlay
    that is a few seconds old. Readers that still map a removed file hold it until they close it.
    """
    below = standing_on(home.snapshots, current)
    others = [folder for folder in snapshots(home.folder) if folder.name != current]
    others.sort(key=lambda folder: folder.name != before)
    beside = next((folder for folder in others if is_whole(folder, below, columns)), None)
    if beside is None:
        return
    keep = {*below, *standing_on(home.snapshots, beside.name)}
    for folder in others:
        if _is_young(folder):
            keep |= {*standing_on(home.snapshots, folder.name)}
    for folder in others:
        if folder.name not in keep and not is_held(folder):
            remove(folder)


def is_whole(folder: Path, whole: Collection[str], columns: Collection[Column]) -> bool:
    """Whether a snapshot and all below it can be read, given the names of some that can."""
    if folder.name in whole:
        return True
    try:
        base = read_snapshot(folder, columns).manifest["base"]
    except HomeError:
        return False
    return base is None or is_whole(folder.with_name(base), whole, columns)


def _is_young(folder: Path) -> bool:
    """Whether it is an overlay that was written a few seconds ago."""
    with suppress(OSError):
        age = time.time() - (folder / MANIFEST).stat().st_mtime
        return age < OVERLAYS_STAY_S and len(standing_on(folder.parent, folder.name)) > 1
    return False


def standing_on(root: Path, name: str | None) -> tuple[str, ...]:
    """The names of a snapshot and of all that it stands on, as far as that can be read."""
    with suppress(HomeError):
        return () if name is None else _stands_on(root / name)
    return ()


@functools.lru_cache(maxsize=256)
def _stands_on(folder: Path) -> tuple[str, ...]:
    return tuple(stands_on(folder))


def write_error(error: OSError, home: Home) -> Exception:
    """What a failed write means to a person; the error itself where it is none of these."""
    if error.errno in FULL:
        return DiskFull(
            f"no space left while writing {home.folder}",
            "free some space; what was there before is whole",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return home.denied(error, "written")
    return error


def new_draft(root: Path) -> Path:
    """A name that no folder has."""
    return root / f"{DRAFTS}-{uuid.uuid4().hex}"


def made_and_held(folder: Path) -> int:
    """Make a folder that stays until it is let go of: its descriptor."""
    while True:
        folder.mkdir(exist_ok=True)
        held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(held, fcntl.LOCK_SH)
        with suppress(FileNotFoundError):  # it was taken for one that was left
            if os.path.samestat(os.fstat(held), folder.stat()):
                return held
        os.close(held)


class Hold:
    """Has a folder stay as long as this is there; where there is none, it holds nothing.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):  # a file system of readers alone may know no locks
            held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, held)
            fcntl.flock(held, fcntl.LOCK_SH)


def is_held(folder: Path) -> bool:
    """Whether somebody holds a folder."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(held)
    return False


def write(path: Path, content: bytes, *, sync: bool) -> None:
    """Write a file; with `sync` it is on disk then."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def _swap(home: Home, fingerprint: str, *, sync: bool) -> None:
    draft = home.current.with_name(".CURRENT")
    write(draft, fingerprint.encode() + b"\n", sync=sync)
    if home.current.is_dir():  # whatever made it one
        remove(home.current)
    draft.replace(home.current)
    if sync:
        sync_folder(home.snapshots)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file or a folder, as far as that can be."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _named(home: Home) -> str | None:
    """The snapshot that `CURRENT` names, or None."""
    try:
        return current_snapshot(home.folder).name
    except HomeError:
        return None
