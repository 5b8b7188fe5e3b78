"""One job, from its claim to its end. Reach for it to change who stops a job, or tries it again.

`work_on` claims a job and resolves it in a process of its own (`resolver.jobs.process`), which it
watches: it ends the process where the job is cancelled, takes too long, or the worker is to stop. A
process that dies is started again where the last block ended; one that dies again and again without
getting on is given up. What is left of a claim that ended early, however it ended, is a job that
somebody else goes on with.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, Literal, cast

from resolver.errors import JobTooLarge, ResolverError
from resolver.jobs.folder import JobFolder
from resolver.jobs.job import Job
from resolver.jobs.process import LAST_S, NO_MEMORY, WAITS, Work
from resolver.settings import Settings
from resolver.telemetry import record, say

LOOK_S: Final = 0.2
"""Seconds between two looks at a process."""

MAX_DEATHS: Final = 3
"""Times that a process may die where it got no further than the time before."""

_START: Final = "import sys; sys.path[:] = {path!r}; from resolver.jobs.process import main; main()"

Outcome = Literal["not ours", "ended", "cancelled", "stopped", "waits"]
"""What became of a job: somebody else has it, it has ended, nobody wants it, the worker is to stop,
it waits for what is not there now."""

_EVENTS: Final[dict[Outcome, str]] = {
    "ended": "job ends",
    "cancelled": "job cancelled",
    "stopped": "job stopped",
    "waits": "job waits",
}
"""What the log calls an outcome."""


def work_on(folder: JobFolder, settings: Settings, is_stopping: Callable[[], bool]) -> Outcome:
    """Claim a job, and resolve its list as far as that goes.

    Args:
        folder: The job's.
        settings: The home, and the limits of jobs.
        is_stopping: Whether the worker is to stop.

    Raises:
        DiskFull: Not even its record can be written.
    """
    with folder.claimed() as held:
        job = None if held is None else folder.read()
        if held is None or job is None:
            return "not ours"
        if folder.is_cancelled:
            folder.remove()
            return "cancelled"
        if job.has_ended:
            folder.write(job)  # who wrote it died before the rest was done
            return "ended"
        folder.write(job.begun(time.time()))
        begin = time.monotonic()
        record("job begins", state=job.state, rows=folder.read_progress().rows)
        outcome = None
        while outcome is None:
            outcome = _run(folder, settings, held, is_stopping)
        _record_outcome(folder, outcome, time.monotonic() - begin)
        return outcome


def _record_outcome(folder: JobFolder, outcome: Outcome, seconds: float) -> None:
    """Log what became of a job, with nothing of its list or its address."""
    said: dict[str, object] = {"seconds": round(seconds, 3)}
    job = folder.read()  # None where it was cancelled
    if job is not None:
        said |= {"state": job.state, "rows": folder.read_progress().rows}
        if job.failure is not None:
            said["code"] = job.failure.code
        if job.note is not None:
            said["why"] = job.note
    record(_EVENTS[outcome], **said)


def _run(
    folder: JobFolder, settings: Settings, held: int, is_stopping: Callable[[], bool]
) -> Outcome | None:
    """One life of the process of a job; None where it died, and is to be started again."""
    process = _start(folder, settings, held)
    until = time.monotonic() + settings.job_timeout_s
    try:
        while process.poll() is None:
            if folder.is_cancelled:
                process.kill()  # it does nothing more, though its end may wait for a processor
                folder.remove()
                return "cancelled"
            if is_stopping():
                return "stopped"
            if time.monotonic() > until:
                process.kill()
                return _fail(folder, _too_long(settings))
            time.sleep(LOOK_S)
    finally:
        _end(process)
    return _after(folder, process.returncode, settings)


def _after(folder: JobFolder, code: int, settings: Settings) -> Outcome | None:
    """What follows from how a process has ended."""
    job = _record(folder)
    if job.has_ended:
        return "ended"
    if code == WAITS:
        return "waits"
    job = job.died(folder.read_progress().rows)
    if job.deaths >= MAX_DEATHS:
        return _fail(folder, _no_memory(settings) if code == NO_MEMORY else _died(code))
    folder.write(job)
    say("job process died", exit_code=code, deaths=job.deaths, rows=job.rows)
    return None


def _fail(folder: JobFolder, error: ResolverError) -> Outcome:
    folder.write(_record(folder).failed(time.time(), error))
    return "ended"


def _record(folder: JobFolder) -> Job:
    """The record of a job that is held, so that nobody removes it."""
    job = folder.read()
    if job is None:
        raise ValueError(f"{folder.key} has no record, though it is held")
    return job


def _start(folder: JobFolder, settings: Settings, held: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-c", _START.format(path=sys.path)],
        pass_fds=[held],  # it has the lock as long as it lives
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    work = Work(
        str(Path(settings.home).absolute()),
        str(folder.path.absolute()),
        settings.job_max_mb << 20,
        settings.job_max_rows,
        settings.job_memory_mb << 20,
    )
    with suppress(BrokenPipeError):  # it has died already, which its exit code says
        stdin = cast(IO[bytes], process.stdin)
        stdin.write(json.dumps(work._asdict()).encode() + b"\n")
        stdin.flush()
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process: in order, where it can; it is gone when this returns."""
    with suppress(BrokenPipeError):
        cast(IO[bytes], process.stdin).close()
    try:
        process.wait(LAST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _too_long(settings: Settings) -> JobTooLarge:
    return JobTooLarge(
        f"the job took longer than {settings.job_timeout_s:,.0f} s",
        "split the list, or raise RESOLVER_JOB_TIMEOUT_S",
    )


def _no_memory(settings: Settings) -> JobTooLarge:
    return JobTooLarge(
        f"the job needs more than {settings.job_memory_mb:,} MB of memory",
        "split the list, or shorten its longest cells",
    )


def _died(code: int) -> ResolverError:
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    return ResolverError(
        f"the process of the job died {MAX_DEATHS} times at the same rows, at last {how}",
        "the service's log may say why; the memory of its machine may be too small",
    )
