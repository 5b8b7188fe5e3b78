"""The process that resolves the list of one job. Reach for it to change how a job is worked on.

It is started by `resolver.jobs.watching`, with `Work` as a line of standard input, and ends when
that closes: with whoever watches it, whatever ends that. It runs only where nothing else wants the
processor, and within a limit of memory, and so do the processes of the pool that it starts. What it
holds of the job's lock ends with it. It says how it ended by the job's record and its exit code.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from resolver.bulk.blocks import Done
from resolver.bulk.options import BulkOptions
from resolver.bulk.run import Files, Limits, resolve_list
from resolver.bulk.tally import VERDICTS, Tally
from resolver.engine import Resolver
from resolver.errors import (
    DiskFull,
    HomeError,
    InvalidInput,
    ListTooLarge,
    ResolverError,
    TooManyErrors,
    TooManyRows,
)
from resolver.jobs.folder import JobFolder
from resolver.jobs.job import Job, Progress
from resolver.telemetry import say
from resolver.version import LISTING, code_version

NO_MEMORY: Final = 66
"""The exit code where memory was not enough."""

WAITS: Final = 75
"""The exit code where the job cannot go on now, but may later: the disk is full, the index gone."""

NO_SPACE: Final = "no space left; it goes on when there is"
NO_INDEX: Final = "no index can be read now; it goes on when one can"

_LIMITS: Final[dict[type[ResolverError], str]] = {
    ListTooLarge: "RESOLVER_JOB_MAX_MB",
    TooManyRows: "RESOLVER_JOB_MAX_ROWS",
}
"""The settings that have limits of lists, by what goes wrong beyond them."""

LAST_S: Final = 5.0
"""Seconds that an orderly end may take."""

NICE: Final = 19
"""How far it steps back where the system has no idle class."""


class Work(NamedTuple):
    """What it is to do.

    Args:
        home: The home whose index answers.
        folder: The job's folder, whose lock it has been given.
        max_bytes: How long the list may be, unpacked.
        max_rows: How many rows it may have.
        memory_bytes: Memory of its own, which each process may take.
    """

    home: str
    folder: str
    max_bytes: int
    max_rows: int
    memory_bytes: int


def main() -> NoReturn:
    """Do the work that standard input says."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: who watches it says when to end
    work = Work(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_watcher, name="watcher-watch", daemon=True).start()
    os.umask(0o077)  # what it writes has names of the list
    _step_back()
    _limit_memory(work.memory_bytes)
    try:
        _resolve(work)
    except MemoryError:
        sys.exit(NO_MEMORY)
    except (DiskFull, HomeError) as error:
        _wait(work, error)
        sys.exit(WAITS)
    sys.exit(0)


def _end_with_watcher() -> None:
    """Wait for the end of standard input, then end in order; after a while at once."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_S)
    os.kill(os.getpid(), signal.SIGKILL)


def _step_back() -> None:
    """Run only where nothing else wants the processor, as far as the system knows how."""
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError):
        os.nice(NICE)


def _limit_memory(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _resolve(work: Work) -> None:
    """Resolve the list, or say in the job's record why that cannot be."""
    folder = JobFolder(Path(work.folder))
    job = folder.read()
    if job is None:
        return
    resolver, job = _opened(Path(work.home), folder, job)
    try:
        with resolver:
            _to_end(work, resolver, folder, job)
    except (DiskFull, HomeError, MemoryError):
        raise
    except (InvalidInput, TooManyErrors) as error:
        folder.write(job.failed(time.time(), _with_setting(error)))
    except Exception as error:  # a fault of ours: it would come again, and its text may have names
        where = traceback.format_tb(error.__traceback__)
        say("job failed", error=type(error).__name__, traceback="".join(where))
        folder.write(job.failed(time.time(), _fault()))
    else:
        folder.write(job.done(time.time()))


def _with_setting(error: ResolverError) -> ResolverError:
    """An error whose remedy names the setting that has the limit, if it is one of a limit."""
    setting = _LIMITS.get(type(error))
    if setting is not None:
        error.remedy = f"split the list, or raise {setting}"
    return error


def _fault() -> ResolverError:
    return ResolverError(
        "something went wrong in the service", "it was logged; send the list again"
    )


def _wait(work: Work, error: ResolverError) -> None:
    """Say what the job waits for; where the disk is full, that may not be said either."""
    folder = JobFolder(Path(work.folder))
    with suppress(DiskFull):
        if job := folder.read():
            is_full = isinstance(error, DiskFull)
            folder.write(job.waiting(NO_SPACE if is_full else NO_INDEX))


def _opened(home: Path, folder: JobFolder, job: Job) -> tuple[Resolver, Job]:
    """The index that answers the job: that of its first rows, if it is there; else it begins anew.

    An output is of one index and one version of the code, so nothing of others is gone on from.
    """
    version = code_version(*LISTING)
    if job.index is not None and job.version == version:
        try:
            return Resolver.open_snapshot(home, job.index), job
        except HomeError:
            pass  # two indexes were compiled since
    resolver = Resolver.open(home)
    if job.index is not None:
        folder.begin_anew(job)
    job = job.answered_by(resolver.fingerprint, version)
    folder.write(job)
    return resolver, job


def _to_end(work: Work, resolver: Resolver, folder: JobFolder, job: Job) -> None:
    watch = _Watch(folder)
    summary = resolve_list(
        resolver,
        Files(
            folder.input(job),
            folder.result(job),
            folder.review,
            folder.report,
            job.name,
            Path(work.home),
            folder.unmatched,
        ),
        BulkOptions.from_texts(job.options),
        resume=True,
        limits=Limits(work.max_bytes, work.max_rows),
        warn=watch.warn,
        watch=watch.see,
    )
    folder.write_summary(summary)


class _Watch:
    """Writes down how far the work is, after each block."""

    def __init__(self, folder: JobFolder) -> None:
        self._folder = folder
        self._first = (0.0, Done(0, None, Tally()))
        self._has_first = False
        self._warnings: list[str] = []

    def warn(self, warning: str) -> None:
        """Take what is doubtful in how the list is read."""
        self._warnings.append(warning)

    def see(self, done: Done) -> None:
        """Take how far the work is now."""
        now = time.monotonic()
        if not self._has_first:
            self._first, self._has_first = (now, done), True
        rate, left = self._pace(now, done)
        tally = done.tally
        self._folder.write_progress(
            Progress(
                rows=done.rows,
                verdicts={verdict: tally.verdicts[verdict] for verdict in VERDICTS},
                blank=tally.blank,
                unasked=tally.unasked,
                errors=tally.errors,
                share=done.share,
                rows_per_s=rate,
                seconds_left=left,
                warnings=self._warnings,
            )
        )

    def _pace(self, now: float, done: Done) -> tuple[float | None, float | None]:
        """Rows a second and seconds left, by what was done since the first block that was seen."""
        then, before = self._first
        if now <= then or done.rows <= before.rows:
            return None, None
        rate = (done.rows - before.rows) / (now - then)
        if done.share is None or before.share is None or done.share <= before.share:
            return rate, None
        left = (1 - done.share) * (now - then) / (done.share - before.share)
        return rate, left
