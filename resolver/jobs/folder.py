"""The folder of one job. Reach for it to read, change or remove what lies there.

    input<ending>     the list as it came
    result<ending>, report.html, review.csv, review-unmatched.csv     what became of it
    job.json          its record (`Job`), replaced as a whole
    draft.json        the record that it is to have, where nobody has started it yet
    summary.json      what was done (`Summary`), once it is
    progress.json     how far the work is (`Progress`), likewise
    unfinished        there until the job has ended
    cancelled         there once nobody wants it any more
    lock              held by whoever works on it, or takes it in

The lock is the operating system's (`flock`) and ends with the last process that has it. The process
that resolves the list has it too, so nobody else begins while that one still writes. A folder
without a record is a list on its way, a draft, or what is left of one.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from resolver.atomic import writing
from resolver.bulk.tally import Summary
from resolver.jobs.job import Job, Progress

_PLAIN: Final = frozenset((".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".parquet"))
_PRIVATE: Final = 0o600
"""The mode of files that hold lists, or say something of them."""

_PACKED: Final = frozenset((".gz", ".bz2", ".zst"))


def ending_of(name: str) -> str:
    """How a list's name ends, of those endings that say a form: `.csv.gz`; "" where none does."""
    suffixes = [each.lower() for each in Path(name).suffixes[-2:]]
    packed = suffixes.pop() if suffixes and suffixes[-1] in _PACKED else ""
    plain = suffixes[-1] if suffixes and suffixes[-1] in _PLAIN else ""
    return plain + packed


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The paths of a job.

    Args:
        path: The folder; it need not exist any more.
    """

    path: Path

    @property
    def key(self) -> str:
        """Its name, by which queues and workers know the job."""
        return self.path.name

    @property
    def upload(self) -> Path:
        """The body of a request as it comes."""
        return self.path / "upload"

    @property
    def report(self) -> Path:
        """The report on the result."""
        return self.path / "report.html"

    @property
    def review(self) -> Path:
        """The questions that somebody has to decide."""
        return self.path / "review.csv"

    @property
    def unmatched(self) -> Path:
        """The questions that mean nobody, in the form of `review`."""
        return self.path / "review-unmatched.csv"

    @property
    def unfinished(self) -> Path:
        """There until the job has ended."""
        return self.path / "unfinished"

    def input(self, job: Job) -> Path:
        """The list."""
        return self.path / f"input{job.ending}"

    def result(self, job: Job) -> Path:
        """The list with its answers: in the form that was asked for, else as it came."""
        form = job.options.get("format")
        if not form:
            return self.path / f"result{job.ending}"
        packed = Path(job.ending).suffix if Path(job.ending).suffix in _PACKED else ""
        return self.path / f"result.{form[0]}{'' if form[0] == 'parquet' else packed}"

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants it any more."""
        return (self.path / "cancelled").exists()

    def cancel(self) -> None:
        """Say that nobody wants it any more: it goes at once, or once its worker has let go."""
        with suppress(FileNotFoundError):
            (self.path / "cancelled").touch()
        with self.claimed() as held:
            if held is not None:
                self.remove()

    def read(self) -> Job | None:
        """Its record; None where there is none, or none any more."""
        record = _read_json(self._record)
        return None if record is None else Job.from_dict(record)

    def write(self, job: Job) -> None:
        """Replace its record, on disk when this returns; only for who holds the lock.

        Raises:
            DiskFull: No space is left.
        """
        _write_json(self._record, job.to_dict())
        if job.state == "failed":
            for path in self.path.glob("re*"):  # result, report, review, and their parts
                path.unlink(missing_ok=True)
        if job.has_ended:
            if job.state == "failed" or not job.keeps_list:
                self.input(job).unlink(missing_ok=True)
            self.unfinished.unlink(missing_ok=True)

    def read_draft(self) -> Job | None:
        """The job that it is to be once somebody starts it; None where it is no draft."""
        record = None if self._record.exists() else _read_json(self._draft)
        return None if record is None else Job.from_dict(record)

    def write_draft(self, job: Job) -> None:
        """Keep a list that nobody has started yet; only for who holds the lock.

        Raises:
            DiskFull: No space is left.
        """
        _write_json(self._draft, job.to_dict())

    def start(self, job: Job) -> None:
        """Make a draft a job; only for who holds the lock.

        Raises:
            DiskFull: No space is left.
        """
        self.write(job)
        self._draft.unlink(missing_ok=True)

    def read_summary(self) -> Summary | None:
        """What was done; None where it is not done, or was before summaries were kept."""
        value = _read_json(self.path / "summary.json")
        return None if value is None else Summary.from_record(value)

    def write_summary(self, summary: Summary) -> None:
        """Say what was done.

        Raises:
            DiskFull: No space is left.
        """
        _write_json(self.path / "summary.json", summary.to_record())

    def read_progress(self) -> Progress:
        """How far the work on it is."""
        return Progress(**(_read_json(self.path / "progress.json") or {}))

    def write_progress(self, progress: Progress) -> None:
        """Say how far the work on it is."""
        _write_json(self.path / "progress.json", asdict(progress))

    @contextmanager
    def claimed(self) -> Iterator[int | None]:
        """Hold its lock: the descriptor that has it; None where another one does, or it is gone."""
        held = self.lock()
        try:
            yield held
        finally:
            if held is not None:
                os.close(held)

    def lock(self) -> int | None:
        """The descriptor that holds its lock until it is closed; None as `claimed` says."""
        try:
            held = self._open_lock()
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return None
        return held

    def begin(self) -> int:
        """Make the folder, for a list that is on its way: the descriptor that holds its lock.

        Raises:
            DiskFull: No space is left; nothing is left of the folder then.
            OSError: It cannot be written there; likewise.
        """
        with writing("an upload"):
            self.path.mkdir(mode=0o700)
            try:
                held = self._open_lock()
                fcntl.flock(held, fcntl.LOCK_EX)  # who looks whether it is held lets go at once
                self.unfinished.touch(_PRIVATE)
            except BaseException:
                self.remove()
                raise
        return held

    @property
    def has_place(self) -> bool:
        """Whether it is a job that has not ended, or a list that is being taken in."""
        if not self.unfinished.exists():
            return False
        return self._record.exists() or is_locked(self.path / "lock")

    @property
    def is_draft(self) -> bool:
        """Whether it is a list that nobody has started yet."""
        return self._draft.exists() and not self._record.exists()

    @property
    def _record(self) -> Path:
        return self.path / "job.json"

    @property
    def _draft(self) -> Path:
        return self.path / "draft.json"

    def _open_lock(self) -> int:
        return os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)

    def begin_anew(self, job: Job) -> None:
        """Remove what was made of the list so far; only for who holds the lock."""
        kept = {
            "job.json",
            "lock",
            "unfinished",
            "cancelled",
            self.input(job).name,
        }
        for path in self.path.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove it and all in it; only for who holds the lock. Its record goes first."""
        self._record.unlink(missing_ok=True)
        shutil.rmtree(self.path, ignore_errors=True)


def is_locked(path: Path) -> bool:
    """Whether some process holds the lock of a file, alone or with others."""
    try:
        probe = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(probe)
    return False


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write_json(path: Path, value: Any) -> None:
    part = path.with_suffix(".new")
    with writing("what is known of a job"):
        with part.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
