"""Faults of a service that is edited: it is killed while clients change its table over HTTP.

Clients add aliases without a pause, with a key. `kill_services` kills every process of the service
at once, its workers, its indexer and what these started; what a client got no answer to may be
there or not. `kill_parts` kills one worker or the indexer while the same service goes on: a client
that loses its connection sends its request again with the same `Idempotency-Key`, and each request
is answered in the end and done once. What is looked at is that of `faults_editing`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.faults_editing import LONGEST_S, behind, reasons, trial
from benchmarks.faults_serving import (
    CLIENTS,
    REPLACED_S,
    WORKERS,
    replaced,
    temporary_files,
    workers_of,
)
from benchmarks.serving import Server, serving
from benchmarks.trials import Trial, processes, wait_until_gone
from resolver.access import add_key
from resolver.table import Table

EDITED: Final = 50
"""Entities that get aliases."""

TEXTS: Final = 10**9
"""Texts that these are made of: so many that no entity is given one twice, which is refused."""


class Writers:
    """Clients that add aliases without a pause, each request with a key until it is answered.

    Args:
        port: Of the service.
        secret: A key that may write.
        ids: The entities.
        name: What the reasons of their changes begin with.
    """

    def __init__(self, port: int, secret: str, ids: list[str], name: str) -> None:
        self.done: dict[int, str] = {}
        """By number of each change that was acknowledged its reason."""
        self.unanswered: list[str] = []
        """The reasons of those that nobody answered."""
        self.failures: list[str] = []
        self.begun = threading.Event()
        """Set once a change is acknowledged."""
        self.gone = threading.Event()
        """Set once nobody will answer any more."""
        self._port, self._secret, self._ids, self._name = port, secret, ids, name
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        if not self.begun.wait(REPLACED_S):
            self.failures.append("nothing is acknowledged")
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        chance = random.Random(f"{self._name} {number}")
        connection = HTTPConnection("127.0.0.1", self._port, timeout=REPLACED_S)
        for sent in count():
            if self._over.is_set() or self.gone.is_set():
                break
            said = f"{self._name}-{number}-{sent}"
            path = f"/v1/entities/{quote(chance.choice(self._ids), safe='')}/aliases"
            body = json.dumps({"text": f"Alias {chance.randrange(TEXTS)}", "reason": said})
            self._send(connection, path, body, said)
        connection.close()

    def _send(self, connection: HTTPConnection, path: str, body: str, said: str) -> None:
        """Send a request until it is answered, or nobody will."""
        headers = {
            "Authorization": f"Bearer {self._secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": said,
        }
        until = time.monotonic() + REPLACED_S
        while True:
            try:
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                heard = answer.read()
            except (OSError, HTTPException):
                connection.close()
            else:
                if answer.status == 201:
                    self.done[json.loads(heard)["change"]] = said
                    self.begun.set()
                    return
                if answer.status != 503:
                    self.failures.append(f"an alias was answered {answer.status}: {heard!r}")
                    return
            if self.gone.is_set():
                self.unanswered.append(said)
                return
            if time.monotonic() > until:
                self.unanswered.append(said)
                self.failures.append("a request is never answered")
                return
            time.sleep(0.02)


def kill_services(home: Path, seed: str, kills: int) -> Iterator[Trial]:
    """Kill a service as a whole, again and again; the home stays what it became."""
    chance = random.Random(f"{seed} services")
    secret, ids = add_key(home, "services", "write", by="benchmark"), _ids(home)
    for number in range(kills):
        before = reasons(home)
        with temporary_files(home.parent / "temporary"), serving(home, workers=WORKERS) as server:
            with Writers(server.port, secret, ids, f"service-{seed}-{number}") as writers:
                all_of_it = _with_descendants(server.pid)
                time.sleep(chance.uniform(0, LONGEST_S))
                chance.shuffle(all_of_it)
                for pid in all_of_it:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                writers.gone.set()
            stayed = wait_until_gone(all_of_it)
        seen = _trial(home, before, writers)
        failures = (*seen.failures, *behind(home))
        yield seen._replace(stayed=len(stayed), failures=failures)


def kill_parts(home: Path, seed: str, kills: int) -> Iterator[Trial]:
    """Kill a worker or the indexer, again and again, while the same service goes on."""
    chance, done = random.Random(f"{seed} parts"), 0
    secret, ids = add_key(home, "parts", "write", by="benchmark"), _ids(home)
    while done < kills:
        with serving(home, workers=WORKERS) as server:
            failed = False
            while done < kills and not failed:
                before = reasons(home)
                with Writers(server.port, secret, ids, f"part-{seed}-{done}") as writers:
                    time.sleep(chance.uniform(0, LONGEST_S))
                    failures = _kill_part(server, chance)
                seen = _trial(home, before, writers)
                failures += () if _is_seen(server, max(writers.done, default=0)) else ("not seen",)
                yield seen._replace(failures=(*seen.failures, *failures))
                failed, done = bool(seen.failures or failures), done + 1


def _kill_part(server: Server, chance: random.Random) -> tuple[str, ...]:
    """Kill a worker or the indexer; what goes wrong then."""
    if chance.random() < 0.5:
        victim = chance.choice(workers_of(server)).pid
        os.kill(victim, signal.SIGKILL)
        return () if replaced(server, victim) else ("no other worker took its place",)
    for each in processes():  # none, where the one that was killed is not replaced yet
        if each.parent == server.pid and "resolver.indexing.indexer" in each.command:
            os.kill(each.pid, signal.SIGKILL)
    return ()


def _trial(home: Path, before: dict[int, str], writers: Writers) -> Trial:
    """What is to be seen in the home; each request was done once, or not, where nobody heard."""
    seen = trial(home, before | writers.done, len(writers.done), unsaid=len(writers.unanswered))
    said = [each for number, each in reasons(home).items() if number not in before]
    twice = len(said) - len({*said})
    failures = [f"{twice} requests are done twice"] if twice else []
    return seen._replace(failures=(*seen.failures, *failures, *writers.failures))


def _is_seen(server: Server, change: int) -> bool:
    """Whether the service answers with a change in time."""
    until = time.monotonic() + REPLACED_S
    while time.monotonic() < until:
        with suppress(OSError):
            if json.loads(server.get("/readyz"))["through"] >= change:
                return True
        time.sleep(0.05)
    return False


def _with_descendants(pid: int) -> list[int]:
    """A process with those that it started, and those that these did."""
    found, parents = [pid], {each.pid: each.parent for each in processes()}
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _ids(home: Path) -> list[str]:
    with Table.open(home, by="nobody") as table:
        return [each.entity.id for each in table.store.entities()][:EDITED]
