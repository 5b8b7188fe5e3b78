"""A process beside the service is kept alive, and ends with the block."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from resolver.jobs import Jobs
from resolver.keeping import kept
from tests.conftest import wait_for
from tests.jobs.conftest import job_of, misspelt, processes, send


def workers() -> list[int]:
    return processes(os.getpid(), "resolver.jobs.worker")


def test_it_is_started_anew_when_it_dies_and_ends_with_the_block(
    make_home: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    monkeypatch.setenv("RESOLVER_HOME", str(home))
    with kept("resolver.jobs.worker", "job worker"):
        wait_for(workers)
        (first,) = workers()
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: workers() and workers() != [first])
        _, folder = send(home, misspelt(20))
        wait_for(lambda: job_of(folder).state == "done", 60)
    assert workers() == []
    assert not Jobs(home).has_worker()


def test_what_cannot_be_started_is_said_and_tried_again(
    make_home: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home = make_home({"id": "a", "type": "person", "name": "Ana"})
    monkeypatch.setenv("RESOLVER_HOME", str(home))
    said = ""
    with monkeypatch.context() as patched:
        patched.setattr("sys.executable", str(home / "no python"))
        with kept("resolver.jobs.worker", "job worker"):
            while "job worker cannot run" not in said:
                said += capfd.readouterr().err
            patched.undo()
            wait_for(workers)
    assert "FileNotFoundError" in said
    assert workers() == []


STOPPED_AT_THE_START: Final = """
import os, signal, sys, threading, time
from resolver.keeping import kept

def stop(*_):
    sys.settrace(None)
    os.kill(os.getpid(), signal.SIGTERM)

signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
threading.settrace(stop)  # called by the thread that keeps, while this one waits for it to start
with kept("resolver.jobs.worker", "job worker"):
    time.sleep(60)
"""
"""A service that is told to stop while the thread that keeps a process is starting."""


def test_a_signal_while_it_starts_ends_it_and_the_service() -> None:
    command = [sys.executable, "-c", STOPPED_AT_THE_START]
    done = subprocess.run(command, timeout=30, check=False)
    assert done.returncode == 128 + signal.SIGTERM
