"""One process of a home publishes; another takes over when it ends, however that does."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from resolver.errors import HomeBusy
from resolver.home import Home
from resolver.indexing import indexer, publishing
from resolver.keeping import kept
from resolver.table import Table
from resolver.telemetry import Metrics
from tests.conftest import wait_for
from tests.indexing.conftest import sizes, through
from tests.jobs.conftest import processes

MODULE = "resolver.indexing.indexer"


def indexers() -> list[int]:
    return processes(os.getpid(), MODULE)


def publishes(home: Path) -> bool:
    """Whether somebody is the indexer of a home."""
    try:
        with Home(home).locked(wait_s=0, file=Home(home).indexer_lock):
            return False
    except HomeBusy:
        return True


@pytest.mark.alone
def test_a_change_is_published_within_a_second_also_after_a_kill(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_HOME", str(home))
    with kept(MODULE, "indexer"), kept(MODULE, "indexer"), Table.open(home, by="ana") as table:
        wait_for(lambda: len(indexers()) == 2 and publishes(home))
        number = table.alias("e1", "Zork").change
        begin = time.monotonic()
        wait_for(lambda: through(home) == number)
        assert time.monotonic() - begin < 1
        for process in indexers():
            os.kill(process, signal.SIGKILL)
        number = table.alias("e1", "Blorf").change
        wait_for(lambda: through(home) == number, 20)
    assert indexers() == []


def test_overlays_are_put_together_once_nothing_changes_any_more(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESOLVER_HOME", str(home))
    monkeypatch.setattr(publishing, "MAX_TOP", 2)
    monkeypatch.setattr(indexer, "MANY_OVERLAYS", 99)
    stopping = threading.Event()
    thread = threading.Thread(target=indexer.run_indexer, args=(home, stopping, Metrics()))
    thread.start()
    try:
        with Table.open(home, by="ana") as table:
            for number in range(7):
                done = table.alias(f"e{number}", "Zork")
                wait_for(lambda change=done.change: through(home) == change)  # type: ignore[misc] # its default is no argument
        assert sizes(home) == [30, 3, 3, 1]
        wait_for(lambda: sizes(home) == [30, 7], 20)
        assert through(home) == 7
    finally:
        stopping.set()
        thread.join()
