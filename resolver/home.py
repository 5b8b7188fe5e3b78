"""Where everything in a home lies, and the locks of those who write in it.

A home is the directory that holds a store and its indexes:

    <home>/store.sqlite     what was imported                       resolver.store
    <home>/edits.sqlite     what people changed, and decided        resolver.journal
    <home>/index/CURRENT    the name of the snapshot that answers   resolver.index
    <home>/index/<name>/    the snapshots
    <home>/weights.toml     weights of its own, if it has any       resolver.curate.weights
    <home>/sound.table      an encoder of its own, if it has any    resolver.text.sound
    <home>/rejects/         rows that imports left out, by source   resolver.packs.rejects
    <home>/jobs/            lists that were sent to the service     resolver.jobs
    <home>/keys.json        who may ask the service for what        resolver.access
    <home>/sessions.json    who signed in on the pages              resolver.access
    <home>/lock             held by whoever writes the store
    <home>/index.lock       held for the moment in which `CURRENT` changes
    <home>/indexer.lock     held by whoever publishes changes       resolver.indexing

The locks are the operating system's (`flock`): each ends with the process that holds it, however
that ends, and its file may stay where it is. Who holds several took the lock of the store first,
that of the index last.
"""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self
from urllib.parse import quote

from resolver.errors import HomeBusy, HomeDenied, HomeMissing

_RETRY_S: Final = 0.02
"""Seconds between two tries to get the lock."""

_LONGEST_NAME: Final = 150
"""Characters of a source's name that a file's name has."""

_REMEDY: Final = "use --home or RESOLVER_HOME for another place, or change its permissions"
"""What helps where a home cannot be read or written."""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of a home.

    Args:
        folder: The directory; it need not exist.
    """

    folder: Path

    @classmethod
    def of_snapshot(cls, folder: Path) -> Self:
        """The home in which a snapshot's folder lies."""
        return cls(folder.parent.parent)

    @property
    def store(self) -> Path:
        """The database of the store."""
        return self.folder / "store.sqlite"

    @property
    def journal(self) -> Path:
        """The database of the journal."""
        return self.folder / "edits.sqlite"

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
        """The file of weights of its own; most homes have none."""
        return self.folder / "weights.toml"

    @property
    def encoder(self) -> Path:
        """The file of an encoder of its own; most homes have none."""
        return self.folder / "sound.table"

    @property
    def jobs(self) -> Path:
        """The folder of the lists that were sent to the service, and what became of them."""
        return self.folder / "jobs"

    @property
    def keys(self) -> Path:
        """The file of the keys that the service takes; without it, it takes none."""
        return self.folder / "keys.json"

    @property
    def sessions(self) -> Path:
        """The file of who signed in on the pages; where nobody did, there is none."""
        return self.folder / "sessions.json"

    def rejects(self, source: str) -> Path:
        """The file of the rows that the last import of a source left out, if it did."""
        name = quote(source, safe=" ")
        if len(name) > _LONGEST_NAME:
            name = (
                name[:_LONGEST_NAME] + hashlib.blake2b(source.encode(), digest_size=8).hexdigest()
            )
        return self.folder / "rejects" / f"{name}.jsonl"

    @property
    def lock(self) -> Path:
        """The file whose lock the writer of the store holds."""
        return self.folder / "lock"

    @property
    def index_lock(self) -> Path:
        """The file whose lock is held while another snapshot becomes current."""
        return self.folder / "index.lock"

    @property
    def indexer_lock(self) -> Path:
        """The file whose lock the process holds that publishes changes."""
        return self.folder / "indexer.lock"

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
    def locked(self, *, wait_s: float, file: Path | None = None) -> Iterator[None]:
        """Hold the home for writing; one process at a time does.

        Args:
            wait_s: Seconds to wait for another writer.
            file: Which lock is held; None for that of the store.

        Raises:
            HomeMissing: There is no such directory.
            HomeBusy: Another process held it for all that time.
            HomeDenied: This user may not write there.
        """
        try:
            held = os.open(file or self.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except (FileNotFoundError, NotADirectoryError):
            raise self.missing() from None
        except OSError as error:
            raise self.denied(error, "written") from None
        try:
            self._wait_for(held, time.monotonic() + wait_s)
            yield
        finally:
            os.close(held)

    @contextmanager
    def still(self, *, wait_s: float) -> Iterator[None]:
        """As `locked`, to read the store; one that this user may not write is read all the same."""
        may_write = os.access(self.folder, os.W_OK) or not self.folder.exists()
        with self.locked(wait_s=wait_s) if may_write else nullcontext():
            yield

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

    def _wait_for(self, held: int, until: float) -> None:
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise self.busy() from None
                time.sleep(_RETRY_S)
            else:
                return


def home_beside(source: str | Path) -> Path:
    """The home of a table that is served by itself: `firms.csv` → `firms.csv.resolver`.

    Args:
        source: A path, or the name of a pack, whose home is in the current directory.
    """
    path = Path(source)
    path = path if path.name not in ("", "..") else path.resolve()
    return path.with_name(f"{path.name}.resolver")


def system_user() -> str:
    """Who works on a home from here: the name of the system's user or, without one, the number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # as in a container
        return str(os.getuid())
