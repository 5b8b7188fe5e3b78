"""All jobs of a home. Reach for it to take one in, find one, or see which are to be worked on.

A job's ID is 128 random bits that only its client and the requests of that client carry. Its folder
is named by a digest of the ID, its key: nobody who sees a folder, a queue or a process list learns
an ID, a look-up takes as long for an ID that is nearly right, and no ID is a path. A job that was
sent with a key of the service has an owner, whom alone its ID opens it to.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from resolver.bulk.review import withdraw_undecided
from resolver.errors import TooManyJobs, UnknownJob
from resolver.home import Home
from resolver.jobs.folder import JobFolder, is_locked
from resolver.jobs.job import Job

ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
"""The form of IDs."""

_KEY: Final = re.compile(r"[0-9a-f]{32}")

LEFT_S: Final = 2.0
"""Seconds after which a folder without a record, held by nobody, is what a dead process left: it
takes far less to make the folder of a job and to hold it."""

DRAFT_S: Final = 1_800.0
"""Seconds that a list is kept which nobody starts."""

MAX_DRAFTS: Final = 100
"""Lists that nobody has started of one owner, or of all who have none."""

DAY_S: Final = 86_400


class Taken(NamedTuple):
    """A job that has a folder now.

    Args:
        id: What its client knows it by.
        folder: Its folder.
        held: The descriptor that holds its lock.
    """

    id: str
    folder: JobFolder
    held: int


class Found(NamedTuple):
    """A job: its folder, and its record as it was just now."""

    folder: JobFolder
    job: Job


class Jobs:
    """The jobs of a home.

    Args:
        home: The home; its folder of jobs is made with the first job.
    """

    def __init__(self, home: Path) -> None:
        self._home = Home(home)
        self._path = self._home.jobs

    def take(self, most: int) -> Taken:
        """Make the folder of a new job, locked, and nobody's to work on until it has a record.

        Args:
            most: How many jobs may be unfinished, with this one.

        Raises:
            TooManyJobs: So many are.
            HomeDenied, DiskFull: Nothing can be written there.
        """
        self.check_place(most)
        taken = secrets.token_urlsafe(16)
        folder = self._folder(taken)
        try:
            self._path.mkdir(mode=0o700, exist_ok=True)
            return Taken(taken, folder, folder.begin())
        except OSError as error:
            raise self._home.denied(error, "written") from None

    def check_place(self, most: int) -> None:
        """Check that there may be one more job.

        Args:
            most: How many may be unfinished, with that one.

        Raises:
            TooManyJobs: So many are.
        """
        unfinished = sum(folder.has_place for folder in self._folders())
        if unfinished >= most:
            raise TooManyJobs(
                f"{unfinished:,} jobs are not done yet, and {most:,} may be", "try again later"
            )

    def drop_drafts(self, owner: str | None, *, most_bytes: int) -> None:
        """Remove the oldest lists that nobody started, where there are too many or too long ones.

        Args:
            owner: The name of the key whose they are; None for those of nobody.
            most_bytes: How long they may be together. The newest stays however long it is.
        """
        drafts = [
            (draft.created, folder.key, folder.input(draft))
            for folder in self._folders()
            if (draft := folder.read_draft()) is not None and draft.owner == owner
        ]
        taken = 0
        for place, (_, key, path) in enumerate(sorted(drafts, reverse=True)):
            with suppress(FileNotFoundError):  # somebody removed it just now
                taken += path.stat().st_size
            if place and (place >= MAX_DRAFTS or taken > most_bytes):
                folder = JobFolder(self._path / key)
                with folder.claimed() as held:
                    if held is not None and folder.is_draft:
                        folder.remove()

    def find(self, job_id: str, owner: str | None = None) -> Found:
        """A job by its ID, for who asks.

        Args:
            job_id: The ID.
            owner: The name of the key that asks, if one does.

        Raises:
            UnknownJob: There is none, it was cancelled, or is somebody else's.
        """
        if ID.fullmatch(job_id) is not None:
            folder = self._folder(job_id)
            job = folder.read()
            if job is not None and job.owner in (None, owner) and not folder.is_cancelled:
                return Found(folder, job)
        raise UnknownJob("no job has that ID", "it was removed, or is too old: send the list again")

    def find_draft(self, job_id: str, owner: str | None = None) -> Found | None:
        """As `find`, a list that nobody has started yet; None where there is none of that ID."""
        if ID.fullmatch(job_id) is not None:
            folder = self._folder(job_id)
            draft = folder.read_draft()
            if draft is not None and draft.owner in (None, owner) and not folder.is_cancelled:
                return Found(folder, draft)
        return None

    def remove(self, folder: JobFolder) -> None:
        """Remove a list: at once, or once its worker has let go of it.

        Names of it that wait to be decided go with it, unless others asked them too.

        Raises:
            HomeError: What waits to be decided cannot be written.
        """
        with folder.claimed() as held:
            if held is not None:
                withdraw_undecided(self._home.folder, folder.review, folder.unmatched)
        folder.cancel()

    def owned_by(self, owner: str) -> list[Found]:
        """The jobs that a key sent, the latest first."""
        found = [
            Found(folder, job)
            for folder in self._folders()
            if (job := folder.read()) is not None and job.owner == owner and not folder.is_cancelled
        ]
        return sorted(found, key=lambda each: each.job.created, reverse=True)

    def by_key(self, key: str) -> JobFolder | None:
        """The folder that a queue or a worker names; None where there is none."""
        is_key = _KEY.fullmatch(key) is not None and (self._path / key).is_dir()
        return JobFolder(self._path / key) if is_key else None

    def unfinished(self) -> list[JobFolder]:
        """Those that are to be worked on, or are worked on; who waits longest is first."""
        found = [
            (job.created, folder.key)
            for folder in self._folders()
            if folder.unfinished.exists() and (job := folder.read()) is not None
        ]
        return [JobFolder(self._path / key) for _, key in sorted(found)]

    def count_unfinished(self) -> dict[str, int]:
        """How many are queued, and how many are running."""
        counts = {"queued": 0, "running": 0}
        for folder in self._folders():
            job = folder.read() if folder.unfinished.exists() else None
            if job is not None and job.state in counts and not folder.is_cancelled:
                counts[job.state] += 1
        return counts

    def tidy(self, *, keep_s: float) -> None:
        """Remove jobs that ended so long ago, and what dead processes left."""
        now = time.time()
        for folder in self._folders():
            if _is_over(folder, now, keep_s):
                with folder.claimed() as held:
                    if held is not None and _is_over(folder, now, keep_s):
                        folder.remove()

    def attend(self) -> int | None:
        """Say that a worker is there, until the descriptor is closed; None without any job yet."""
        try:
            held = os.open(self._workers, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return None
        fcntl.flock(held, fcntl.LOCK_SH)
        return held

    def has_worker(self) -> bool:
        """Whether some worker is there."""
        return is_locked(self._workers)

    @property
    def _workers(self) -> Path:
        """The file whose lock every worker shares."""
        return self._path / "workers"

    def _folder(self, job_id: str) -> JobFolder:
        return JobFolder(self._path / blake2b(job_id.encode(), digest_size=16).hexdigest())

    def _folders(self) -> Iterator[JobFolder]:
        try:
            names = os.listdir(self._path)
        except OSError:
            return
        yield from (JobFolder(self._path / name) for name in names if _KEY.fullmatch(name))


def _is_over(folder: JobFolder, now: float, keep_s: float) -> bool:
    """Whether nothing of a folder is wanted any more, unless somebody holds it."""
    job = folder.read()
    if job is not None:
        return folder.is_cancelled or (job.finished is not None and now - job.finished > keep_s)
    try:
        left_s = DRAFT_S if folder.is_draft else LEFT_S
        return folder.is_cancelled or now - folder.path.stat().st_mtime > left_s
    except FileNotFoundError:
        return False
