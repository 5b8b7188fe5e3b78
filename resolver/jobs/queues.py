"""Which job is next: a queue that wakes workers up. Reach for it to change how they hear of one.

The truth about jobs is in their folders, where a worker looks every few seconds anyway. So a queue
may lose what it has, name a job twice, or one that has ended: a job waits a moment longer then, no
more. `DiskQueue` is the folders themselves; the other one is `resolver.jobs.rq_queue`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, Protocol

LOOK_S: Final = 0.5
"""Seconds between two looks at the folders, where nothing else says that there is a job."""


class JobQueue(Protocol):
    """What names jobs, by their keys."""

    def put(self, key: str) -> None:
        """Say that a job waits; where that fails, a worker finds it all the same."""

    def wait(self, work: Callable[[str], None]) -> None:
        """Wait a few seconds at most, and have a job worked on if one is named meanwhile."""


class DiskQueue:
    """No queue: the folders are looked at again and again."""

    def put(self, key: str) -> None:
        """Nothing: its folder says that it waits."""

    def wait(self, work: Callable[[str], None]) -> None:  # noqa: ARG002 - as in JobQueue
        """Wait until the folders are to be looked at again."""
        time.sleep(LOOK_S)
