"""Jobs of a home with real lists, sent as the service sends them, and what has to come of them."""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from resolver import Resolver
from resolver.bulk.options import BulkOptions
from resolver.bulk.run import Files, resolve_list
from resolver.jobs import Job, JobFolder, Jobs
from resolver.settings import Settings

ROOT = Path(__file__).parent.parent.parent
LETTERS = "abcdeorst"


def settings_of(home: Path, **given: object) -> Settings:
    """Settings on a home."""
    variables = {f"RESOLVER_{name.upper()}": str(value) for name, value in given.items()}
    return Settings.from_environment({"RESOLVER_HOME": str(home), **variables})


def misspelt(rows: int, seed: int = 1) -> bytes:
    """A CSV of names of the bundled packs, each with a slip, so that few are alike."""
    drawn = random.Random(seed)  # noqa: S311 - the same in every run
    names = []
    for path in sorted(ROOT.glob("aliases/*/entities.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            names += [row["name"] for row in csv.DictReader(file)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row", "name", "note"])
    for number in range(rows):
        name = drawn.choice(names)
        place = drawn.randrange(len(name))
        slip = name[:place] + drawn.choice(LETTERS) + name[place + drawn.randrange(2) :]
        writer.writerow([number, slip, 'a, "b"'])
    return out.getvalue().encode()


def send(
    home: Path, content: bytes, name: str = "list.csv", **options: str
) -> tuple[str, JobFolder]:
    """Queue a list as the service does: its ID and its folder."""
    jobs = Jobs(home)
    taken, folder, held = jobs.take(1000)
    ending = "".join(Path(name).suffixes)
    job = Job(name, ending, {key: [value] for key, value in options.items()}, time.time())
    folder.input(job).write_bytes(content)
    folder.write(job)
    os.close(held)
    return taken, folder


def job_of(folder: JobFolder) -> Job:
    job = folder.read()
    assert job is not None
    return job


def result_of(folder: JobFolder) -> bytes:
    return folder.result(job_of(folder)).read_bytes()


@pytest.fixture
def home(bundled_home: Path, tmp_path: Path) -> Path:
    """A home of one's own with the bundled packs."""
    return Path(shutil.copytree(bundled_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def expected(bundled: Resolver, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """What an undisturbed run makes of a list."""

    def run(content: bytes, **options: str) -> bytes:
        folder = tmp_path_factory.mktemp("expected")
        source, target = folder / "list.csv", folder / "out.csv"
        source.write_bytes(content)
        texts = {key: [value] for key, value in options.items()}
        files = Files(source, target, review=folder / "review.csv", name="list.csv")
        resolve_list(bundled, files, BulkOptions.from_texts(texts))
        return target.read_bytes()

    return run


class Worker:
    """A running `resolver worker`."""

    def __init__(self, home: Path, *, file_kb: int | None = None, **variables: object) -> None:
        limit = "" if file_kb is None else f"ulimit -f {file_kb}; "
        env = {f"RESOLVER_{name.upper()}": str(value) for name, value in variables.items()}
        command = [sys.executable, "-m", "resolver", "worker", "--home", str(home)]
        self.process = subprocess.Popen(
            ["/bin/bash", "-c", f'{limit}exec "$@"', "bash", *command],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", ""), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def child(self) -> int | None:
        """The process that works on a job now."""
        return next(iter(children(self.process.pid)), None)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)

    def log(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.read().decode()


def children(parent: int) -> list[int]:
    """The processes that a process has started for jobs."""
    return processes(parent, "resolver.jobs.process")


def processes(parent: int, module: str) -> list[int]:
    """The processes that a process has started to run a module."""
    command = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [int(pid) for pid, ppid, args in rows if int(ppid) == parent and module in args]


@pytest.fixture
def start_worker(home: Path) -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def start(**variables: Any) -> Worker:
        workers.append(Worker(home, **variables))
        return workers[-1]

    yield start
    for worker in workers:
        if worker.process.poll() is None:
            worker.kill()
        assert worker.process.stdout is not None
        worker.process.stdout.close()
