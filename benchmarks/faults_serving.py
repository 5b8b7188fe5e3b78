"""Faults of what serves: a worker or the master is killed while clients ask.

Of a worker: those who asked it lose a connection, everybody else gets the right answer, and another
takes its place. Of the master: every process of the service ends, and the port is free.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.serving import Server, serving
from benchmarks.trials import Process, Trial, processes, wait_until_gone
from resolver import Query, Resolver
from resolver.model.wire import render

WORKERS: Final = 2
"""Processes that serve."""

CLIENTS: Final = 4
"""Connections that ask all the time."""

REPLACED_S: Final = 20.0
"""Seconds within which another worker takes the place of a killed one."""

Answers = Mapping[str, bytes]
"""What is asked, as the path of a URL, with the right answer."""


def right_answers(home: Path, names: list[str]) -> Answers:
    """What a service on this home has to say."""
    with Resolver.open(home) as resolver:
        return {
            f"/v1/resolve?q={quote(name)}": render(resolver.resolve(Query(name)).to_dict()).content
            for name in names
        }


class Clients:
    """Clients that ask without a pause on connections that stay open.

    `seen` counts what came: `right`, `wrong` or `broken`.
    """

    def __init__(self, port: int, answers: Answers) -> None:
        self._port = port
        self._answers = list(answers.items())
        self._over = threading.Event()
        self.seen: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
        while not self._over.is_set():
            number += 1
            path, right = self._answers[number % len(self._answers)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, HTTPException):
                connection.close()
                self.seen["broken"] += 1
                time.sleep(0.02)  # nobody may listen any more
            else:
                self.seen["right" if (answer.status, body) == (200, right) else "wrong"] += 1
        connection.close()


def workers_of(server: Server) -> list[Process]:
    """The processes that serve."""
    return [
        each
        for each in processes()
        if each.parent == server.pid and "multiprocessing.spawn" in each.command
    ]


def kill_workers(home: Path, answers: Answers, seed: str, kills: int) -> Iterator[Trial]:
    """Kill a worker again and again while the same service goes on; after a failure a new one."""
    chance, done = random.Random(f"{seed} worker"), 0
    while done < kills:
        with serving(home, workers=WORKERS) as server, Clients(server.port, answers) as clients:
            failed = False
            while done < kills and not failed:
                time.sleep(chance.uniform(0.2, 1.0))
                trial = _kill_worker(server, clients, chance)
                yield trial
                failed, done = bool(trial.failures), done + 1


def _kill_worker(server: Server, clients: Clients, chance: random.Random) -> Trial:
    failures, before = [], clients.seen.copy()
    victim = chance.choice(workers_of(server)).pid
    os.kill(victim, signal.SIGKILL)
    if not replaced(server, victim):
        failures.append("no other worker took its place")
    seen = clients.seen - before
    if not seen["right"]:
        failures.append("nobody got an answer meanwhile")
    if seen["wrong"]:
        failures.append(f"{seen['wrong']} wrong answers")
    if seen["broken"] > CLIENTS:
        failures.append(f"{seen['broken']} requests broke, and there are {CLIENTS} connections")
    opened = _ready(server)
    if not opened:
        failures.append("the service is not ready")
    return Trial(opened, False, False, 0, Counter(), Counter(), tuple(failures))


def replaced(server: Server, victim: int) -> bool:
    """Whether all workers serve again in time; waits for it, unless none is left."""
    until = time.monotonic() + REPLACED_S
    while time.monotonic() < until:
        there = {each.pid for each in workers_of(server)} - {victim}
        if len(there) == WORKERS and _serving(server) == WORKERS:
            return True
        if not there:
            break
        time.sleep(0.05)
    return False


def kill_masters(home: Path, answers: Answers, seed: str, kills: int) -> Iterator[Trial]:
    """Start a service and kill its master, again and again."""
    chance = random.Random(f"{seed} master")
    for _ in range(kills):
        with temporary_files(home.parent / "temporary") as temporary:
            yield _kill_master(home, answers, chance.uniform(0.1, 1.5), temporary)


def _kill_master(home: Path, answers: Answers, moment_s: float, temporary: Path) -> Trial:
    failures = []
    with serving(home, workers=WORKERS) as server:
        own = {each.pid for each in processes() if each.parent == server.pid}
        with Clients(server.port, answers) as clients:
            time.sleep(moment_s)
            os.kill(server.pid, signal.SIGKILL)
            stayed = wait_until_gone(own)
        if stayed:
            failures.append(f"{len(stayed)} processes stayed alive")
        if not _is_free(server.port):
            failures.append("the port is not free")
        for pid in stayed:
            os.kill(pid, signal.SIGKILL)
        wait_until_gone(stayed)
    if clients.seen["wrong"]:
        failures.append(f"{clients.seen['wrong']} wrong answers")
    left = _left(temporary)
    with serving(home, workers=WORKERS) as again:
        opened = _ready(again)
    left_next = _left(temporary)
    return Trial(opened, False, False, len(stayed), left, left_next, tuple(failures))


@contextmanager
def temporary_files(folder: Path) -> Iterator[Path]:
    """Where the services started in the block put temporary files."""
    folder.mkdir(exist_ok=True)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)
        for each in folder.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def _left(temporary: Path) -> Counter[str]:
    return Counter({f"{path.name.rpartition('-')[0]}-*": 1 for path in temporary.iterdir()})


def _serving(server: Server) -> float:
    """How many workers serve, as the service counts them."""
    try:
        lines = server.get("/metrics").decode().splitlines()
    except OSError:
        return 0
    return sum(float(line.split()[-1]) for line in lines if line.startswith("resolver_workers "))


def _ready(server: Server) -> bool:
    try:
        return b"index" in server.get("/readyz")
    except OSError:
        return False


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
