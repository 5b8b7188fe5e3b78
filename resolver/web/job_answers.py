"""What a job is answered with: how it is, and its files. Reach for it to say more of a job."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any, Final

from resolver.bulk.tally import VERDICTS
from resolver.errors import JobFailed, JobNotDone
from resolver.jobs import Failure, Found, Job, Jobs, Progress
from resolver.web.files import SentFile
from resolver.web.routes import JOBS

NOTED_S: Final = 30.0
"""Seconds that a job waits before it says that nobody is there to work on it."""

_NO_WORKER: Final = (
    "no worker is running on this home: start one with resolver worker; the job is kept until then"
)

_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".txt": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".gz": "application/gzip",
    ".bz2": "application/x-bzip2",
    ".zst": "application/zstd",
}
"""By the last ending of a result."""

_ANY: Final = "application/octet-stream"
"""Of a list whose name says no form."""


def job_value(job_id: str, found: Found, jobs: Jobs) -> dict[str, Any]:
    """How a job is, as JSON values: nothing of what its list holds.

    Args:
        job_id: Its ID.
        found: Its folder and its record.
        jobs: All jobs of the home, and their workers.
    """
    folder, job = found
    progress = folder.read_progress()
    is_running = job.state == "running"
    return {
        "state": job.state,
        "name": job.name,
        "options": job.options,
        "created": _date(job.created),
        "started": _date(job.started),
        "finished": _date(job.finished),
        "rows": progress.rows,
        "verdicts": dict.fromkeys(VERDICTS, 0) | dict(progress.verdicts),
        "blank": progress.blank,
        "unasked": progress.unasked,
        "errors": progress.errors,
        "share": 1.0 if job.state == "done" else progress.share,
        "rows_per_s": _rate(job, progress),
        "seconds_left": progress.seconds_left if is_running else None,
        "warnings": progress.warnings,
        "index": job.index,
        "failure": _problem(job.failure),
        "note": _note(found, jobs),
        "links": {
            "self": f"{JOBS.path}/{job_id}",
            **{name: f"{JOBS.path}/{job_id}/{name}" for name in ("result", "report", "review")},
        },
    }


def check_done(found: Found) -> Found:
    """Check that a job has a result.

    Raises:
        JobFailed: It will have none.
        JobNotDone: It has none yet.
    """
    _, job = found
    if job.failure is not None:
        raise JobFailed(f"the job has failed: {job.failure.what}", job.failure.remedy)
    if job.state != "done":
        raise JobNotDone("the job is not done", "ask for its state, and again once that is done")
    return found


def result_of(found: Found) -> SentFile:
    """The list with its answers."""
    folder, job = found
    path = folder.result(job)
    ending = path.name.removeprefix("result")
    return SentFile(path, _MEDIA_TYPES.get(path.suffix, _ANY), _named(job.name, job.ending, ending))


def report_of(found: Found) -> SentFile:
    """The page of what was done, to be shown."""
    folder, job = found
    name = _named(job.name, job.ending, "-report.html")
    return SentFile(folder.report, "text/html", name, is_shown=True)


def review_of(found: Found) -> SentFile:
    """The questions that somebody has to decide."""
    folder, job = found
    name = _named(job.name, job.ending, "-review.csv")
    return SentFile(folder.review, "text/csv", name)


def _named(name: str, ending: str, with_ending: str) -> str:
    """A name for what was made of a list: `cities.csv.gz` → `cities-resolved.csv.gz`."""
    whole = name[: len(name) - len(ending)] if name.lower().endswith(ending) else name
    return f"{whole}-resolved{with_ending}"


def _rate(job: Job, progress: Progress) -> float | None:
    """Rows a second: since work was last begun, or over all of it once the job is done."""
    rate = progress.rows_per_s
    if job.state == "done" and job.started is not None and job.finished is not None:
        rate = progress.rows / max(job.finished - job.started, 1e-3)
    return None if rate is None else round(rate, 1)


def _date(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def _problem(failure: Failure | None) -> dict[str, Any] | None:
    """A failure in the form that errors have everywhere."""
    if failure is None:
        return None
    problem = {
        "type": "about:blank",
        "title": failure.what,
        "status": failure.status,
        "code": failure.code,
        "detail": failure.remedy,
        "field": failure.field,
    }
    return {name: value for name, value in problem.items() if value is not None}


def _note(found: Found, jobs: Jobs) -> str | None:
    """What a job waits for, if it is not its turn."""
    _, job = found
    if job.has_ended:
        return None
    waits_long = time.time() - job.created > NOTED_S
    return _NO_WORKER if waits_long and not jobs.has_worker() else job.note
