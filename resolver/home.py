"""A home: the directory that holds a store and its indexes. Where things lie in it, and its lock.

    <home>/store.sqlite     what was imported                       resolver.store
    <home>/index/CURRENT    the name of the snapshot that answers   resolver.index
    <home>/index/<name>/    the snapshots
    <home>/weights.toml     weights of its own, if it has any       resolver.curate.weights
    <home>/sound.table      an encoder of its own, if it has any    resolver.text.sound
    <home>/lock             held by whoever writes

Reach for this module for any path in a home. The lock is the operating system's (`flock`): it ends
with the process that holds it, however that ends, and its file may stay where it is.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from resolver.errors import HomeBusy, HomeDenied, HomeMissing

_RETRY_S: Final = 0.05
_REMEDY: Final = "use --home or RESOLVER_HOME for another place, or change its permissions"


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of a home.

    Args:
        folder: The directory; it need not exist.
    """

    folder: Path

    @property
    def store(self) -> Path:
        """The database of the store."""
        return self.folder / "store.sqlite"

    @property
    def snapshots(self) -> Path:
        """The folder of the index's snapshots."""
        return self.folder / "index"

    @property
    def current(self) -> Path:
        """The file that names the snapshot that answers."""
        return self.snapshots / "CURRENT"

    @property
    def weights(self) -> Path:
        """The weights that it was given of its own; mostly there are none."""
        return self.folder / "weights.toml"

    @property
    def sound(self) -> Path:
        """The encoder that it was given of its own; mostly there is none."""
        return self.folder / "sound.table"

    def make(self) -> None:
        """Make the directory where it does not exist.

        Raises:
            HomeDenied: It is a file, or this user may not make it.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self.denied(error, "written") from None

    @contextmanager
    def locked(self, *, wait_s: float) -> Iterator[None]:
        """Hold the home for writing; one process at a time does.

        Args:
            wait_s: Seconds to wait for another writer.

        Raises:
            HomeMissing: There is no such directory.
            HomeBusy: Another process held it for all that time.
            HomeDenied: This user may not write there.
        """
        try:
            lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except (FileNotFoundError, NotADirectoryError):
            raise self.missing() from None
        except OSError as error:
            raise self.denied(error, "written") from None
        try:
            self._wait_for(lock, time.monotonic() + wait_s)
            yield
        finally:
            os.close(lock)

    def missing(self) -> HomeMissing:
        """That there is no such directory, and how to make one."""
        return HomeMissing(
            f"there is no home at {self.folder}", f"run: resolver import --home {self.folder}"
        )

    def denied(self, error: OSError, what: Literal["read", "written"]) -> HomeDenied:
        """That something in it cannot be read or written, in the system's own words."""
        reason = (error.strerror or "permission denied").lower()
        return HomeDenied(f"{self.folder} cannot be {what}: {reason}", _REMEDY)

    def busy(self) -> HomeBusy:
        """That another process is writing."""
        return HomeBusy(
            f"another process is writing {self.folder}", "wait for it to end, then try again"
        )

    def _wait_for(self, lock: int, until: float) -> None:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise self.busy() from None
                time.sleep(_RETRY_S)
            else:
                return
