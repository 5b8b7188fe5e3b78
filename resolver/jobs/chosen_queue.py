"""Which queue the settings choose. Reach for `queue_of` to name jobs to workers, or to hear."""

from __future__ import annotations

from resolver.jobs.queues import DiskQueue, JobQueue
from resolver.settings import Settings


def queue_of(settings: Settings) -> JobQueue:
    """The queue on Redis where there is one; RQ is imported only then."""
    if settings.redis_url is None:
        return DiskQueue()
    from resolver.jobs.rq_queue import RqQueue

    return RqQueue(settings.redis_url)
