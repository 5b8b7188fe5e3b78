"""The queue on Redis, which RQ keeps. Reach for it where services and workers share a Redis.

It implements `resolver.jobs.queues.JobQueue`. Redis may fail or forget; and who can write there
could name any function for a worker of RQ to call. So a worker takes keys of jobs from it and no
more: nothing that is in Redis is called or unpickled, and it obeys no command from there. `rq info`
shows the queue and its workers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from redis import Redis, RedisError
from rq import Queue, SimpleWorker
from rq.exceptions import DequeueTimeout
from rq.serializers import JSONSerializer

from resolver.jobs.queues import LOOK_S

NAME: Final = "resolver-jobs"
"""The name of the queue."""

WAIT_S: Final = 3
"""Seconds that a worker waits for Redis to name a job before it looks at the folders."""

CALL_S: Final = 1.0
"""Seconds that a call of Redis may take; a request that brings a job waits no longer for it."""


class RqQueue:
    """The queue in a Redis.

    Args:
        url: redis://, rediss:// or unix://.
    """

    def __init__(self, url: str) -> None:
        self._putting = _queue(url, CALL_S)
        self._taking = _queue(url, WAIT_S + CALL_S)
        self._worker: _Worker | None = None
        logging.getLogger("rq.worker").setLevel(logging.CRITICAL)  # what it says, a worker says

    def put(self, key: str) -> None:
        """Put a job's key into the queue, if Redis answers."""
        with suppress(RedisError, OSError):
            self._putting.enqueue_call(
                "resolver.jobs.watching.work_on", job_id=key, timeout=-1, description="a list"
            )

    def wait(self, work: Callable[[str], None]) -> None:
        """Be a worker of RQ until one job is named, or for `WAIT_S`."""
        try:
            if self._worker is None:
                self._worker = _Worker(self._taking)
            self._worker.take = work
            self._worker.work(max_jobs=1, max_idle_time=WAIT_S, logging_level="CRITICAL")
        except (RedisError, OSError):
            self._worker = None  # its name may be taken by what Redis still has of it
            time.sleep(LOOK_S)


def _queue(url: str, timeout_s: float) -> Queue:
    connection = Redis.from_url(url, socket_connect_timeout=CALL_S, socket_timeout=timeout_s)
    return Queue(NAME, connection=connection, serializer=JSONSerializer)


class _Worker(SimpleWorker):
    """A worker in a thread: signals are for the process, and jobs have processes of their own."""

    should_run_maintenance_tasks = False

    take: Callable[[str], None]
    """Called with the key of a job."""

    def __init__(self, queue: Queue) -> None:
        super().__init__([queue], connection=queue.connection, serializer=JSONSerializer)

    def _install_signal_handlers(self) -> None:
        """Install none."""

    def subscribe(self) -> None:
        """Take no commands."""

    def check_for_suspension(self, burst: bool) -> None:
        """Take none of this kind either."""

    def dequeue_job_and_maintain_ttl(
        self, timeout: int | None, max_idle_time: int | None = None
    ) -> tuple[Any, Queue] | None:
        """The next job, within a time; where Redis fails that is said, not waited for."""
        del timeout
        self.heartbeat()
        try:
            return self.queue_class.dequeue_any(
                self.queues,
                max_idle_time,
                connection=self.connection,
                job_class=self.job_class,
                serializer=self.serializer,
                death_penalty_class=self.death_penalty_class,
            )
        except DequeueTimeout:
            return None

    def execute_job(self, job: Any, queue: Queue) -> None:
        """Take a job out of Redis, and work on it."""
        queue.connection.lrem(queue.intermediate_queue_key, 1, job.id)
        job.delete()
        self.take(job.id)
