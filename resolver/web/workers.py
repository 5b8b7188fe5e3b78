"""The processes that serve: started, followed and started anew by one that only watches them.

Reach for this module to change what happens when a process dies. A worker that dies is logged and
started anew, however often, and takes nobody along. Workers end with their parent, whatever ends
it. A worker has a slot, which the one that replaces it takes over with its counters.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import threading
import time
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any, Final

from granian.server.mp import MPServer, WorkerProcess

from resolver.telemetry import METRICS_FOLDER, forget_gauges, say
from resolver.web.seen import forget_seen

SLOT: Final = "WORKER_SLOT"
"""The environment variable that tells a worker its slot, from 0."""

MIN_LIFE_S: Final = 1.0
"""Seconds between two starts of a worker at least, however soon it dies."""


_STOPPING: Final = "stopping"
"""The file of the folder of metrics that is there once the workers are to end."""


class Supervisor(MPServer):
    """granian's main process; it takes a worker that dies often for no reason to end the others."""

    def _spawn_worker(  # type: ignore[override] # as the class between has it
        self, idx: int, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        os.environ[SLOT] = str(idx)
        return super()._spawn_worker(idx, target, callback_loader)

    def _respawn_workers(
        self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        for slot in workers:
            worker: Any = self.wrks[slot]
            if not worker.is_alive():
                self._bury(slot, worker)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()  # what it would call a crash loop, and end everything for

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Stop, and have those answered first who wait for news."""
        Path(os.environ[METRICS_FOLDER], _STOPPING).touch()
        super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call] # the library is untyped here

    def signal_handler_reload(self, *_: object) -> None:
        """Nothing: settings are read at the start, and a slot has one worker at a time."""

    def _bury(self, slot: int, worker: Any) -> None:
        process = worker.inner
        say("worker died", worker=slot + 1, pid=process.pid, exit_code=process.exitcode)
        forget_gauges(slot)  # its counters are taken over
        forget_seen(process.pid)
        time.sleep(max(0.0, worker.birth + MIN_LIFE_S - time.monotonic()))


def is_stopping() -> bool:
    """Whether the workers are to end; each still answers the requests that it has."""
    folder = os.environ.get(METRICS_FOLDER)
    return folder is not None and Path(folder, _STOPPING).exists()


def follow_parent(stop_timeout_s: float) -> None:
    """End this process when its parent has ended, in a thread that waits for that.

    Args:
        stop_timeout_s: Seconds that it has to answer the requests it has.
    """
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        # Its parent would remove it; until it ends it counts there.
        atexit.register(shutil.rmtree, os.environ[METRICS_FOLDER], ignore_errors=True)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(stop_timeout_s)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()
