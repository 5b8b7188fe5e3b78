"""Reach for this module to write a file that others see whole or not at all.

What is written of a file that is not complete lies beside it, in its part: `NAME.resolver-part`.
One process at a time writes it; its lock is the operating system's, and ends with that process.

- The block of `whole_file` ends well: the part is on disk, then takes the name.
- An error: the part goes, and what was there before stays.
- The process is stopped (Ctrl-C, SIGTERM, `kill -9`, a crash): the part stays, with what was
  written so far, and the next writer of the file replaces it.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from resolver.errors import DiskFull, OutputBusy

FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where there is no space for more."""

_PRIVATE: Final = 0o600
"""The mode of a part until it is complete, where the file that it replaces may be private."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write a file, which takes its name atomically, once the block has ended well.

    A file that is there keeps its mode, and its owner and group as far as this user may give them;
    its part is private meanwhile. A new file has the mode that any new file gets.

    Args:
        path: The file; one that is there is replaced.

    Returns:
        Its part, which is empty.

    Raises:
        OutputBusy: Another process is writing the file.
        DiskFull: No space is left.
    """
    part = path.with_name(f"{path.name}.resolver-part")
    with writing(path):
        held = _claim(part, path)
        try:
            yield part
            give_name(held, part, path)
        except Exception:
            part.unlink(missing_ok=True)
            raise
        finally:
            os.close(held)


@contextmanager
def writing(path: object) -> Iterator[None]:
    """Turns what the system says where a disk is full into a `DiskFull` that names the file."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise DiskFull(
            f"no space left while writing {path}", "free some space, or write elsewhere"
        ) from error


def new_file(part: Path, path: Path) -> int:
    """Make the part of a file: its descriptor.

    It is private where it will replace a file, which may be private itself.

    Raises:
        FileExistsError: There is a file of that name.
    """
    mode = _PRIVATE if path.exists() else 0o666
    return os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)


def give_name(held: int, part: Path, path: Path) -> None:
    """Put a complete part on disk and give it its file's name, mode and owner.

    Args:
        held: A descriptor of the part.
        part: Where it is.
        path: The file; one that is there is replaced.
    """
    if path.exists():
        _give(held, path.stat())
    os.fsync(held)
    part.replace(path)


def _claim(part: Path, path: Path) -> int:
    """Make a part and lock it, in place of one that a stopped writer left: its descriptor."""
    while True:
        try:
            made = new_file(part, path)
        except FileExistsError:
            _remove_leftover(part)
            continue
        if _lock(made, part):
            return made
        os.close(made)


def _remove_leftover(part: Path) -> None:
    """Remove a part that nobody writes, if there is one."""
    try:
        found = os.open(part, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    is_part = _lock(found, part)
    try:
        if is_part:
            part.unlink()
    finally:
        os.close(found)


def _lock(descriptor: int, part: Path) -> bool:
    """Lock what was opened as a part; whether it still is the part, and not complete or removed."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(descriptor), part.stat(follow_symlinks=False))
    except FileNotFoundError:
        return False
    except BlockingIOError:
        os.close(descriptor)
        raise OutputBusy(
            f"another process is writing {part.with_suffix('')}",
            "wait for it to end, or write elsewhere",
        ) from None


def _give(descriptor: int, before: os.stat_result) -> None:
    """Give a file the owner, group and mode of another, as far as this user may.

    Where the group cannot be kept, the mode says nothing for a group.
    """
    mode = stat.S_IMODE(before.st_mode) & 0o777
    with suppress(PermissionError):
        os.fchown(descriptor, before.st_uid, -1)
    try:
        os.fchown(descriptor, -1, before.st_gid)
    except PermissionError:
        mode &= ~stat.S_IRWXG
    os.fchmod(descriptor, mode)
